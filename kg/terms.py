"""Namespaces, and the few terms that code names. Plain strings: nothing to import, nothing to pay."""

from __future__ import annotations

KGO = "https://w3id.org/painkg/ontology#"
KG = "https://w3id.org/painkg/id/"
DOCUMENT = "https://w3id.org/painkg/document/"
GRAPH = "https://w3id.org/painkg/graph/"
CONTEXT_IRI = "https://w3id.org/painkg/ontology/context.jsonld"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

#: Prefixes that every query may use without declaring them; each document adds its own.
PREFIXES = {
    "kgo": KGO,
    "kg": KG,
    "graph": GRAPH,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "skos": SKOS,
    "xsd": XSD,
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "vann": "http://purl.org/vocab/vann/",
}

ONTOLOGY_GRAPH = GRAPH + "ontology"
CONCEPTS_GRAPH = GRAPH + "concepts"


def shorten(iri: str, prefixes: dict[str, str]) -> str:
    """The IRI as a CURIE under the longest namespace that fits, else in angle brackets."""
    fits = [(len(space), prefix) for prefix, space in prefixes.items() if iri.startswith(space)]
    if not fits:
        return f"<{iri}>"
    length, prefix = max(fits)
    return f"{prefix}:{iri[length:]}"

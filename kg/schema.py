"""The JSON-LD context and the JSON Schemas, generated from the ontology: `python -m kg.schema`."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import terms
from kg.resources import share

CONTEXT_FILE = "context.jsonld"
CONCEPTS_SCHEMA = "concepts.schema.json"
DOCUMENT_SCHEMA = "document.schema.json"

_EITHER = "a claim has an object (a thing) or, where it says altLabel, a text (the name), and not both"
#: Far above any offset, and safe in every engine and language.
_LARGEST = 10**9
_TEXT = {
    "type": "string",
    "pattern": r"^[^\u0000-\u001f\s]([^\u0000-\u001f]*[^\u0000-\u001f\s])?$",
    "description": "text in one line, without spaces at its ends",
}
_SLUG = {
    "type": "string",
    "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$",
    "description": "a slug: lower-case letters and digits, words joined by hyphens",
}
_DIGEST = {
    "type": "string",
    "pattern": "^[0-9a-f]{64}$",
    "description": "a SHA-256 of 64 lower-case hexadecimal digits",
}
_OFFSET = {"type": "integer", "minimum": 0, "maximum": _LARGEST}


class Ontology:
    """What the context and the schemas need to know of the ontology file.

    Args:
        path: the Turtle file.
    """

    def __init__(self, path: Path) -> None:
        self._values: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._members: dict[str, list[str]] = defaultdict(list)
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.Triple):
                self._values[quad.subject.value, quad.predicate.value].append(quad.object.value)
                if quad.predicate.value == terms.RDF + "type":
                    self._members[quad.object.value].append(quad.subject.value)

    def members(self, name: str) -> list[str]:
        """IRIs of the instances of one of our classes, sorted."""
        return sorted(self._members[terms.KGO + name])

    def range_of(self, iri: str) -> str:
        """The range of a property, an IRI; empty where it has none."""
        return next(iter(self._values[iri, terms.RDFS + "range"]), "")

    def definition(self, iri: str) -> str:
        """The definition of a term; empty where it has none."""
        return next(iter(self._values[iri, terms.SKOS + "definition"]), "")

    def properties(self) -> list[str]:
        """Names of our object and datatype properties, sorted."""
        kinds = ("ObjectProperty", "DatatypeProperty")
        found = {iri for kind in kinds for iri in self._members[terms.OWL + kind]}
        return sorted(iri.removeprefix(terms.KGO) for iri in found if iri.startswith(terms.KGO))

    def is_kind_of(self, iri: str, name: str) -> bool:
        """Whether a class is one of our classes or below it."""
        above = self._values[iri, terms.RDFS + "subClassOf"]
        return iri == terms.KGO + name or any(self.is_kind_of(parent, name) for parent in above)

    def entity_classes(self) -> list[str]:
        """Names of the classes that a thing may have: those without a subclass, sorted."""
        classes = self._members[terms.OWL + "Class"]
        parents = {parent for iri in classes for parent in self._values[iri, terms.RDFS + "subClassOf"]}
        leaves = [iri for iri in classes if self.is_kind_of(iri, "Entity") and iri not in parents]
        return sorted(iri.removeprefix(terms.KGO) for iri in leaves)


def context(ontology: Ontology, base: dict[str, Any]) -> dict[str, Any]:
    """The JSON-LD context: the hand-written base and one entry for each of our properties."""
    generated = {name: _context_entry(ontology, name) for name in ontology.properties() if name not in base}
    return {"@context": base | generated}


def _context_entry(ontology: Ontology, name: str) -> dict[str, Any]:
    target = ontology.range_of(terms.KGO + name)
    if ontology.is_kind_of(target, "Value"):
        return {"@id": f"kgo:{name}", "@type": "@vocab"}
    if ontology.is_kind_of(target, "Entity"):
        # A scoped base: slugs of things are not relative to the document. `@vocab` would turn
        # a slug that is also a term into that term.
        return {"@id": f"kgo:{name}", "@type": "@id", "@context": {"@base": terms.KG}}
    return {"@id": f"kgo:{name}", "@type": "xsd:" + target.removeprefix(terms.XSD)}


def concepts_schema(ontology: Ontology) -> dict[str, Any]:
    """The JSON Schema of a file of `data/concepts/`."""
    classes = {"enum": ontology.entity_classes()}
    thing = _closed(
        {
            "id": _SLUG,
            "type": {"anyOf": [classes, {"type": "array", "items": classes, "minItems": 1, "uniqueItems": True}]},
            "prefLabel": _TEXT,
            "altLabel": _one_or_more(_TEXT),
            "definition": _TEXT,
            "broader": _one_or_more(_SLUG),
            "inFamily": _property_schema(ontology, "inFamily"),
        },
        required=["id", "type", "prefLabel", "definition"],
    )
    schemes = [
        "kgo:" + iri.removeprefix(terms.KGO)
        for iri in sorted(ontology._members[terms.SKOS + "ConceptScheme"])  # noqa: SLF001 - same module
        if iri.endswith("Scheme")
    ]
    top = _closed(
        {
            "@context": _context_schema({"const": terms.KG}),
            "id": {"enum": schemes},
            "things": {"type": "array", "items": thing},
        },
        required=["@context", "id", "things"],
    )
    return _titled(top, CONCEPTS_SCHEMA, "PainKG: a file of things")


def document_schema(ontology: Ontology) -> dict[str, Any]:
    """The JSON Schema of a file of `data/documents/`."""
    relations = [_key(iri) for iri in ontology.members("Relation")]
    qualifiers = [_key(iri) for kind in ("Qualifier", "ConditionQualifier") for iri in ontology.members(kind)]
    claim = _closed(
        {
            "id": {
                "type": "string",
                "pattern": r"^s[0-9]+-[a-z]+-[0-9]+\.[1-9][0-9]*$",
                "description": "a claim's id: its passage's id, a point and a number, as in s2-effectiveness-2.1",
            },
            "subject": _SLUG,
            "says": {"enum": sorted(relations)},
            "object": _SLUG,
            "text": _TEXT,
            "cue": _one_or_more(_TEXT),
        }
        | {name: _property_schema(ontology, name) for name in ["basis", "polarity", "ground", *sorted(qualifiers)]},
        required=["id", "subject", "says"],
    ) | {
        "if": {"properties": {"says": {"const": "altLabel"}}},
        "then": {"required": ["text"], "not": {"required": ["object"], "description": _EITHER}},
        "else": {"required": ["object"], "not": {"required": ["text"], "description": _EITHER}},
    }
    passage = _closed(
        {
            "id": {
                "type": "string",
                "pattern": r"^s[0-9]+-[a-z]+-[1-9][0-9]*$",
                "description": "a passage's id: section, part and ordinal, as in s2-effectiveness-2",
            },
            "start": _OFFSET,
            "end": _OFFSET,
            "sha256": _DIGEST,
            "normalizedSha256": _DIGEST,
            "normalizedLength": _OFFSET,
            "notModelled": _one_or_more(_property_schema(ontology, "notModelled")),
            "claims": {"type": "array", "items": claim},
        },
        required=["id", "start", "end", "sha256", "normalizedSha256", "normalizedLength"],
    )
    document = {
        "type": "string",
        "pattern": f"^{terms.DOCUMENT}[a-z0-9-]+/$",
        "description": f"the document's IRI: {terms.DOCUMENT}NAME/",
    }
    top = _closed(
        {
            "@context": _context_schema(document),
            "id": document,
            "type": {"const": "SourceDocument"},
            "title": _TEXT,
            "prefix": _SLUG
            | {"not": {"enum": sorted(terms.PREFIXES), "description": "a prefix that is taken already"}},
            "sha256": _DIGEST,
            "textLength": _OFFSET,
            "passages": {"type": "array", "items": passage},
        },
        required=["@context", "id", "type", "title", "prefix", "sha256", "textLength", "passages"],
    )
    return _titled(top, DOCUMENT_SCHEMA, "PainKG: a document, its passages and their claims")


def _key(iri: str) -> str:
    """A term as the data writes it."""
    return iri.removeprefix(terms.KGO).removeprefix(terms.SKOS)


def _property_schema(ontology: Ontology, name: str) -> dict[str, Any]:
    target = ontology.range_of(terms.KGO + name)
    shape: dict[str, Any]
    if ontology.is_kind_of(target, "Value"):
        shape = {"enum": [_key(iri) for iri in ontology.members(_key(target))]}
    elif ontology.is_kind_of(target, "Entity"):
        shape = _SLUG
    elif target == terms.XSD + "boolean":
        shape = {"const": True}
    elif target == terms.XSD + "integer":
        shape = _OFFSET
    else:
        shape = _TEXT
    return {"title": ontology.definition(terms.KGO + name)} | shape


def _context_schema(base: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "array",
        "prefixItems": [{"const": terms.CONTEXT_IRI}, _closed({"@base": base}, required=["@base"])],
        "items": False,
        "minItems": 2,
    }


def _closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _one_or_more(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1, "uniqueItems": True}]}


def _titled(schema: dict[str, Any], name: str, title: str) -> dict[str, Any]:
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://w3id.org/painkg/ontology/{name}",
        "title": title,
        "$comment": "Generated from painkg.ttl: python -m kg.schema",
    }
    return head | schema


def generate(folder: Path) -> dict[str, str]:
    """The generated files of the ontology folder: their names and texts."""
    ontology = Ontology(folder / "painkg.ttl")
    base = json.loads((folder / "context.base.json").read_text(encoding="utf-8"))
    files = {
        CONTEXT_FILE: context(ontology, base),
        CONCEPTS_SCHEMA: concepts_schema(ontology),
        DOCUMENT_SCHEMA: document_schema(ontology),
    }
    return {name: json.dumps(value, indent=1, ensure_ascii=False) + "\n" for name, value in files.items()}


if __name__ == "__main__":
    for file_name, text in generate(share() / "ontology").items():
        (share() / "ontology" / file_name).write_text(text, encoding="utf-8")

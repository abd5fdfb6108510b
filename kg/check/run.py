"""`kg check`: every check on the data. A check is a query whose rows are the faults, or a SHACL shape."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from kg import terms
from kg.assemble import Assembled
from kg.check.literals import unportable
from kg.check.verify import verify
from kg.engine import Engine
from kg.errors import Fault
from kg.load import Place, context
from kg.progress import Progress, silent
from kg.queries import DeclaredQuery, query_folder
from kg.resources import share
from kg.shape import did_you_mean

_SHACL = "http://www.w3.org/ns/shacl#"
_NO_PLACE = Place("", 0, {})


class Result(NamedTuple):
    """What one check did.

    Attributes:
        name: the query's file name, `shapes`, or `document`.
        summary: what it looks for.
        checked: how many claims, passages or other things it looked at.
        faults: what it found.
        notes: what it found that is no fault, but that people should know.
    """

    name: str
    summary: str
    checked: int
    faults: list[Fault]
    notes: Sequence[Fault] = ()


def run_checks(assembled: Assembled, documents: list[Path], progress: Progress = silent) -> list[Result]:
    """Run every check.

    Args:
        assembled: the graph.
        documents: texts to verify passages against.
        progress: told of a long search in one of them.

    Raises:
        UsageError: a document cannot be read.
    """
    results = [run_query(query, assembled) for query in query_folder("queries", "checks")]
    results += [_run_shapes(assembled), run_literals(assembled)]
    results += [_verify_document(path, assembled, progress) for path in documents]
    return results


def run_query(query: DeclaredQuery, assembled: Assembled) -> Result:
    """Run one check that is a query."""
    faults = []
    store = assembled.store
    message = query.decorators["message"]
    for row in store.select(query.text):
        values = {name: row[name] for name in re.findall(r"\{(\w+)\}", message)}
        words = {name: _words(value, store) for name, value in values.items()}
        text = message.format(**words)
        if "unknown" in words:
            text += did_you_mean(words["unknown"], _known(store, values["unknown"].value))
        faults.append(_locate(query.name, text, _variable(row, "node"), _variable(row, "property"), assembled))
    checked, found = _count(query.decorators["over"], store), sorted(set(faults))
    if query.decorators.get("severity") == "note":
        return Result(query.name, query.summary, checked, [], found)
    return Result(query.name, query.summary, checked, found)


def _words(value: Any, store: Engine) -> str:
    """A term as a message names it: the slug of a thing, the name of a term, the text of a literal."""
    if not isinstance(value, ox.NamedNode):
        return str(value.value)
    curie = store.shorten(value.value)
    prefix, _, name = curie.partition(":")
    plain = prefix in {"kg", "kgo", "skos"} or value.value.startswith(terms.DOCUMENT)
    return name if plain else curie


def _known(store: Engine, unknown: str) -> list[str]:
    """What an unknown thing or term may have been meant to be: slugs of things, or names of terms."""
    graph = "graph:concepts" if unknown.startswith(terms.KG) else "graph:ontology"
    rows = store.select(f"SELECT DISTINCT ?term {{ GRAPH {graph} {{ ?term a ?class }} }}")
    return [_words(row["term"], store) for row in rows]


def _count(over: str, store: Engine) -> int:
    patterns = {"quads": "?s ?p ?o", "shortcuts": "GRAPH graph:shortcuts { ?s ?p ?o }"}
    pattern = patterns.get(over, f"?s a {over}")
    return int(store.select(f"SELECT (COUNT(*) AS ?count) {{ {pattern} }}")[0]["count"].value)


def _variable(row: ox.QuerySolution, name: str) -> str:
    try:
        return _iri(row[name])
    except KeyError:
        return ""


def _iri(value: Any) -> str:
    return value.value if isinstance(value, ox.NamedNode) else ""


def _locate(check: str, message: str, node: str, prop: str, assembled: Assembled) -> Fault:
    """The fault at the line of the node's key for that property, else of the node."""
    place = assembled.loaded.places.get(node, _NO_PLACE)
    line = next((place.keys[key] for key in _keys_of(prop) if key in place.keys), place.line)
    subject = _words(ox.NamedNode(node), assembled.store) if node else ""
    return Fault(place.path, line, check, f"{subject}: {message}" if subject else message)


def _keys_of(prop: str) -> list[str]:
    """The keys by which the data writes a property."""
    return [key for key, iri in _key_iris().items() if iri == prop]


@functools.cache
def _key_iris() -> dict[str, str]:
    """The property that each key of the data stands for, as the context has it."""
    entries = context()
    found = {}
    for key, entry in entries.items():
        prefix, _, name = str(entry.get("@id", "") if isinstance(entry, dict) else entry).partition(":")
        found[key] = f"{entries[prefix]}{name}" if isinstance(entries.get(prefix), str) else ""
    return found | {"type": terms.RDF + "type"}


def _run_shapes(assembled: Assembled) -> Result:
    # Only here: rdflib and pyshacl take a second to import.
    import rdflib  # noqa: PLC0415
    from pyshacl import validate  # noqa: PLC0415

    triples = {quad.triple for quad in assembled.quads}
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    graph = rdflib.Graph().parse(data=text.decode(), format="nt")
    shapes = rdflib.Graph().parse(share() / "ontology" / "shapes.ttl", format="turtle")
    _conforms, found, _text = validate(graph, shacl_graph=shapes)
    faults = []
    shacl = rdflib.Namespace(_SHACL)
    for result in found.subjects(rdflib.RDF.type, shacl.ValidationResult):
        values = [found.value(result, shacl[name]) for name in ("resultMessage", "focusNode", "resultPath")]
        message, node, path = (str(value or "") for value in values)
        faults.append(_locate("shapes", message, node, path, assembled))
    targets = rdflib.Namespace(_SHACL).targetClass
    checked = sum(len(set(graph.subjects(rdflib.RDF.type, target))) for target in shapes.objects(None, targets))
    return Result(
        "shapes",
        "Every thing, document, passage and claim has the parts of its SHACL shape.",
        checked,
        sorted(set(faults)),
    )


def run_literals(assembled: Assembled) -> Result:
    """Check that every literal is one that all engines read alike."""
    summary = "Every literal has the one form that all engines and formats keep."
    faults = {
        _locate("portable-literals", message, _iri(quad.subject), quad.predicate.value, assembled)
        for quad, message in unportable(assembled.quads)
    }
    checked = sum(isinstance(quad.object, ox.Literal) for quad in assembled.quads)
    return Result("portable-literals", summary, checked, sorted(faults))


def _verify_document(path: Path, assembled: Assembled, progress: Progress) -> Result:
    def fault_at(check: str, message: str, node: str, prop: str) -> Fault:
        return _locate(check, message, node, prop, assembled)

    return Result("document", *verify(path, assembled.store, fault_at, progress))

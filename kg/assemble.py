"""Data and ontology become one graph in memory: files are loaded, rules are applied, nothing is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg import terms
from kg.load import Loaded, load
from kg.queries import DeclaredQuery, query_folder
from kg.resources import Project, share
from kg.store import Store


class Assembled(NamedTuple):
    """The graph in memory, before anything is written.

    Attributes:
        quads: every quad once; literals exactly as the files write them, which a store would not keep.
        store: the same, to query.
        loaded: where things were declared.
    """

    quads: set[ox.Quad]
    store: Store
    loaded: Loaded


def assemble(data: Path) -> Assembled:
    """Load the ontology and a data folder, and apply the rules in their order.

    Raises:
        DataError: a file cannot be read as what it should be.
    """
    loaded = load(data)
    quads, store = derive(set(ontology_quads()) | set(loaded.quads))
    return Assembled(quads, store, loaded)


def derive(asserted: set[ox.Quad]) -> tuple[set[ox.Quad], Store]:
    """What files say, with all that the rules add to it, applied in their order."""
    quads, store = set(asserted), Store.of(asserted)
    for rule in query_folder("ontology", "rules"):
        new = set(_apply(rule, store)) - quads
        quads |= new
        store.inner.extend(new)
    return quads, store


def ontology_quads() -> Iterator[ox.Quad]:
    """The ontology, in its graph."""
    graph = ox.NamedNode(terms.ONTOLOGY_GRAPH)
    for quad in ox.parse(path=share() / "ontology" / "painkg.ttl", format=ox.RdfFormat.TURTLE):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _apply(rule: DeclaredQuery, store: Store) -> Iterator[ox.Quad]:
    """What a rule adds, in the graph that it names; the graph `document` stands for each document in turn."""
    target = rule.decorators["graph"]
    if target == "document":
        for row in store.select("SELECT ?document { ?document a kgo:SourceDocument }"):
            document = row["document"]
            yield from _construct(store, f"{rule.text}\nVALUES ?document {{ {document} }}", document)
    else:
        yield from _construct(store, rule.text, ox.NamedNode(terms.GRAPH + target))


def _construct(store: Store, text: str, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    for triple in store.construct(text):
        yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def inputs_hash(project: Project) -> str:
    """SHA-256 over the names and bytes of everything that a build reads."""
    digest = hashlib.sha256()
    for path in input_files(project):
        content = path.read_bytes()
        digest.update(f"{path.parent.name}/{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def input_files(project: Project) -> list[Path]:
    """The files that decide what a build holds, in a fixed order."""
    patterns = {
        project.data: ("concepts/*.yaml", "documents/*.yaml"),
        share(): ("ontology/*.ttl", "ontology/*.json*", "ontology/rules/*.rq", "queries/*/*.rq", "visualizations/*"),
    }
    return [path for root, globs in patterns.items() for glob in globs for path in sorted(root.glob(glob))]

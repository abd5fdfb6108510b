"""The things of the graph and the plain triples between them, for networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import terms
from kg.engine import Engine
from kg.queries import shared_query

if TYPE_CHECKING:
    import networkx as nx

_BROADER = terms.SKOS + "broader"
_GROUP = terms.KGO + "Group"


def network(store: Engine) -> nx.MultiDiGraph:
    """All things and the plain triples between them.

    An edge is a triple that a claim makes or the vocabulary grants. What is denied, holds only under a condition, is
    contested, or is stated as a cause of several together is no edge: it makes no plain triple either.

    Returns:
        Nodes are IRIs, with `label`, `curie`, `class` (names of its classes, between commas) and `group` (whether it
        is a group such as “other treatment”). Edges go from subject to object; the key is the CURIE of the relation,
        and they carry `relation` (its IRI), `claims` (a sorted list of the IRIs of the claims that make it),
        `definitional` (whether the vocabulary grants it) and `hierarchy` (whether it says what kind of thing the
        subject is). Nodes and edges stand in the order of their IRIs.
    """
    import networkx as nx  # noqa: PLC0415 - slow to import, and only for those who ask for it

    found = nx.MultiDiGraph(name="PainKG")
    for row in _rows(store, "things"):
        iri = row["thing"].value
        node = {"label": row["label"].value, "curie": store.shorten(iri), "class": "", "group": False}
        known = found.nodes[iri] if iri in found else node
        classes = f"{known['class']}, {row['class'].value}".removeprefix(", ")
        group = known["group"] or row["type"].value == _GROUP
        found.add_node(iri, **(known | {"class": classes, "group": group}))
    for (subject, relation, object_), (definitional, claims) in sorted(_triples(store).items()):
        found.add_edge(
            subject,
            object_,
            key=store.shorten(relation),
            relation=relation,
            claims=sorted(claims),
            definitional=definitional,
            hierarchy=relation == _BROADER,
        )
    return found


def _triples(store: Engine) -> dict[tuple[str, str, str], tuple[bool, list[str]]]:
    """Each triple between things: whether the vocabulary grants it, and the claims that make it."""
    granted = {_triple(row): (True, list[str]()) for row in _rows(store, "granted")}
    triples = dict(granted)
    for row in _rows(store, "supported"):
        triple = _triple(row)
        triples.setdefault(triple, (False, []))[1].append(row["claim"].value)
    return triples


def _triple(row: ox.QuerySolution) -> tuple[str, str, str]:
    return row["subject"].value, row["relation"].value, row["object"].value


def _rows(store: Engine, query: str) -> list[ox.QuerySolution]:
    return store.select(shared_query("queries", "describe", f"{query}.rq").text)

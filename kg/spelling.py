"""Names in a query that the graph does not hold: an engine finds nothing for them, and does not say why."""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg import terms
from kg.engine import Engine
from kg.guard import QUOTED
from kg.parameters import bind
from kg.queries import shared_query

#: A query that names more is not looked through.
MAX_NAMES = 200
_NAME = re.compile(r"(?<![\w:?$@-])([A-Za-z][\w-]*):([A-Za-z0-9][\w.-]*[\w-]|[A-Za-z0-9])")


def unknown_terms(store: Engine, text: str) -> list[str]:
    """For each name of our namespaces in a query that is nowhere in the graph, a note with the nearest that is."""
    named = {}
    for prefix, name in _NAME.findall(QUOTED.sub(" ", text)):
        space = store.prefixes.get(prefix, "")
        if space.startswith((terms.KGO, terms.KG, terms.GRAPH, terms.DOCUMENT)):
            named[space + name] = f"{prefix}:{name}"
    if not 0 < len(named) <= MAX_NAMES:
        return []
    rows = store.select(bind(shared_query("queries", "describe", "known.rq"), [[ox.NamedNode(iri)] for iri in named]))
    known = {row["term"].value for row in rows}
    return [_note(store, curie) for iri, curie in named.items() if iri not in known]


def _note(store: Engine, curie: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a name that is unknown

    prefix = curie.partition(":")[0]
    rows = store.select(
        bind(shared_query("queries", "describe", "namespace.rq"), [[ox.Literal(store.prefixes[prefix])]])
    )
    near = get_close_matches(curie, [store.shorten(row["term"].value) for row in rows], n=1, cutoff=0.75)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"{curie} is nowhere in the graph{hint}"

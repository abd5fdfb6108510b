"""`kg show`: all that is known of one thing, in English."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Annotated

import typer

from kg.cli.common import TIMEOUT, Data, Endpoint, Timeout, open_graph
from kg.cli.deadline import within
from kg.errors import visible
from kg.explain.description import Description
from kg.explain.evidence import Evidence
from kg.graph import Graph


def show(
    thing: Annotated[str, typer.Argument(metavar="THING", help="A slug, any name, an IRI or a CURIE, in any case.")],
    data: Data = None,
    endpoint: Endpoint = None,
    timeout: Timeout = TIMEOUT,
) -> None:
    """Show all that is known of a thing, each statement with its source and its hedge."""
    within(timeout, lambda: _show(open_graph(data, endpoint, timeout), thing))


def _show(graph: Graph, thing: str) -> None:
    found = graph.show(thing)
    lines = "\n".join([*_what(found), *_claims(graph, found)])
    typer.echo("\n".join(map(visible, lines.split("\n"))))


def _what(found: Description) -> Iterator[str]:
    yield f"{found.label} ({', '.join(found.classes)})"
    if found.definition:
        yield f"  {found.definition}"
    if found.names:
        yield f"  Also called: {', '.join(found.names)}."
    if found.broader:
        yield f"  A kind of: {', '.join(found.broader)} (definitional)."
    if found.narrower:
        yield f"  Its kinds: {', '.join(found.narrower)} (definitional)."
    yield from (f"  {words} (definitional)." for words in found.granted)
    yield from (f"  {name}: {value}" for name, value in found.facts)


def _claims(graph: Graph, found: Description) -> Iterator[str]:
    evidence = Evidence(graph.store, graph.speaker())
    for (_, title), claims in groupby(found.claims, key=lambda claim: (claim.source.document, claim.source.title)):
        yield f"\nWhat “{title}” says:"
        yield from evidence.lines(list(claims))
    if not found.claims and not found.facts:
        yield "\nNo claim speaks of it."

"""`kg map`: an interactive map, as one page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from kg.cli.common import TIMEOUT, Data, Timeout, open_graph, progress, tell_of_map
from kg.cli.deadline import within
from kg.cli.query import note_unknown_terms, read_query
from kg.graph import Graph
from kg.maps.ready import VIEWS

if TYPE_CHECKING:
    from kg.maps.queried import Found

_Two = Optional[tuple[str, str]]  # noqa: UP045 - the same


def map(  # noqa: A001, PLR0913, PLR0917 - the command's own name; each option is a parameter
    view: Annotated[
        Optional[str],  # noqa: UP045 - Typer reads it at run time
        typer.Argument(metavar="[VIEW]", help=f"A ready view: {', '.join(VIEWS)}."),
    ] = None,
    focus: Annotated[
        Optional[str],  # noqa: UP045 - the same
        typer.Option("--focus", metavar="THING", help="Open at a thing and what is around it."),
    ] = None,
    steps: Annotated[
        Optional[int],  # noqa: UP045 - the same
        typer.Option("--steps", min=1, max=3, help="With --focus: so many steps around it; else 1."),
    ] = None,
    between: Annotated[
        _Two, typer.Option("--between", metavar="THING THING", help="Open at the paths that connect two things.")
    ] = None,
    compare: Annotated[
        _Two, typer.Option("--compare", metavar="THING THING", help="Open at two things of one kind, side by side.")
    ] = None,
    query: Annotated[
        Optional[str],  # noqa: UP045 - the same
        typer.Option(
            "--query",
            metavar="FILE|TEXT|-",
            help="Draw what a query finds, no more: a CONSTRUCT, or a SELECT of ?subject ?predicate ?object.",
        ),
    ] = None,
    documents: Annotated[
        Optional[list[Path]],  # noqa: UP045 - the same
        typer.Option("--document", help="The text of a document, to quote each claim's passage; may be repeated."),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="The page to write; - for standard output.")
    ] = Path("map.html"),
    data: Data = None,
    timeout: Timeout = TIMEOUT,
) -> None:
    """Write the map as one page that works offline, and opens where it is asked to.

    With --document it holds text of the document: keep such a page where the text may be.

    \b
    kg map ladder
    kg map --focus RFA --steps 2 -o rfa.html
    kg map --between RFA sciatica
    kg map --compare kyphoplasty vertebroplasty
    kg map --query mine.rq
    """  # noqa: D301 - it keeps the lines that follow apart
    from kg.maps.asked import Asked, draw, refuse_several  # noqa: PLC0415 - `kg --help` need not load it
    from kg.maps.page import GENERATOR  # noqa: PLC0415 - the same
    from kg.pages import write_page  # noqa: PLC0415 - the same

    text = None if query is None else read_query(query)
    asked = Asked(view, focus, steps, between or (), compare or (), text)
    refuse_several(asked)
    graph = open_graph(data)
    found = None if text is None else _found(graph, text, str(query), timeout)
    page = draw(graph.store, asked, found, documents or [], progress)
    if str(out) == "-":
        sys.stdout.buffer.write(page.encode())
        return
    write_page(page, out, GENERATOR)
    tell_of_map(out, documents)


def _found(graph: Graph, text: str, given: str, timeout: float) -> Found:
    """What the query finds, in time."""
    from kg.maps.queried import find  # noqa: PLC0415 - only maps of queries need it

    note_unknown_terms(graph, text)
    name = "standard input" if given == "-" else "the query" if given == text else given
    found: list[Found] = []
    within(timeout, lambda: found.append(find(graph.store, text, name)))
    return found[0]

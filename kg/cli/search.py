"""`kg search`: things and claims by any name or word."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated, Optional

import typer

from kg.cli.common import Data, chosen_format, open_graph, write
from kg.errors import visible
from kg.explain.evidence import Evidence
from kg.graph import Graph
from kg.names import Names, listed
from kg.rows import ROW_FORMATS
from kg.search import Found, Search, as_rows

_LINES = "text"
#: A message shows at most so much of what was typed.
_SHOWN = 60


def search(
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="A name, or words of a definition or claim, in any case.")
    ],
    limit: Annotated[int, typer.Option("--limit", min=1, help="Show at most so many.")] = 20,
    form: Annotated[
        Optional[str],  # noqa: UP045 - Typer reads it at run time
        typer.Option("--format", help=f"{_LINES}|{'|'.join(ROW_FORMATS)}; text on a terminal, tsv in a pipe."),
    ] = None,
    data: Data = None,
) -> None:
    """Find things and claims by any name or word, the best first."""
    lines = form == _LINES or (form is None and sys.stdout.isatty())
    chosen_format(None if lines else form)
    graph = open_graph(data)
    found = Search(graph.store, graph.speaker()).find(text)
    for note in _notes(graph, text, found, limit):
        typer.echo(f"kg: {note}", err=True)
    if not lines:
        write(as_rows(found[:limit], graph.store, graph.speaker()), form)
    elif found:
        typer.echo("\n".join(_told(graph, found[:limit])))


def _notes(graph: Graph, text: str, found: list[Found], limit: int) -> Iterator[str]:
    """What the results themselves do not say."""
    typed = visible(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
    if not found:
        near = Names(graph.store).nearest(text)
        yield f"nothing holds “{typed}”" + (f"; did you mean {listed(near)}?" if near else "")
    elif found[0].near:
        yield f"nothing holds “{typed}”; this is spelt nearly so"
    if len(found) > limit:
        yield f"{len(found) - limit} more; --limit {len(found)} shows them too"


def _told(graph: Graph, found: list[Found]) -> Iterator[str]:
    claims = [each.claim for each in found if each.claim]
    for each in found:
        if each.kind == "thing":
            how = "" if each.matched == f"name “{each.text}”" else f" · {each.matched}"
            yield f"{each.text} ({', '.join(each.classes)}) · {graph.store.shorten(each.iri)}{how}"
    if claims and len(claims) < len(found):
        yield ""
    titled = len({claim.source.document for claim in claims}) > 1
    yield from Evidence(graph.store, graph.speaker()).lines(claims, titled=titled)

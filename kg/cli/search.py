"""`kg search`: things and claims by any name or word."""

from __future__ import annotations

import sys
from typing import Annotated, Optional

import typer

from kg.cli.common import Data, chosen_format, open_graph, write
from kg.rows import ROW_FORMATS
from kg.search import as_rows

_LINES = "text"


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
    found = graph.search(text, limit)
    for note in found.notes:
        typer.echo(f"kg: {note}", err=True)
    if not lines:
        write(as_rows(found, graph.store, graph.speaker()), form)
    elif found:
        typer.echo(found)

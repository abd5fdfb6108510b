"""What several commands share: options, and where output goes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

import kg.graph
from kg.errors import UsageError
from kg.graph import Graph, staleness
from kg.resources import project, shown
from kg.rows import GRAPH_FORMATS, ROW_FORMATS, Answer

# Typer reads these at run time; `Path | None` inside Annotated would need the same import.
Data = Annotated[Optional[Path], typer.Option("--data", help="Another data folder, of the shape of data/.")]  # noqa: UP045
Documents = Annotated[
    Optional[list[Path]],  # noqa: UP045
    typer.Option("--document", help="The text of a document, to verify its passages against; may be repeated."),
]
Format = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--format", help=f"{'|'.join(ROW_FORMATS)}, or for triples {'|'.join(GRAPH_FORMATS)}."),
]

Timeout = Annotated[
    float, typer.Option("--timeout", min=0, help="Seconds after which a query is given up; 0 for never.")
]
TIMEOUT = 30.0
Endpoint = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--endpoint", metavar="URL", help="Ask this SPARQL endpoint, which holds a build, not the build here."
    ),
]


def open_graph(data: Path | None, endpoint: str | None = None, timeout: float = TIMEOUT) -> Graph:
    """The graph that a command asks, with a warning where its build is out of date.

    Args:
        data: another data folder.
        endpoint: the URL of a query service to ask instead.
        timeout: seconds that the command may take.

    Raises:
        UsageError: both are given.
    """
    if endpoint is not None:
        if data is not None:
            raise UsageError("--endpoint asks a graph elsewhere, and --data one here; give one of them")
        return kg.graph.open(endpoint=endpoint, timeout=timeout)
    warning = staleness(project(data))
    if warning:
        sys.stderr.write(f"kg: {warning}\n")
    return kg.graph.open(data)


def chosen_format(form: str | None) -> str | None:
    """The format of an answer: as asked, else None on a terminal and `tsv` in a pipe for rows.

    Raises:
        UsageError: no such format.
    """
    if form is not None and form not in (*ROW_FORMATS, *GRAPH_FORMATS):
        raise UsageError(f"unknown --format {form}; use one of {', '.join((*ROW_FORMATS, *GRAPH_FORMATS))}")
    return form


def write(answer: Answer, form: str | None) -> None:
    """Write an answer to standard output."""
    chosen = chosen_format(form)
    if chosen is None and answer.kind == "rows" and not sys.stdout.isatty():
        chosen = "tsv"
    sys.stdout.flush()
    answer.write(sys.stdout.buffer, chosen, width=terminal_width(), once=True)
    sys.stdout.buffer.flush()


def tell_of_map(path: Path, documents: list[Path] | None) -> None:
    """Say where a map is, and what to mind of it."""
    holds = " and holds text of the document" if documents else ""
    typer.echo(f"map     {shown(path)} (open it in a browser; it needs no network{holds})")


def terminal_width() -> int:
    """Columns of the terminal; 0 in a pipe."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except OSError:
        return 0


def progress(step: str) -> None:
    """Show a step on a terminal; say nothing in a pipe."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{step} …\n")

"""`kg query`: any SPARQL 1.1 query."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import TIMEOUT, Data, Endpoint, Format, Timeout, open_graph, write
from kg.cli.deadline import within
from kg.errors import OutsideError, UsageError, visible
from kg.graph import Graph
from kg.guard import MAX_QUERY_BYTES


def query(  # noqa: PLR0913, PLR0917 - each option is a parameter
    text: Annotated[
        str, typer.Argument(metavar="TEXT|FILE|-", help="A query, a file that holds one, or - for standard input.")
    ],
    form: Format = None,
    data: Data = None,
    endpoint: Endpoint = None,
    timeout: Timeout = TIMEOUT,
    allow_remote: Annotated[  # noqa: FBT002 - a flag, as Typer declares flags
        bool, typer.Option("--allow-remote", help="Let SERVICE ask other servers.")
    ] = False,
) -> None:
    """Answer a SPARQL 1.1 query over all graphs; our prefixes are known without declaring them."""
    query_text = read_query(text)
    within(timeout, lambda: _answer(open_graph(data, endpoint, timeout), query_text, form, allow_remote=allow_remote))


def _answer(graph: Graph, text: str, form: str | None, *, allow_remote: bool) -> None:
    answer = graph.query(text, allow_remote=allow_remote)
    note_unknown_terms(graph, text)
    write(answer, form)


def note_unknown_terms(graph: Graph, text: str) -> None:
    """Say which names in a query the graph does not hold; an engine only finds nothing for them."""
    for note in graph.unknown_terms(text):
        typer.echo(f"kg: {visible(note)}", err=True)


def read_query(text: str) -> str:
    """A query as it is given: as text, in a file, or, for a dash, from standard input.

    Raises:
        UsageError: there is no such file, or it holds no text.
        OutsideError: it cannot be read.
    """
    if text == "-":
        return _decoded(sys.stdin.buffer.read(MAX_QUERY_BYTES + 1), "standard input")
    # A query holds a brace, the name of a file hardly ever.
    if "{" in text or not (text.endswith((".rq", ".sparql")) or _is_file(text)):
        return text
    try:
        with Path(text).open("rb") as file:
            return _decoded(file.read(MAX_QUERY_BYTES + 1), text)
    except FileNotFoundError as error:
        raise UsageError(f"{text}: no such file") from error
    except IsADirectoryError as error:
        raise UsageError(f"{text}: is a folder, not a query") from error
    except OSError as error:
        raise OutsideError(f"{text}: cannot be read: {error.strerror}") from error


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # too long for a name, or with a character that no name has
        return False


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: not UTF-8 (byte {error.start})") from error

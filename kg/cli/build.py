"""`kg build`: data and ontology become graph, store, report and map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from kg.cli.common import Data, Documents, progress, tell_of_map
from kg.errors import DataError
from kg.resources import project, shown


def build(
    out: Annotated[Optional[Path], typer.Option("--out", help="The folder to make or replace.")] = None,  # noqa: UP045 - read at run time
    documents: Documents = None,
    data: Data = None,
) -> None:
    """Build the graph, its checks, its index and its map, whole or not at all."""
    from kg.build import build as build_graph  # noqa: PLC0415 - `kg --help` need not load it

    chosen = project(data)
    target = out or chosen.out
    try:
        report = build_graph(chosen, target, documents or [], progress)
    except DataError as error:
        error.add_note("nothing was written")
        raise
    counts = report["counts"]
    checked = sum(check["checked"] for check in report["checks"])
    notes = sum(len(check["notes"]) for check in report["checks"])
    noted = f"; {notes} to note, see the report" if notes else ""
    typer.echo(f"graph   {shown(target / 'graph.nq')} ({report['quads']} quads, {counts['claims']} claims)")
    typer.echo(f"checks  {len(report['checks'])} checks looked {checked} times and found no fault{noted}")
    typer.echo(f"report  {shown(target / 'report.md')}")
    tell_of_map(target / "map.html", documents)
    typer.echo(f"gallery {shown(target / 'gallery.html')} (its views as pictures)")

"""`kg check`: every check on the data."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from kg.cli.common import Data, Documents, progress
from kg.errors import DataError
from kg.resources import project


def check(documents: Documents = None, data: Data = None) -> None:
    """Check the data; each fault is a line that names its file and line; a note fails nothing."""
    from kg.assemble import assemble  # noqa: PLC0415
    from kg.check.run import run_checks  # noqa: PLC0415 - `kg --help` need not load it

    progress("reading the data")
    try:
        assembled = assemble(project(data).data)
    except DataError as error:
        _report([str(fault) for fault in error.faults])
    progress("checking")
    results = run_checks(assembled, documents or [], progress)
    faults = sorted({fault for result in results for fault in result.faults})
    for result in results:
        noted = f"  {len(result.notes)} to note" if result.notes else ""
        typer.echo(f"{result.name:26} {result.checked:6} checked  {len(result.faults):4} faults{noted}", err=True)
    notes = [f"note: {note}" for result in results for note in result.notes]
    _report([str(fault) for fault in faults], notes)


def _report(faults: list[str], notes: Sequence[str] = ()) -> None:
    for line in [*notes, *faults]:
        typer.echo(line)
    counts = [f"{len(faults)} fault{'' if len(faults) == 1 else 's'}"]
    counts += [f"{len(notes)} note{'' if len(notes) == 1 else 's'}"] if notes else []
    typer.echo(", ".join(counts), err=True)
    if faults:
        raise typer.Exit(DataError.exit_code)

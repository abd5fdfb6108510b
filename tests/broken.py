"""Ways to break a copy of the data, and the faults that follow."""

from __future__ import annotations

from pathlib import Path

from kg.assemble import assemble
from kg.check.run import run_checks, run_query
from kg.errors import DataError, Fault
from kg.queries import shared_query

DOCUMENT = "documents/advanced-interventional-procedures.yaml"


def edit(data: Path, file: str, old: str, new: str) -> int:
    """Replace the first occurrence of a text; gives the line, from 1, at which the new text starts.

    Raises:
        LookupError: the text is not there, so the test would prove nothing.
    """
    path = data / file
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise LookupError(f"{old!r} is not in {file}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def faults_of(data: Path, *documents: Path) -> list[Fault]:
    """Every fault that loading and checking the data find."""
    try:
        assembled = assemble(data)
    except DataError as error:
        return error.faults
    results = run_checks(assembled, list(documents))
    return sorted({fault for result in results for fault in result.faults})


def faults_of_one(data: Path, check: str) -> list[Fault]:
    """The faults that one check finds, which is a query; that takes half as long as all checks.

    Raises:
        DataError: the data cannot be loaded.
    """
    return run_query(shared_query("queries", "checks", f"{check}.rq"), assemble(data)).faults

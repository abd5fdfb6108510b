"""The answers that were worked out by reading, and the questions that a graph answers otherwise."""

from __future__ import annotations

import csv

from kg.errors import UsageError
from kg.graph import Graph
from kg.questions import all_questions
from tests.conftest import ROOT

FOLDER = ROOT / "queries" / "expected"


def expected(name: str) -> list[list[str]]:
    """The columns, then the rows of a question with its defaults, as the file beside it has them."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def answered(graph: Graph, name: str) -> list[list[str]]:
    """The columns, then the rows that a graph gives."""
    answer = graph.ask(name)
    rows = [["" if cell is None else str(cell) for cell in row.values()] for row in answer.to_dicts()]
    return [answer.columns, *rows]


def answered_otherwise(graph: Graph) -> list[str]:
    """The questions whose answers are not the expected ones."""
    return [one.name for one in all_questions() if not _as_expected(graph, one.name)]


def _as_expected(graph: Graph, name: str) -> bool:
    try:
        return answered(graph, name) == expected(name)
    except UsageError:  # what it asks about is not there
        return False

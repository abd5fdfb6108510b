"""`kg stats`: what is in the graph."""

from __future__ import annotations

from kg.cli.common import TIMEOUT, Data, Format, Timeout, open_graph, write
from kg.cli.deadline import within
from kg.queries import shared_query


def stats(form: Format = None, data: Data = None, timeout: Timeout = TIMEOUT) -> None:
    """Count what is in the graph."""
    text = shared_query("queries", "describe", "statistics.rq").text
    within(timeout, lambda: write(open_graph(data).query(text), form))

"""`kg stats`: what is in the graph."""

from __future__ import annotations

from kg.cli.common import Data, Format, open_graph, write
from kg.queries import shared_query


def stats(form: Format = None, data: Data = None) -> None:
    """Count what is in the graph."""
    write(open_graph(data).query(shared_query("queries", "describe", "statistics.rq").text), form)

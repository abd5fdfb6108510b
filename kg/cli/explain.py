"""`kg explain`: why a triple is in the graph, or in which way it is not; and what a claim rests on."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.common import TIMEOUT, Data, Endpoint, Timeout, open_graph
from kg.cli.deadline import within
from kg.explain.explanation import explain as explained
from kg.graph import Graph


def explain(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="SUBJECT PREDICATE OBJECT | CLAIM",
            help="Names of things, in any case; a relation's name (“indicated for”); a literal in quotes or plain. "
            "Or the CURIE, IRI or id of a claim.",
        ),
    ],
    data: Data = None,
    endpoint: Endpoint = None,
    timeout: Timeout = TIMEOUT,
) -> None:
    """Say why it is in the graph: claims, or rule and premises; or whether it is denied, not stated, not modelled."""
    within(timeout, lambda: _explain(open_graph(data, endpoint, timeout), words))


def _explain(graph: Graph, words: list[str]) -> None:
    from kg.explain.telling import told  # noqa: PLC0415 - nothing to tell where the words are wrong

    typer.echo(told(graph.store, explained(graph.store, *words)))

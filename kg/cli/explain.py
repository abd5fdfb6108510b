"""`kg explain`: why a triple is in the graph, or in which way it is not; and what a claim rests on."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.common import Data, open_graph
from kg.explain.explanation import explain as explained


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
) -> None:
    """Say why it is in the graph: claims, or rule and premises; or whether it is denied, not stated, not modelled."""
    from kg.explain.telling import told  # noqa: PLC0415 - nothing to tell where the words are wrong

    graph = open_graph(data)
    typer.echo(str(told(graph.store, explained(graph.store, *words))))

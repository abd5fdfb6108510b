"""`kg cite`: the citation of a claim or passage, with its verified quote."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from kg.cite.citation import Citation, annotation
from kg.cli.common import Data, Documents, open_graph, progress
from kg.errors import DataError, UsageError


def cite(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim or a passage: its CURIE, IRI or id.")],
    documents: Documents = None,
    form: Annotated[str, typer.Option("--format", help="text, or json for a Web Annotation.")] = "text",
    data: Data = None,
) -> None:
    """Cite a claim or a passage; with the text of the document at hand, quote it, verified character by character."""
    if form not in {"text", "json"}:
        raise UsageError(f"unknown --format {form}; use text or json")
    graph = open_graph(data)
    citation = graph.cite(claim, documents or [], progress)
    if form == "json":
        typer.echo(json.dumps(annotation(citation, graph.speaker()), indent=1, ensure_ascii=False))
    else:
        typer.echo(str(citation))
    if documents and citation.quote is None:
        typer.echo(f"kg: {_not_verified(citation)}", err=True)
        raise typer.Exit(DataError.exit_code)


def _not_verified(citation: Citation) -> str:
    passage = citation.passage
    return (
        f"not verified: the text holds no characters with SHA-256 {passage.normalized_sha256} "
        f"(normalised, {passage.normalized_length} characters); the passage is changed or missing there, "
        "and no guess is made"
    )

"""`kg show`: all that is known of one thing, in English."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.common import Data, open_graph


def show(
    thing: Annotated[str, typer.Argument(metavar="THING", help="A slug, any name, an IRI or a CURIE, in any case.")],
    data: Data = None,
) -> None:
    """Show all that is known of a thing, each statement with its source and its hedge."""
    graph = open_graph(data)
    found = graph.show(thing)
    speaker = graph.speaker()
    typer.echo(f"{found.label} ({', '.join(found.classes)})")
    typer.echo(f"  {found.definition}")
    if found.names:
        typer.echo(f"  Also called: {', '.join(found.names)}.")
    if found.broader:
        typer.echo(f"  A kind of: {', '.join(found.broader)} (definitional).")
    document = ""
    for claim in found.claims:
        if claim.source.document != document:
            document = claim.source.document
            typer.echo(f"\nWhat “{claim.source.title}” says:")
        cues = ", ".join(f"“{cue}”" for cue in claim.values("cue"))
        typer.echo(f"  {speaker.say(claim)}")
        typer.echo(f"      {claim.source} · {graph.store.shorten(claim.iri)}" + (f" · cue {cues}" if cues else ""))
    if not found.claims:
        typer.echo("\nNo claim speaks of it.")

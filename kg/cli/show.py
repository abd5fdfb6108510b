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
    typer.echo(str(open_graph(data).show(thing)))

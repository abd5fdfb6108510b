"""`kg path`: how two things are connected."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.common import Data, open_graph


def path(
    start: Annotated[str, typer.Argument(metavar="THING", help="A slug, any name, an IRI or a CURIE, in any case.")],
    end: Annotated[str, typer.Argument(metavar="THING", help="Another.")],
    most: Annotated[int, typer.Option("--most", min=1, help="Show at most so many of the shortest paths.")] = 3,
    data: Data = None,
) -> None:
    """Show how two things are connected: the shortest paths, each step with its claims."""
    found = open_graph(data).path(start, end, most)
    typer.echo(found)
    if found.more:
        typer.echo(f"kg: more paths are as short; --most {2 * most} shows more of them", err=True)

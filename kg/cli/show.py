"""`kg show`: all that is known of one thing, in English."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.common import TIMEOUT, Data, Endpoint, Timeout, open_graph
from kg.cli.deadline import within


def show(
    thing: Annotated[str, typer.Argument(metavar="THING", help="A slug, any name, an IRI or a CURIE, in any case.")],
    data: Data = None,
    endpoint: Endpoint = None,
    timeout: Timeout = TIMEOUT,
) -> None:
    """Show all that is known of a thing, each statement with its source and its hedge."""
    within(timeout, lambda: typer.echo(open_graph(data, endpoint, timeout).show(thing)))

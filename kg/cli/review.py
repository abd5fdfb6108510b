"""`kg review`: a document's text beside its claims, as one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import Data, progress
from kg.errors import UsageError
from kg.resources import project, shown


def review(
    documents: Annotated[list[Path], typer.Option("--document", help="The text of the document; exactly one.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The page to write.")] = Path("review.html"),
    data: Data = None,
) -> None:
    """Write a page with a document's text on the left and its claims on the right, to check one against the other.

    The page holds the document's text: keep it where the text may be.
    """
    from kg.assemble import assemble  # noqa: PLC0415 - `kg --help` need not load it
    from kg.pages import write_page  # noqa: PLC0415
    from kg.review.page import GENERATOR, render, review_of  # noqa: PLC0415

    if len(documents) != 1:
        raise UsageError("a page shows one document; give --document once, and call again for each other")
    progress("reading the data")
    store = assemble(project(data).data).store
    progress("looking for the passages")
    found = review_of(store, documents[0])
    write_page(render(found), out, GENERATOR)
    typer.echo(f"review  {shown(out)} (open it in a browser; it needs no network and holds the document's text)")
    if missing := found.states["not found"]:
        typer.echo(f"        {missing} of {len(found.rows)} passages are not in this text; the page marks them")

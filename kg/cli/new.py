"""`kg new`: a document's claims file, ready to fill in."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import Data, progress
from kg.errors import UsageError
from kg.resources import folder_project, project, shown


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A slug, such as knee-pain; it names the file.")],
    document: Annotated[Path, typer.Option("--document", help="The text of the document.")],
    data: Data = None,
    title: Annotated[str, typer.Option("--title", help="As citations give it; else made from NAME.")] = "",
    prefix: Annotated[str, typer.Option("--prefix", help="Of its claims; else the initials of NAME.")] = "",
) -> None:
    """Cut a document into passages and write an empty claims file for it; --data may name a folder to make."""
    from kg.assemble import ontology_quads  # noqa: PLC0415 - `kg --help` need not load it
    from kg.new import Naming, Vocabulary  # noqa: PLC0415
    from kg.new import new as new_document  # noqa: PLC0415
    from kg.store import Store  # noqa: PLC0415

    chosen = folder_project(data) if data else project()
    if chosen.installed:
        raise UsageError("the installed data is not for editing; name a folder of your own: --data DIR")
    progress("cutting the document")
    vocabulary = Vocabulary.read(Store.of(ontology_quads()))
    made = new_document(chosen, Naming(name, title, prefix), document, vocabulary)
    sections = len({passage.id.partition("-")[0] for passage in made.passages})
    typer.echo(
        f"claims    {shown(made.document)}: {len(made.passages)} passages in {sections} sections, prefix {made.prefix}"
    )
    if made.concepts:
        typer.echo(f"things    {shown(made.concepts)}: a starter")
    check = ["kg", "check", *(["--data", shown(chosen.data)] if data else []), "--document", str(document)]
    typer.echo(f"next      see which passage is which sentence: {shlex.join(['kg', 'review', *check[2:]])}")
    typer.echo(f"          declare things, write claims; what is left to do: {shlex.join(check)}")

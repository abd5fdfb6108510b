"""`kg ask`: a named question."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.common import Data, Format, chosen_format, open_graph, terminal_width, write
from kg.errors import UsageError
from kg.graph import Graph
from kg.questions import Asked, all_questions, question
from kg.rows import table

if TYPE_CHECKING:
    from kg.english import Speaker

SETTINGS = {"context_settings": {"allow_extra_args": True, "ignore_unknown_options": True}}


def ask(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[QUESTION]", help="Its name; without one, the list.")] = None,
    with_claims: Annotated[  # noqa: FBT002 - a flag, as Typer declares flags
        bool, typer.Option("--why", help="Under each row, the claims it rests on, in English.")
    ] = False,
    form: Format = None,
    data: Data = None,
) -> None:
    """Answer a named question: kg ask treatments-for --condition osteoarthritis."""
    if name is None:
        _list(form)
        return
    given = _parameters(name, list(context.args))
    if with_claims and form not in {None, "table"}:
        raise UsageError("--why writes English under each row; it goes with --format table only")
    graph = open_graph(data)
    asked = graph.prepare(name, given)
    answer = graph.query(asked.text)
    if with_claims:
        _with_claims(graph, asked, [dict(row) for row in answer])
    else:
        write(answer, form)


def _list(form: str | None) -> None:
    rows = []
    for known in all_questions():
        parameters = known.decorators.get("parameters", {})
        rows.append(
            [known.name, known.summary, " ".join(f"--{key} {spec['default']}" for key, spec in parameters.items())]
        )
    columns = ["question", "what it asks", "parameters"]
    if chosen_format(form) not in {None, "table", "tsv"}:
        raise UsageError("the list of questions comes as table or tsv")
    if form == "table" or (form is None and sys.stdout.isatty()):
        typer.echo("\n".join(table(columns, rows, terminal_width())))
    else:
        typer.echo("\n".join("\t".join(row) for row in [columns, *rows]))


def _parameters(name: str, words: list[str]) -> dict[str, str]:
    """`--key value`, `--key=value`, and bare values in the order of the question's parameters."""
    if name.startswith("-"):
        raise UsageError(f"the question comes first: kg ask QUESTION {name} ...")
    order = list(question(name).decorators.get("parameters", {}))
    given: dict[str, str] = {}
    waiting = iter(words)
    for word in waiting:
        key, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--"):
            free = [each for each in order if each not in given]
            if not free:
                raise UsageError(f"{name}: no parameter is left for “{word}”; quote names of several words")
            given[free[0]] = word
        elif equals:
            given[key] = value
        else:
            following = next(waiting, None)
            if following is None:
                raise UsageError(f"{name}: --{key} needs a value")
            given[key] = following
    return given


def _with_claims(graph: Graph, asked: Asked, rows: list[dict[str, Any]]) -> None:
    from kg.explain import why  # noqa: PLC0415 - plain questions do without

    speaker = graph.speaker()
    for row in rows:
        typer.echo(_in_words(speaker, row))
        for claim in why(graph.store, asked, row):
            typer.echo(f"    {speaker.say(claim)}")
            typer.echo(f"        {claim.source.title}, {claim.source} · {graph.store.shorten(claim.iri)}")
    typer.echo(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")


def _in_words(speaker: Speaker, row: dict[str, Any]) -> str:
    """A row in one line: the first value, then each new value with its column's name."""
    said: list[str] = []
    for name, term in row.items():
        words = "" if term is None or name == "claim" else speaker.label(term)
        if words and not any(words in before for before in said):
            said.append(f"{name} {words}" if said else words)
    return " · ".join(said)

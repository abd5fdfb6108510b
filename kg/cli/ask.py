"""`kg ask`: a named question."""

from __future__ import annotations

import shlex
import sys
from typing import Annotated, Any

import typer

from kg.cli.common import TIMEOUT, Data, Endpoint, Format, Timeout, chosen_format, open_graph, write
from kg.cli.deadline import within
from kg.errors import UsageError
from kg.graph import Graph
from kg.questions import Asked, all_questions, question

SETTINGS = {"context_settings": {"allow_extra_args": True, "ignore_unknown_options": True}}


def ask(  # noqa: PLR0913, PLR0917 - each option is a parameter
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[QUESTION]", help="Its name; without one, the list.")] = None,
    with_claims: Annotated[  # noqa: FBT002 - a flag, as Typer declares flags
        bool, typer.Option("--why", help="Under each row, the claims it rests on, in English.")
    ] = False,
    form: Format = None,
    data: Data = None,
    endpoint: Endpoint = None,
    timeout: Timeout = TIMEOUT,
) -> None:
    """Answer a named question: kg ask treatments-for --condition osteoarthritis."""
    if name is None:
        _list(form)
        return
    given = _parameters(name, list(context.args))
    if with_claims and form not in {None, "table"}:
        raise UsageError("--why writes English under each row; it goes with --format table only")
    within(timeout, lambda: _answer(open_graph(data, endpoint, timeout), name, given, with_claims, form))


def _answer(graph: Graph, name: str, given: dict[str, str], with_claims: bool, form: str | None) -> None:  # noqa: FBT001 - a flag, passed on
    asked = graph.prepare(name, given)
    answer = graph.query(asked.text)
    if with_claims:
        _with_claims(graph, asked, list(answer))
    else:
        write(answer, form)


def _list(form: str | None) -> None:
    if chosen_format(form) not in {None, "table", "tsv"}:
        raise UsageError("the list of questions comes as table or tsv")
    rows = []
    for known in all_questions():
        example = " ".join(f"--{each.name} {shlex.quote(each.default)}" for each in known.parameters.values())
        rows.append([known.name, known.summary, example])
    if form == "tsv" or (form is None and not sys.stdout.isatty()):
        typer.echo("\n".join("\t".join(row) for row in [["question", "what it asks", "parameters"], *rows]))
    else:
        typer.echo("\n".join(f"{summary}\n    kg ask {name} {example}".rstrip() for name, summary, example in rows))


def _parameters(name: str, words: list[str]) -> dict[str, str]:
    """`--key value`, `--key=value`, and bare values in the order of the question's parameters."""
    if name.startswith("-"):
        raise UsageError(f"the question comes first: kg ask QUESTION {name} ...")
    order = list(question(name).parameters)
    given: dict[str, str] = {}
    waiting = iter(words)
    for word in waiting:
        key, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--"):
            free = [each for each in order if each not in given]
            if not free:
                raise UsageError(f"{name}: no parameter is left for “{word}”; quote names of several words")
            key, value = free[0], word
        elif not equals:
            following = next(waiting, None)
            if following is None:
                raise UsageError(f"{name}: --{key} needs a value")
            value = following
        if key in given:
            raise UsageError(f"{name}: --{key} is given twice; ask once for each")
        given[key] = value
    return given


def _with_claims(graph: Graph, asked: Asked, rows: list[dict[str, Any]]) -> None:
    from kg.explain.answers import row_in_words, why  # noqa: PLC0415 - plain questions do without

    speaker = graph.speaker()
    for row in rows:
        typer.echo(row_in_words(speaker, row))
        for claim in why(graph.store, asked, row):
            typer.echo(f"    {speaker.say(claim)}")
            typer.echo(f"        {claim.source.title}, {claim.source} · {graph.store.shorten(claim.iri)}")
    typer.echo(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")

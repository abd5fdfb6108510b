"""`kg ask`: a named question."""

from __future__ import annotations

import shlex
import sys
from typing import Annotated

import typer

from kg.cli.common import TIMEOUT, Data, Endpoint, Format, Timeout, chosen_format, open_graph, write
from kg.cli.deadline import within
from kg.errors import UsageError
from kg.graph import Graph
from kg.queries import DeclaredQuery
from kg.questions import Asked, find_questions, question, refuse_unknown_parameters

# The help of a question is its own, so that --help has to come through.
SETTINGS = {"context_settings": {"allow_extra_args": True, "ignore_unknown_options": True}, "add_help_option": False}


def ask(  # noqa: PLR0913, PLR0917 - each option is a parameter
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[QUESTION]", help="Its name; without one, the list.")] = None,
    with_claims: Annotated[  # noqa: FBT002 - a flag, as Typer declares flags
        bool, typer.Option("--why", help="Under each row, the claims it rests on, in English.")
    ] = False,
    tag: Annotated[str, typer.Option("--tag", help="List the questions with this tag.")] = "",
    words: Annotated[str, typer.Option("--find", help="List the questions that hold these words.")] = "",
    form: Format = None,
    data: Data = None,
    endpoint: Endpoint = None,
    timeout: Timeout = TIMEOUT,
    helped: Annotated[  # noqa: FBT002 - the same
        bool, typer.Option("--help", "-h", help="Show this, or after a QUESTION what it takes.")
    ] = False,
) -> None:
    """Answer a named question: kg ask treatments-for --condition osteoarthritis."""
    if helped:
        typer.echo(_about(question(name)) if name else context.get_help())
        return
    if name is None or tag or words:
        _list(find_questions(" ".join([words, *([name] if name else [])]), tag), form)
        return
    given = _parameters(name, list(context.args))
    if with_claims and form not in {None, "table"}:
        raise UsageError("--why writes English under each row; it goes with --format table only")
    within(timeout, lambda: _answer(open_graph(data, endpoint, timeout), name, given, with_claims, form))


def _answer(graph: Graph, name: str, given: dict[str, str], with_claims: bool, form: str | None) -> None:  # noqa: FBT001 - a flag, passed on
    asked = graph.prepare(name, given)
    for key in asked.defaulted:
        default = asked.question.parameters[key].default
        typer.echo(f"kg: --{key} {shlex.quote(default)} is taken, since none is given", err=True)
    if not (_with_claims(graph, asked) if with_claims else _rows(graph, asked, form)):
        typer.echo(graph.kind_of_nothing(asked), err=True)


def _with_claims(graph: Graph, asked: Asked) -> int:
    """Print the rows, each with its claims; how many there are."""
    found = graph.reasons(asked)
    typer.echo(found)
    return len(found)


def _rows(graph: Graph, asked: Asked, form: str | None) -> int:
    """Print the rows; how many there are."""
    answer = graph.answer(asked)
    count = len(answer)
    write(answer, form)
    return count


def _list(found: list[DeclaredQuery], form: str | None) -> None:
    if chosen_format(form) not in {None, "table", "tsv"}:
        raise UsageError("the list of questions comes as table or tsv")
    rows = [[each.name, each.summary, _example(each), " ".join(each.decorators["tags"])] for each in found]
    if form == "tsv" or (form is None and not sys.stdout.isatty()):
        typer.echo("\n".join("\t".join(row) for row in [["question", "what it asks", "parameters", "tags"], *rows]))
        return
    for name, summary, example, _ in rows:
        typer.echo(f"{summary}\n    kg ask {name} {example}".rstrip())
    count = f"{len(rows)} question{'' if len(rows) == 1 else 's'}"
    tags = ", ".join(sorted({tag for each in find_questions() for tag in each.decorators["tags"]}))
    typer.echo(f"\n{count}; --find WORDS and --tag TAG list fewer. Tags: {tags}")


def _example(asked: DeclaredQuery) -> str:
    return " ".join(f"--{each.name} {shlex.quote(each.default)}" for each in asked.parameters.values())


def _about(asked: DeclaredQuery) -> str:
    options = " ".join(f"[--{name} {name.upper()}]" for name in asked.parameters)
    described = asked.decorators.get("description")
    lines = [asked.summary, *([described] if described else []), "", f"Usage: kg ask {asked.name} {options}".rstrip()]
    lines += [
        f"  --{each.name}  {_takes(each.type)}; {shlex.quote(each.default)} where none is given"
        for each in asked.parameters.values()
    ]
    return "\n".join([*lines, "With --why each row has its claims under it. All else: kg ask --help"])


_TAKES = {"integer": "a whole number", "text": "words", "Claim": "the id of a claim", "Passage": "the id of a passage"}


def _takes(kind: str) -> str:
    return _TAKES.get(kind, f"any name of a thing or value of the class {kind}")


def _parameters(name: str, words: list[str]) -> dict[str, str]:
    """`--key value`, `--key=value`, and bare values in the order of the question's parameters."""
    if name.startswith("-"):
        raise UsageError(f"the question comes first: kg ask QUESTION {name} ...")
    asked = question(name)
    order = list(asked.parameters)
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
            refuse_unknown_parameters(asked, [key])
            following = next(waiting, None)
            if following is None:
                raise UsageError(f"{name}: --{key} needs a value")
            value = following
        if key in given:
            raise UsageError(f"{name}: --{key} is given twice; ask once for each")
        given[key] = value
    return given

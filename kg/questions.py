"""Named questions: declared queries with parameters that take any name of a thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kg.arguments import Arguments
from kg.engine import Engine
from kg.errors import UsageError
from kg.parameters import Term, bind, variables
from kg.queries import DeclaredQuery, Parameter, query_folder, read_query
from kg.resources import share

_FOLDER = ("queries", "questions")


class Asked(NamedTuple):
    """A question with its parameters in place.

    Attributes:
        question: the declared query.
        text: what goes to the engine.
        values: the term of each parameter.
        defaulted: the parameters that took their defaults.
    """

    question: DeclaredQuery
    text: str
    values: dict[str, Term]
    defaulted: list[str]


def all_questions() -> list[DeclaredQuery]:
    """Every named question, by name."""
    return query_folder(*_FOLDER)


def question(name: str) -> DeclaredQuery:
    """One question.

    Raises:
        UsageError: there is none of that name; the message names the nearest.
    """
    path = share().joinpath(*_FOLDER, f"{name}.rq")
    if re.fullmatch(r"[a-z0-9-]+", name) and path.is_file():
        return read_query(path)
    from difflib import get_close_matches  # noqa: PLC0415 - only for a name that was not found

    near = get_close_matches(name, [known.name for known in all_questions()], n=3, cutoff=0.5)
    near = near or [known.name for known in find_questions(name)[:3]]
    hint = f"; did you mean {', '.join(near)}?" if near else ";"
    raise UsageError(f"unknown question “{name}”{hint} `kg ask` lists them all, `kg ask --find WORDS` some")


def find_questions(words: str = "", tag: str = "") -> list[DeclaredQuery]:
    """The named questions whose name, words, tags or voice hold all of some words, by name.

    Args:
        words: in any case; every one has to occur, at the start of a word.
        tag: only questions with this tag.

    Raises:
        UsageError: no question has that tag; the message lists all tags.
    """
    known = all_questions()
    tags = sorted({each for one in known for each in one.decorators["tags"]})
    if tag and tag not in tags:
        raise UsageError(f"no question has the tag “{tag}”; there are {', '.join(tags)}")
    wanted = re.findall(r"\w+", words.casefold())
    return [
        one
        for one in known
        if (not tag or tag in one.decorators["tags"])
        and all(re.search(rf"\b{re.escape(word)}", _searched(one)) for word in wanted)
    ]


def _searched(one: DeclaredQuery) -> str:
    said = (
        one.name,
        one.summary,
        one.decorators.get("description", ""),
        *one.decorators["tags"],
        one.decorators["voice"],
    )
    return " ".join(said).casefold()


def prepare(store: Engine, name: str, given: Mapping[str, str | int]) -> Asked:
    """Put parameters into a question.

    Args:
        store: resolves the names of things.
        name: the question's.
        given: for each parameter what a user would type, such as any name of a thing; the others take their defaults.

    Raises:
        UsageError: an unknown question, parameter or thing, or a thing of another class.
    """
    store.expect_graph()
    asked = question(name)
    declared = asked.parameters
    refuse_unknown_parameters(asked, given)
    arguments = Arguments(store)
    values: dict[str, Term] = {}
    for key, parameter in declared.items():
        if key in given:
            values[key] = arguments.read(parameter, given[key])
        else:
            values[key] = _default(arguments, parameter)
    order = variables(asked)
    text = bind(asked, [[values[key] for key in order]]) if order else asked.text
    return Asked(asked, text, values, [key for key in declared if key not in given])


def refuse_unknown_parameters(asked: DeclaredQuery, names: Iterable[str]) -> None:
    """Let the names of a question's own parameters pass.

    Raises:
        UsageError: one is no parameter of it; the message names the nearest.
    """
    declared = list(asked.parameters)
    for name in names:
        if name not in declared:
            raise UsageError(f"{asked.name} has no parameter --{name}{_nearest_parameter(name, declared)}")


def _default(arguments: Arguments, parameter: Parameter) -> Term:
    try:
        return arguments.read(parameter, parameter.default)
    except UsageError as error:
        raise UsageError(
            f"give --{parameter.name}: its default “{parameter.default}” is not in this graph ({error})"
        ) from error


def _nearest_parameter(name: str, declared: list[str]) -> str:
    if not declared:
        return "; it takes none"
    from difflib import get_close_matches  # noqa: PLC0415 - only for a name that was not found

    near = get_close_matches(name, declared, n=1)
    hint = f"; did you mean --{near[0]}?" if near else ";"
    return f"{hint} it takes {', '.join(f'--{key}' for key in declared)}"

"""Named questions: declared queries with parameters that take any name of a thing."""

from __future__ import annotations

import re
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import UsageError
from kg.names import Names
from kg.parameters import Term, bind, variables
from kg.queries import DeclaredQuery, query_folder, read_query
from kg.resources import share
from kg.store import Store

_FOLDER = ("queries", "questions")


class Asked(NamedTuple):
    """A question with its parameters in place.

    Attributes:
        question: the declared query.
        text: what goes to the engine.
        values: the term of each parameter.
    """

    question: DeclaredQuery
    text: str
    values: dict[str, Term]


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

    near = get_close_matches(name, [known.name for known in all_questions()], n=3, cutoff=0.4)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    raise UsageError(f"unknown question “{name}”{hint or ';'} `kg ask` lists them all")


def prepare(store: Store, name: str, given: dict[str, str]) -> Asked:
    """Put parameters into a question.

    Args:
        store: resolves the names of things.
        name: the question's.
        given: for each parameter, any name of a thing; the others take their defaults.

    Raises:
        UsageError: an unknown question, parameter or thing, or a thing of another class.
    """
    asked = question(name)
    declared: dict[str, dict[str, str]] = asked.decorators.get("parameters", {})
    unknown = sorted(set(given) - set(declared))
    if unknown:
        takes = ", ".join(f"--{key}" for key in declared) or "no parameters"
        raise UsageError(f"{name} has no parameter --{unknown[0]}; it takes {takes}")
    names = Names(store)
    values: dict[str, Term] = {
        key: _resolve(store, names, key, given.get(key, spec["default"]), spec["class"])
        for key, spec in declared.items()
    }
    order = variables(asked)
    return Asked(asked, bind(asked, [[values[key] for key in order]]) if order else asked.text, values)


def _resolve(store: Store, names: Names, key: str, text: str, wanted: str) -> Term:
    iri = names.resolve(text)
    thing, above = f"<{iri}> a ?class", f"?class rdfs:subClassOf* kgo:{wanted}"
    if not store.query(f"ASK {{ GRAPH graph:concepts {{ {thing} }} GRAPH graph:ontology {{ {above} }} }}"):
        raise UsageError(f"--{key}: “{text}” is no {wanted}")
    return ox.NamedNode(iri)

"""From what a user types for a question's parameter to a term: any name of a thing, a value, a number, words."""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.engine import Engine
from kg.errors import UsageError
from kg.names import Names, listed, term_key
from kg.parameters import Term
from kg.queries import Parameter

MAX_TEXT = 1000
_INTEGER = re.compile(r"[+-]?[0-9]{1,9}")


class Arguments:
    """Reads arguments for one graph.

    Args:
        store: resolves names.
    """

    def __init__(self, store: Engine) -> None:
        self._store = store
        self._names: Names | None = None

    def read(self, parameter: Parameter, given: str | int) -> Term:
        """The term that a text, or in Python a number, means for a parameter.

        Raises:
            UsageError: it is none of the parameter's type; the message names the nearest that are.
        """
        text = _as_typed(parameter, given)
        if parameter.type == "integer":
            return self._integer(parameter, text)
        if parameter.type == "text":
            return self._text(parameter, text)
        if parameter.type in {"Claim", "Passage"}:
            from kg.citable import Citable  # noqa: PLC0415 - few questions ask of one

            return ox.NamedNode(Citable(self._store).resolve(text, (parameter.type,)))
        if self._holds(f"GRAPH graph:ontology {{ kgo:{parameter.type} rdfs:subClassOf* kgo:Entity }}"):
            return self._thing(parameter, text)
        return self._value(parameter, text)

    def _integer(self, parameter: Parameter, text: str) -> ox.Literal:
        if not _INTEGER.fullmatch(text.strip()):
            raise UsageError(f"--{parameter.name}: “{text}” is no whole number")
        return ox.Literal(int(text))

    def _text(self, parameter: Parameter, text: str) -> ox.Literal:
        if not text.strip() or len(text) > MAX_TEXT:
            raise UsageError(f"--{parameter.name}: give a text of 1 to {MAX_TEXT} characters")
        return ox.Literal(text)

    def _thing(self, parameter: Parameter, text: str) -> ox.NamedNode:
        names = self._names = self._names or Names(self._store)
        try:
            iri = names.resolve(text)
        except UsageError as error:
            raise UsageError(f"--{parameter.name}: {error}") from error
        classes = f"GRAPH graph:ontology {{ ?class rdfs:subClassOf* kgo:{parameter.type} }}"
        if not self._holds(f"GRAPH graph:concepts {{ <{iri}> a ?class }} {classes}"):
            raise UsageError(
                f"--{parameter.name}: “{text}” is no {parameter.type}{self._nearest(parameter.type, text)}"
            )
        return ox.NamedNode(iri)

    def _nearest(self, wanted: str, text: str) -> str:
        """Things of a class whose names are near to a text, or else some."""
        rows = self._store.select(
            f"SELECT DISTINCT ?name {{ GRAPH graph:concepts {{ ?thing a ?class ; skos:prefLabel ?name }} "
            f"GRAPH graph:ontology {{ ?class rdfs:subClassOf* kgo:{wanted} }} }} ORDER BY ?name"
        )
        if not rows:
            return "; the graph holds none"
        from difflib import get_close_matches  # noqa: PLC0415 - only for a name that does not fit

        known = [row["name"].value for row in rows]
        holding = [name for name in known if text.casefold() in name.casefold()]
        near = list(dict.fromkeys([*holding, *get_close_matches(text, known, n=3, cutoff=0.5)]))[:3]
        return f"; did you mean {listed(near)}?" if near else f"; there are {listed(known[:3])} and others"

    def _value(self, parameter: Parameter, text: str) -> ox.NamedNode:
        """A member of a closed list, or a relation, by its label or the name in its IRI."""
        rows = self._store.select(
            f"SELECT ?term ?label {{ GRAPH graph:ontology {{ ?term a kgo:{parameter.type} ; rdfs:label ?label }} }} "
            "ORDER BY ?term"
        )
        named: dict[str, ox.NamedNode] = {}
        for row in rows:
            iri = row["term"].value
            for name in (iri, self._store.shorten(iri), re.split("[#/]", iri)[-1], row["label"].value):
                named[term_key(name)] = row["term"]
        found = named.get(term_key(text.strip("<>")))
        if found is None:
            from difflib import get_close_matches  # noqa: PLC0415 - only for a value that is unknown

            known = list(dict.fromkeys(row["label"].value for row in rows))
            near = get_close_matches(text, known, n=3, cutoff=0.5)
            hint = f"did you mean {listed(near)}? " if near else ""
            raise UsageError(f"--{parameter.name}: unknown {parameter.type} “{text}”; {hint}one of {', '.join(known)}")
        return found

    def _holds(self, pattern: str) -> bool:
        return bool(self._store.answer(f"ASK {{ {pattern} }}", union=True))


def _as_typed(parameter: Parameter, given: object) -> str:
    """What was given, as a user types it."""
    if not isinstance(given, str | int) or isinstance(given, bool):
        raise UsageError(f"--{parameter.name}: give a text or a number, not {type(given).__name__}")
    text = str(given)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UsageError(f"--{parameter.name}: not UTF-8 (character {error.start + 1})") from error
    return text

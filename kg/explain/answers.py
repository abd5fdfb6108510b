"""Why an answer is what it is: the claims on which a row rests."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from kg.claims import Claim, claims_matching, claims_of
from kg.engine import Engine
from kg.english import Speaker
from kg.parameters import Term
from kg.questions import Asked


def why(store: Engine, asked: Asked, row: dict[str, Any]) -> list[Claim]:
    """The claims on which one row of an answer rests, in reading order.

    They are the claims that the row itself names; else those of the triples that the question's `#+ why:` gives, with
    the row's terms in place. A variable that the row leaves open, of a count perhaps, stands for anything.
    """
    named = claims_of(store, [term.value for term in row.values() if isinstance(term, ox.NamedNode)])
    if named:
        return named
    known = {**asked.values, **{name: value for name, value in row.items() if value is not None}}
    patterns = [
        tuple(_term(word, known, store) for word in pattern.split())
        for pattern in asked.question.decorators.get("why", [])
    ]
    return claims_matching(store, [(s, p, o) for s, p, o in patterns]) if patterns else []


def _term(word: str, known: dict[str, Term], store: Engine) -> Term | None:
    if word.startswith("?"):
        return known.get(word[1:])
    prefix, _, name = word.partition(":")
    return ox.NamedNode(store.prefixes[prefix] + name)


def row_in_words(speaker: Speaker, row: dict[str, Any]) -> str:
    """A row in one line: things by their names, all else with the name of its column."""
    labels = {name: speaker.label(term) for name, term in row.items() if term is not None and name != "claim"}
    things = {labels[name] for name in labels if isinstance(row[name], ox.NamedNode)}
    said = []
    for name, label in labels.items():
        if isinstance(row[name], ox.NamedNode):
            said.append(label)
        elif label not in things:  # a thing and its name often are columns both; it is said once
            said.append(f"{name} {label}")
    return " · ".join(said)

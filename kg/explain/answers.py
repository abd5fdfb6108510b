"""Why an answer is what it is: the claims on which a row rests."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from kg.claims import Claim, claims_for
from kg.english import Speaker
from kg.parameters import Term
from kg.questions import Asked
from kg.store import Store


def why(store: Store, asked: Asked, row: dict[str, Any]) -> list[Claim]:
    """The claims on which one row of an answer rests, in reading order."""
    known = {**asked.values, **{name: value for name, value in row.items() if value is not None}}
    triples = []
    for pattern in asked.question.decorators.get("why", []):
        subject, predicate, object_ = (_term(word, known, store) for word in pattern.split())
        if subject and predicate and object_:
            triples.append((subject, predicate, object_))
    claims = claims_for(store, triples) if triples else []
    if "claim" not in row:
        return claims
    return [claim for claim in claims if claim.iri == row["claim"].value or claim.denied]


def _term(word: str, known: dict[str, Term], store: Store) -> Term | None:
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

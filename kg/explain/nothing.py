"""Which kind of nothing an empty answer is: denied, conditional, contested, left open, or simply not said."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from kg.claims import Claim, claims_about, opposed
from kg.engine import Engine
from kg.english import Speaker
from kg.explain.evidence import Evidence
from kg.queries import shared_query
from kg.questions import Asked

_RESTS_ON = {
    "vocabulary": "not in the vocabulary: it holds no such thing.",
    "passages": "not so: no passage is like that.",
    "silence": "not silent: the question looks for what is not said, and finds nothing missing.",
}
#: So many claims are told that the question does not count.
_FEW = 5
_CURIE = re.compile(r"(?<![\w<?$])[a-z]+:[A-Za-z]\w*")


def nothing(store: Engine, speaker: Speaker, asked: Asked) -> Iterator[str]:
    """What an answer without rows means, line by line.

    Args:
        store: the graph that was asked.
        speaker: speaks it.
        asked: the question, with its parameters in place.
    """
    bearing = _bearing(store, asked)
    contested = opposed(store, bearing)
    withheld = [claim for claim in bearing if claim.denied or claim.conditional or claim.iri in contested]
    rests_on = asked.question.decorators.get("rests-on", "claims")
    if withheld and rests_on == "claims":
        kinds = {
            "contested" if claim.iri in contested else "denied" if claim.denied else "conditional" for claim in withheld
        }
        yield f"{', '.join(sorted(kinds))}: nothing is plainly so, but a document says:"
        yield from Evidence(store, speaker).lines(withheld, titled=True)
    elif "nothing" in asked.question.decorators:
        yield f"not stated: {asked.question.decorators['nothing']}"
    elif rests_on in _RESTS_ON:
        yield _RESTS_ON[rests_on]
    elif bearing:
        yield "not counted: what a document says of it, the question leaves out, of a group perhaps:"
        yield from Evidence(store, speaker).lines(bearing[:_FEW], titled=True)
        yield from [f"  and {len(bearing) - _FEW} more"] if len(bearing) > _FEW else []
    else:
        yield from _not_stated(store, speaker, asked)


def _not_stated(store: Engine, speaker: Speaker, asked: Asked) -> Iterator[str]:
    given = {name: speaker.label(term) for name, term in asked.values.items()}
    yield "not stated: no claim answers this" + (f" with {_listed(given)}." if given else ".")
    for term in dict.fromkeys(asked.values.values()):
        if isinstance(term, ox.NamedNode) and not term.value.startswith(store.prefixes["kgo"]):
            yield _known(store, term, speaker.label(term))


def _bearing(store: Engine, asked: Asked) -> list[Claim]:
    """The claims that speak of every thing among the parameters, by a relation that the question is about."""
    relations = _relations(store, asked)
    return [claim for claim in _claims_about_all(store, asked) if claim.predicate in relations]


def _claims_about_all(store: Engine, asked: Asked) -> list[Claim]:
    """The claims that speak of every thing among the parameters."""
    things = [term for term in asked.values.values() if isinstance(term, ox.NamedNode)]
    if not things:
        return []
    first, *others = [claims_about(store, thing.value) for thing in things]
    shared = [{claim.iri for claim in claims} for claims in others]
    return [claim for claim in first if all(claim.iri in iris for iris in shared)]


def _relations(store: Engine, asked: Asked) -> set[str]:
    """The relations that the question names, but for those that only add a column."""
    named = set()
    body = asked.question.text.partition("WHERE")[2].partition("OPTIONAL")[0]
    for curie in _CURIE.findall(body):
        prefix, _, name = curie.partition(":")
        named.add(store.prefixes.get(prefix, "") + name)
    rows = store.select(shared_query("queries", "describe", "relations.rq").text)
    return named & {row["relation"].value for row in rows}


def _known(store: Engine, term: ox.NamedNode, label: str) -> str:
    count = len(claims_about(store, term.value))
    if not count:
        return f"  “{label}” is known; no claim speaks of it as subject or object."
    verb = "1 claim speaks" if count == 1 else f"{count} claims speak"
    return f"  {verb} of “{label}”: kg show {store.shorten(term.value).removeprefix('kg:')}"


def _listed(given: dict[str, str]) -> str:
    return ", ".join(f"{name} “{label}”" for name, label in given.items())

"""The exercise on what a text says: plainly, in a roundabout way, that it is not so, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

from kg.maps.items import MOST_ITEMS, Exercise, Item, Material, Option, Triple, by_hash, in_turns
from kg.maps.kin import Kin
from kg.terms import KGO

_NOT_SAID = "not said"
_TRUTHS = ("stated", "indirect", "denied")
_NEAR_BY = 4
#: Things that are looked at on each side of a relation, and how many pairs that nothing connects are enough.
_MOST_TRIED, _ENOUGH = 100, 4


def saying(material: Material) -> Exercise:
    """A statement, and how the text holds it."""
    said = material.triples
    pools = [(truth, _held(truth, said, material)) for truth in _TRUTHS]
    pools.append((_NOT_SAID, _silent(said, material)))
    turns = in_turns([(answer, item) for answer, pool in pools for item in pool], lambda each: each[0])
    chosen = [item for _, item in turns[:MOST_ITEMS]]
    return Exercise(
        "saying",
        "Stated, inferred or not said?",
        "Choose how the text holds each statement. Of what is not said, it says neither yes nor no.",
        "How does the text hold this?",
        by_hash(chosen, lambda item: item.about),
    )


def _held(truth: str, said: dict[Triple, list[int]], material: Material) -> list[Item]:
    """Items on what is held so; none where a hedge would be dropped, or where claims differ."""
    found = [
        (triple, indexes)
        for triple, indexes in said.items()
        if {each.truth for each in material.statements(indexes)} == {truth} and not _hedged(indexes, material)
    ]
    turns = in_turns(by_hash(found, lambda each: " ".join(each[0])), lambda each: each[0][1])
    return [_item(triple, truth, indexes, material) for triple, indexes in turns[:MOST_ITEMS]]


def _hedged(indexes: list[int], material: Material) -> bool:
    softening = material.hedges - {KGO + "polarity"}
    return any(softening & set(each.claim.qualifiers) for each in material.statements(indexes) if each.claim)


def _silent(said: dict[Triple, list[int]], material: Material) -> list[Item]:
    """Items on what nothing connects: no claim in either direction, no rule, no step of the hierarchy."""
    kin = Kin(material.knowledge)
    things = material.knowledge.things
    sides: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for (subject, relation, value), indexes in said.items():
        if any(each.truth in {"stated", "indirect"} for each in material.statements(indexes)):
            subjects, values = sides.setdefault((things[subject].kind.id, relation), ({}, {}))
            subjects[subject], values[value] = None, None
    first = {kind for kind, _ in sides if material.kinds.kinds[kind].first}
    found = [
        (subject, relation, value)
        for (kind, relation), (subjects, values) in sides.items()
        if not first or kind in first
        for subject, value in islice(_unconnected(subjects, list(values)[:_MOST_TRIED], kin), _ENOUGH)
    ]
    turns = in_turns(by_hash(found, " ".join), lambda each: each[1])
    return [_item(each, _NOT_SAID, _near_by(each, said), material) for each in turns[:MOST_ITEMS]]


def _unconnected(subjects: Iterable[str], values: list[str], kin: Kin) -> Iterator[tuple[str, str]]:
    """For each subject, the first that nothing connects it to."""
    for subject in by_hash(subjects, str)[:_MOST_TRIED]:
        pairs = by_hash([(subject, value) for value in values], " ".join)
        yield from islice((pair for pair in pairs if not kin.connected(*pair)), 1)


def _near_by(triple: Triple, said: dict[Triple, list[int]]) -> list[int]:
    """What the text says that the subject has this relation to."""
    subject, relation, _ = triple
    same = (indexes for (one, other, _), indexes in said.items() if (one, other) == (subject, relation))
    return sorted(index for indexes in same for index in indexes)[:_NEAR_BY]


def _item(triple: Triple, answer: str, claims: list[int], material: Material) -> Item:
    labels = {**{name: material.kinds.truths[name].label for name in _TRUTHS}, _NOT_SAID: _NOT_SAID}
    options = [Option(label, name == answer) for name, label in labels.items()]
    told = "No claim connects the two." if answer == _NOT_SAID else ""
    if told and claims:
        told += " What the text says instead:"
    subject, relation, value = (ox.NamedNode(material.iris[each]) for each in triple)
    return Item(material.speaker.state(subject, relation, value), options, told, claims)

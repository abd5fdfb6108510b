"""Exercises made from the claims, with their answers and sources; the same graph makes the same exercises."""

from __future__ import annotations

from typing import Any

from kg.engine import Engine
from kg.english import Speaker
from kg.maps.items import MOST_ITEMS, Exercise, Item, Material, Option, by_hash, how_many, in_turns
from kg.maps.kinds import Kinds
from kg.maps.model import Knowledge
from kg.maps.saying import saying
from kg.parameters import Term
from kg.queries import shared_query
from kg.terms import KGO

_MOST_OPTIONS = 6
_HEDGES = ("certainty", "frequency")
#: What makes a claim less than a plain one, or repeats its words.
_SOFTENED = ("patientShare", "populationFrequency", "evidence", "maturity", "focus", "purpose")
_WORDED = ("as", "ground")
_NONE = "no hedge"


def exercises(store: Engine, knowledge: Knowledge, kinds: Kinds) -> list[Exercise]:
    """The exercises that have items.

    Args:
        store: holds the ontology, which says how claims are spoken and what hedges them.
        knowledge: all that is claimed.
        kinds: what its relations are called.
    """
    declared = store.select(shared_query("visualizations", "map-hedges.rq").text)
    material = Material(knowledge, kinds, Speaker(store), frozenset(row["property"].value for row in declared))
    made = [mechanism(material), hedge(material), saying(material)]
    return [each for each in made if each.items]


def exercises_data(made: list[Exercise]) -> list[dict[str, Any]]:
    """Exercises as plain data, with the words of the options once where all items have the same."""
    return [_exercise_data(each) for each in made]


def _exercise_data(each: Exercise) -> dict[str, Any]:
    shared = [option.words for option in each.items[0].options]
    return each._asdict() | {"options": shared, "items": [_item_data(item, shared) for item in each.items]}


def _item_data(item: Item, shared: list[str]) -> dict[str, Any]:
    words = [option.words for option in item.options]
    found = item._asdict() | {
        "options": [] if words == shared else words,
        "right": [at for at, option in enumerate(item.options) if option.right],
        "notes": {at: option.note for at, option in enumerate(item.options) if option.note},
    }
    return {key: value for key, value in found.items() if value}


def mechanism(material: Material) -> Exercise:
    """A procedure, and by which family of mechanisms it works."""
    by_subject: dict[str, list[int]] = {}
    for (subject, relation, _), indexes in material.triples.items():
        if relation == "hasMechanism":
            by_subject.setdefault(subject, []).extend(indexes)
    items = [
        _mechanism_item(slug, sorted(said), material) for slug, said in by_hash(by_subject.items(), lambda e: e[0])
    ]
    fair = [item for item in items if any(option.right for option in item.options)]
    chosen = in_turns(fair, lambda item: " ".join(option.words for option in item.options if option.right))
    return Exercise(
        "mechanism",
        "Match the mechanism",
        "Choose a mechanism that the text gives without a condition, whether it states it or it is inferred.",
        "By which mechanism does it work, as the text states it or lets it be inferred?",
        chosen[:MOST_ITEMS],
    )


def _mechanism_item(slug: str, said: list[int], material: Material) -> Item:
    things = material.knowledge.things
    truths: dict[str, set[str]] = {}
    for each in material.statements(said):
        truths.setdefault(each.object, set()).add(each.truth)
    others = [s for s, thing in things.items() if thing.kind.id == "Mechanism" and not thing.group and s not in truths]
    filled = by_hash(others, lambda other: slug + " " + other)[: max(_MOST_OPTIONS - len(truths), 1)]
    options = [_mechanism_option(things[s].label, truths.get(s, set()), material.kinds) for s in [*truths, *filled]]
    options.sort(key=lambda option: option.words)
    return Item(things[slug].label, options, how_many(options), said)


def _mechanism_option(label: str, truths: set[str], kinds: Kinds) -> Option:
    """Right where a claim plainly gives it; what is conditional, denied or contested is told as such."""
    if truths & {"stated", "indirect"}:
        return Option(label, right=True)
    if truths:
        return Option(label, right=False, note=f"The text has it {_told(truths, kinds)}.")
    return Option(label, right=False)


def _told(truths: set[str], kinds: Kinds) -> str:
    return " and ".join(truth.label.partition(":")[0] for name, truth in kinds.truths.items() if name in truths)


def hedge(material: Material) -> Exercise:
    """A claim without its hedge, and the words that it holds with."""
    claims = [each.claim for each in material.knowledge.statements if each.claim]
    known = sorted({name for claim in claims for name in _hedges_of(claim.qualifiers, material)})
    sentences: dict[str, dict[str, list[int]]] = {}
    for words, index, said in _hedged(material):
        if words and len(said) <= 1:
            sentences.setdefault(words, {}).setdefault(said[0] if said else _NONE, []).append(index)
    names = [*known, _NONE]
    found = by_hash(sentences.items() if known else (), lambda each: each[0])
    items = [_hedge_item(words, said, names) for words, said in in_turns(found, lambda each: " ".join(each[1]))]
    return Exercise(
        "hedge",
        "Find the hedge",
        "A hedge says how sure something is, or how often it is so. Choose the one that this claim has in the text.",
        "With which hedge does the text say this?",
        items[:MOST_ITEMS],
    )


def _hedge_item(words: str, said: dict[str, list[int]], names: list[str]) -> Item:
    options = [Option(name, name in said) for name in names]
    claims = sorted(index for indexes in said.values() for index in indexes)
    return Item(words, options, how_many(options), claims)


def _hedged(material: Material) -> list[tuple[str, int, list[str]]]:
    """The plainly stated claims: the sentence without its hedges, the index and the hedges.

    There is no sentence where it would mislead: the words of another qualifier soften it as well, or it is hedged
    elsewhere and not here.
    """
    found = []
    for indexes in material.triples.values():
        statements = material.statements(indexes)
        hedges = [_hedges_of(each.claim.qualifiers, material) if each.claim else [] for each in statements]
        for index, each, said in zip(indexes, statements, hedges, strict=True):
            if each.claim is None or each.truth != "stated":
                continue
            qualifiers = each.claim.qualifiers
            softened = any(KGO + name in qualifiers for name in _SOFTENED)
            taken = {KGO + name for name in (*_HEDGES, *_WORDED)}
            bare = {name: values for name, values in qualifiers.items() if name not in taken}
            fair = said or not (softened or any(hedges))
            words = material.speaker.say(each.claim._replace(qualifiers=bare)) if fair else ""
            found.append((words, index, said))
    return found


def _hedges_of(qualifiers: dict[str, list[Term]], material: Material) -> list[str]:
    return [material.speaker.label(value) for name in _HEDGES for value in qualifiers.get(KGO + name, [])]

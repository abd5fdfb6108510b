"""What an exercise is made of, and how its items are chosen without chance."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias, TypeVar

from kg.english import Speaker
from kg.maps.kinds import Kinds
from kg.maps.model import Knowledge, Statement

#: Items of one kind: so many that they can be done in one sitting.
MOST_ITEMS = 12
#: Relations that say what something is or is called: there is nothing to ask.
_NAMING = frozenset({"altLabel", "broader"})

#: Subject, relation and object, by slug and local name.
Triple: TypeAlias = tuple[str, str, str]
_Any = TypeVar("_Any")


class Option(NamedTuple):
    """One of the answers to choose from.

    Attributes:
        words: the answer.
        right: whether it is.
        note: what to say where it is chosen, if more than right or wrong.
    """

    words: str
    right: bool
    note: str = ""


class Item(NamedTuple):
    """A question with its answers.

    Attributes:
        about: the name or sentence that it is asked of.
        options: the answers to choose from; one right answer is enough.
        told: what to say after the answer; may be empty.
        claims: indexes of the claims that the answer rests on, or of those near by where it rests on silence.
    """

    about: str
    options: list[Option]
    told: str
    claims: list[int]


class Exercise(NamedTuple):
    """Items of one kind.

    Attributes:
        id: in links.
        title: what to do.
        lead: how to do it.
        question: what is asked of each item.
        items: at most `MOST_ITEMS`.
    """

    id: str
    title: str
    lead: str
    question: str
    items: list[Item]


class Material:
    """What exercises are made from.

    Args:
        knowledge: all that the map shows.
        kinds: how it looks, and what its relations are called.
        speaker: of its claims.
        hedges: IRIs of the properties whose words a claim has to account for.
    """

    def __init__(self, knowledge: Knowledge, kinds: Kinds, speaker: Speaker, hedges: frozenset[str]) -> None:
        self.knowledge = knowledge
        self.kinds = kinds
        self.speaker = speaker
        self.hedges = hedges
        #: The claims that one can be asked about, by what they state or deny of two single things.
        self.triples: dict[Triple, list[int]] = {}
        #: The IRIs of their things and relations, by slug and local name.
        self.iris: dict[str, str] = {}
        for index, each in enumerate(knowledge.statements):
            if each.claim and each.relation not in _NAMING and self._single(each.subject) and self._single(each.object):
                triple = (each.subject, each.relation, each.object)
                self.triples.setdefault(triple, []).append(index)
                self.iris |= zip(triple, (term.value for term in each.claim.triple), strict=True)

    def _single(self, slug: str) -> bool:
        thing = self.knowledge.things.get(slug)
        return thing is not None and not thing.group

    def statements(self, indexes: Iterable[int]) -> list[Statement]:
        """The statements of these indexes."""
        return [self.knowledge.statements[index] for index in indexes]


def by_hash(items: Iterable[_Any], key: Callable[[_Any], str]) -> list[_Any]:
    """Items in an order that looks like chance and is always the same."""
    return sorted(items, key=lambda each: (hashlib.sha256(key(each).encode()).hexdigest(), key(each)))


def in_turns(items: Iterable[_Any], group: Callable[[_Any], str]) -> list[_Any]:
    """Items in their order, but the first of each group before the second of any."""
    seen: Counter[str] = Counter()
    turns = []
    for each in items:
        turns.append((seen[group(each)], each))
        seen[group(each)] += 1
    return [each for _, each in sorted(turns, key=lambda turn: turn[0])]


def how_many(options: list[Option]) -> str:
    """Says so where more than one answer is right."""
    count = sum(each.right for each in options)
    return f"{count} answers are right; one is enough." if count > 1 else ""

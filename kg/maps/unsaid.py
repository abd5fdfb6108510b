"""What the text does not say of the procedures: a table of silence, beside what is denied and what is conditional."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from kg.maps.kinds import Kinds
from kg.maps.model import Knowledge, Statement, Thing
from kg.maps.passages import Passage
from kg.maps.tour import MAIN
from kg.terms import KGO

#: A table with more rows, or a longer list, nobody reads.
MOST_ROWS, MOST_LISTED = 60, 200
_NAMING = ("altLabel", "broader")
#: From the firmest to the least firm: the style of a cell, and its words where nothing firmer is said.
_WORDS = {
    "stated": ("stated", "stated"),
    "stated jointly": ("indirect", "only stated jointly"),
    "inferred": ("indirect", "only inferred"),
    "conditional": ("conditional", "only under a condition"),
    "denied": ("denied", "denied"),
    "contested": ("contested", "contested"),
}


class Cell(NamedTuple):
    """What is said of one procedure in one respect, and the style of the firmest of it."""

    style: str
    words: str


class Row(NamedTuple):
    """One procedure."""

    thing: Thing
    cells: list[Cell]


class Reason(NamedTuple):
    """Why passages are left without claims, or in part: how many of each."""

    name: str
    definition: str
    whole: int
    part: int


class Unsaid(NamedTuple):
    """All that the section of the page tells.

    Attributes:
        columns: what may be said of a procedure.
        rows: the procedures.
        left_out: how many more procedures there are.
        rare: what is said of one procedure only, and so has no column; with its label.
        denied: what claims deny.
        conditional: what holds only under a condition.
        reasons: why passages are left without claims.
        most: how many of a list the page holds.
    """

    columns: list[str]
    rows: list[Row]
    left_out: int
    rare: list[tuple[str, str]]
    denied: list[Statement]
    conditional: list[Statement]
    reasons: list[Reason]
    most: int = MOST_LISTED


def unsaid(knowledge: Knowledge, kinds: Kinds, passages: list[Passage]) -> Unsaid | None:
    """What the text leaves open; nothing where it speaks of no procedure.

    Args:
        knowledge: what the map shows.
        kinds: what its relations are called.
        passages: of its documents.
    """
    said: dict[str, list[Statement]] = {
        slug: [] for slug, thing in knowledge.things.items() if thing.kind.id == MAIN and not thing.group
    }
    for each in knowledge.statements:
        if each.claim and each.subject in said:
            said[each.subject].append(each)
    if not any(said.values()):
        return None
    aspects = _aspects(said.values(), kinds)
    with_any = {name: [slug for slug in said if any(map(fits, said[slug]))] for name, fits in aspects.items()}
    columns = [name for name, slugs in with_any.items() if len(slugs) > 1 or name in kinds.aspects]
    kept = sorted(sorted(said, key=lambda slug: -len(said[slug]))[:MOST_ROWS], key=list(said).index)
    return Unsaid(
        columns,
        [Row(knowledge.things[slug], [_cell(filter(aspects[name], said[slug])) for name in columns]) for slug in kept],
        len(said) - len(kept),
        [(name, knowledge.things[slugs[0]].label) for name, slugs in with_any.items() if name not in columns],
        [each for each in knowledge.statements if each.truth == "denied"],
        [each for each in knowledge.statements if each.truth == "conditional"],
        _reasons(passages),
    )


_Fits = Callable[[Statement], bool]


def _aspects(said: Iterable[list[Statement]], kinds: Kinds) -> dict[str, _Fits]:
    """What may be said of a procedure: the relations that any has, in declared order, and the declared aspects."""
    used = {each.relation: each.cells[1] for statements in said for each in statements if each.relation not in _NAMING}
    order = [*(name for name in kinds.relations if name in used), *sorted(set(used) - set(kinds.relations))]
    by_caption: dict[str, set[str]] = {}
    for name in order:
        by_caption.setdefault(kinds.captions(name, used[name])[0], set()).add(name)
    aspects = {caption: _has_relation(names) for caption, names in by_caption.items()}
    return aspects | {name: _has_any(qualifiers) for name, qualifiers in kinds.aspects.items()}


def _has_relation(names: set[str]) -> _Fits:
    return lambda each: each.relation in names


def _has_any(qualifiers: list[str]) -> _Fits:
    iris = {KGO + name for name in qualifiers}
    return lambda each: each.claim is not None and bool(iris & set(each.claim.qualifiers))


def _cell(said: Iterable[Statement]) -> Cell:
    counts = Counter(each.basis if each.truth == "indirect" else each.truth for each in said)
    present = [name for name in _WORDS if counts[name]]
    if not present:
        return Cell("silent", "not stated")
    first, *others = present
    words = [f"{_WORDS[first][1]} ({counts[first]})", *(f"{name} ({counts[name]})" for name in others)]
    return Cell(_WORDS[first][0], ", ".join(words))


def _reasons(passages: list[Passage]) -> list[Reason]:
    counts = Counter((each.reason, each.definition, each.claims) for each in passages if each.reason)
    names = dict.fromkeys((name, definition) for name, definition, _ in counts)
    return [Reason(*each, counts[*each, False], counts[*each, True]) for each in sorted(names)]

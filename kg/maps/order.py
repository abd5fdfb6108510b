"""Which boxes are drawn, and in which order within a lane."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from kg.maps.kinds import Kinds
from kg.maps.model import Knowledge

_PASSES = 6
_WHOLE = 10**12


class Shown(NamedTuple):
    """The boxes of one lane.

    Attributes:
        slugs: the things that have a box, in order.
        left_out: those for which there is no room, by name.
    """

    slugs: list[str]
    left_out: list[str]


def heaviest(
    knowledge: Knowledge, slugs: set[str], most: int, first: Collection[str] = ()
) -> tuple[set[str], list[str]]:
    """As many things as there is room for, those of which most is said; and the others, by name.

    Args:
        knowledge: what is said of them.
        slugs: the things.
        most: the boxes for which there is room; one of them is “+n more” where things are left out.
        first: things that are kept before others.
    """
    if len(slugs) <= most:
        return slugs, []
    ranked = sorted(slugs, key=lambda slug: (slug not in first, -len(knowledge.said[slug]), slug))
    return set(ranked[: most - 1]), sorted(ranked[most - 1 :])


def neighbours(knowledge: Knowledge) -> dict[str, set[str]]:
    """For each thing, the things that it is linked to."""
    found: dict[str, set[str]] = {slug: set() for slug in knowledge.things}
    for link in knowledge.links:
        found[link.ends[0]].add(link.ends[1])
        found[link.ends[1]].add(link.ends[0])
    return found


def reached(slug: str, steps: dict[str, set[str]]) -> set[str]:
    """A thing, with all that steps lead to from it."""
    found, ahead = {slug}, [slug]
    while ahead:
        new = steps.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found


def ordered_lanes(knowledge: Knowledge, kinds: Kinds) -> dict[str, list[str]]:
    """All things by lane: by kind, then by barycentre, so that links between lanes cross less."""
    rank = {name: place for place, name in enumerate(kinds.kinds)}
    near = neighbours(knowledge)
    things = knowledge.things
    lanes: dict[str, list[str]] = {lane.id: [] for lane in kinds.lanes}
    for slug in sorted(things, key=lambda slug: (rank[things[slug].kind.id], things[slug].label, slug)):
        lanes[things[slug].kind.lane].append(slug)
    for _ in range(_PASSES):
        for lane, slugs in lanes.items():
            place = _places(lanes)
            centre = {slug: _barycentre(near[slug] - set(slugs), place, place[slug]) for slug in slugs}
            lanes[lane] = sorted(slugs, key=lambda s: (rank[things[s].kind.id], centre[s], things[s].label, s))
    return lanes


def _places(lanes: dict[str, list[str]]) -> dict[str, int]:
    """The height of each thing in its lane, of a whole; integers, which add up the same in any order."""
    return {
        slug: (2 * at + 1) * _WHOLE // (2 * len(slugs)) for slugs in lanes.values() for at, slug in enumerate(slugs)
    }


def _barycentre(near: Iterable[str], place: dict[str, int], own: int) -> int:
    places = [place[slug] for slug in near]
    return sum(places) // len(places) if places else own


def shown(
    lanes: dict[str, list[str]], columns: list[list[str]], most: int, weight: dict[str, tuple[bool, int]]
) -> dict[str, Shown]:
    """The boxes of each lane, at most so many in all, those with the greatest weight first.

    Args:
        lanes: things by lane, in order.
        columns: the lanes that share a column.
        most: boxes in all, the “+n more” boxes among them.
        weight: of each thing: whether it goes before others, and how much is said of it.
    """
    wanted = {lane: len(slugs) for lane, slugs in lanes.items()}
    by_column = _rooms({str(at): sum(wanted[lane] for lane in names) for at, names in enumerate(columns)}, most)
    room: dict[str, int] = {}
    for at, names in enumerate(columns):
        room |= _rooms({lane: wanted[lane] for lane in names}, by_column[str(at)])
    result = {}
    for lane, slugs in lanes.items():
        if len(slugs) <= room[lane]:
            result[lane] = Shown(slugs, [])
            continue
        # One place goes to the box that says how many are missing.
        heaviest = sorted(sorted(slugs), key=weight.__getitem__, reverse=True)
        kept = set(heaviest[: max(room[lane] - 1, 0)])
        result[lane] = Shown([s for s in slugs if s in kept], sorted(s for s in slugs if s not in kept))
    return result


def _rooms(wanted: dict[str, int], most: int) -> dict[str, int]:
    """Short lists get the room they want; the long ones share the rest evenly."""
    rooms: dict[str, int] = {}
    left = most
    for done, lane in enumerate(sorted(wanted, key=lambda lane: (wanted[lane], lane))):
        rooms[lane] = min(wanted[lane], left // (len(wanted) - done))
        left -= rooms[lane]
    return rooms

"""The body map: structures by region, what affects them on one side, what targets them on the other."""

from __future__ import annotations

from typing import NamedTuple

from kg.maps.blocks import Pen
from kg.maps.columns import Column, Route, draw_columns
from kg.maps.layout import Group, View
from kg.maps.model import Knowledge
from kg.maps.order import heaviest, reached

_AFFECTS, _TARGETS = "affects", "targets"
#: What makes two structures one region; the first two say which of them is the whole.
_WHOLE = ("partOf", "broader")
_KIN = (*_WHOLE, "adjacentTo", "surrounds")
_MOST, _MOST_STRUCTURES = 18, 22
_ALONE = "By themselves"
_TOUCHING = "Linked to it"


class Touch(NamedTuple):
    """A thing affects or targets a structure: the link that says so."""

    thing: str
    structure: str
    link: int


class Body(NamedTuple):
    """What the body map shows.

    Attributes:
        regions: the title of each, with its structures.
        affecting, targeting: what touches them.
        left_out: structures, things that affect and things that target, for which there is no room.
        statements: indexes of all statements behind it.
    """

    regions: list[Group]
    affecting: list[Touch]
    targeting: list[Touch]
    left_out: tuple[list[str], list[str], list[str]]
    statements: list[int]


def read_body(knowledge: Knowledge) -> Body:
    """The body map of what the statements say."""
    lane = {slug: thing.kind.lane for slug, thing in knowledge.things.items()}
    affecting, targeting = (_touches(knowledge, relation) for relation in (_AFFECTS, _TARGETS))
    touched = {each.structure for each in [*affecting, *targeting]}
    kin = [
        (link.ends, index)
        for link in knowledge.links
        for index in link.statements
        if knowledge.statements[index].relation in _KIN and all(lane[end] == "anatomy" for end in link.ends)
    ]
    near: dict[str, set[str]] = {}
    for (one, other), _ in kin:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    wanted = touched | {other for slug in touched for other in near.get(slug, ())}
    structures, no_structure = heaviest(knowledge, wanted, _MOST_STRUCTURES, touched)
    left, no_left = heaviest(knowledge, {each.thing for each in affecting if each.structure in structures}, _MOST)
    right, no_right = heaviest(
        knowledge, {each.thing for each in targeting if each.structure in structures} - left, _MOST
    )
    affecting = [each for each in affecting if each.thing in left and each.structure in structures]
    targeting = [each for each in targeting if each.thing in right and each.structure in structures]
    said = {index for ends, index in kin if structures.issuperset(ends)}
    for relation, touches in ((_AFFECTS, affecting), (_TARGETS, targeting)):
        said |= {
            index
            for each in touches
            for index in knowledge.links[each.link].statements
            if knowledge.statements[index].relation == relation
        }
    regions = _regions(knowledge, structures, {slug: ends & structures for slug, ends in near.items()})
    return Body(regions, affecting, targeting, (no_structure, no_left, no_right), sorted(said))


def _touches(knowledge: Knowledge, relation: str) -> list[Touch]:
    found: dict[Touch, None] = {}
    for at, link in enumerate(knowledge.links):
        for index in link.statements:
            each = knowledge.statements[index]
            if each.relation == relation:
                found[Touch(each.subject, each.object, at)] = None
    return list(found)


def _regions(knowledge: Knowledge, structures: set[str], near: dict[str, set[str]]) -> list[Group]:
    """Structures that are kin to each other, under the name of one that is part of no other here; the rest last."""
    found: list[Group] = []
    alone = []
    seen: set[str] = set()
    for slug in sorted(structures):
        if slug in seen:
            continue
        region = reached(slug, near)
        seen |= region
        if len(region) == 1:
            alone.append(slug)
            continue
        tops = _tops(knowledge, region)
        rest = sorted(region.difference(tops), key=lambda each: knowledge.things[each].label)
        found.append(Group(knowledge.things[tops[0]].label, [*tops, *rest]))
    found.sort(key=lambda group: (-len(group.ids), group.words))
    alone.sort(key=lambda slug: (knowledge.things[slug].kind.id, knowledge.things[slug].label, slug))
    return [*found, Group(_ALONE if found else "", alone)] if alone else found


def _tops(knowledge: Knowledge, region: set[str]) -> list[str]:
    """The structures that are no part and no kind of another of their region; all, where they go in a circle."""
    parts = {
        each.subject
        for slug in region
        for each in (knowledge.statements[index] for index in knowledge.said[slug])
        if each.relation in _WHOLE and {each.subject, each.object} <= region and each.truth != "denied"
    }
    return sorted(region - parts or region, key=lambda slug: (-len(knowledge.said[slug]), slug))


def draw_body(body: Body, pen: Pen) -> View:
    """The body map as a picture: three columns, or two on a phone."""
    no_structure, no_left, no_right = map(tuple, body.left_out)
    regions = body.regions or [Group("", [])]
    structures = Column(regions, "anatomy", fixed=True, name="structures", left_out=no_structure)
    affecting = Column(_side(body.affecting), "conditions", name="affecting", left_out=no_left)
    targeting = Column(_side(body.targeting), "procedures", name="targeting", left_out=no_right)
    to_left = [Route(each.link, each.thing, each.structure) for each in body.affecting]
    to_right = [Route(each.link, each.structure, each.thing) for each in body.targeting]
    if pen.measure.focus_width:
        return draw_columns(pen, [affecting, structures, targeting], [*to_left, *to_right], pen.measure.focus_width)
    turned = [Route(each.link, each.end, each.start) for each in to_left]
    touching = [*body.affecting, *body.targeting]
    no_other = tuple(sorted((*no_left, *no_right)))
    both = Column([Group(_TOUCHING, _side(touching)[0].ids)], name="others", left_out=no_other)
    return draw_columns(pen, [structures, both], [*turned, *to_right], pen.measure.overview_width)


def _side(touches: list[Touch]) -> list[Group]:
    slugs = list(dict.fromkeys(each.thing for each in sorted(touches, key=lambda each: (each.structure, each.thing))))
    return [Group("", slugs)]

"""The mechanism families, and what works by each."""

from __future__ import annotations

from typing import NamedTuple

from kg.maps.blocks import Pen
from kg.maps.columns import Column, Route, draw_columns
from kg.maps.layout import Group, View
from kg.maps.model import Knowledge
from kg.maps.order import heaviest

_HAS = "hasMechanism"
_MOST = 24
_WIDTH = 760


class Families(NamedTuple):
    """What the picture of the mechanisms shows.

    Attributes:
        families: the mechanisms.
        members: what works by them.
        links: member, family and the link that says so.
        left_out: families and members for which there is no room.
        statements: indexes of all statements behind it.
    """

    families: list[str]
    members: list[str]
    links: list[tuple[str, str, int]]
    left_out: tuple[list[str], list[str]]
    statements: list[int]


def read_families(knowledge: Knowledge) -> Families:
    """The mechanisms of what the statements say."""
    found: dict[tuple[str, str, int], list[int]] = {}
    for at, link in enumerate(knowledge.links):
        for index in link.statements:
            each = knowledge.statements[index]
            if each.relation == _HAS:
                found.setdefault((each.subject, each.object, at), []).append(index)
    families, no_family = heaviest(knowledge, {family for _, family, _ in found}, _MOST)
    members, no_member = heaviest(knowledge, {member for member, family, _ in found if family in families}, _MOST)
    links = [each for each in found if each[0] in members and each[1] in families]
    said = sorted({index for each in links for index in found[each]})

    def by_name(slugs: set[str]) -> list[str]:
        return sorted(slugs, key=lambda slug: (knowledge.things[slug].label, slug))

    return Families(by_name(families), by_name(members), links, (no_family, no_member), said)


def draw_families(found: Families, pen: Pen) -> View:
    """The mechanisms at the left, what works by them at the right."""
    no_family, no_member = map(tuple, found.left_out)
    columns = [
        Column([Group("", found.families)], "mechanisms", name="families", left_out=no_family),
        Column([Group("", found.members)], "procedures", name="members", left_out=no_member),
    ]
    routes = [Route(link, family, member) for member, family, link in found.links]
    return draw_columns(pen, columns, routes, _WIDTH if pen.measure.focus_width else pen.measure.overview_width)

"""A graph so small that its first picture shows every line: things from left to right, along their links."""

from __future__ import annotations

from kg.maps.blocks import Pen
from kg.maps.columns import Column, Route, draw_columns, levels
from kg.maps.layout import Group, View
from kg.maps.model import Link

_MOST_THINGS, _MOST_LINKS = 40, 60
_MOST_COLUMNS, _MOST_ROWS = 5, 16
_BETWEEN = 260
#: Of more lines than this, each is named only where it is chosen.
_MOST_WORDS = 14


def draw_whole(pen: Pen) -> View | None:
    """The picture of all things and lines; nothing where there are too many, or none, to be read so."""
    knowledge = pen.knowledge
    if len(knowledge.things) > _MOST_THINGS or not 0 < len(knowledge.links) <= _MOST_LINKS:
        return None
    ways = [_way(link) for link in knowledge.links]
    found = levels(set(knowledge.things), ways, dict.fromkeys(knowledge.things, 0))
    if len(found) > _MOST_COLUMNS or max(map(len, found)) > _MOST_ROWS:
        return None
    place = {slug: at for at, slugs in enumerate(found) for slug in slugs}
    routes = []
    for at, (start, end) in enumerate(ways):
        first, last = sorted((start, end), key=place.__getitem__)
        routes.append(Route(at, first, last, _words(pen, at, start) if len(ways) <= _MOST_WORDS else ()))
    columns = [Column([Group("", slugs)]) for slugs in found]
    width = len(columns) * pen.box + (len(columns) - 1) * _BETWEEN
    return draw_columns(pen, columns, routes, min(width, pen.measure.overview_width))


def _way(link: Link) -> tuple[str, str]:
    """From what is spoken of to what is said of it; of what points both ways, in the order of their names."""
    return link.ends if link.arrows[1] else (link.ends[1], link.ends[0])


def _words(pen: Pen, link: int, start: str) -> tuple[str, ...]:
    """What the lines say, as seen from where they start."""
    statements = [pen.knowledge.statements[index] for index in pen.knowledge.links[link].statements]
    return tuple(dict.fromkeys(each.caption(start, pen.kinds) for each in statements))

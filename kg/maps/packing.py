"""Things, statements, links and pictures as lists of numbers, so that a page of many stays small.

`visualizations/map-state.js` unpacks them: the order of what stands in a list is the same there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.maps.kinds import Kinds
from kg.maps.layout import Band, Box, Caption, Curve, View
from kg.maps.model import FLAGS, Knowledge, Link, Statement, Thing

BENDS = ["line", "s", "turn"]


class Packing:
    """Numbers for what is named again and again: its place in the list that the page holds once.

    Args:
        knowledge: what the map shows.
        kinds: how it looks.
        labels: of things in lines, by the width of their boxes.

    Attributes:
        slugs: the place of each thing.
        relations: the place of each pair of captions, as they were met.
        sources: the place of each source.
        bases: the place of each basis.
        words: the place of each caption.
    """

    def __init__(self, knowledge: Knowledge, kinds: Kinds, labels: dict[int, dict[str, str]]) -> None:
        self.kinds = kinds
        self.several = len(knowledge.documents) > 1
        self._labels = labels
        self._lanes = {lane.id: place for place, lane in enumerate(kinds.lanes)}
        self.slugs = {slug: place for place, slug in enumerate(knowledge.things)}
        self.relations: dict[tuple[str, str], int] = {}
        self.sources: dict[str, int] = {}
        self.bases: dict[str, int] = {}
        self.words: dict[str, int] = {}

    def thing(self, thing: Thing) -> list[Any]:
        """A thing."""
        return [thing.slug, thing.label, thing.kind.id, thing.definition, thing.names, int(thing.group)]

    def statement(self, each: Statement, *, in_table: bool) -> list[Any]:
        """A statement: without what its row of the table holds, and without what most have not, which comes last.

        The title of its document stands only where there are several.
        """
        captions = self.kinds.captions(each.relation, each.cells[1])
        source = f"{each.document}, {each.source}" if self.several and each.source else each.source
        ends = [self.slugs.get(each.subject, -1), self.slugs.get(each.object, each.cells[2])]
        others = [self.slugs[slug] for slug in each.mentions if slug in self.slugs]
        said = [
            0 if in_table else each.id,
            *ends,
            0 if in_table else each.words,
            _number(self.relations, captions),
            _number(self.sources, source),
            _number(self.bases, each.basis),
            each.truth,
            int(each.relation == "altLabel") + sum(2 << at for at, flag in enumerate(FLAGS) if flag in each.flags),
            each.hedge,
            [place for place in others if place not in ends],
            each.cues,
            each.opposites,
        ]
        while not said[-1]:
            said.pop()
        return said

    def link(self, link: Link) -> list[Any]:
        """A link, its arrows as one number, and the length of the step that it makes in a path."""
        ends = [self.slugs[slug] for slug in link.ends]
        return [*ends, link.truth, int(link.arrows[0]) + 2 * int(link.arrows[1]), link.length, *link.statements]

    def view(self, view: View, width: int) -> list[Any]:
        """A picture: its size, boxes, lanes, captions and lines.

        Args:
            view: the picture.
            width: of most of its boxes.
        """
        return [
            [view.width, view.height],
            [self._box(box, width) for box in view.boxes],
            [self._band(band) for band in view.bands],
            [self._caption(each) for each in view.captions],
            [_line(parts) for parts in _lines(view.curves)],
        ]

    def _box(self, box: Box, width: int) -> list[Any]:
        """Where it stands; its width where it is not that of most, and its label where it is not the usual one."""
        words = "\n".join(box.lines)
        if words == self._labels.get(box.w, {}).get(box.id):
            words = ""
        said = [self.slugs.get(box.id, box.id), box.x, box.y, box.h, 0 if box.w == width else box.w, words]
        while not said[-1]:
            said.pop()
        return said

    def _band(self, band: Band) -> list[Any]:
        lane = self._lanes[band.id] if band.id else -1
        said = [lane, *band[1:5], int(band.empty), band.title]
        while not said[-1]:
            said.pop()
        return said

    def _caption(self, caption: Caption) -> list[Any]:
        ids = (self.slugs.get(slug, slug) for slug in caption.ids)
        return [_number(self.words, caption.words), caption.x, caption.y, *ids]


def _lines(curves: list[Curve]) -> Iterator[list[Curve]]:
    """The parts of each line: a part goes on where the one before it ended."""
    parts: list[Curve] = []
    for curve in curves:
        if parts and not (curve.link == parts[-1].link and curve[1:3] == parts[-1][3:5] and not parts[-1].last):
            yield parts
            parts = []
        parts.append(curve)
    if parts:
        yield parts


def _line(parts: list[Curve]) -> list[Any]:
    """A line: its link, its ends as bits, where it starts, and how and to where each part runs."""
    first, last = parts[0], parts[-1]
    runs = [value for each in parts for value in (BENDS.index(each.bend), each.x2, each.y2)]
    return [first.link, first.tail + 2 * last.head + 4 * last.last, first.x1, first.y1, *runs]


def _number(table: dict[Any, int], value: Any) -> int:
    """The place of a value in a table, to which it is added."""
    return table.setdefault(value, len(table))

"""Things, statements, links and pictures as lists of numbers, so that a page of many stays small.

`visualizations/map-state.js` unpacks them: the order of what stands in a list is the same there.
"""

from __future__ import annotations

from typing import Any

from kg.maps.kinds import Kinds
from kg.maps.layout import Box, Metrics, View
from kg.maps.model import Knowledge, Link, Statement, Thing

BENDS = ["line", "s", "turn"]


class Packing:
    """Numbers for what is named again and again: its place in the list that the page holds once.

    Args:
        knowledge: what the map shows.
        kinds: how it looks.

    Attributes:
        slugs: the place of each thing.
        relations: the place of each pair of captions, as they were met.
        sources: the place of each source.
        bases: the place of each basis.
    """

    def __init__(self, knowledge: Knowledge, kinds: Kinds) -> None:
        self.kinds = kinds
        self.several = len(knowledge.documents) > 1
        self.slugs = {slug: place for place, slug in enumerate(knowledge.things)}
        self.relations: dict[tuple[str, str], int] = {}
        self.sources: dict[str, int] = {}
        self.bases: dict[str, int] = {}

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
            int(each.relation == "altLabel"),
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

    def view(self, view: View, measure: Metrics) -> list[Any]:
        """A focus: its size, boxes, lanes, captions and lines; a label only where it is not the one of all boxes."""
        lanes = [lane.id for lane in self.kinds.lanes]
        return [
            [view.width, view.height],
            [self._box(box, measure) for box in view.boxes],
            [[lanes.index(band.id), *band[1:5], int(band.empty)] for band in view.bands],
            [[*caption[:3], *(self.slugs.get(slug, slug) for slug in caption.ids)] for caption in view.captions],
            [[*c[:5], BENDS.index(c.bend), c.tail + 2 * c.head + 4 * c.last] for c in view.curves],
        ]

    def _box(self, box: Box, measure: Metrics) -> list[Any]:
        place = [self.slugs.get(box.id, box.id), box.x, box.y, box.h]
        return place if box.w == measure.focus_box else [*place, box.w, "\n".join(box.lines)]


def _number(table: dict[Any, int], value: Any) -> int:
    """The place of a value in a table, to which it is added."""
    return table.setdefault(value, len(table))

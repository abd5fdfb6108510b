"""All that the page's script reads, as plain data, and the escape that lets it stand in a page."""

from __future__ import annotations

import json
from typing import Any

from kg.maps.focus import FOCUS_FONT, Scene, focus
from kg.maps.kinds import Kinds
from kg.maps.layout import Box, Metrics, View, metrics
from kg.maps.model import Knowledge, Link, Statement, Thing
from kg.maps.order import Shown, neighbours, ordered_lanes, shown
from kg.maps.overview import MORE, overview
from kg.maps.wrap import wrap

MOST_BOXES = 60
#: Up to so many things, each has a picture of its own in the page; beyond, the page lays out what is chosen.
MOST_READY = 500
#: Up to so many claims, the table holds all; of more, so many, and the page's script leads to the rest.
MOST_ROWS, FIRST_ROWS = 2000, 500
_LINES = 3
_BENDS = ["line", "s", "turn"]
_PADDING = 20


def embed(data: Any) -> str:
    """JSON that no markup can end: for a script element, or anywhere else in a page."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))  # ASCII: U+2028, too, is escaped
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def rows_in_table(claims: int) -> int:
    """How many of so many claims, from the first, stand in the table without JavaScript."""
    return claims if claims <= MOST_ROWS else FIRST_ROWS


class Views:
    """All pictures of the map, in both layouts.

    Args:
        knowledge: what the map shows.
        kinds: how it looks.
    """

    def __init__(self, knowledge: Knowledge, kinds: Kinds) -> None:
        self.knowledge = knowledge
        self.kinds = kinds
        self.metrics = metrics(kinds.lanes)
        self.lanes = ordered_lanes(knowledge, kinds)
        self.near = neighbours(knowledge)
        things = knowledge.things
        self.weight = {slug: (things[slug].kind.first, len(said)) for slug, said in knowledge.said.items()}
        self.ready = list(things) if len(things) <= MOST_READY else []
        self.overview_lanes = shown(self.lanes, self.metrics[0].columns, MOST_BOXES, self.weight)

    def overview(self, measure: Metrics) -> View:
        """All things in lanes."""
        labels = self._labels(self.overview_lanes, measure.overview_box, measure)
        return overview(self.knowledge, self.kinds, self.overview_lanes, labels, measure)

    def focus_lanes(self, slug: str) -> dict[str, Shown]:
        """The neighbours of a thing by lane."""
        near = {lane: [each for each in slugs if each in self.near[slug]] for lane, slugs in self.lanes.items()}
        return shown(near, self.metrics[0].columns, MOST_BOXES - 1, self.weight)

    def focus(self, slug: str, measure: Metrics) -> View:
        """A thing and its neighbours."""
        lanes = self.focus_lanes(slug)
        labels = self._labels(lanes, measure.focus_box, measure)
        ems = (measure.lane - 2 * measure.pad - 2 * _PADDING) / (FOCUS_FONT * 1.08)  # bold is wider
        labels[slug] = self._label(slug, ems)
        return focus(Scene(self.knowledge, self.kinds, slug, lanes, labels, measure))

    def all_labels(self, box: int, font: int) -> list[str]:
        """The label of each thing, in lines, for boxes of a width."""
        return ["\n".join(self._label(slug, (box - _PADDING) / font)) for slug in self.knowledge.things]

    def _labels(self, lanes: dict[str, Shown], box: int, measure: Metrics) -> dict[str, tuple[str, ...]]:
        ems = (box - _PADDING) / measure.font
        labels = {slug: self._label(slug, ems) for each in lanes.values() for slug in each.slugs}
        more = {MORE + lane: (f"+{len(each.left_out)} more",) for lane, each in lanes.items() if each.left_out}
        return labels | more

    def _label(self, slug: str, ems: float) -> tuple[str, ...]:
        thing = self.knowledge.things[slug]
        return tuple(wrap(f"{thing.kind.glyph} {thing.label}", ems, _LINES))


def payload(knowledge: Knowledge, kinds: Kinds, views: Views) -> dict[str, Any]:
    """All that the page's script reads, as `visualizations/map-state.js` unpacks it: names once, then their numbers."""
    present = {link.truth for link in knowledge.links}
    tables = _Tables(knowledge, kinds)
    told = rows_in_table(sum(1 for each in knowledge.statements if each.id))
    return {
        "kinds": {kind.id: kind._asdict() for kind in kinds.kinds.values()},
        "lanes": [lane._asdict() for lane in kinds.lanes],
        "truths": {truth.id: truth._asdict() for truth in kinds.truths.values() if truth.id in present},
        "things": [tables.thing(thing) for thing in knowledge.things.values()],
        "statements": [tables.statement(each, in_table=at < told) for at, each in enumerate(knowledge.statements)],
        "links": [tables.link(link) for link in knowledge.links],
        "relations": list(tables.relations),
        "sources": list(tables.sources),
        "bases": list(tables.bases),
        "labels": {box: views.all_labels(box, font) for box, font in _label_sizes(views)},
        "layouts": {measure.name: _layout(measure, views, tables) for measure in views.metrics},
        "left": {
            "": _left_out(views.overview_lanes),
            **{slug: left for slug in views.ready if (left := _left_out(views.focus_lanes(slug)))},
        },
        "focusFont": FOCUS_FONT,
        "bends": _BENDS,
    }


class _Tables:
    """Numbers for what is named again and again: its place in the list that the page holds once."""

    def __init__(self, knowledge: Knowledge, kinds: Kinds) -> None:
        self.kinds = kinds
        self.several = len(knowledge.documents) > 1
        self.slugs = {slug: place for place, slug in enumerate(knowledge.things)}
        self.relations: dict[tuple[str, str], int] = {}
        self.sources: dict[str, int] = {}
        self.bases: dict[str, int] = {}

    def thing(self, thing: Thing) -> list[Any]:
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
            [[lanes.index(band.id), band.x, band.y, band.w, band.h, int(band.empty)] for band in view.bands],
            [[each.words, each.x, each.y, *(self.slugs.get(slug, slug) for slug in each.ids)] for each in view.captions],
            [[c.link, c.x1, c.y1, c.x2, c.y2, _BENDS.index(c.bend), c.tail + 2 * c.head + 4 * c.last] for c in view.curves],
        ]

    def _box(self, box: Box, measure: Metrics) -> list[Any]:
        place = [self.slugs.get(box.id, box.id), box.x, box.y, box.h]
        return place if box.w == measure.focus_box else [*place, box.w, "\n".join(box.lines)]


def _number(table: dict[Any, int], value: Any) -> int:
    """The place of a value in a table, to which it is added."""
    return table.setdefault(value, len(table))


def _label_sizes(views: Views) -> list[tuple[int, int]]:
    return sorted({(box, measure.font) for measure in views.metrics for box in (measure.focus_box, measure.step_box) if box})


def _layout(measure: Metrics, views: Views, tables: _Tables) -> dict[str, Any]:
    focused = views.ready if measure.focus_width else ()
    return {
        "font": measure.font,
        "box": measure.focus_box,
        "step": measure.step_box,
        "overview": view_data(views.overview(measure)),
        "focus": {slug: tables.view(views.focus(slug, measure), measure) for slug in focused},
    }


def view_data(view: View) -> dict[str, Any]:
    """A picture as plain lists."""
    return {
        "size": [view.width, view.height],
        "boxes": [[box.id, box.x, box.y, box.w, box.h, "\n".join(box.lines)] for box in view.boxes],
        "bands": [[band.id, band.x, band.y, band.w, band.h, int(band.empty)] for band in view.bands],
        "captions": [[each.words, each.x, each.y, each.ids] for each in view.captions],
        "curves": [[c.link, c.x1, c.y1, c.x2, c.y2, c.bend, int(c.tail), int(c.head), int(c.last)] for c in view.curves],
    }


def _left_out(lanes: dict[str, Shown]) -> dict[str, list[str]]:
    return {lane: each.left_out for lane, each in lanes.items() if each.left_out}

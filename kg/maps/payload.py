"""All that the page's script reads, as plain data, and the escape that lets it stand in a page."""

from __future__ import annotations

import json
from typing import Any

from kg.maps.blocks import Pen
from kg.maps.focus import FOCUS_FONT, Scene, focus
from kg.maps.kinds import Kinds
from kg.maps.layout import Metrics, View, metrics
from kg.maps.model import Knowledge
from kg.maps.order import Shown, neighbours, ordered_lanes, shown
from kg.maps.overview import MORE, overview
from kg.maps.packing import BENDS, Packing
from kg.maps.views import ReadyView, pens_of, views_data
from kg.maps.whole import draw_whole
from kg.maps.wrap import PADDING, label_lines

MOST_BOXES = 60
#: Up to so many things, each has a picture of its own in the page; beyond, the page lays out what is chosen.
MOST_READY = 500
#: Up to so many claims, the table holds all; of more, so many, and the page's script leads to the rest.
MOST_ROWS, FIRST_ROWS = 2000, 500


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
        """All things: with all lines where they are few and there is room, else in lanes."""
        whole = draw_whole(Pen(self.knowledge, self.kinds, measure)) if measure.focus_width else None
        if whole:
            return whole
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
        room = measure.lane - 2 * measure.pad - PADDING
        labels[slug] = label_lines(self.knowledge.things[slug].words, room, FOCUS_FONT * 1.08)  # bold is wider
        return focus(Scene(self.knowledge, self.kinds, slug, lanes, labels, measure))

    def all_labels(self) -> dict[int, dict[str, str]]:
        """The label of each thing in lines, by the width of the boxes of the layouts."""
        sizes = {
            (box, each.font) for each in self.metrics for box in (each.overview_box, each.focus_box, each.step_box)
        }
        return {box: self._broken_at(box, font) for box, font in sorted(sizes) if box}

    def _broken_at(self, box: int, font: int) -> dict[str, str]:
        return {slug: "\n".join(label_lines(thing.words, box, font)) for slug, thing in self.knowledge.things.items()}

    def broken(self, labels: dict[str, str]) -> list[str | int]:
        """Labels for the page: 0 for one that stands on one line as it is."""
        return [0 if words == self.knowledge.things[slug].words else words for slug, words in labels.items()]

    def _labels(self, lanes: dict[str, Shown], box: int, measure: Metrics) -> dict[str, tuple[str, ...]]:
        things = [self.knowledge.things[slug] for each in lanes.values() for slug in each.slugs]
        labels = {thing.slug: label_lines(thing.words, box, measure.font) for thing in things}
        more = {MORE + lane: (f"+{len(each.left_out)} more",) for lane, each in lanes.items() if each.left_out}
        return labels | more


def payload(views: Views, ready: list[ReadyView]) -> dict[str, Any]:
    """All that the page's script reads, as `visualizations/map-state.js` unpacks it: names once, then their numbers."""
    knowledge, kinds = views.knowledge, views.kinds
    present = {link.truth for link in knowledge.links}
    labels = views.all_labels()
    tables = Packing(knowledge, kinds, labels)
    layouts = {measure.name: _layout(measure, views, tables) for measure in views.metrics}
    drawn = views_data(ready, pens_of(knowledge, kinds), tables.view)
    told = rows_in_table(knowledge.told)
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
        "labels": {width: views.broken(each) for width, each in labels.items()},
        "layouts": layouts,
        "words": list(tables.words),
        "left": {
            "": _left_out(views.overview_lanes),
            **{slug: left for slug in views.ready if (left := _left_out(views.focus_lanes(slug)))},
        },
        "views": drawn,
        "focusFont": FOCUS_FONT,
        "bends": BENDS,
        "told": knowledge.told,
    }


def _layout(measure: Metrics, views: Views, tables: Packing) -> dict[str, Any]:
    focused = views.ready if measure.focus_width else ()
    return {
        "font": measure.font,
        "box": measure.focus_box,
        "step": measure.step_box,
        "width": measure.overview_box,
        "overview": tables.view(views.overview(measure), measure.overview_box),
        "focus": {slug: tables.view(views.focus(slug, measure), measure.focus_box) for slug in focused},
    }


def _left_out(lanes: dict[str, Shown]) -> dict[str, list[str]]:
    return {lane: each.left_out for lane, each in lanes.items() if each.left_out}

"""All that the page's script reads, as plain data, and the escape that lets it stand in a page."""

from __future__ import annotations

import json
from typing import Any

from kg.maps.focus import FOCUS_FONT, Scene, focus
from kg.maps.kinds import Kinds
from kg.maps.layout import Metrics, View, metrics
from kg.maps.model import Knowledge, Statement, Thing
from kg.maps.order import Shown, neighbours, ordered_lanes, shown
from kg.maps.overview import MORE, overview
from kg.maps.wrap import wrap

MOST_BOXES = 60
_LINES = 3
_PADDING = 20


def embed(data: Any) -> str:
    """JSON that no markup can end: for a script element, or anywhere else in a page."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))  # ASCII: U+2028, too, is escaped
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


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
        if measure.marks:
            labels |= self._marked(slug, set(labels), (measure.focus_box - _PADDING) / measure.font)
        return focus(Scene(self.knowledge, self.kinds, slug, lanes, labels, measure))

    def _labels(self, lanes: dict[str, Shown], box: int, measure: Metrics) -> dict[str, tuple[str, ...]]:
        ems = (box - _PADDING) / measure.font
        labels = {slug: self._label(slug, ems) for each in lanes.values() for slug in each.slugs}
        more = {MORE + lane: (f"+{len(each.left_out)} more",) for lane, each in lanes.items() if each.left_out}
        return labels | more

    def _marked(self, slug: str, drawn: set[str], ems: float) -> dict[str, tuple[str, ...]]:
        """Labels of the neighbours whose line would bear a mark."""
        links = [self.knowledge.links[index] for index in self.knowledge.linked[slug]]
        marks = {link.other(slug): mark for link in links if (mark := self.kinds.truths[link.truth].mark)}
        return {other: self._label(other, ems, f"{mark} ") for other, mark in marks.items() if other in drawn}

    def _label(self, slug: str, ems: float, mark: str = "") -> tuple[str, ...]:
        thing = self.knowledge.things[slug]
        return tuple(wrap(f"{mark}{thing.kind.glyph} {thing.label}", ems, _LINES))


def payload(knowledge: Knowledge, kinds: Kinds, views: Views) -> dict[str, Any]:
    """All that the page's script reads."""
    present = {link.truth for link in knowledge.links}
    return {
        "kinds": {kind.id: kind._asdict() for kind in kinds.kinds.values()},
        "lanes": [lane._asdict() for lane in kinds.lanes],
        "truths": {truth.id: truth._asdict() for truth in kinds.truths.values() if truth.id in present},
        "things": {slug: _thing(thing, knowledge, kinds) for slug, thing in knowledge.things.items()},
        "statements": [_statement(each, several=len(knowledge.documents) > 1) for each in knowledge.statements],
        "links": [[*link.ends, link.truth, link.statements, *map(int, link.arrows)] for link in knowledge.links],
        "layouts": {measure.name: _layout(measure, views) for measure in views.metrics},
        "left": {
            "": _left_out(views.overview_lanes),
            **{slug: left for slug in knowledge.things if (left := _left_out(views.focus_lanes(slug)))},
        },
        "focusFont": FOCUS_FONT,
    }


def _layout(measure: Metrics, views: Views) -> dict[str, Any]:
    focused = views.knowledge.things if measure.focus_width else ()
    return {
        "font": measure.font,
        "overview": view_data(views.overview(measure)),
        "focus": {slug: view_data(views.focus(slug, measure)) for slug in focused},
    }


def view_data(view: View) -> dict[str, Any]:
    """A picture as plain lists."""
    return {
        "size": [view.width, view.height],
        "boxes": [[box.id, box.x, box.y, box.w, box.h, "\n".join(box.lines)] for box in view.boxes],
        "bands": [[band.id, band.x, band.y, band.w, band.h, int(band.empty)] for band in view.bands],
        "captions": [[each.words, each.x, each.y, each.ids] for each in view.captions],
        "curves": [
            [c.link, c.x1, c.y1, c.x2, c.y2, c.bend, int(c.tail), int(c.head), int(c.last)] for c in view.curves
        ],
    }


def _left_out(lanes: dict[str, Shown]) -> dict[str, list[str]]:
    return {lane: each.left_out for lane, each in lanes.items() if each.left_out}


def _thing(thing: Thing, knowledge: Knowledge, kinds: Kinds) -> dict[str, Any]:
    """A thing with what is said of it, by relation."""
    groups: dict[str, list[int]] = {}
    for index in knowledge.said[thing.slug]:
        groups.setdefault(_heading(thing.slug, knowledge.statements[index], kinds), []).append(index)
    said = sorted(groups.items(), key=lambda group: _is_name(group[1], knowledge))
    return {
        "label": thing.label,
        "kind": thing.kind.id,
        "definition": thing.definition,
        "names": thing.names,
        "said": [[words, indexes] for words, indexes in said],
    }


def _is_name(indexes: list[int], knowledge: Knowledge) -> bool:
    """Whether these only give other names, which come last."""
    return all(knowledge.statements[index].relation == "altLabel" for index in indexes)


def _heading(slug: str, each: Statement, kinds: Kinds) -> str:
    if slug not in (each.subject, each.object):
        return "also mentioned"
    return each.caption(slug, kinds)


def _statement(each: Statement, *, several: bool) -> dict[str, Any]:
    """A statement; the title of its document only where there are several."""
    return {
        "id": each.id,
        "ends": [each.subject, each.object],
        "words": each.words,
        "source": f"{each.document}, {each.source}" if several and each.source else each.source,
        "basis": each.basis,
        "cues": each.cues,
        "truth": each.truth,
        "opposites": each.opposites,
    }

"""One thing and its direct neighbours: the thing across its lane, its neighbours around it.

Neighbours of the same lane stand above and below, in two columns with a channel between them through which their
lines run. Lines to another lane cross the space between the lanes; where a lane stands in the way, its boxes leave
a corridor. So no line ever passes over a label.
"""

from __future__ import annotations

from itertools import starmap
from typing import NamedTuple

from kg.maps.kinds import Kinds
from kg.maps.layout import HEADING, Band, Box, Cell, Flow, Group, Metrics, View, box_height, cells_of, parts_of
from kg.maps.lines import draw_lines
from kg.maps.model import Knowledge, Link
from kg.maps.order import Shown
from kg.maps.overview import MORE

FOCUS_FONT = 18
_AROUND = 26
_BETWEEN_LANES = 14


class Scene(NamedTuple):
    """What a focus is laid out from.

    Attributes:
        knowledge: all that the map shows.
        kinds: how it looks.
        slug: the thing in focus.
        lanes: its neighbours by lane.
        labels: of the boxes, in lines; that of the focus is wrapped for its own box.
        measure: of the layout.
    """

    knowledge: Knowledge
    kinds: Kinds
    slug: str
    lanes: dict[str, Shown]
    labels: dict[str, tuple[str, ...]]
    measure: Metrics

    @property
    def links(self) -> list[tuple[int, Link]]:
        """The links that touch the focus, with their indexes."""
        return [(at, self.knowledge.links[at]) for at in self.knowledge.linked[self.slug]]


def focus(scene: Scene) -> View:
    """Lay out a focus."""
    measure = scene.measure
    own = scene.knowledge.things[scene.slug].kind.lane
    groups = {lane: _groups(scene, lane) for lane in scene.lanes}
    middle = next(at for at, lanes in enumerate(measure.columns) if own in lanes)
    view = View(measure.focus_width)
    crossing = _crossing(scene, groups, middle)
    x = 0
    spans = []
    for column, names in enumerate(measure.columns):
        filled = {name: groups[name] for name in names if groups[name] or name == own}
        if column == middle:
            width = measure.lane
            bands = _around(scene, view, filled, x)
        else:
            width = measure.focus_box + 2 * measure.pad
            bands = _beside(scene, view, filled, x, crossing if column == 1 else 0)
        spans.append((x, width, bands or [(name, 0) for name in names], not bands))
        x += width + measure.between
    passage = (spans[1][0], spans[1][0] + spans[1][1]) if crossing else None
    draw_lines(view, scene.links, scene.slug, passage)
    _frame(view, spans)
    return view


def _groups(scene: Scene, lane: str) -> list[Group]:
    """Neighbours in a lane by what they are to the focus."""
    said: dict[str, dict[str, set[str]]] = {}
    for _, link in scene.links:
        for index in link.statements:
            each = scene.knowledge.statements[index]
            captions = said.setdefault(link.other(scene.slug), {})
            captions.setdefault(each.caption(scene.slug, scene.kinds), set()).add(each.hedge)
    together: dict[str, list[str]] = {}
    for slug in scene.lanes[lane].slugs:
        together.setdefault(", ".join(starmap(_hedged, said[slug].items())), []).append(slug)
    groups = [Group(words, slugs) for words, slugs in together.items()]
    return [*groups, Group("", [MORE + lane])] if scene.lanes[lane].left_out else groups


def _hedged(caption: str, hedges: set[str]) -> str:
    """A caption that says so where each statement behind it is hedged."""
    return caption if "" in hedges else f"{caption} ({' or '.join(sorted(hedges))})"


def _crossing(scene: Scene, groups: dict[str, list[Group]], middle: int) -> int:
    """How many lines pass through the column between the focus and a column beyond it."""
    columns = scene.measure.columns
    beyond = {0: 2, 2: 0}.get(middle)
    if beyond is None or beyond >= len(columns) or len(columns) == 1:
        return 0
    far = {slug for lane in columns[beyond] for group in groups[lane] for slug in group.ids}
    return sum(1 for _, link in scene.links if link.other(scene.slug) in far)


def _flow(scene: Scene, view: View) -> Flow:
    measure = scene.measure
    return Flow(view, scene.labels, measure.font, measure.focus_box, measure.gap)


def _around(scene: Scene, view: View, groups: dict[str, list[Group]], x: int) -> list[tuple[str, int]]:
    """The column of the focus, whose centre is at height 0; returns where its lanes start."""
    measure, flow, names = scene.measure, _flow(scene, view), list(groups)
    own = names.index(scene.knowledge.things[scene.slug].kind.lane)
    width = measure.lane - 2 * measure.pad
    lines = scene.labels[scene.slug]
    height = max(box_height(len(lines), FOCUS_FONT) + 14, 58)
    lefts = (x + measure.pad, x + measure.pad + measure.focus_box + measure.channel)
    quarters = parts_of(groups[names[own]], 4)
    view.boxes.append(Box(scene.slug, x + measure.lane // 2, 0, width, height, lines))

    def pair(parts: list[list[Cell]], top: int) -> int:
        return max(flow.put(cells, left, top) for cells, left in zip(parts, lefts, strict=True))

    def above(parts: list[list[Cell]], bottom: int) -> int:
        for cells, left in zip(parts, lefts, strict=True):
            flow.put(cells, left, bottom - flow.height(cells) + measure.gap)
        return bottom - max([0, *(flow.height(cells) - measure.gap for cells in parts if cells)])

    top = -height // 2
    if any(quarters[:2]):
        top = above(quarters[:2], top - _AROUND)
    starts = [(names[own], top - HEADING)]
    for name in reversed(names[:own]):
        bottom = starts[0][1] - _BETWEEN_LANES - measure.pad
        starts.insert(0, (name, above(parts_of(groups[name], 2), bottom) - HEADING))
    y = height // 2
    if any(quarters[2:]):
        y = pair(quarters[2:], y + _AROUND) - measure.gap
    for name in names[own + 1 :]:
        start = y + measure.pad + _BETWEEN_LANES
        starts.append((name, start))
        y = pair(parts_of(groups[name], 2), start + HEADING) - measure.gap
    return starts


def _beside(scene: Scene, view: View, groups: dict[str, list[Group]], x: int, crossing: int) -> list[tuple[str, int]]:
    """Another column, centred on the height of the focus; returns where its lanes start."""
    flow = _flow(scene, view)
    left = x + scene.measure.pad
    names = list(groups)
    rows = {name: cells_of(groups[name], 1) for name in names}
    between = HEADING + _BETWEEN_LANES + scene.measure.pad
    total = sum(map(flow.height, rows.values())) + between * max(0, len(names) - 1)
    if crossing and len(names) == 1:
        cells = rows[names[0]]
        split = _middle(flow, cells)
        half = corridor(crossing) // 2
        top = -half - flow.height(cells[:split]) + scene.measure.gap
        flow.put(cells[:split], left, top)
        flow.put(cells[split:], left, half)
        return [(names[0], top - HEADING)]
    y = -total // 2
    starts = []
    for name in names:
        starts.append((name, y - HEADING))
        y = flow.put(rows[name], left, y) + between
    return starts


def corridor(lines: int) -> int:
    """The height of the gap that so many lines need."""
    return 26 + 6 * lines


def _middle(flow: Flow, cells: list[Cell]) -> int:
    """The row before which to break, nearest to the middle, not right beneath a caption."""
    half = flow.height(cells) / 2
    allowed = [at for at in range(len(cells) + 1) if at == 0 or not cells[at - 1].words]
    return min(allowed, key=lambda at: (abs(flow.height(cells[:at]) - half), at))


def _frame(view: View, spans: list[tuple[int, int, list[tuple[str, int]], bool]]) -> None:
    """Lay the lanes beneath their boxes, from one top to one bottom, and move all to start at 0."""
    top = min([start for _, _, bands, empty in spans if not empty for _, start in bands])
    bottom = max(box.y + box.h // 2 for box in view.boxes) + 12
    for x, width, bands, empty in spans:
        step = (bottom - top) // len(bands)
        starts = [top + at * step for at in range(len(bands))] if empty else [top, *(y for _, y in bands[1:])]
        for at, (name, _) in enumerate(bands):
            last = at == len(bands) - 1
            end = bottom if last else starts[at + 1] - _BETWEEN_LANES
            view.bands.append(Band(name, x, starts[at] - top, width, end - starts[at], empty))
    view.boxes = [box._replace(y=box.y - top) for box in view.boxes]
    view.captions = [caption._replace(y=caption.y - top) for caption in view.captions]
    view.curves = [curve._replace(y1=curve.y1 - top, y2=curve.y2 - top) for curve in view.curves]
    view.height = bottom - top

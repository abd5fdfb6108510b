"""Columns of boxes from left to right, with lines from each to those after it.

Where a line has to pass a column, a row there is left free for it; where words stand on it, they have a row of their
own between the columns. So no line crosses a label.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from kg.maps.blocks import Beside, Block, Pen, block, draw_block, more, settle, spread
from kg.maps.layout import CAPTION_LINE, HEADING, Band, Caption, Curve, Group, View

_BEND = 30
_PASSES = 6
_BETWEEN = 14


class Column(NamedTuple):
    """One column.

    Attributes:
        groups: its boxes, each group in a band with its heading.
        lane: whose colour and heading it has, if it stands for one.
        fixed: whether its boxes keep their order; all others are put where their lines cross less.
        name: of its box “+n more”.
        left_out: the things for which there is no room.
    """

    groups: list[Group]
    lane: str = ""
    fixed: bool = False
    name: str = ""
    left_out: tuple[str, ...] = ()


class Route(NamedTuple):
    """A line from a box of a column to a box of one that comes later.

    Attributes:
        link: whose line it is.
        start, end: ids of the boxes.
        words: on the line, each phrase by itself.
        arrows: whether an arrow stands at its start, and at its end; as the link has them where not given.
    """

    link: int
    start: str
    end: str
    words: tuple[str, ...] = ()
    arrows: tuple[bool, bool] | None = None


class _Grid:
    """The layers of a picture: its columns, and, where words stand on lines, one for them between each two."""

    def __init__(
        self, pen: Pen, columns: list[Column], routes: list[Route], beside: dict[str, list[Beside]], width: int
    ) -> None:
        self.pen = pen
        self.columns = columns
        self.routes = routes
        measure = pen.measure
        self.box = pen.box
        self.band = self.box + 2 * measure.pad
        self.room = (width - len(columns) * self.band) // max(1, len(columns) - 1)
        self.step = 2 if any(each.words for each in routes) else 1
        self.layers: list[list[Block]] = []
        for column in columns:
            if self.layers and self.step > 1:
                self.layers.append([])
            self.layers.append(self._blocks(column, beside))
        self.place = {each.id: at for at, layer in enumerate(self.layers) for each in layer}
        self.chains = [self._chain(number, route) for number, route in enumerate(routes)]

    def _blocks(self, column: Column, beside: dict[str, list[Beside]]) -> list[Block]:
        found = []
        for at, group in enumerate(column.groups):
            blocks = [block(self.pen, slug, self.box, beside=beside.get(slug)) for slug in group.ids]
            if at and blocks:
                blocks[0].before = HEADING + self.pen.measure.pad + _BETWEEN - self.pen.measure.gap
            found += blocks
        return [*found, more(self.pen, column.name, list(column.left_out), self.box)] if column.left_out else found

    def _chain(self, number: int, route: Route) -> list[Block]:
        """The blocks that a line goes through; those between its ends are made for it."""
        blocks = {each.id: each for layer in self.layers for each in layer}
        start, end = self.place[route.start], self.place[route.end]
        chain = [blocks[route.start]]
        for layer in range(start + 1, end):
            _, width = self.span(layer, None)
            said = route.words if layer == end - 1 else ()
            words = tuple(line for phrase in said for line in self.pen.words(phrase, width))
            chain.append(Block(f"line {number} {layer}", width, lines=words))
            self.layers[layer].append(chain[-1])
        return [*chain, blocks[route.end]]

    def span(self, layer: int, each: Block | None) -> tuple[int, int]:
        """Left edge and width of a block; of nothing but a line, of the whole band that it passes."""
        column, between = divmod(layer, self.step)
        left = column * (self.band + self.room)
        if between:
            return left + self.band + _BEND, self.room - 2 * _BEND
        return (left + self.pen.measure.pad, self.box) if each and each.box else (left, self.band)

    def order(self) -> None:
        """Sort the blocks of each layer by those that their lines lead to, so that lines cross less."""
        near: dict[str, list[str]] = {}
        for chain in self.chains:
            for one, other in pairwise(chain):
                near.setdefault(one.id, []).append(other.id)
                near.setdefault(other.id, []).append(one.id)
        for _ in range(_PASSES):
            for at, layer in enumerate(self.layers):
                if not (at % self.step == 0 and self.columns[at // self.step].fixed):
                    self._sort(layer, near)

    def _sort(self, layer: list[Block], near: dict[str, list[str]]) -> None:
        place = {
            each.id: Fraction(2 * at + 1, 2 * len(blocks)) for blocks in self.layers for at, each in enumerate(blocks)
        }

        def centre(each: Block) -> tuple[bool, Fraction, Fraction]:
            ends = [place[other] for other in near.get(each.id, [])]
            mean = sum(ends, Fraction(0)) / len(ends) if ends else place[each.id]
            return each.id.startswith("more "), mean, place[each.id]

        layer.sort(key=centre)

    def settle(self) -> int:
        """Give every block its height, from the tallest layer outwards; returns the height of all."""
        gap = self.pen.measure.gap
        tall = [sum(each.height + gap + each.before for each in layer) - gap for layer in self.layers]
        bottom = HEADING + max([*tall, 0])
        first = max(range(len(tall)), key=tall.__getitem__, default=0)
        done: set[str] = set()
        for at in [*range(first, len(tall)), *range(first - 1, -1, -1)]:
            layer = self.layers[at]
            settle(layer, [self._wanted(each, done) for each in layer], gap, HEADING, bottom)
            done |= {each.id for each in layer}
        return bottom + self.pen.measure.pad

    def _wanted(self, each: Block, done: set[str]) -> int | None:
        ends = [
            other.port
            for chain in self.chains
            for one, two in pairwise(chain)
            for own, other in ((one, two), (two, one))
            if own is each and other.id in done
        ]
        return round(Fraction(sum(ends), len(ends))) if ends else None

    def draw(self, view: View) -> None:
        """Draw lanes, boxes, words and lines."""
        for at, column in enumerate(self.columns):
            self._bands(view, column, at)
        for at, layer in enumerate(self.layers):
            for each in layer:
                x = self.span(at, each)[0]
                if each.box:
                    draw_block(view, each, x)
        ports = self._ports()
        for number, chain in enumerate(self.chains):
            self._line(view, number, chain, ports)

    def _bands(self, view: View, column: Column, at: int) -> None:
        x = at * (self.band + self.room)
        places = {each.id: each for each in self.layers[at * self.step]}
        several = len(column.groups) > 1
        for group in column.groups:
            blocks = [places[slug] for slug in group.ids]
            if column.left_out and group is column.groups[-1]:
                blocks.append(self.layers[at * self.step][-1])
            if not several or not blocks:
                view.bands.append(Band(column.lane, x, 0, self.band, view.height, empty=not blocks, title=group.words))
                continue
            top = blocks[0].y - HEADING
            bottom = blocks[-1].y + blocks[-1].height + self.pen.measure.pad
            view.bands.append(Band("", x, top, self.band, bottom - top, empty=False, title=group.words))

    def _ports(self) -> dict[tuple[int, bool], int]:
        """Where each line meets its two boxes: those of a side apart, in the order of where they come from."""
        sides: dict[tuple[str, bool], list[tuple[int, int]]] = {}
        for number, chain in enumerate(self.chains):
            sides.setdefault((chain[0].id, True), []).append((chain[1].port, number))
            sides.setdefault((chain[-1].id, False), []).append((chain[-2].port, number))
        ends = {each.id: each for layer in self.layers for each in layer}
        found = {}
        for (slug, leaves), lines in sides.items():
            for (_, number), off in zip(sorted(lines), spread(len(lines), ends[slug].box), strict=True):
                found[number, leaves] = ends[slug].port + off
        return found

    def _line(self, view: View, number: int, chain: list[Block], ports: dict[tuple[int, bool], int]) -> None:
        route = self.routes[number]
        tail, head = route.arrows or self.pen.arrows(route.link, route.start)
        first = self.place[route.start]
        x, width = self.span(first, chain[0])
        at = (x + width, ports[number, True])
        ends = (route.start, route.end)
        for step, each in enumerate(chain[1:], 1):
            isend = each is chain[-1]
            x, width = self.span(first + step, each)
            y = ports[number, False] if isend else each.port
            view.curves.append(
                Curve(route.link, *at, x, y, "s", tail=tail and step == 1, head=head and isend, last=isend)
            )
            at = (x + width, y)
            for line, words in enumerate(() if isend else each.lines):
                view.captions.append(Caption(words, x, each.y + CAPTION_LINE * line + CAPTION_LINE // 2, ends))
            if not isend:
                view.curves.append(Curve(route.link, x, y, *at, "line", tail=False, head=False, last=False))


def levels(slugs: set[str], steps: list[tuple[str, str]], least: dict[str, int]) -> list[list[str]]:
    """Things by how many steps at most lead to them; where steps go round in a circle, it is cut at one place.

    Args:
        slugs: the things.
        steps: pairs, the second of which comes after the first.
        least: the first level on which each may stand.
    """
    before = {slug: {one for one, other in steps if other == slug and one != slug} for slug in slugs}
    waiting = {slug: set(ends) for slug, ends in before.items()}
    level: dict[str, int] = {}
    while waiting:
        ready = sorted(slug for slug, ends in waiting.items() if not ends)
        ready = ready or [min(waiting, key=lambda slug: (len(waiting[slug]), slug))]
        for slug in ready:
            for later in waiting.pop(slug):  # where the circle is cut, the step leads back
                before[later].add(slug)
            level[slug] = max([least[slug], *(level[one] + 1 for one in before[slug] if one in level)])
        for ends in waiting.values():
            ends.difference_update(ready)
    used = sorted(set(level.values()))
    return [sorted(slug for slug in slugs if level[slug] == at) for at in used]


def draw_columns(
    pen: Pen, columns: list[Column], routes: list[Route], width: int, beside: dict[str, list[Beside]] | None = None
) -> View:
    """A picture of columns.

    Args:
        pen: what it is drawn with.
        columns: from left to right.
        routes: the lines.
        width: of the picture.
        beside: the boxes that stand beneath a box, by its id.
    """
    grid = _Grid(pen, columns, routes, beside or {}, width)
    grid.order()
    view = View(width)
    view.height = grid.settle()
    grid.draw(view)
    return view

"""Steps from top to bottom in two columns, with all lines in the space between: for phones, and for many steps.

The first step stands at the left, the second at the right, the third at the left beneath the first, and so on.
"""

from __future__ import annotations

from kg.maps.blocks import Beside, Block, Pen, block, draw_block, more, spread
from kg.maps.columns import Column, Route
from kg.maps.layout import HEADING, Band, Curve, View

_BETWEEN = 14
_FROM_BOX = 8
_TRACK = 6


class _Zigzag:
    def __init__(self, pen: Pen, routes: list[Route], width: int) -> None:
        self.pen = pen
        self.routes = routes
        self.width = width
        self.box = pen.box
        self.view = View(width)
        self.blocks: dict[str, Block] = {}
        self.side: dict[str, int] = {}

    def edge(self, side: int) -> int:
        """The left edge of the boxes of a column."""
        pad = self.pen.measure.pad
        return self.width - pad - self.box if side else pad

    def place(self, columns: list[Column], beside: dict[str, list[Beside]]) -> None:
        """Give every block its height, each step beneath the last of its side and no higher than the step before."""
        measure = self.pen.measure
        foot, top = [0, 0], 0
        for at, column in enumerate(columns):
            side = at % 2
            top = y = max(foot[side], top)
            y += HEADING
            for each in self._blocks(column, beside):
                each.y = y
                y += each.height + measure.gap
                self.blocks[each.id] = each
                self.side[each.id] = side
            bottom = y - measure.gap + measure.pad
            left = self.edge(side) - measure.pad
            title = column.groups[0].words
            self.view.bands.append(
                Band(column.lane, left, top, self.box + 2 * measure.pad, bottom - top, empty=False, title=title)
            )
            foot[side] = bottom + _BETWEEN
        self.view.height = max(foot) - _BETWEEN

    def _blocks(self, column: Column, beside: dict[str, list[Beside]]) -> list[Block]:
        found = []
        for slug in column.groups[0].ids:
            said = dict.fromkeys(phrase for each in self.routes if each.end == slug for phrase in each.words)
            over = tuple(line for phrase in said for line in self.pen.words(phrase, self.box))
            found.append(block(self.pen, slug, self.box, over, beside.get(slug)))
        return [*found, more(self.pen, column.name, list(column.left_out), self.box)] if column.left_out else found

    def draw(self) -> None:
        """Draw all boxes, and the lines in the space between the columns."""
        for slug, each in self.blocks.items():
            draw_block(self.view, each, self.edge(self.side[slug]))
        ports = self._ports()
        tracks: dict[int, int] = {0: 0, 1: 0}
        for number, route in enumerate(self.routes):
            one, other = self.side[route.start], self.side[route.end]
            tail, head = route.arrows or self.pen.arrows(route.link, route.start)
            x1, x2 = self._inner(one), self._inner(other)
            y1, y2 = ports[number, True], ports[number, False]
            if one != other:
                self.view.curves.append(Curve(route.link, x1, y1, x2, y2, "s", tail=tail, head=head, last=True))
                continue
            # Out into the space between, along it, and back to the same side.
            room = self.edge(1) - self._inner(0) - 2 * _FROM_BOX
            off = _FROM_BOX + 2 * self.pen.measure.pad + tracks[one] * _TRACK % max(1, room - 2 * self.pen.measure.pad)
            tracks[one] += 1
            x = x1 + (-off if one else off)
            self.view.curves += [
                Curve(route.link, x1, y1, x, y1, "line", tail=tail, head=False, last=False),
                Curve(route.link, x, y1, x, y2, "line", tail=False, head=False, last=False),
                Curve(route.link, x, y2, x2, y2, "line", tail=False, head=head, last=True),
            ]

    def _inner(self, side: int) -> int:
        """The edge of a column's boxes that looks to the other column."""
        return self.edge(side) if side else self.edge(side) + self.box

    def _ports(self) -> dict[tuple[int, bool], int]:
        met: dict[str, list[tuple[int, int, bool]]] = {}
        for number, route in enumerate(self.routes):
            met.setdefault(route.start, []).append((self.blocks[route.end].port, number, True))
            met.setdefault(route.end, []).append((self.blocks[route.start].port, number, False))
        found = {}
        for slug, lines in met.items():
            own = self.blocks[slug]
            for (_, number, leaves), off in zip(sorted(lines), spread(len(lines), own.box), strict=True):
                found[number, leaves] = own.port + off
        return found


def draw_zigzag(
    pen: Pen, columns: list[Column], routes: list[Route], width: int, beside: dict[str, list[Beside]]
) -> View:
    """A picture of steps.

    Args:
        pen: what it is drawn with.
        columns: the steps in their order.
        routes: the lines; the words of each stand over the box where it ends.
        width: of the picture.
        beside: the boxes that stand beneath a box, by its id.
    """
    zigzag = _Zigzag(pen, routes, width)
    zigzag.place(columns, beside)
    zigzag.draw()
    return zigzag.view

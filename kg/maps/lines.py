"""The lines of a focus: where each leaves the focus, how it runs, and where it arrives."""

from __future__ import annotations

from typing import NamedTuple

from kg.maps.layout import Box, Curve, View
from kg.maps.model import Link

_APART = 6
_PARALLEL = 12
_TURN = 12
_SHARED = 8


class _Target(NamedTuple):
    """The end of one line.

    Attributes:
        link: index of the link.
        box: where it ends.
        y: height at which it arrives.
        near, far: whether an arrow stands at the focus, and at the box.
    """

    link: int
    box: Box
    y: int
    near: bool
    far: bool

    def whole(self, x1: int, y1: int, x2: int, bend: str) -> Curve:
        """Its line in one part."""
        return Curve(self.link, x1, y1, x2, self.y, bend, tail=self.near, head=self.far, last=True)

    def first(self, x1: int, y1: int, x2: int, y2: int) -> Curve:
        """The part of its line that leaves the focus."""
        return Curve(self.link, x1, y1, x2, y2, "line", tail=self.near, head=False, last=False)

    def second(self, x1: int, y1: int, x2: int, bend: str) -> Curve:
        """The part of its line that arrives at the box."""
        return Curve(self.link, x1, y1, x2, self.y, bend, tail=False, head=self.far, last=True)


def draw_lines(view: View, links: list[tuple[int, Link]], slug: str, passage: tuple[int, int] | None) -> None:
    """Add the lines of a focus, whose box has its centre at height 0.

    Args:
        view: has its boxes.
        links: those that touch the focus, with their indexes.
        slug: the focus.
        passage: the two sides of the column through which lines to the furthest column pass, if any do.
    """
    centre = next(box for box in view.boxes if box.id == slug)
    targets = _targets(view, links, slug)
    inside = [each for each in targets if abs(each.box.x - centre.x) < centre.w // 2]
    for side in (-1, 1):
        _channel(view, centre, [each for each in inside if (each.box.x - centre.x) * side > 0], side)
        outside = [each for each in targets if (each.box.x - centre.x) * side >= centre.w // 2]
        _sideways(view, centre, outside, side, passage)


def _targets(view: View, links: list[tuple[int, Link]], slug: str) -> list[_Target]:
    places = {box.id: box for box in view.boxes}
    by_end: dict[str, list[tuple[int, Link]]] = {}
    for index, link in links:
        by_end.setdefault(link.other(slug), []).append((index, link))
    found = []
    for end, several in by_end.items():
        for at, (index, link) in enumerate(several if end in places else []):
            y = places[end].y + round((at - (len(several) - 1) / 2) * _PARALLEL)
            near, far = link.arrows if link.ends[0] == slug else link.arrows[::-1]
            found.append(_Target(index, places[end], y, near, far))
    return sorted(found, key=lambda each: (each.y, each.link))


def _channel(view: View, centre: Box, targets: list[_Target], side: int) -> None:
    """Lines up and down between the two columns: the nearer the box, the further out its line."""
    for upwards in (True, False):
        chosen = sorted((t for t in targets if (t.box.y < centre.y) == upwards), key=lambda t: (abs(t.y), t.link))
        for at, target in enumerate(chosen):
            port = target.box.x - side * target.box.w // 2
            room = abs(port - centre.x) - 18
            # In the narrow layout's channel there is no room for one track each: they share one.
            step = (room - 1) / max(1, len(chosen) - 1) if room > _SHARED else 0
            x = centre.x + side * round(room - step * at)
            y = centre.y + (-centre.h if upwards else centre.h) // 2
            turn = target.y + (_TURN if upwards else -_TURN)
            view.curves += [target.first(x, y, x, turn), target.second(x, turn, port, "turn")]


def _sideways(view: View, centre: Box, targets: list[_Target], side: int, passage: tuple[int, int] | None) -> None:
    """Lines to the columns on one side; those to the further column run level through the nearer one first."""
    port = centre.x + side * centre.w // 2
    far = [each for each in targets if passage and _between(passage, centre.x, each.box.x)]
    turn = 0 if passage is None else passage[side > 0]
    for at, target in enumerate(far):
        y = round((at - (len(far) - 1) / 2) * _APART)
        view.curves += [target.first(port, y, turn, y), target.second(turn, y, _side(target, side), "s")]
    rest = [each for each in targets if each not in far]
    margin = round(len(far) * _APART / 2)
    halves = ([t for t in reversed(rest) if t.y < centre.y], [t for t in rest if t.y >= centre.y])
    for sign, half in zip((-1, 1), halves, strict=True):
        room = max(0, centre.h // 2 - 8 - margin)
        for at, target in enumerate(half):
            y = centre.y + sign * (margin + round(min(_APART, room / len(half)) * (at + 0.5)))
            view.curves.append(target.whole(port, y, _side(target, side), "s"))


def _between(passage: tuple[int, int], x1: int, x2: int) -> bool:
    return min(x1, x2) < passage[0] and passage[1] < max(x1, x2)


def _side(target: _Target, side: int) -> int:
    """The side of a box that looks towards the focus."""
    return target.box.x - side * target.box.w // 2

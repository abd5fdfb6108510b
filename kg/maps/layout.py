"""Where everything stands: boxes, lanes, captions and lines, in units that are CSS pixels at scale 1.

x grows to the right and y downwards; a box is given by its centre. Everything is an integer, so that the same
graph gives the same picture on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from kg.maps.kinds import Lane
from kg.maps.wrap import wrap

CAPTION_LINE = 16
HEADING = 36


class Metrics(NamedTuple):
    """The measures of one layout.

    Attributes:
        name: wide, middle or narrow.
        overview_width: of the overview.
        focus_width: of a focus; 0 where the layout has none.
        font: size of a label.
        overview_box: width of a box in the overview.
        focus_box: width of a neighbour in a focus.
        step_box: width of a box where each step from a thing has a column, or a level, of its own.
        gap: between boxes.
        channel: between the two columns of boxes through which lines run in a focus.
        pad: from the edge of a lane to its boxes.
        between: from lane to lane.
        columns: the lanes of each column, from top to bottom.
    """

    name: str
    overview_width: int
    focus_width: int
    font: int
    overview_box: int
    focus_box: int
    step_box: int
    gap: int
    channel: int
    pad: int
    between: int
    columns: list[list[str]]

    @property
    def lane(self) -> int:
        """Width of a lane with two columns of boxes and the channel between them."""
        return 2 * self.focus_box + self.channel + 2 * self.pad


def metrics(lanes: list[Lane]) -> list[Metrics]:
    """The wide layout, one in two columns for a tablet's overview, and the narrow one, for a phone."""
    by_column: dict[int, list[str]] = {}
    for lane in lanes:
        by_column.setdefault(lane.column, []).append(lane.id)
    beside = [by_column[column] for column in sorted(by_column)]
    return [
        Metrics("wide", 1240, 912, 15, 178, 168, 168, 10, 54, 10, 56, beside),
        Metrics("middle", 716, 0, 14, 163, 0, 0, 10, 0, 8, 12, [[lane.id for lane in lanes[at::2]] for at in (0, 1)]),
        Metrics("narrow", 350, 0, 14, 163, 0, 250, 10, 0, 7, 14, [[lane.id for lane in lanes]]),
    ]


class Box(NamedTuple):
    """A box, by its centre, with its label in lines."""

    id: str
    x: int
    y: int
    w: int
    h: int
    lines: tuple[str, ...]


class Band(NamedTuple):
    """A lane as drawn, by its corner; `empty` where it has nothing to show.

    What is no lane of the map has a `title` of its own, and no `id`.
    """

    id: str
    x: int
    y: int
    w: int
    h: int
    empty: bool
    title: str = ""


class Caption(NamedTuple):
    """A line of words over some boxes, from their left edge and middle height."""

    words: str
    x: int
    y: int
    ids: tuple[str, ...]


class Curve(NamedTuple):
    """A line of one link, or one part of it.

    Attributes:
        link: index of the link.
        x1, y1: where it starts.
        x2, y2: where it ends.
        bend: how it runs: `s` (leaves and arrives level), `turn` (leaves upright, arrives level), `line`.
        tail, head: whether an arrow stands at its start, and at its end.
        last: whether it bears the mark of its link, as the part does that arrives at the far box.
    """

    link: int
    x1: int
    y1: int
    x2: int
    y2: int
    bend: str
    tail: bool
    head: bool
    last: bool


@dataclass
class View:
    """One picture: the overview or a focus, in one layout."""

    width: int
    height: int = 0
    boxes: list[Box] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)


class Group(NamedTuple):
    """Boxes under one caption."""

    words: str
    ids: list[str]


class Cell(NamedTuple):
    """A row of a flow: a caption with the boxes that it speaks of, or, without words, boxes side by side."""

    words: str
    ids: tuple[str, ...]


def box_height(lines: int, font: int) -> int:
    """The height of a box with so many lines of text."""
    return round(lines * font * 1.2) + 18


class Flow:
    """Rows of boxes, one beneath the other, of a given width.

    Args:
        view: where they are drawn.
        labels: the label of each box in lines.
        font: size of a label.
        box: width of a box.
        gap: between boxes.
    """

    def __init__(self, view: View, labels: dict[str, tuple[str, ...]], font: int, box: int, gap: int) -> None:
        self.view = view
        self.labels = labels
        self.font = font
        self.box = box
        self.gap = gap

    def row_height(self, cell: Cell) -> int:
        """The height of a row with the gap beneath it."""
        if cell.words:
            return CAPTION_LINE * len(self.caption(cell.words)) + 6
        return box_height(max(len(self.labels[each]) for each in cell.ids), self.font) + self.gap

    def caption(self, words: str) -> list[str]:
        """A caption in lines, in italics two units smaller than a label."""
        return wrap(words, self.box / (self.font - 1), 4)

    def height(self, cells: list[Cell]) -> int:
        """The height of rows, with the gap beneath the last."""
        return sum(map(self.row_height, cells))

    def put(self, cells: list[Cell], x: int, y: int) -> int:
        """Draw rows from a corner; returns where the next would start."""
        for cell in cells:
            step = self.row_height(cell)
            if cell.words:
                for line, words in enumerate(self.caption(cell.words)):
                    middle = y + CAPTION_LINE * line + CAPTION_LINE // 2
                    self.view.captions.append(Caption(words, x, middle, cell.ids))
            for column, each in enumerate(() if cell.words else cell.ids):
                left = x + column * (self.box + self.gap)
                height = step - self.gap
                centre = (left + self.box // 2, y + height // 2)
                self.view.boxes.append(Box(each, *centre, self.box, height, self.labels[each]))
            y += step
        return y


def cells_of(groups: list[Group], columns: int) -> list[Cell]:
    """Groups as rows."""
    cells = []
    for group in groups:
        if group.words:
            cells.append(Cell(group.words, tuple(group.ids)))
        cells += [Cell("", tuple(group.ids[at : at + columns])) for at in range(0, len(group.ids), columns)]
    return cells


def parts_of(groups: list[Group], parts: int) -> list[list[Cell]]:
    """Groups dealt out to so many columns, of about as many boxes each, in order.

    A group that runs on in the next part has its caption there again.
    """
    total = sum(len(group.ids) for group in groups)
    share = max(1, -(-total // parts))
    dealt: list[list[Cell]] = [[] for _ in range(parts)]
    count = 0
    for group in groups:
        at = 0
        while at < len(group.ids):
            part = count // share
            ids = tuple(group.ids[at : at + (part + 1) * share - count])
            dealt[part] += cells_of([Group(group.words, list(ids))], 1)
            at += len(ids)
            count += len(ids)
    return dealt

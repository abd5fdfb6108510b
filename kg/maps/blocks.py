"""The blocks that columns of a ready view are made of: a box with words over it and boxes beneath it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from kg.maps.kinds import Kinds
from kg.maps.layout import CAPTION_LINE, Box, Caption, Curve, Metrics, View, box_height
from kg.maps.model import Knowledge
from kg.maps.overview import MORE
from kg.maps.wrap import label_lines, wrap

_GUTTER = 34
_INDENT = 12
_RAIL = 5
_APART = 8


class Pen(NamedTuple):
    """What all parts of a picture are drawn with."""

    knowledge: Knowledge
    kinds: Kinds
    measure: Metrics

    @property
    def box(self) -> int:
        """The width of a box: on a phone, two stand side by side, with room for lines between."""
        measure = self.measure
        return measure.focus_box or (measure.overview_width - _GUTTER) // 2 - 2 * measure.pad

    def label(self, slug: str, width: int) -> tuple[str, ...]:
        """The label of a thing in lines, for a box of a width."""
        return label_lines(self.knowledge.things[slug].words, width, self.measure.font)

    def words(self, text: str, width: int) -> tuple[str, ...]:
        """Words beside boxes in lines, in italics a little smaller than a label."""
        return tuple(wrap(text, width / (self.measure.font - 1), 4)) if text else ()

    def arrows(self, link: int, start: str) -> tuple[bool, bool]:
        """Whether a link has an arrow at one of its ends, and at the other."""
        each = self.knowledge.links[link]
        return each.arrows if each.ends[0] == start else (each.arrows[1], each.arrows[0])


class Beside(NamedTuple):
    """A box beneath another, and what the link between them says."""

    id: str
    link: int
    words: str


@dataclass
class Block:
    """A box with all that belongs to it, or, without a box, words on a line or room for one.

    Attributes:
        id: of the box.
        width: of the box, or of the words.
        box: its height; 0 where there is none.
        lines: of its label, or of the words on a line.
        over: words over the box.
        under: boxes beneath it, with their words, labels and heights.
        before: room to leave above it, beside the usual gap.
        y: of its top, once it has a place.
    """

    id: str
    width: int
    box: int = 0
    lines: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    under: list[tuple[Beside, tuple[str, ...], tuple[str, ...], int]] = field(default_factory=list)
    before: int = 0
    y: int = 0

    @property
    def head(self) -> int:
        """The height of the words over the box."""
        return CAPTION_LINE * len(self.over) + 6 if self.over else 0

    @property
    def height(self) -> int:
        """Its whole height."""
        beneath = sum(_over(words) + height for _, words, _, height in self.under)
        own = self.box or CAPTION_LINE * len(self.lines) + 12
        return self.head + own + beneath

    @property
    def port(self) -> int:
        """The height at which lines meet it: the middle of its box, or beneath its words."""
        return self.y + (self.head + self.box // 2 if self.box else self.height - 8)


def block(pen: Pen, slug: str, width: int, over: tuple[str, ...] = (), beside: list[Beside] | None = None) -> Block:
    """The block of a thing, with words over it and what stands beneath it."""
    font = pen.measure.font
    lines = pen.label(slug, width)
    said = ""
    made = Block(slug, width, box_height(len(lines), font), lines, over)
    for each in beside or []:
        label = pen.label(each.id, width - _INDENT)
        words = pen.words(each.words, width - _INDENT) if each.words != said else ()
        said = each.words
        made.under.append((each, words, label, box_height(len(label), font)))
    return made


def more(pen: Pen, name: str, left_out: list[str], width: int) -> Block:
    """The block that says how many things have no box."""
    return Block(MORE + name, width, box_height(1, pen.measure.font), (f"+{len(left_out)} more",))


def draw_block(view: View, each: Block, x: int) -> None:
    """Draw a block from its left edge, at the height that it has."""
    y = each.y
    _draw_words(view, each.over, x, y, (each.id,))
    y += each.head
    view.boxes.append(Box(each.id, x + each.width // 2, y + each.box // 2, each.width, each.box, each.lines))
    y += each.box
    foot, rail, left, width = y, x + _RAIL, x + _INDENT, each.width - _INDENT
    for beside, words, label, height in each.under:
        _draw_words(view, words, left, y + 6, (each.id, beside.id))
        y += _over(words)
        level = y + height // 2
        view.boxes.append(Box(beside.id, left + width // 2, level, width, height, label))
        view.curves.append(Curve(beside.link, rail, foot, rail, level, "line", tail=False, head=False, last=False))
        view.curves.append(Curve(beside.link, rail, level, left, level, "line", tail=False, head=False, last=True))
        y += height


def _draw_words(view: View, lines: tuple[str, ...], x: int, y: int, ids: tuple[str, ...]) -> None:
    for at, words in enumerate(lines):
        view.captions.append(Caption(words, x, y + CAPTION_LINE * at + CAPTION_LINE // 2, ids))


def _over(words: tuple[str, ...]) -> int:
    """The room over a box that stands beneath another, with its words."""
    return 12 + CAPTION_LINE * len(words) if words else 8


def settle(blocks: list[Block], wanted: list[int | None], gap: int, top: int, bottom: int) -> None:
    """Give each block the height that it wants, as far as their order and the room allow.

    Args:
        blocks: in their order from top to bottom.
        wanted: where the port of each should be; nothing where it does not matter.
        gap: between blocks.
        top: above which none may stand.
        bottom: under which none may reach, where all have room.
    """
    at = top
    for each, want in zip(blocks, wanted, strict=True):
        each.y = 0
        least = at + each.before
        each.y = least if want is None else max(least, want - each.port)
        at = each.y + each.height + gap
    limit = bottom
    for each in reversed(blocks):
        each.y = min(each.y, limit - each.height)
        limit = each.y - each.before - gap


def spread(count: int, height: int) -> list[int]:
    """How far apart from the middle of a side so many lines meet it."""
    step = min(_APART, (height - 14) / max(1, count))
    return [round((at - (count - 1) / 2) * step) for at in range(count)]

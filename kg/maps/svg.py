"""A picture of the map as a drawing (SVG) of its own: real text, light and dark, the same bytes each time."""

from __future__ import annotations

import re
from html import escape

from kg.maps.blocks import Pen
from kg.maps.focus import FOCUS_FONT
from kg.maps.kinds import Kinds
from kg.maps.layout import Band, Box, Caption, Curve, View
from kg.maps.wrap import cut

_FACE = "'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans','DejaVu Sans',sans-serif"
# The colours of visualizations/map.css: paper, ink, soft words, edges, and lanes that are none of the map's.
_TONES = {
    "light": ("#ffffff", "#171b21", "#4b5563", "#6b7480", "#f5f6f8"),
    "dark": ("#14181d", "#f1f4f8", "#b3bdc9", "#8793a1", "#1c2229"),
}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BEND = 0.65
_MARK = 20


def draw_svg(  # noqa: PLR0913 - all of it belongs to one drawing
    view: View,
    pen: Pen,
    title: str,
    description: str = "",
    *,
    chosen: str = "",
    alone: bool = True,
) -> str:
    """A picture as SVG, with the geometry of the map's own canvas.

    Args:
        view: the picture.
        pen: what it was drawn with.
        title: its name.
        description: what it shows, for those who do not see it.
        chosen: the box in focus, which is filled.
        alone: whether it is a file of its own; else it belongs to words in a page, which has `svg_style`.
    """
    drawing = _Drawing(pen, chosen)
    size = f'viewBox="0 0 {view.width} {view.height}" width="{view.width}" height="{view.height}"'
    what = 'xmlns="http://www.w3.org/2000/svg" role="img"' if alone else 'aria-hidden="true"'
    told = [
        f"<title>{_text(title)}</title>",
        f"<desc>{_text(description)}</desc>" if description else "",
        f"<style>{svg_style(_used(view, pen))}</style>",
    ]
    parts = [
        f'<svg {what} class="kg" {size} font-size="{pen.measure.font}">',
        *(told if alone else ()),
        f'<rect class="ground" width="{view.width}" height="{view.height}"/>',
        *map(drawing.band, view.bands),
        *map(drawing.line, view.curves),
        *map(drawing.box, view.boxes),
        *map(drawing.caption, view.captions),
        *map(drawing.mark, view.curves),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _used(view: View, pen: Pen) -> Kinds:
    """Of all that is declared, what a picture shows."""
    things, kinds = pen.knowledge.things, pen.kinds
    lanes = {band.id for band in view.bands}
    shown = {things[box.id].kind.id for box in view.boxes if box.id in things}
    truths = {pen.knowledge.links[curve.link].truth for curve in view.curves}
    return kinds._replace(
        lanes=[lane for lane in kinds.lanes if lane.id in lanes],
        kinds={name: kind for name, kind in kinds.kinds.items() if name in shown},
        truths={name: truth for name, truth in kinds.truths.items() if name in truths},
    )


def svg_style(kinds: Kinds) -> str:
    """The style of drawings, light and dark."""
    common = (
        f".kg{{font-family:{_FACE}}}.kg text{{dominant-baseline:central;unicode-bidi:plaintext}}"
        ".kg .b text{text-anchor:middle}.kg .b rect{stroke-width:2}.kg .l{fill:none}"
        ".kg .h{font-weight:bold}.kg .c{font-style:italic}"
        f".kg .m{{text-anchor:middle;font-size:{_MARK}px;paint-order:stroke;stroke-width:5px}}"
    )
    widths = "".join(
        f".kg .l.{truth.id}{{stroke-width:{truth.width}"
        + (f";stroke-dasharray:{' '.join(map(str, truth.dashes))}" if truth.dashes else "")
        + "}"
        for truth in kinds.truths.values()
    )
    return f"{common}{widths}{_tones(kinds, 'light')}@media(prefers-color-scheme:dark){{{_tones(kinds, 'dark')}}}"


def _tones(kinds: Kinds, theme: str) -> str:
    paper, ink, soft, edge, panel = _TONES[theme]
    rules = [
        f".kg .ground{{fill:{paper}}}.kg text{{fill:{ink}}}.kg .c{{fill:{soft}}}.kg .band{{fill:{panel}}}",
        f".kg .b rect{{fill:{paper};stroke:{edge}}}",
        f".kg .chosen rect{{fill:{ink};stroke:{ink}}}.kg .chosen text{{fill:{paper}}}.kg .m{{stroke:{paper}}}",
    ]
    rules += [f".kg .band.{lane.id}{{fill:{getattr(lane, theme)}}}" for lane in kinds.lanes]
    rules += [f".kg .{kind.id} rect{{stroke:{getattr(kind, theme)}}}" for kind in kinds.kinds.values()]
    for truth in kinds.truths.values():
        tone = getattr(truth, theme)
        rules.append(f".kg .l.{truth.id}{{stroke:{tone}}}.kg .a.{truth.id},.kg .m.{truth.id}{{fill:{tone}}}")
    return "".join(rules)


class _Drawing:
    """Draws the parts of one picture."""

    def __init__(self, pen: Pen, chosen: str) -> None:
        self.knowledge = pen.knowledge
        self.kinds = pen.kinds
        self.font = pen.measure.font
        self.arrow = 0.42 if pen.measure.name == "narrow" else 0.55
        self.chosen = chosen
        self.lanes = {lane.id: lane for lane in pen.kinds.lanes}

    def band(self, band: Band) -> str:
        """A lane with its heading."""
        lane = self.lanes.get(band.id)
        heading = f"{lane.glyph} {lane.title}" if lane else cut(band.title, (band.w - 20) / (1.08 * (self.font + 1)))
        drawn = f'<rect class="band {band.id}" x="{band.x}" y="{band.y}" width="{band.w}" height="{band.h}" rx="8"/>'
        if heading:
            drawn += self._words("h", band.x + 12, band.y + 20, self.font + 1, heading)
        if band.empty:
            drawn += self._words("c", band.x + 12, band.y + 46, self.font - 1, "nothing said")
        return drawn

    def box(self, box: Box) -> str:
        """A box with its label, in lines."""
        thing = self.knowledge.things.get(box.id)
        chosen = box.id == self.chosen
        radius = min(thing.kind.radius if thing else 8, box.h // 2 - 1)
        step = round((FOCUS_FONT if chosen else self.font) * 1.2)
        top = box.y - step * (len(box.lines) - 1) / 2
        lines = "".join(
            f'<tspan x="{box.x}" y="{_number(top + at * step)}">{_text(line)}</tspan>'
            for at, line in enumerate(box.lines)
        )
        names = " ".join(["b", thing.kind.id if thing else "", "chosen" if chosen else ""]).split()
        size = f' font-size="{FOCUS_FONT}"' if chosen else ""
        return (
            f'<g class="{" ".join(names)}"><rect x="{_number(box.x - box.w / 2)}" y="{_number(box.y - box.h / 2)}" '
            f'width="{box.w}" height="{box.h}" rx="{radius}"/><text{size}>{lines}</text></g>'
        )

    def caption(self, caption: Caption) -> str:
        """Words over boxes or on a line."""
        return self._words("c", caption.x + 2, caption.y + 2, self.font - 1, caption.words)

    @staticmethod
    def _words(name: str, x: int, y: int, size: int, words: str) -> str:
        return f'<text class="{name}" x="{x}" y="{y}" font-size="{size}">{_text(words)}</text>'

    def line(self, curve: Curve) -> str:
        """A line with its arrows."""
        truth = self.kinds.truths[self.knowledge.links[curve.link].truth]
        drawn = f'<path class="l {truth.id}" d="{_path(curve)}"/>'
        if curve.head:
            drawn += self._arrow(curve.x2, curve.y2, curve.x1, curve.y1, truth.id, upright=curve.x1 == curve.x2)
        if curve.tail:
            upright = curve.x1 == curve.x2 or curve.bend == "turn"
            drawn += self._arrow(curve.x1, curve.y1, curve.x2, curve.y2, truth.id, upright=upright)
        return drawn

    def _arrow(self, x: int, y: int, from_x: int, from_y: int, truth: str, *, upright: bool) -> str:  # noqa: PLR0913
        """An arrow head at a point; lines arrive level, unless they run upright."""
        dx, dy = (0, _sign(y - from_y)) if upright else (_sign(x - from_x), 0)
        long, wide = 18 * self.arrow, 7 * self.arrow
        back, across = x - dx * long, y - dy * long
        points = ((x, y), (back - dy * wide, across - dx * wide), (back + dy * wide, across + dx * wide))
        joined = "L".join(f"{_number(one)} {_number(other)}" for one, other in points)
        return f'<path class="a {truth}" d="M{joined}Z"/>'

    def mark(self, curve: Curve) -> str:
        """The mark in the middle of a line that is denied or contested."""
        truth = self.kinds.truths[self.knowledge.links[curve.link].truth]
        if not (truth.mark and curve.last):
            return ""
        x, y = (curve.x1 + curve.x2) / 2, (curve.y1 + curve.y2) / 2
        if curve.bend == "turn":
            x, y = curve.x1 + (curve.x2 - curve.x1) / 4, curve.y1 + (curve.y2 - curve.y1) * 3 / 4
        return f'<text class="m {truth.id}" x="{_number(x)}" y="{_number(y)}">{_text(truth.mark)}</text>'


def _path(curve: Curve) -> str:
    start, end = f"{curve.x1} {curve.y1}", f"{curve.x2} {curve.y2}"
    if curve.bend == "s":
        reach = _BEND * (curve.x2 - curve.x1)
        return f"M{start}C{_number(curve.x1 + reach)} {curve.y1} {_number(curve.x2 - reach)} {curve.y2} {end}"
    return f"M{start}Q{curve.x1} {curve.y2} {end}" if curve.bend == "turn" else f"M{start}L{end}"


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _number(value: float) -> str:
    """A number with two digits at most after its point."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _text(words: str) -> str:
    """Words that no markup can come out of, without what XML cannot hold."""
    return escape(_NOT_XML.sub("\ufffd", words))

"""Labels broken into lines here, not in the browser, so that boxes have the same size everywhere."""

from __future__ import annotations

import re
import unicodedata

# Widths in ems, those of a wide sans-serif (DejaVu Sans), so that a narrower font leaves room.
_WIDTHS = {"iljI.,:;'|!": 0.36, "ftr()[]- /": 0.42, "mMWw%@": 0.98, "ABCDEFGHJKLNOPQRSTUVXYZ": 0.74}
_BY_CHARACTER = {character: width for characters, width in _WIDTHS.items() for character in characters}
_USUAL, _FULL = 0.63, 1.1
_ELLIPSIS = "…"
#: Between a box and its label, at both sides together.
PADDING = 20
_MOST_LINES = 3


def text_width(text: str) -> float:
    """An upper estimate of the width of a line, in ems."""
    return sum(map(_width, text))


def _width(character: str) -> float:
    if character in _BY_CHARACTER:
        return _BY_CHARACTER[character]
    if ord(character) < 0x250:  # noqa: PLR2004 - the end of Latin
        return _USUAL
    return 0.0 if unicodedata.combining(character) else _FULL


def wrap(text: str, width: float, most: int) -> list[str]:
    """Break a label into lines, at spaces and after hyphens.

    Args:
        text: the label; white space and control characters count as spaces.
        width: of a line, in ems.
        most: lines; what does not fit is cut, and an ellipsis shows it.
    """
    lines = [""]
    glue = ""
    for piece in _pieces(_plain(text), width):
        longer = lines[-1] + glue + piece
        if text_width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
        glue = "" if piece.endswith("-") else " "
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), width, always=True)]
    return lines


def label_lines(label: str, room: float, font: float) -> tuple[str, ...]:
    """The label of a box in lines.

    Args:
        label: on one line.
        room: the width of the box.
        font: size of its letters.
    """
    return tuple(wrap(label, (room - PADDING) / font, _MOST_LINES))


def cut(text: str, width: float, *, always: bool = False) -> str:
    """A line no wider than this, with an ellipsis where something was cut, or `always`."""
    if not always and text_width(text) <= width:
        return text
    kept = ""
    for character in text:
        if text_width(kept + character + _ELLIPSIS) > width:
            break
        kept += character
    return kept.rstrip() + _ELLIPSIS


def _plain(text: str) -> str:
    """Without what would move other text: control characters and marks of direction."""
    return "".join(" " if unicodedata.category(character) in {"Cc", "Cf"} else character for character in text)


def _pieces(text: str, width: float) -> list[str]:
    """The words, and parts of words up to a hyphen; what no line can hold is broken up."""
    pieces = []
    for word in re.findall(r"[^\s-]+-?|-+", text):
        start = 0
        for end in range(1, len(word) + 1):
            if text_width(word[start:end]) > width:
                pieces.append(word[start : end - 1])
                start = end - 1
        pieces.append(word[start:])
    return pieces

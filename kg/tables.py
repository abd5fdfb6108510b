"""Rows as lines of text: a table for terminals, one for Markdown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from kg.errors import visible

#: A column is not made narrower than this to fit a terminal.
_NARROWEST = 6


def table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], width: int = 0, counted: str | None = None
) -> Iterator[str]:
    """Lines of a table with aligned columns.

    Args:
        columns: the headings.
        rows: the cells.
        width: where more than 0, the widest line; the widest columns give way, their cells cut with “…”.
        counted: the last line; without it, the number of rows.
    """
    cells = [list(columns), *([visible(cell) for cell in row] for row in rows)]
    widths = _fitted([max(_width(row[i]) for row in cells) for i in range(len(columns))], width)
    for number, row in enumerate(cells):
        cut = [_filled(cell, size) for cell, size in zip(row, widths, strict=True)]
        yield "  ".join(cut).rstrip()
        if number == 0:
            yield "  ".join("─" * size for size in widths)
    count = len(cells) - 1
    yield counted or f"{count} row{'' if count == 1 else 's'}"


def _fitted(widths: list[int], width: int) -> list[int]:
    """The widths of columns that fit a line: the widest is made narrower until they do, or none can be."""
    while width and sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _width(text: str) -> int:
    """Places that a text takes on a terminal: two for wide letters and most pictures, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(map(_places, text))


def _places(sign: str) -> int:
    if unicodedata.category(sign) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1


def _filled(cell: str, size: int) -> str:
    """The cell cut or filled up to a width; what is read from right to left does not move what stands beside it."""
    cut = _cut(cell, size)
    padding = " " * (size - _width(cut))
    if any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in cut):
        cut = f"\u2068{cut}\u2069"  # an isolate: it has no width, and its direction ends with it
    return cut + padding


def _cut(cell: str, size: int) -> str:
    if _width(cell) <= size:
        return cell
    kept, room = "", size - 1
    for sign in cell:
        room -= _places(sign)
        if room < 0:
            break
        kept += sign
    return kept + "…"


def markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lines of a Markdown table."""
    yield "| " + " | ".join(columns) + " |"
    yield "|" + " --- |" * len(columns)
    for row in rows:
        cells = (visible(cell).replace("\\", "\\\\").replace("|", "\\|") for cell in row)
        yield "| " + " | ".join(cells) + " |"

"""Rows as lines of text: a table for terminals, one for Markdown."""

from __future__ import annotations

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
    widths = _fitted([max(len(row[i]) for row in cells) for i in range(len(columns))], width)
    for number, row in enumerate(cells):
        cut = [_cut(cell, size).ljust(size) for cell, size in zip(row, widths, strict=True)]
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


def _cut(cell: str, size: int) -> str:
    return cell if len(cell) <= size else cell[: size - 1] + "…"


def markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lines of a Markdown table."""
    yield "| " + " | ".join(columns) + " |"
    yield "|" + " --- |" * len(columns)
    for row in rows:
        cells = (visible(cell).replace("\\", "\\\\").replace("|", "\\|") for cell in row)
        yield "| " + " | ".join(cells) + " |"

"""Answers and what is told of them as HTML for notebooks: no script, no colour of its own, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from kg.errors import visible

#: A longer cell is cut.
LONGEST = 300
#: What is indented by more spaces says where something stands, and is set small.
_SHALLOW = 4
# Notebooks set numbers and text to the right; the cell's own first letters say which way it is read.
_CELL = 'dir="auto" style="text-align: start"'


def html_table(columns: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """A table.

    Args:
        columns: the headings.
        rows: the cells, as text.
        caption: how many there are.
    """
    head = "".join(f"<th {_CELL}>{_escaped(name)}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(f'<td {_CELL}>{_escaped(cell)}</td>' for cell in row)}</tr>\n" for row in rows)
    return (
        f"<table>\n<caption>{_escaped(caption)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>"
    )


def html_lines(text: str) -> str:
    """Lines as they are printed: what is not indented in bold, what is indented deeply small."""
    return "<div>\n" + "".join(map(_line, text.split("\n"))) + "</div>"


def _line(line: str) -> str:
    words = _escaped(line.lstrip(" "), cut=False)
    depth = len(line) - len(line.lstrip(" "))
    tag = "strong" if depth == 0 else "small" if depth > _SHALLOW else "span"
    return (
        f'<div style="margin-left: {depth / 2:g}em; white-space: pre-wrap"><{tag}>{words or "&nbsp;"}</{tag}></div>\n'
    )


def _escaped(text: str, *, cut: bool = True) -> str:
    seen = visible(text)
    return escape(seen if len(seen) <= LONGEST or not cut else seen[: LONGEST - 1] + "…")

"""How values enter a declared query: as serialised terms in its one line `VALUES ... # parameters`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

import pyoxigraph as ox

from kg.queries import DeclaredQuery

Term: TypeAlias = ox.NamedNode | ox.Literal

_LINE = re.compile(r"^(?P<indent>\s*)VALUES\s+(?P<names>\?\w+|\([^)]*\))\s*\{.*\}\s*#\s*parameters\s*$", re.MULTILINE)


def bind(query: DeclaredQuery, rows: Sequence[Sequence[Term | None]]) -> str:
    """The text of a query with its marked VALUES block replaced.

    Args:
        query: has one line `VALUES ?a { ... } # parameters`, or `VALUES (?a ?b) { ... } # parameters`.
        rows: for each solution, one term for each variable, in the order of the line; None for any term.
    """
    match = _LINE.search(query.text)
    if not match:
        raise LookupError(f"{query.name}: no line “VALUES ... # parameters”")
    names = match["names"].strip("() ")
    values = " ".join(f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in rows)
    # A function, since a replacement text would read backslashes in literals as escapes.
    line = f"{match['indent']}VALUES ({names}) {{ {values} }} # parameters"
    return _LINE.sub(lambda _: line, query.text, count=1)


def variables(query: DeclaredQuery) -> list[str]:
    """Names of the variables in the marked VALUES block, in order; none where there is no such block."""
    match = _LINE.search(query.text)
    return re.findall(r"\?(\w+)", match["names"]) if match else []


def default_block(query: DeclaredQuery) -> str:
    """The marked VALUES block as the file has it, with the defaults; empty where there is none."""
    match = _LINE.search(query.text)
    return match[0].strip() if match else ""

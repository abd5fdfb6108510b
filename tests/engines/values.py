"""Rows that can be compared across engines.

Engines may write one value in several ways. These differences are allowed, each for the reason it has, and no
others:

| difference | reason |
| --- | --- |
| `typed-literal` beside `literal` in JSON results | Virtuoso 7 follows a draft of the format from 2007 |
| `xml:lang` in another case | RDF 1.1: language tags are compared without case |
| `xsd:string` written out or left out | RDF 1.1: a simple literal is an `xsd:string` |
| a type derived from `xsd:integer` beside `xsd:integer` | the value space is the same, and stores keep only the value |
| `01`, `+1` beside `1`; `1.50` beside `1.5` | the same value; stores keep only the value |
| a boolean as `1` or `0`, typed `xsd:integer` where a query writes it | Virtuoso 7 has no booleans |
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import NamedTuple, TypeAlias

XSD = "http://www.w3.org/2001/XMLSchema#"

_DERIVED = (
    "nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger long int short byte "
    "unsignedLong unsignedInt unsignedShort unsignedByte"
)
_INTEGERS = {XSD + name for name in ("integer", *_DERIVED.split())}
_BOOLEANS = {"true": 1, "false": 0, "1": 1, "0": 0}

#: The kind of the value, the value itself, and its language or the datatype that no rule above names.
Value: TypeAlias = "tuple[str, str | Decimal | int, str]"
Row: TypeAlias = "tuple[Value | None, ...]"


class Rows(NamedTuple):
    """An answer: the names of its columns, and its rows in their order."""

    columns: tuple[str, ...]
    rows: list[Row]


def iri(value: str) -> Value:
    """An IRI."""
    return ("iri", value, "")


def literal(text: str, datatype: str = "", language: str = "") -> Value:
    """A literal, by value; see the table above."""
    if language:
        return ("text", text, language.lower())
    if datatype in _INTEGERS:
        return ("integer", int(text), "")
    if datatype == XSD + "boolean":
        # Beside Virtuoso's integer this has to be one, too.
        return ("integer", _BOOLEANS[text], "")
    if datatype == XSD + "decimal":
        return ("decimal", Decimal(text), "")
    return ("text", text, "" if datatype == XSD + "string" else datatype)


def difference(query: str, expected: Rows, found: Rows) -> str:
    """What differs between two answers to a query, in words; empty where nothing does.

    The order counts where the query asks for one.
    """
    if expected.columns != found.columns:
        return f"columns {found.columns}, not {expected.columns}"
    missing = Counter(expected.rows) - Counter(found.rows)
    extra = Counter(found.rows) - Counter(expected.rows)
    if missing or extra:
        return f"missing {list(missing.elements())}, extra {list(extra.elements())}"
    if "ORDER BY" in query and expected.rows != found.rows:
        return f"another order: {found.rows}, not {expected.rows}"
    return ""

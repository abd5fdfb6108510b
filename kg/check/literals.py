"""Literals that every engine reads alike. A store keeps numbers by value, so what was written is seen only here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.terms import RDF, XSD

# What each datatype may look like. Doubles and durations compare wrongly, or not at all, in some engines; an
# empty text and a carriage return do not survive some formats. Language tags are in lower case as they are read.
_TEXT = r"[^\r]+"
_FORMS = {
    XSD + "string": _TEXT,
    RDF + "langString": _TEXT,
    XSD + "boolean": "true|false",
    XSD + "integer": "0|-?[1-9][0-9]*",
    XSD + "decimal": r"-?(0|[1-9][0-9]*)\.[0-9]*[1-9]",
    XSD + "date": "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
}


def unportable(quads: Iterable[ox.Quad]) -> Iterator[tuple[ox.Quad, str]]:
    """The quads whose literal some engine or format would change, each with what is wrong."""
    for quad in quads:
        literal = quad.object
        if not isinstance(literal, ox.Literal):
            continue
        kind = literal.datatype.value
        if kind not in _FORMS:
            yield quad, f"a literal of the datatype {kind.removeprefix(XSD)}, which some engines cannot compare"
        elif not re.fullmatch(_FORMS[kind], literal.value):
            yield quad, f"“{literal.value}” is no {kind.rpartition('#')[2]} in the one form that all engines write"

"""The quantities of a text: its numbers, in digits or words, each with the unit that follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.text.source import normalize
from kg.text.words import singular

_TOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|[^\W\d]+|\S")
#: What stands between the numbers of a range, or between a number and its unit: "6 to 12 months", "six-week".
_BETWEEN = frozenset(["to", "or", "and", "more", "-", "\u2010", "\u2011", "–", "—", "(", ")"])
#: One, where a unit follows at once: "a year".
_ARTICLES = frozenset(["a", "an"])


class Quantity(NamedTuple):
    """A number of a text.

    Attributes:
        number: its value.
        unit: its unit, as the units name it; empty where none of them follows it.
    """

    number: float
    unit: str


def quantities(text: str, numbers: Mapping[str, float], units: Mapping[str, str]) -> Iterator[Quantity]:
    """The quantities of a text, the last first; the last number of a range lends its unit to those before it.

    Args:
        text: any text.
        numbers: numbers by the words that spell them.
        units: units by the words that stand for them, in the singular.
    """
    unit = following = ""
    for token in reversed(_TOKEN.findall(normalize(text).lower())):
        if singular(token) in units:
            unit = units[singular(token)]
        elif token[0].isdecimal():
            yield Quantity(float(token.replace(",", "")), unit)
        elif token in numbers:
            yield Quantity(numbers[token], unit)
        elif token in _ARTICLES and singular(following) in units:
            yield Quantity(1, unit)
        elif token not in _BETWEEN:
            unit = ""
        following = token

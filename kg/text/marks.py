"""Words that a claim rests on, marked where they stand in its passage."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.text.source import normalize

_QUOTES = "‘’‚‛“”„‟"


class Words(NamedTuple):
    """Words of a claim that should stand in its passage.

    Attributes:
        role: what they are to the claim, such as `cue`.
        text: the words.
        claim: the place of the claim among those of the passage.
    """

    role: str
    text: str
    claim: int


class Piece(NamedTuple):
    """A stretch of a passage, all of it marked alike.

    Attributes:
        text: its characters.
        roles: what they are to any claim; nothing for plain text.
        claims: the places of those claims.
    """

    text: str
    roles: tuple[str, ...]
    claims: tuple[int, ...]


def places(words: str, text: str) -> list[tuple[int, int]]:
    """Where words stand in a text, whatever its case, quotes and white space: whole words, else parts of words.

    Args:
        words: at least one character that is no white space.
        text: where to look.

    Returns:
        Start and end of each, in code points.
    """
    pattern = "".join(map(_pattern, normalize(words)))
    for tried in (rf"(?<!\w)(?:{pattern})(?!\w)", pattern):
        if found := [match.span() for match in re.finditer(tried, text, re.IGNORECASE) if match[0]]:
            return found
    return []


def pieces(text: str, marked: Sequence[Words]) -> list[Piece]:
    """The text cut into pieces wherever a mark starts or ends; together they are the text."""
    spans = [(start, end, words) for words in marked for start, end in places(words.text, text)]
    cuts = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    found = []
    for start, end in pairwise(cuts):
        over = [words for first, last, words in spans if first <= start and end <= last]
        roles = tuple(sorted({words.role for words in over}))
        found.append(Piece(text[start:end], roles, tuple(sorted({words.claim for words in over}))))
    return found


def _pattern(sign: str) -> str:
    """What stands for one normalised character in a text as it was written."""
    if sign == " ":
        return r"\s+"
    written = [sign, unicodedata.normalize("NFD", sign), *(quote for quote in _QUOTES if normalize(quote) == sign)]
    return f"(?:{'|'.join(map(re.escape, dict.fromkeys(written)))})"

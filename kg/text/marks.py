"""Words that a claim rests on, marked where they stand in its passage."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.text.source import Normalized, normalize
from kg.text.words import words


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


def places(phrase: str, text: str) -> list[tuple[int, int]]:
    """Where a phrase stands in a text as whole words, whatever its case, quotes and white space.

    Args:
        phrase: words.
        text: where to look.

    Returns:
        Start and end of each, in code points.
    """
    read, plain = Normalized(text), normalize(phrase)
    own, found = words(plain), words(read.normalized)
    sought = [word.text for word in own]
    spans = [found[at : at + len(sought)] for at in range(len(found)) if sought]
    edges = [(span[0].start, span[-1].end) for span in spans if [word.text for word in span] == sought]
    return [
        read.place(*_with_signs(plain[: own[0].start], *edge, plain[own[-1].end :], read.normalized)) for edge in edges
    ]


def _with_signs(before: str, start: int, end: int, after: str, text: str) -> tuple[int, int]:
    """A place with the signs around a phrase, such as its quotes, where they stand in the text too."""
    first = start - len(before) if text[:start].endswith(before) else start
    return first, end + len(after) if text.startswith(after, end) else end


def pieces(text: str, marked: Sequence[Words]) -> list[Piece]:
    """The text cut into pieces wherever a mark starts or ends; together they are the text."""
    spans = [(start, end, mark) for mark in marked for start, end in places(mark.text, text)]
    cuts = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    found = []
    for start, end in pairwise(cuts):
        over = [mark for first, last, mark in spans if first <= start and end <= last]
        roles = tuple(sorted({mark.role for mark in over}))
        found.append(Piece(text[start:end], roles, tuple(sorted({mark.claim for mark in over}))))
    return found

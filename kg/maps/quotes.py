"""The exact passage of each claim, from a text at hand, with the words marked that the claim rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.cite.copies import Copy, quotes
from kg.engine import Engine
from kg.maps.model import Statement
from kg.text.marks import Piece, Words, pieces


class Quoted(NamedTuple):
    """A passage as a text at hand has it.

    Attributes:
        claims: indexes of the statements that rest on it.
        pieces: its characters, cut where marks start and end; none where the text does not hold it.
    """

    claims: list[int]
    pieces: list[Piece]

    def marked(self, index: int) -> list[tuple[str, bool]]:
        """Its characters for one of the claims, and whether the claim rests on them."""
        place = self.claims.index(index)
        return [(piece.text, place in piece.claims) for piece in self.pieces]


def read_quotes(store: Engine, statements: Sequence[Statement], copies: Sequence[Copy]) -> list[Quoted]:
    """The passages of statements, verified character by character.

    Args:
        store: shortens IRIs.
        statements: of the map.
        copies: the texts at hand; of several of one document, the first that holds a passage is quoted, the very same
            text before others.

    Returns:
        In the order of the statements; nothing for those of a document of which there is no text.
    """
    texts = _texts(store, copies)
    together: dict[str, list[int]] = {}
    for index, each in enumerate(statements):
        if each.passage in texts:
            together.setdefault(each.passage, []).append(index)
    return [Quoted(claims, _pieces(texts[passage], claims, statements)) for passage, claims in together.items()]


def _texts(store: Engine, copies: Sequence[Copy]) -> dict[str, str]:
    """The characters of each passage, by its CURIE; none where it was looked for in vain."""
    found: dict[str, str] = {}
    for copy in sorted(copies, key=lambda copy: not copy.same):
        for passage, quote in quotes(copy):
            name = store.shorten(passage.iri)
            found[name] = found.get(name) or (quote.text if quote else "")
    return found


def _pieces(text: str, claims: list[int], statements: Sequence[Statement]) -> list[Piece]:
    marks = [Words("", words, place) for place, index in enumerate(claims) for words in statements[index].rests_on]
    return pieces(text, marks) if text else []


def quotes_data(quoted: Sequence[Quoted]) -> list[list[object]]:
    """The passages as plain lists: the indexes of their claims, and pieces with the indexes of those that mark them."""
    return [
        [each.claims, [[piece.text, [each.claims[place] for place in piece.claims]] for piece in each.pieces]]
        for each in quoted
    ]

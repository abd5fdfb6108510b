"""What a review page shows: passages, the claims of each, and how much of a text they cover."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from kg.text.marks import Piece


class Basis(NamedTuple):
    """Words of the passage that a claim rests on.

    Attributes:
        role: cue, ground or wording.
        text: the words.
        stands: whether they stand in the passage.
    """

    role: str
    text: str
    stands: bool


class Card(NamedTuple):
    """A claim as the page shows it.

    Attributes:
        id: its name in the page.
        name: its IRI as a CURIE.
        sentence: in English.
        relation: subject, relation and object by their labels.
        basis: stated, stated jointly or inferred.
        flags: what a reader must not overlook, such as denied.
        rests_on: words of the passage.
        version: changes whenever the claim does, so that a judgement of it can be known to be out of date.
    """

    id: str
    name: str
    sentence: str
    relation: tuple[str, str, str]
    basis: str
    flags: list[str]
    rests_on: list[Basis]
    version: str


class Row(NamedTuple):
    """A passage and its claims.

    Attributes:
        id: its name in the page.
        name: its IRI as a CURIE.
        section: number.
        part: such as heading.
        before: text that stands before it and after the passage before, in no passage.
        pieces: its text, cut where marks start and end; none where it was not found.
        found: whether it was found in the text.
        cards: its claims.
        reasons: why words of it have no claim, each with its definition.
        version: as for claims.
    """

    id: str
    name: str
    section: int
    part: str
    before: str
    pieces: list[Piece]
    found: bool
    cards: list[Card]
    reasons: list[tuple[str, str]]
    version: str

    @property
    def state(self) -> str:
        """Covered by claims, explained by a reason, or uncovered."""
        return "covered" if self.cards else "explained" if self.reasons else "uncovered"


class Review(NamedTuple):
    """A document beside its claims.

    Attributes:
        title: of the document.
        document: its IRI.
        sha256: its hash, as the data gives it.
        same: whether the text at hand is the very text that has this hash.
        sections: number and passages of each, in the order of the text.
        after: text after the last passage.
        characters: how many the text has, white space left out.
        outside: how many of these stand in no passage.
    """

    title: str
    document: str
    sha256: str
    same: bool
    sections: list[tuple[int, list[Row]]]
    after: str
    characters: int
    outside: int

    @property
    def rows(self) -> list[Row]:
        """Every passage."""
        return [row for _, rows in self.sections for row in rows]

    @property
    def cards(self) -> list[Card]:
        """Every claim."""
        return [card for row in self.rows for card in row.cards]

    @property
    def states(self) -> Counter[str]:
        """How many passages are covered, explained, uncovered, and how many were not found."""
        return Counter(row.state for row in self.rows) + Counter("not found" for row in self.rows if not row.found)

    @property
    def kinds(self) -> Counter[str]:
        """How many claims are of each basis, denied, conditional, contested."""
        return Counter(card.basis for card in self.cards) + Counter(
            flag for card in self.cards for flag in card.flags if flag != card.basis
        )

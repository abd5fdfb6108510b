"""From a graph and a copy of one of its documents to what a review page shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TypeAlias

import pyoxigraph as ox

from kg.cite.copies import Copy, Passage, Quote, quotes
from kg.claims import Claim, all_claims, opposed
from kg.engine import Engine
from kg.english import Speaker
from kg.parameters import bind
from kg.queries import shared_query
from kg.review.model import Basis, Card, Review, Row
from kg.text.marks import Words, pieces, places

Found: TypeAlias = tuple[Passage, Quote | None]


def read_review(store: Engine, copy: Copy) -> Review:
    """What the page shows.

    Args:
        store: holds the claims.
        copy: a text of one of its documents.
    """
    documents = store.select(shared_query("queries", "describe", "documents.rq").text)
    about = next(row for row in documents if row["document"].value == copy.document)
    rows, after, outside = _rows(_in_order(quotes(copy)), copy, _Facts(store, copy.document))
    sections = [(number, list(group)) for number, group in groupby(rows, key=lambda row: row.section)]
    title, sha256 = about["title"].value, about["sha256"].value
    return Review(title, copy.document, sha256, copy.same, sections, after, _written(copy.text), outside)


class _Facts:
    """What the graph knows of the passages of a document.

    Args:
        store: the graph.
        document: its IRI.
    """

    def __init__(self, store: Engine, document: str) -> None:
        self.store = store
        self.document = document
        self._speaker = Speaker(store)
        self._rows: dict[str, list[ox.QuerySolution]] = {}
        for row in store.select(bind(shared_query("visualizations", "review-passages.rq"), [[ox.NamedNode(document)]])):
            self._rows.setdefault(row["passage"].value, []).append(row)
        pairs = store.select(bind(shared_query("visualizations", "review-claims.rq"), [[ox.NamedNode(document)]]))
        passage_of = {row["claim"].value: row["passage"].value for row in pairs}
        claims = [claim for claim in all_claims(store) if claim.iri in passage_of]
        self._contested = opposed(store, claims)
        self._claims: dict[str, list[Claim]] = {}
        for claim in claims:
            self._claims.setdefault(passage_of[claim.iri], []).append(claim)

    def row(self, passage: Passage, quote: Quote | None, before: str) -> Row:
        """A passage and its claims."""
        known = self._rows[passage.iri]
        text = quote.text if quote else ""
        claims = self._claims.get(passage.iri, [])
        cards = [self._card(claim, text) for claim in claims]
        marked = [Words(basis.role, basis.text, place) for place, card in enumerate(cards) for basis in card.rests_on]
        return Row(
            passage.iri.removeprefix(self.document),
            self.store.shorten(passage.iri),
            int(known[0]["section"].value),
            known[0]["part"].value,
            before,
            pieces(text, marked),
            quote is not None,
            cards,
            [(row["reason"].value, row["definition"].value) for row in known if row["reason"]],
            _version(known[0]["sha256"].value, *(card.version for card in cards)),
        )

    def _card(self, claim: Claim, text: str) -> Card:
        say = self._speaker.label
        relation = (say(ox.NamedNode(claim.subject)), say(ox.NamedNode(claim.predicate)), say(claim.object))
        basis = say(ox.NamedNode(claim.values("basis")[0]))
        words = claim.rests_on
        sentence = self._speaker.say(claim)
        return Card(
            claim.iri.removeprefix(self.document),
            self.store.shorten(claim.iri),
            sentence,
            relation,
            basis,
            list(self._flags(claim, basis)),
            [Basis(role, words, bool(places(words, text))) for role, words in words],
            _version(sentence, *relation, basis, *(part for pair in words for part in pair)),
        )

    def _flags(self, claim: Claim, basis: str) -> Iterator[str]:
        if claim.denied:
            yield "denied"
        if claim.iri in self._contested:
            yield "contested"
        if claim.conditional:
            yield "conditional"
        if claim.value("basis") != "Stated":
            yield basis


def _in_order(found: Iterable[Found]) -> list[Found]:
    """In the order of the text at hand; a passage that is not in it follows the one before it in the data."""
    place, placed = 0, []
    for passage, quote in found:
        place = quote.start if quote else place
        placed.append((place, passage, quote))
    return [(passage, quote) for _, passage, quote in sorted(placed, key=lambda each: each[0])]


def _rows(found: list[Found], copy: Copy, facts: _Facts) -> tuple[list[Row], str, int]:
    """The rows, the text after the last passage, and how many characters stand outside passages."""
    rows, strays, reached = [], [], 0
    for passage, quote in found:
        stray = copy.text[reached : quote.start] if quote else ""
        strays.append(stray)
        rows.append(facts.row(passage, quote, stray.strip()))
        reached = max(reached, quote.end) if quote else reached
    strays.append(copy.text[reached:])
    return rows, strays[-1].strip(), sum(map(_written, strays))


def _written(text: str) -> int:
    """How many characters of a text are no white space."""
    return len("".join(text.split()))


def _version(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]

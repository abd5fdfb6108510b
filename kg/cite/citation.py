"""The citation of a claim or passage: what is cited, where it stands, and the quote from a text at hand."""

from __future__ import annotations

from typing import Any, NamedTuple

import pyoxigraph as ox

from kg import terms
from kg.cite.copies import Copy, Passage, Quote, locate, passage_of
from kg.claims import Claim, Source, claims_of
from kg.engine import Engine
from kg.english import Speaker
from kg.errors import UsageError
from kg.parameters import bind
from kg.queries import shared_query

#: Characters before and after a quote that the Web Annotation gives, so that others find it again.
_CONTEXT = 32


class Citation(NamedTuple):
    """A claim or passage with its source.

    Attributes:
        iri: the claim or the passage.
        claim: the claim, where it is one.
        source: document, section, part and sentence.
        passage: the place and the hashes.
        document_sha256: of the whole document.
        quote: the verified characters; None where no text was given, or none holds the passage.
        copy: the text that the quote is from.
    """

    iri: str
    claim: Claim | None
    source: Source
    passage: Passage
    document_sha256: str
    quote: Quote | None
    copy: Copy | None


def cite(store: Engine, iri: str, copies: list[Copy]) -> Citation:
    """The citation of a claim or passage, quoted from the first copy of its document that holds the passage.

    Args:
        store: holds the claims.
        iri: a claim or a passage.
        copies: the texts at hand.

    Raises:
        UsageError: none of the copies is of its document.
    """
    (row,) = store.select(bind(shared_query("queries", "describe", "citation.rq"), [[ox.NamedNode(iri)]]))
    numbers = {name: int(row[name].value) for name in ("section", "ordinal")}
    source = Source(row["document"].value, row["title"].value, part=row["part"].value, **numbers)
    own = [copy for copy in copies if copy.document == source.document]
    if copies and not own:
        names = ", ".join(str(copy.path) for copy in copies)
        raise UsageError(f"{names}: of another document; {store.shorten(iri)} is from “{source.title}”")
    passage = passage_of(row)
    # The very same text first, since there its own offsets are the place.
    found = ((copy, locate(passage, copy)) for copy in sorted(own, key=lambda copy: not copy.same))
    copy, quote = next(((copy, quote) for copy, quote in found if quote), (None, None))
    claim = next(iter(claims_of(store, [iri])), None)
    return Citation(iri, claim, source, passage, row["documentSha256"].value, quote, copy)


def annotation(citation: Citation, speaker: Speaker) -> dict[str, Any]:
    """The citation as a Web Annotation: the claim is said of the characters of the document."""
    position = {
        "type": "TextPositionSelector",
        "start": citation.passage.start,
        "end": citation.passage.end,
        "kgo:sha256": citation.passage.sha256,
    }
    selectors = [position, *_quote_selector(citation)]
    return {
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"kgo": terms.KGO}],
        "id": f"{citation.iri}#citation",
        "type": "Annotation",
        "motivation": "describing" if citation.claim else "identifying",
        **_body(citation, speaker),
        "target": {
            "source": {
                "id": citation.source.document,
                "dcterms:title": citation.source.title,
                "kgo:sha256": citation.document_sha256,
            },
            "selector": selectors,
        },
    }


def _body(citation: Citation, speaker: Speaker) -> dict[str, Any]:
    if citation.claim is None:
        return {"body": {"id": citation.iri}}
    said = {"type": "TextualBody", "value": speaker.say(citation.claim), "format": "text/plain", "language": "en"}
    return {"body": [{"id": citation.iri, "kgo:cue": citation.claim.values("cue")}, said]}


def _quote_selector(citation: Citation) -> list[dict[str, str]]:
    quote, copy = citation.quote, citation.copy
    if quote is None or copy is None:
        return []
    before = copy.text[max(0, quote.start - _CONTEXT) : quote.start]
    after = copy.text[quote.end : quote.end + _CONTEXT]
    return [{"type": "TextQuoteSelector", "exact": quote.text, "prefix": before, "suffix": after}]

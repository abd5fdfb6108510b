"""Citations in plain English, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from kg.cite.citation import Citation
from kg.engine import Engine
from kg.english import Speaker
from kg.told import Told, in_lines


class ToldCitation(Told, Citation):
    """A citation that tells itself."""


def told(store: Engine, speaker: Speaker, found: Citation) -> ToldCitation:
    """The citation, with its lines in English.

    Args:
        store: the graph.
        speaker: speaks it.
        found: what is cited.
    """
    citation = ToldCitation._make(found)
    citation.text = in_lines([*_lines(store, speaker, found), *_quoted(found)])
    return citation


def _lines(store: Engine, speaker: Speaker, citation: Citation) -> Iterator[str]:
    passage, claim = citation.passage, citation.claim
    curie = store.shorten(citation.iri)
    yield speaker.say(claim) if claim else f"The passage {curie}"
    yield f"  source    {citation.source.title}, {citation.source}"
    yield f"  place     characters {passage.start} to {passage.end} · {store.shorten(passage.iri)}"
    if claim:
        yield f"  claim     {curie}"
        cues = ", ".join(f"“{cue}”" for cue in claim.values("cue"))
        yield from [f"  cue       {cues}"] if cues else []
    yield f"  passage   SHA-256 {passage.sha256}"
    yield f"  document  SHA-256 {citation.document_sha256}"


def _quoted(citation: Citation) -> Iterator[str]:
    quote, copy = citation.quote, citation.copy
    if quote is None or copy is None:
        return
    how = "same text, by offset" if quote.exact else f"found in a copy, characters {quote.start} to {quote.end}"
    yield f"  quote     “{' '.join(quote.text.split())}”"
    yield f"  verified  {how} · {copy.path}"

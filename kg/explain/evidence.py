"""A claim as evidence: in English, marked where it denies, is conditional or contested, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.claims import Claim, opposed
from kg.engine import Engine
from kg.english import Speaker


class Evidence:
    """Cites claims of one graph.

    Args:
        store: the graph.
        speaker: speaks it.
    """

    def __init__(self, store: Engine, speaker: Speaker) -> None:
        self._store = store
        self._speaker = speaker

    def sentence(self, claim: Claim) -> str:
        """The claim in English, marked where it denies or holds only under a condition."""
        mark = "Denied: " if claim.denied else "Conditional: " if claim.conditional else ""
        return f"{mark}{self._speaker.say(claim)}"

    def lines(self, claims: Sequence[Claim], *, titled: bool = False) -> Iterator[str]:
        """The claims in lines, indented.

        Args:
            claims: in the order in which they are to stand.
            titled: whether the place of each names the document.
        """
        opposites = opposed(self._store, claims)
        for claim in claims:
            yield f"  {self.sentence(claim)}"
            place = f"{claim.source.title}, {claim.source}" if titled else str(claim.source)
            cues = ", ".join(f"“{cue}”" for cue in claim.values("cue"))
            yield f"      {place} · {self._store.shorten(claim.iri)}" + (f" · cue {cues}" if cues else "")
            if opposite := opposites.get(claim.iri):
                verb = "says" if len(opposite) == 1 else "say"
                yield f"      contested: {', '.join(map(self._store.shorten, opposite))} {verb} the opposite"

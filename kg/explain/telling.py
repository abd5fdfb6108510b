"""Explanations in plain English, line by line."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg import terms
from kg.claims import Claim
from kg.engine import Engine
from kg.english import Speaker
from kg.explain.derivation import Triple
from kg.explain.evidence import Evidence
from kg.explain.explanation import ClaimExplanation, Explainer, Explanation, Verdict
from kg.parameters import Term
from kg.told import Told, in_lines

_MEANING = {
    Verdict.STATED: "A passage says so.",
    Verdict.STATED_JOINTLY: "A passage says it of several together, and names none of them.",
    Verdict.JOINT_ONLY: "A passage says it of several together; which goes with which it leaves open.",
    Verdict.INFERRED: "It follows from words of a passage.",
    Verdict.CONDITIONAL: "It holds under a condition only.",
    Verdict.CONTESTED: "One claim affirms it and another denies it.",
    Verdict.DENIED: "A passage says that it is not so.",
    Verdict.DEFINITIONAL: "Plain vocabulary, no claim of a document.",
    Verdict.RECORDED: "Part of the record of a document, its passages and its claims.",
    Verdict.DERIVED: "No claim of its own; a rule adds it.",
    Verdict.NOT_STATED: "Both things and the relation are known; no claim says it, and none denies it.",
    Verdict.NOT_MODELLED: "The graph cannot say: what it would take is not in it.",
}
_NO_PLAIN = {
    Verdict.JOINT_ONLY: "it would say more than the text does.",
    Verdict.CONDITIONAL: "it would lose the condition.",
    Verdict.CONTESTED: "the claims disagree.",
    Verdict.DENIED: "it would say the opposite of the text.",
}
# Said in the sentence or on a line of its own.
_TOLD = {terms.KGO + name for name in ("basis", "polarity", "cue")}


class Telling:
    """Tells explanations of one graph.

    Args:
        store: the graph.
    """

    def __init__(self, store: Engine) -> None:
        self._store = store
        self._speaker = Speaker(store)
        self._explainer = Explainer(store)
        self._evidence = Evidence(store, self._speaker)

    def triple(self, found: Explanation) -> Iterator[str]:
        """An explained triple: the verdict, then the evidence."""
        words = [self._speaker.label(term) for term in found.triple] if found.triple else found.asked
        yield f"{found.verdict}: {', '.join(words)}"
        yield f"  {_MEANING[found.verdict]}"
        yield from (f"  {note}" for note in found.notes)
        yield from self._both_sides(found.claims)
        if found.verdict in _NO_PLAIN and not found.graphs:
            yield f"\nNo plain triple is made: {_NO_PLAIN[found.verdict]}"
        if found.triple and found.graphs:
            graphs = ", ".join(self._store.shorten(graph) for graph in found.graphs)
            yield f"\nPlain triple: {self._curies(found.triple)}"
            yield f"  in {graphs}"
        for name in dict.fromkeys(way.rule.name for way in found.derivations):
            yield from self._rule(name, found)
        yield from self._near(found)

    def claim(self, found: ClaimExplanation) -> Iterator[str]:
        """An explained claim: what it states and how, its passage, and what follows from it."""
        claim, passage = found.claim, found.passage
        yield f"{self._store.shorten(claim.iri)}: {self._speaker.say(claim)}"
        yield f"  {'denies' if claim.denied else 'states'}: {self._curies(claim.triple)}"
        for iri, values in sorted(claim.qualifiers.items(), key=lambda each: (each[0] not in _TOLD, each[0])):
            name = self._speaker.label(ox.NamedNode(iri))
            yield from (f"  {name}: {self._meant(iri, value)}" for value in values)
        yield f"\nPassage {self._store.shorten(passage.iri)}"
        yield f"  “{claim.source.title}”, {claim.source}"
        yield f"  characters {passage.start} to {passage.end}, SHA-256 {passage.sha256}"
        yield f"  normalized: {passage.normalized_length} characters, SHA-256 {passage.normalized_sha256}"
        yield ""
        yield from self._makes(found)
        if found.others:
            yield "\nOther claims of the same triple:"
            yield from self._evidence.lines(found.others, titled=True)

    def _makes(self, found: ClaimExplanation) -> Iterator[str]:
        if found.makes:
            yield f"It makes the plain triple {self._curies(found.claim.triple)}"
            yield f"  by rule {found.makes.rule.name}: {found.makes.rule.summary}"
        elif found.claim.denied:
            yield "It makes no plain triple: it denies it."
        elif found.claim.conditional:
            yield "It makes no plain triple: it holds under a condition only."
        elif found.opposite:
            yield f"It makes no plain triple: {', '.join(map(self._store.shorten, found.opposite))} denies it."
        else:
            yield "It makes no plain triple: it is said of several together, and which goes with which is left open."

    def _both_sides(self, claims: list[Claim]) -> Iterator[str]:
        for heading, denied in (("Claims that affirm it:", False), ("Claims that deny it:", True)):
            group = [claim for claim in claims if claim.denied is denied]
            if group:
                yield f"\n{heading}"
                yield from self._evidence.lines(group, titled=True)

    def _rule(self, name: str, found: Explanation) -> Iterator[str]:
        """A rule and its premises; what is part of a claim told already is not told again."""
        ways = [way for way in found.derivations if way.rule.name == name]
        told = {claim.iri for claim in found.claims}
        yield f"  by rule {name}: {ways[0].rule.summary}"
        yield f"      {ways[0].reason}"
        for premise in dict.fromkeys(premise for way in ways for premise in way.premises):
            if premise[0].value not in told:
                yield f"    from {self._in_one_line(premise)}"

    def _in_one_line(self, premise: Triple) -> str:
        found = self._explainer.triple(premise)
        because = ", ".join(self._store.shorten(claim.iri) for claim in found.claims)
        if not because:
            because = f"rule {found.rule}" if found.rule else ", ".join(map(self._store.shorten, found.graphs))
        return f"{self._curies(premise)} ({found.verdict}: {because})"

    def _near(self, found: Explanation) -> Iterator[str]:
        if found.verdict is not Verdict.NOT_STATED:
            return
        if not found.nearby:
            yield "  Nothing near it is stated either."
            return
        yield "\nWhat is said near by:"
        yield from self._evidence.lines(found.nearby, titled=True)

    def _meant(self, qualifier: str, value: Term) -> str:
        """A value with what it means; where it is no term of the ontology, with what the qualifier means."""
        meaning = self._speaker.definition(value)
        if not meaning and qualifier not in _TOLD:
            meaning = self._speaker.definition(ox.NamedNode(qualifier))
        return f"{self._speaker.label(value)} ({meaning})" if meaning else self._speaker.label(value)

    def _curies(self, triple: Triple) -> str:
        return " ".join(
            self._store.shorten(term.value) if isinstance(term, ox.NamedNode) else str(term) for term in triple
        )


class ToldExplanation(Told, Explanation):
    """An explained triple that tells itself."""


class ToldClaim(Told, ClaimExplanation):
    """An explained claim that tells itself."""


def told(store: Engine, found: Explanation | ClaimExplanation) -> ToldExplanation | ToldClaim:
    """The explanation, with its lines in English."""
    telling = Telling(store)
    result: ToldExplanation | ToldClaim
    if isinstance(found, Explanation):
        result = ToldExplanation._make(found)
        result.text = in_lines(telling.triple(found))
    else:
        result = ToldClaim._make(found)
        result.text = in_lines(telling.claim(found))
    return result

"""Claims in plain English, from the sentence frames and phrases that the ontology gives its terms."""

from __future__ import annotations

import re
from typing import NamedTuple

import pyoxigraph as ox

from kg import terms
from kg.claims import Claim
from kg.engine import Engine
from kg.parameters import Term
from kg.queries import shared_query

_REFERENCE = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


class Phrase(NamedTuple):
    """A qualifier of one claim, spoken."""

    order: int
    slot: str
    words: str


class Speaker:
    """Speaks the claims of one graph.

    Args:
        store: holds the ontology and the names of things.
    """

    def __init__(self, store: Engine) -> None:
        self._words: dict[tuple[str, str], str] = {}
        for row in store.select(shared_query("queries", "describe", "english.rq").text):
            self._words[row["term"].value, _name(row["annotation"].value)] = row["words"].value
        self._labels: dict[str, str] = {}
        for row in store.select(shared_query("queries", "describe", "names.rq").text):
            self._labels.setdefault(row["thing"].value, row["name"].value)

    def label(self, term: Term) -> str:
        """The name of a thing or term, or the text of a literal."""
        if isinstance(term, ox.Literal):
            return term.value
        return self._labels.get(term.value) or self._words.get((term.value, "label")) or _name(term.value)

    def defined_label(self, term: Term) -> str:
        """The label that a term of the ontology declares; empty for all else."""
        return self._words.get((term.value, "label"), "") if isinstance(term, ox.NamedNode) else ""

    def definition(self, term: Term) -> str:
        """What a term of the ontology means; empty for all else."""
        return self._words.get((term.value, "definition"), "") if isinstance(term, ox.NamedNode) else ""

    def say(self, claim: Claim) -> str:
        """One sentence that states the claim with every qualifier and condition it carries."""
        phrases = self._phrases(claim)
        modal = _join(phrases, "modal")
        kind = "modalSentence" if modal else "deniedSentence" if claim.denied else "sentence"
        frame = self._frame(claim.predicate, kind)
        adjectives, name = _join(phrases, "adjective"), self.label(claim.object)
        parts = {
            "subject": self.label(ox.NamedNode(claim.subject)),
            "object": name if "{adjectives}" in frame else f"{adjectives} {name}".strip(),
            "adjectives": adjectives,
            "modal": f"{modal} not" if claim.denied else modal,
            "adverb": _join(phrases, "adverb", " and "),
        }
        span = _join(phrases, "span")
        after = _join(phrases, "after", ", ")
        notes = _join(phrases, "note", "; ")
        sentence = _fill_slots(frame, parts)
        sentence += f" {span}" if span else ""
        sentence += f", {after}" if after else ""
        sentence += f" ({notes})" if notes else ""
        return _tidy(sentence) + "."

    def state(self, subject: Term, predicate: ox.NamedNode, object_: Term) -> str:
        """One sentence that states a plain triple of the vocabulary, which no claim carries."""
        parts = {"subject": self.label(subject), "object": self.label(object_)}
        frame = self._frame(predicate.value, "sentence")
        return _tidy(_fill_slots(frame, parts)) + "."

    def _frame(self, predicate: str, kind: str) -> str:
        return self._words.get((predicate, kind)) or f"{{subject}} {_name(predicate)} {{object}}"

    def _phrases(self, claim: Claim) -> list[Phrase]:
        found = []
        for iri, values in claim.qualifiers.items():
            template = self._words.get((iri, "phrase"))
            covered_by = self._words.get((iri, "phraseCoveredBy"))
            if template is None or covered_by in claim.qualifiers:
                continue
            for value in values:
                words = self._fill(template, value, claim)
                if words:
                    found.append(Phrase(int(self._words[iri, "phraseOrder"]), self._words[iri, "phraseSlot"], words))
        return sorted(found)

    def _fill(self, template: str, value: Term, claim: Claim) -> str:
        """The template with its own value and those of the qualifiers that it names."""
        first = _REFERENCE.sub(lambda slot: self._spoken(value) if slot[1] == "value" else slot[0], template)
        return _REFERENCE.sub(lambda slot: self._named(slot[1], claim), first).strip()

    def _named(self, name: str, claim: Claim) -> str:
        return " and ".join(self._spoken(value) for value in claim.qualifiers.get(terms.KGO + name, []))

    def _spoken(self, value: Term) -> str:
        """A value as a phrase speaks it; a term of the ontology that has no phrase goes unspoken."""
        if isinstance(value, ox.NamedNode) and value.value.startswith(terms.KGO):
            return self._words.get((value.value, "phrase"), "")
        return self.label(value)


def _name(iri: str) -> str:
    return re.split(r"[#/]", iri.rstrip("/"))[-1]


def _fill_slots(frame: str, parts: dict[str, str]) -> str:
    """A frame with its slots filled; what stands in square brackets goes where a slot in it is empty."""

    def optional(group: re.Match[str]) -> str:
        return group[1] if all(parts.get(name) for name in _REFERENCE.findall(group[1])) else ""

    return _REFERENCE.sub(lambda slot: parts.get(slot[1], ""), _OPTIONAL.sub(optional, frame))


def _join(phrases: list[Phrase], slot: str, between: str = " ") -> str:
    return between.join(phrase.words for phrase in phrases if phrase.slot == slot)


def _tidy(sentence: str) -> str:
    """One space between words, “an” before a vowel, one article, a capital at the start."""
    words = re.sub(r"\s+", " ", sentence).strip()
    words = re.sub(r"\b([Aa]) (?=[aeiouAEIOU])", r"\1n ", words)
    words = re.sub(r"\bthe part of the\b", "part of the", words)
    return words[:1].upper() + words[1:]

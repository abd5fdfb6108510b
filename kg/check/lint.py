"""Each claim against the text of its passage: things are named, numbers given, hedges and denials accounted for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pyoxigraph as ox

from kg import terms
from kg.engine import Engine
from kg.parameters import bind
from kg.queries import shared_query
from kg.text.quantities import quantities
from kg.text.words import Spoken, named, singular, speaks_of, spoken, whole

_OBJECT = terms.RDF + "object"


class Finding(NamedTuple):
    """A disagreement between a claim, or a passage, and the text.

    Attributes:
        node: IRI of the claim or passage.
        property: IRI of the property that is at fault; empty where none is.
        message: what is wrong and what to do.
    """

    node: str
    property: str
    message: str


def lint(store: Engine, document: str, texts: Mapping[str, str]) -> Iterator[Finding]:
    """What the claims of a document and its text do not agree about.

    Args:
        store: holds the claims, the names of things and the ontology.
        document: IRI of the document.
        texts: the text of each passage by its IRI; the claims of a passage without one are passed over.
    """
    read = _Read(store, document, texts)
    yield from _unnamed_things(read)
    yield from _missing_names(read)
    yield from _missing_numbers(read)
    yield from _unaccounted_words(read)


class _Read:
    """A document's claims and their passages, read once."""

    def __init__(self, store: Engine, document: str, texts: Mapping[str, str]) -> None:
        self._store = store
        self._document = ox.NamedNode(document)
        self.texts = texts
        passages = self.rows("passages")
        self.sections: dict[str, dict[str, Spoken]] = defaultdict(dict)
        for row in passages:
            passage = row["passage"].value
            self.sections[row["section"].value][passage] = spoken(texts[passage])
        self.section_of = {row["passage"].value: row["section"].value for row in passages}
        self.incomplete = {row["passage"].value for row in passages if row["incomplete"].value == "true"}
        self.things = self.rows("things")
        self.words = self.rows("words")
        self.wordings: dict[str, list[str]] = defaultdict(list)
        for row in self.words:
            self.wordings[row["claim"].value] += spoken(row["words"].value)
        self.names: dict[str, set[Spoken]] = defaultdict(set)
        for row in store.select(shared_query("queries", "describe", "names.rq").text):
            self.names[row["thing"].value] |= {spoken(row["name"].value), spoken(_slug(row["thing"].value))}

    def rows(self, name: str) -> list[ox.QuerySolution]:
        """The rows of one of the lint's queries about this document, of those passages that have a text."""
        query = shared_query("queries", "lint", f"{name}.rq")
        rows = self._store.select(bind(query, [[self._document]]))
        return [row for row in rows if row["passage"].value in self.texts]

    def vocabulary(self, name: str) -> list[ox.QuerySolution]:
        """The rows of one of the lint's queries about words."""
        return self._store.select(shared_query("queries", "lint", f"{name}.rq").text)

    def is_named(self, row: ox.QuerySolution) -> bool:
        """Whether a name of the row's thing stands where the claim may have it from.

        The object stands in the passage; or earlier in its section, where the claim takes it up in other words. Other
        things stand anywhere in the section: a heading may name what its sentences call “these”.
        """
        section = self.sections[self.section_of[row["passage"].value]]
        texts = list(section.values())
        if row["property"].value == _OBJECT:
            last = list(section).index(row["passage"].value)
            texts = texts[: last + 1] if row["resumed"].value == "true" else texts[last : last + 1]
        return any(named(name, text) for name in self.names[row["thing"].value] for text in texts)

    def is_spoken_of(self, row: ox.QuerySolution) -> bool:
        """Whether the cues, grounds and wordings of the row's claim speak of its thing."""
        words = tuple(self.wordings[row["claim"].value])
        return any(speaks_of(words, name) for name in self.names[row["thing"].value])


def _unnamed_things(read: _Read) -> Iterator[Finding]:
    """Things of claims that the text does not name, and the words on which the claim rests do not speak of."""
    for row in read.things:
        if row["concluded"].value == "false" and not read.is_named(row) and not read.is_spoken_of(row):
            where = "passage" if row["property"].value == _OBJECT else "section"
            slug = _slug(row["thing"].value)
            message = f"{slug} is not named in its {where}, and no cue, ground or wording speaks of it"
            yield Finding(row["claim"].value, row["property"].value, message)


def _missing_names(read: _Read) -> Iterator[Finding]:
    """Names that claims give a thing, but their passages do not."""
    for row in (row for row in read.words if row["property"].value == _OBJECT):
        name = row["words"].value
        if not named(spoken(name), spoken(read.texts[row["passage"].value])):
            yield Finding(row["claim"].value, _OBJECT, f"“{name}” does not stand in its passage")


def _missing_numbers(read: _Read) -> Iterator[Finding]:
    """Numbers of claims that their passage does not give in that unit."""
    spelt = {row["word"].value: float(row["number"].value) for row in read.vocabulary("number-words")}
    units = {singular(row["word"].value): row["unit"].value for row in read.vocabulary("units")}
    for row in read.rows("numbers"):
        number, unit, times = int(row["number"].value), row["unit"].value, float(row["times"].value)
        given = quantities(read.texts[row["passage"].value], spelt, units)
        if not any(each.unit == unit and round(each.number * times) == number for each in given):
            name = row["property"].value.removeprefix(terms.KGO)
            message = f"{name} is {number}, a number that its passage does not give"
            yield Finding(row["claim"].value, row["property"].value, message)


def _unaccounted_words(read: _Read) -> Iterator[Finding]:
    """Hedges and denials of a passage that none of its claims accounts for."""
    hedges = [(whole(row["word"].value), row["denies"].value == "true") for row in read.vocabulary("hedges")]
    # A passage without any claim is a fault of its own.
    claimed = {row["passage"].value for row in (*read.things, *read.words)}
    for passage in read.section_of:
        if passage in read.incomplete or passage not in claimed:
            continue
        accounts = _accounts(read, passage)
        text = whole(read.texts[passage])
        for hedge, denies in hedges:
            if hedge in text and not any(hedge in words for words, may_deny in accounts if may_deny or not denies):
                needed = "a claim that denies it" if denies else "a qualifier with its cue, or a wording"
                yield Finding(
                    passage, "", f"“{hedge.strip()}” is accounted for by none of its claims; it needs {needed}"
                )


def _accounts(read: _Read, passage: str) -> list[tuple[str, bool]]:
    """The words on which the claims of a passage rest, and whether a denying word among them is accounted for."""
    found = [
        (whole(row["words"].value), row["denies"].value == "true")
        for row in read.words
        if row["passage"].value == passage
    ]
    text = spoken(read.texts[passage])
    things = {row["thing"].value for row in read.things if row["passage"].value == passage}
    spelt = {name for thing in things for name in read.names[thing] if named(name, text)}
    return found + [(whole(" ".join(name)), True) for name in sorted(spelt)]


def _slug(thing: str) -> str:
    return thing.removeprefix(terms.KG)

"""Each claim against the text of its passage: things are named, numbers given, hedges and denials accounted for."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pyoxigraph as ox

from kg import terms
from kg.parameters import bind
from kg.queries import shared_query
from kg.store import Store
from kg.text.source import normalize

#: At most so many words stand between two words of a name, as in "pain in the legs, arms, and neck".
_GAP = 4
#: Two words that share so many letters at their start are cognates: disrupt, disruption.
_COGNATE = 6
_OBJECT = terms.RDF + "object"
_CUE, _GROUND, _AS = (terms.KGO + name for name in ("cue", "ground", "as"))

Words = tuple[str, ...]
#: The cues, grounds and wordings, by claim and property.
Wordings = defaultdict[tuple[str, str], list[Words]]


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


def lint(store: Store, document: str, texts: Mapping[str, str]) -> Iterator[Finding]:
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

    def __init__(self, store: Store, document: str, texts: Mapping[str, str]) -> None:
        self._store = store
        self._document = ox.NamedNode(document)
        self.texts = texts
        passages = self.rows("passages")
        self.sections: dict[str, list[Words]] = defaultdict(list)
        for row in passages:
            self.sections[row["section"].value].append(spoken(texts[row["passage"].value]))
        self.section_of = {row["passage"].value: row["section"].value for row in passages}
        self.incomplete = {row["passage"].value for row in passages if row["incomplete"].value == "true"}
        self.things = self.rows("things")
        self.words = self.rows("words")
        self.names: dict[str, set[Words]] = defaultdict(set)
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

    def is_named(self, thing: str, passage: str) -> bool:
        """Whether a name of the thing stands in the passage or elsewhere in its section."""
        texts = self.sections[self.section_of[passage]]
        return any(_stands(name, text) for name in self.names[thing] for text in texts)

    def here(self, row: ox.QuerySolution) -> tuple[str, str]:
        """The thing of a row, in its section."""
        return self.section_of[row["passage"].value], row["thing"].value


def spoken(text: str) -> Words:
    """The words of a text as they are compared: lower case, singular, hyphens and other signs apart."""
    # Of an abbreviation only the case tells its plural: ESIs.
    plain = re.sub(r"([A-Z]{2})s\b", r"\1", normalize(text))
    return tuple(_singular(word) for word in re.findall(r"\w+(?:'\w+)*", plain.lower()))


def _singular(word: str) -> str:
    """A rough fold, the same on both sides: of injuries, discs and vertebra's; not of stenosis or gas."""
    plain = word.removesuffix("'s")
    if plain.endswith("ies") and len(plain) > len("xxies"):
        return plain[:-3] + "y"
    if plain.endswith("sses"):
        return plain[:-2]
    if plain.endswith("s") and not plain.endswith(("ss", "us", "is")) and len(plain) > len("gas"):
        return plain[:-1]
    return plain


@functools.cache
def _stands(name: Words, text: Words) -> bool:
    """Whether the words of a name stand in a text in their order, near each other."""
    ends = {at for at, word in enumerate(text) if name and word == name[0]}
    for word in name[1:]:
        ends = {at for end in ends for at in range(end + 1, end + 2 + _GAP) if text[at : at + 1] == (word,)}
    return bool(ends)


def _unnamed_things(read: _Read) -> Iterator[Finding]:
    """Things of claims that neither the section names nor words of the claims account for."""
    wordings = _wordings(read)
    unnamed: dict[str, list[ox.QuerySolution]] = defaultdict(list)
    for row in read.things:
        cues = wordings[row["claim"].value, _CUE] if row["property"].value == _OBJECT else []
        names = read.names[row["thing"].value]
        if not read.is_named(row["thing"].value, row["passage"].value) and not _has_cognate(names, cues):
            unnamed[row["claim"].value].append(row)
    # How one claim accounts for a thing holds for the others of its section, as a name would.
    accounted = {read.here(row) for claim, rows in unnamed.items() for row in _accounted(read, rows, wordings, claim)}
    for row in (row for rows in unnamed.values() for row in rows if read.here(row) not in accounted):
        message = (
            f"{_slug(row['thing'].value)} is named nowhere in its section, and no ground or wording accounts for it"
        )
        yield Finding(row["claim"].value, row["property"].value, message)


def _missing_names(read: _Read) -> Iterator[Finding]:
    """Names that claims give a thing, but their passages do not."""
    for row in (row for row in read.words if row["property"].value == _OBJECT):
        name = row["words"].value
        if not _stands(spoken(name), spoken(read.texts[row["passage"].value])):
            yield Finding(row["claim"].value, _OBJECT, f"“{name}” does not stand in its passage")


def _accounted(read: _Read, rows: list[ox.QuerySolution], wordings: Wordings, claim: str) -> list[ox.QuerySolution]:
    """Of the unnamed things of a claim, those that its ground or its wording speaks of.

    A ground speaks of the things of which it holds a word; of the object, where it holds none.
    """
    grounds = wordings[claim, _GROUND]
    spoken_of = [row for row in rows if _has_cognate(read.names[row["thing"].value], grounds)]
    if wordings[claim, _AS] or (grounds and not spoken_of):
        spoken_of += [row for row in rows if row["property"].value == _OBJECT]
    return spoken_of


def _wordings(read: _Read) -> Wordings:
    """The cues, grounds and wordings by claim and property."""
    found: Wordings = defaultdict(list)
    for row in read.words:
        found[row["claim"].value, row["property"].value].append(spoken(row["words"].value))
    return found


def _has_cognate(names: set[Words], cues: list[Words]) -> bool:
    starts = {word[:_COGNATE] for cue in cues for word in cue if len(word) >= _COGNATE}
    return any(word[:_COGNATE] in starts for name in names for word in name)


def _missing_numbers(read: _Read) -> Iterator[Finding]:
    """Numbers of claims that their passage does not give."""
    spelt = {row["word"].value: float(row["number"].value) for row in read.vocabulary("number-words")}
    for row in read.rows("numbers"):
        number = int(row["number"].value)
        scale = _scale(row)
        if not any(round(given * scale) == number for given in _numbers(read.texts[row["passage"].value], spelt)):
            name = row["property"].value.removeprefix(terms.KGO)
            message = f"{name} is {number}, a number that its passage does not give"
            yield Finding(row["claim"].value, row["property"].value, message)


def _scale(row: ox.QuerySolution) -> float:
    """What a number of the text is multiplied by to give the claim's number, which counts months."""
    return float(row["unit"].value) / float(row["month"].value) if row["unit"] else 1


def _numbers(text: str, spelt: Mapping[str, float]) -> Iterator[float]:
    """The numbers of a text, in digits or words."""
    for word in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?|[^\W\d]+", normalize(text).lower()):
        if word in spelt:
            yield spelt[word]
        elif word[0].isdecimal():
            yield float(word.replace(",", ""))


def _unaccounted_words(read: _Read) -> Iterator[Finding]:
    """Hedges and denials of a passage that none of its claims accounts for."""
    hedges = [(_whole(row["word"].value), row["denies"].value == "true") for row in read.vocabulary("hedges")]
    # A passage without any claim is a fault of its own.
    claimed = {row["passage"].value for row in (*read.things, *read.words)}
    for passage in read.section_of:
        if passage in read.incomplete or passage not in claimed:
            continue
        accounts = _accounts(read, passage)
        text = _whole(read.texts[passage])
        for hedge, denies in hedges:
            if hedge in text and not any(hedge in words for words, may_deny in accounts if may_deny or not denies):
                needed = "a claim that denies it, or a wording" if denies else "a qualifier with its cue, or a wording"
                yield Finding(
                    passage, "", f"“{hedge.strip()}” is accounted for by none of its claims; it needs {needed}"
                )


def _accounts(read: _Read, passage: str) -> list[tuple[str, bool]]:
    """The words on which the claims of a passage rest, and whether a denying word among them is accounted for."""
    found = [
        (_whole(row["words"].value), row["denies"].value == "true")
        for row in read.words
        if row["passage"].value == passage
    ]
    text = spoken(read.texts[passage])
    things = {row["thing"].value for row in read.things if row["passage"].value == passage}
    named = {name for thing in things for name in read.names[thing] if _stands(name, text)}
    return found + [(_whole(" ".join(name)), True) for name in sorted(named)]


def _whole(text: str) -> str:
    """The words of a text between single spaces, so that a phrase is found as whole words; hyphens join."""
    plain = normalize(text).lower().translate(_HYPHENS)
    words = re.findall(r"\w+(?:['-]\w+)*", plain)
    return f" {' '.join(words)} "


_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-"})


def _slug(thing: str) -> str:
    return thing.removeprefix(terms.KG)

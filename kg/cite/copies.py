"""Citations that can be verified: passages, the copies of a document at hand, and the quote of a passage in one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.engine import Engine
from kg.errors import UsageError
from kg.parameters import bind
from kg.progress import Progress, silent
from kg.queries import shared_query
from kg.text.source import Normalized, passage_hashes, read_document, sha256

#: A text of no known document is searched at every character up to the first length, at every word up to the second,
#: beyond it only where sentences may start: each takes some ten times longer than the next.
_THOROUGH = 200_000
_LARGE = 1_000_000
#: Where a passage is looked for: at words that do not start in lower case, at every word, at every character.
_LEVELS = (_CAPITALS, _WORDS, _EVERYWHERE) = range(3)
_WORD_STARTS = re.compile(r"\b(?=\w)|(?=[^\w\s])")
_WORD_ENDS = re.compile(r"(?<=\w)\b|(?<=[^\w\s])")


class Passage(NamedTuple):
    """What the data keeps of a passage: where it stands, and the hashes of its characters.

    Attributes:
        iri: the passage.
        start: its first character, in code points from 0.
        end: the character after its last.
        sha256: of its characters.
        normalized_sha256: of its normalised form.
        normalized_length: characters of its normalised form.
    """

    iri: str
    start: int
    end: int
    sha256: str
    normalized_sha256: str
    normalized_length: int


class Quote(NamedTuple):
    """A passage in a copy, verified.

    Attributes:
        text: the exact characters of that copy.
        start: its first character in that copy, in code points from 0.
        end: the character after its last.
        exact: the copy is the very same text, and its offsets hold; else it was found by its hash.
    """

    text: str
    start: int
    end: int
    exact: bool


class Haystack:
    """A text to look for passages in; nothing is prepared before it is needed.

    Args:
        text: all its characters.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[tuple[str, int, int], list[int]] = {}

    @cached_property
    def form(self) -> Normalized:
        """Its normalised form, which leads back to its characters."""
        return Normalized(self._text)

    def windows(self, passage: Passage, level: int) -> list[int]:
        """Where in the normalised form a passage starts, looked for at one of the levels."""
        key = (passage.normalized_sha256, passage.normalized_length, level)
        if key not in self._found:
            text = self.form.normalized
            length = passage.normalized_length
            wanted = bytes.fromhex(passage.normalized_sha256)
            self._found[key] = [
                start
                for start in self._starts(length, level)
                if hashlib.sha256(text[start : start + length].encode()).digest() == wanted
            ]
        return self._found[key]

    def _starts(self, length: int, level: int) -> Iterable[int]:
        last = len(self.form.normalized) - length
        if level == _EVERYWHERE:
            return range(last + 1)
        starts = self._capitals if level == _CAPITALS else self._words
        ends = self._ends
        return (start for start in starts if start <= last and ends[start + length])

    @cached_property
    def _words(self) -> list[int]:
        return [match.start() for match in _WORD_STARTS.finditer(self.form.normalized)]

    @cached_property
    def _capitals(self) -> list[int]:
        text = self.form.normalized
        # A sign that follows a word, such as its comma, starts nothing.
        opens = re.compile(r"(?<!\S)[^\w]|\w")
        return [start for start in self._words if not text[start].islower() and opens.match(text, start)]

    @cached_property
    def _ends(self) -> bytearray:
        """For each place in the normalised form, whether a word, or another sign, ends before it."""
        ends = bytearray(len(self.form.normalized) + 1)
        for match in _WORD_ENDS.finditer(self.form.normalized):
            ends[match.start()] = 1
        return ends


class Copy(NamedTuple):
    """A text at hand, and the document that it is a copy of.

    Attributes:
        path: the file.
        text: all its characters.
        document: IRI of the document.
        same: it is the very same characters as the document.
        passages: those of the document, in reading order.
        haystack: the text, to look for passages in.
    """

    path: Path
    text: str
    document: str
    same: bool
    passages: list[Passage]
    haystack: Haystack


def passages_of(store: Engine, document_iri: str) -> list[Passage]:
    """The passages of a document, in reading order."""
    rows = store.select(bind(shared_query("queries", "describe", "passages.rq"), [[ox.NamedNode(document_iri)]]))
    return [passage_of(row) for row in rows]


def passage_of(row: ox.QuerySolution) -> Passage:
    """The passage that a row of `passages.rq` or `citation.rq` gives."""
    start, end, length = (int(row[name].value) for name in ("start", "end", "normalizedLength"))
    return Passage(row["passage"].value, start, end, row["sha256"].value, row["normalizedSha256"].value, length)


def locate(passage: Passage, copy: Copy) -> Quote | None:
    """The quote of a passage in a copy of its document, or None where it is not there: there is no guess.

    In the very same text it stands at its offsets. In another copy it is the window of its normalised length whose
    hash is its own; where several are, that nearest to the passages around it.
    """
    if copy.same:
        return _by_offset(passage, copy)
    starts = occurrences(passage, copy)
    if not starts:
        return None
    chosen = starts[0] if len(starts) == 1 else _nearest(starts, passage, copy)
    start, end = copy.haystack.form.place(chosen, chosen + passage.normalized_length)
    quote = Quote(copy.text[start:end], start, end, exact=False)
    return quote if passage_hashes(quote.text)[1:] == passage[4:] else None


def _by_offset(passage: Passage, copy: Copy) -> Quote | None:
    text = copy.text[passage.start : passage.end]
    if tuple(passage_hashes(text)) != passage[3:]:
        return None
    return Quote(text, passage.start, passage.end, exact=True)


def occurrences(passage: Passage, copy: Copy) -> list[int]:
    """Where a passage starts in the normalised form of a copy: at a word, else in the middle of one."""
    found = (copy.haystack.windows(passage, level) for level in _LEVELS)
    return next(filter(None, found), [])


def _nearest(starts: list[int], passage: Passage, copy: Copy) -> int:
    """Of several places, a heading that a menu repeats perhaps, that nearest to a passage that stands only once."""
    for other in sorted(copy.passages, key=lambda other: abs(other.start - passage.start)):
        places = copy.haystack.windows(other, _CAPITALS)
        if len(places) == 1:
            place = places[0]
            return min(starts, key=lambda start: abs(start - place - (passage.start - other.start)))
    return starts[0]


def quotes(copy: Copy, progress: Progress = silent) -> Iterator[tuple[Passage, Quote | None]]:
    """Each passage of the document that a text is a copy of, in reading order, with its quote where it is there."""
    for number, passage in enumerate(copy.passages):
        if len(copy.text) > _LARGE and number % 10 == 0:
            progress(f"{copy.path.name}: {number} of {len(copy.passages)} passages looked for")
        yield passage, locate(passage, copy)


def match(paths: list[Path], store: Engine, progress: Progress = silent) -> list[Copy]:
    """The texts, each as a copy of its document.

    Args:
        paths: files of text.
        store: holds the documents.
        progress: told of a long search.

    Raises:
        UsageError: a file cannot be read as text, or is of no document that the store holds.
        OutsideError: a file cannot be read.
    """
    return [_matched(path, store, progress) for path in paths]


def _matched(path: Path, store: Engine, progress: Progress) -> Copy:
    copy = copy_of(path, store, progress)
    if copy is None:
        raise UsageError(f"{path}: {no_document(store)}")
    return copy


def no_document(store: Engine) -> str:
    """What to say of a text that is a copy of no document."""
    known = ", ".join(f"“{row['title'].value}”" for row in _documents(store))
    return (
        f"holds no passage of any document in the data, which are: {known}" if known else "the data holds no document"
    )


def copy_of(path: Path, store: Engine, progress: Progress = silent) -> Copy | None:
    """A text as a copy of its document: of that whose hash it has, else of that most of whose passages it holds.

    Raises:
        UsageError: the file cannot be read as text.
        OutsideError: it cannot be read.
    """
    text = read_document(path)
    hashed, haystack = sha256(text), Haystack(text)
    copies = []
    for row in _documents(store):
        iri, same = row["document"].value, row["sha256"].value == hashed
        copies.append(Copy(path, text, iri, same, passages_of(store, iri), haystack))
        if same:
            return copies[-1]
    if len(text) > _LARGE:
        progress(f"{path.name}: looking for passages in {len(text)} characters")
    levels = 3 if len(text) <= _THOROUGH else 2 if len(text) <= _LARGE else 1
    return _held(copies, _LEVELS[:levels])


def _held(copies: list[Copy], levels: range) -> Copy | None:
    """That of most of whose passages the text holds any; every level takes longer than the one before."""
    for level in levels:
        found = [sum(1 for passage in copy.passages if copy.haystack.windows(passage, level)) for copy in copies]
        if any(found):
            return copies[found.index(max(found))]
    return None


def _documents(store: Engine) -> list[ox.QuerySolution]:
    return store.select(shared_query("queries", "describe", "documents.rq").text)

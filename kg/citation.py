"""Citations that can be verified: passages, the copies of a document at hand, and the quote of a passage in one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import UsageError
from kg.parameters import bind
from kg.queries import shared_query
from kg.source import Normalized, passage_hashes, read_document, sha256
from kg.store import Store

#: A text of no known document is searched at every character up to this length, beyond it only between words.
_THOROUGH = 200_000
_LARGE = 1_000_000
#: Where a passage may start and end that is not glued to a word: before and after a word or another sign.
_WORD_STARTS = re.compile(r"\b(?=\w)|(?=[^\w\s])")
_WORD_ENDS = re.compile(r"(?<=\w)\b|(?<=[^\w\s])")
Progress = Callable[[str], None]


def silent(_step: str) -> None:
    """Progress that nobody sees."""


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


class Copy:
    """A text at hand, and the document that it is a copy of.

    Args:
        path: the file.
        text: all its characters.
        document: IRI of the document.
        same: it is the very same characters as the document.
        passages: those of the document, in reading order.
    """

    def __init__(self, path: Path, text: str, document: str, passages: list[Passage], *, same: bool) -> None:
        self.path = path
        self.text = text
        self.document = document
        self.passages = passages
        self.same = same
        self._found: dict[tuple[str, int, bool], list[int]] = {}
        self._normalized: Normalized | None = None
        self._starts: list[int] = []
        self._ends = bytearray()

    @property
    def normalized(self) -> Normalized:
        """Its normalised form; made when it is first needed."""
        if self._normalized is None:
            self._normalized = Normalized(self.text)
        return self._normalized

    def windows(self, passage: Passage, *, everywhere: bool) -> list[int]:
        """Where in the normalised form a passage starts.

        Args:
            passage: what to find.
            everywhere: at any character, not only at those between which a word may start or end.
        """
        key = (passage.normalized_sha256, passage.normalized_length, everywhere)
        if key not in self._found:
            text = self.normalized.normalized
            length = passage.normalized_length
            starts = range(len(text) - length + 1) if everywhere else self._between_words(length)
            wanted = bytes.fromhex(passage.normalized_sha256)
            self._found[key] = [
                start for start in starts if hashlib.sha256(text[start : start + length].encode()).digest() == wanted
            ]
        return self._found[key]

    def _between_words(self, length: int) -> Iterator[int]:
        text = self.normalized.normalized
        if not self._ends:
            self._starts = [match.start() for match in _WORD_STARTS.finditer(text)]
            self._ends = bytearray(len(text) + 1)
            for match in _WORD_ENDS.finditer(text):
                self._ends[match.start()] = 1
        last = len(text) - length
        return (start for start in self._starts if start <= last and self._ends[start + length])


def passages_of(store: Store, document_iri: str) -> list[Passage]:
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
    start, end = copy.normalized.place(chosen, chosen + passage.normalized_length)
    quote = Quote(copy.text[start:end], start, end, exact=False)
    return quote if passage_hashes(quote.text)[1:] == passage[4:] else None


def _by_offset(passage: Passage, copy: Copy) -> Quote | None:
    text = copy.text[passage.start : passage.end]
    if tuple(passage_hashes(text)) != passage[3:]:
        return None
    return Quote(text, passage.start, passage.end, exact=True)


def occurrences(passage: Passage, copy: Copy) -> list[int]:
    """Where a passage starts in the normalised form of a copy: between words, else in the middle of one."""
    return copy.windows(passage, everywhere=False) or copy.windows(passage, everywhere=True)


def _nearest(starts: list[int], passage: Passage, copy: Copy) -> int:
    """Of several places, a heading that a menu repeats perhaps, that nearest to a passage that stands only once."""
    for other in sorted(copy.passages, key=lambda other: abs(other.start - passage.start)):
        (place, *more) = copy.windows(other, everywhere=False) or [-1]
        if place >= 0 and not more:
            return min(starts, key=lambda start: abs(start - place - (passage.start - other.start)))
    return starts[0]


def quotes(copy: Copy, progress: Progress = silent) -> Iterator[tuple[Passage, Quote | None]]:
    """Each passage of the document that a text is a copy of, in reading order, with its quote where it is there."""
    for number, passage in enumerate(copy.passages):
        if len(copy.text) > _LARGE and number % 10 == 0:
            progress(f"{copy.path.name}: {number} of {len(copy.passages)} passages looked for")
        yield passage, locate(passage, copy)


def match(paths: list[Path], store: Store, progress: Progress = silent) -> list[Copy]:
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


def _matched(path: Path, store: Store, progress: Progress) -> Copy:
    copy = copy_of(path, store, progress)
    if copy is None:
        raise UsageError(f"{path}: {no_document(store)}")
    return copy


def no_document(store: Store) -> str:
    """What to say of a text that is a copy of no document."""
    known = ", ".join(f"“{row['title'].value}”" for row in _documents(store))
    return (
        f"holds no passage of any document in the data, which are: {known}" if known else "the data holds no document"
    )


def copy_of(path: Path, store: Store, progress: Progress = silent) -> Copy | None:
    """A text as a copy of its document: of that whose hash it has, else of that most of whose passages it holds.

    Raises:
        UsageError: the file cannot be read as text.
        OutsideError: it cannot be read.
    """
    text = read_document(path)
    rows = _documents(store)
    hashed = sha256(text)
    copies = [
        Copy(path, text, iri, passages_of(store, iri), same=row["sha256"].value == hashed)
        for row in rows
        for iri in [row["document"].value]
    ]
    same = next((copy for copy in copies if copy.same), None)
    if same or not copies:
        return same
    if len(text) > _LARGE:
        progress(f"{path.name}: looking for passages in {len(text)} characters")
    holders = [copy for copy in copies if _holds_any(copy, everywhere=False)]
    if not holders and len(text) <= _THOROUGH:
        holders = [copy for copy in copies if _holds_any(copy, everywhere=True)]
    # Counting is for those that share a passage: in a long text, each takes its time.
    return max(holders, key=_count) if len(holders) > 1 else next(iter(holders), None)


def _documents(store: Store) -> list[ox.QuerySolution]:
    return store.select(shared_query("queries", "describe", "documents.rq").text)


def _holds_any(copy: Copy, *, everywhere: bool) -> bool:
    return any(copy.windows(passage, everywhere=everywhere) for passage in copy.passages)


def _count(copy: Copy) -> int:
    return sum(1 for passage in copy.passages if copy.windows(passage, everywhere=False))

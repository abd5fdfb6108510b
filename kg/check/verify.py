"""A text at hand against the data: every passage, with the words that claims quote from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg import terms
from kg.check.lint import lint
from kg.cite.copies import Copy, Passage, copy_of, no_document, quotes
from kg.engine import Engine
from kg.errors import Fault, visible
from kg.parameters import bind
from kg.progress import Progress, silent
from kg.queries import shared_query
from kg.resources import shown
from kg.text.source import passage_hashes, sha256
from kg.text.words import stands

#: Makes a fault of a check's name, a message, the IRI of the faulty node, and the property at whose line it stands.
FaultAt = Callable[[str, str, str, str], Fault]


class Verified(NamedTuple):
    """What comparing a text with the data gave.

    Attributes:
        summary: what was compared.
        checked: how many passages, words and lengths were.
        faults: where they disagree.
    """

    summary: str
    checked: int
    faults: list[Fault]


def verify(path: Path, store: Engine, fault_at: FaultAt, progress: Progress = silent) -> Verified:
    """Compare a text with the document that it is a copy of.

    In the very same text, offsets, hashes and length must hold. In another copy, each passage must stand somewhere.
    In both, cues, grounds and wordings must stand in their passages, and each claim must agree with its words.

    Args:
        path: the text.
        store: holds the documents.
        fault_at: gives a fault its place in the data.
        progress: told how far it is, where the text is long.

    Raises:
        UsageError: the file cannot be read as text.
        OutsideError: it cannot be read.
    """
    copy = copy_of(path, store, progress)
    if copy is None:
        summary = f"{visible(path.name)} is a text of a document in the data."
        return Verified(summary, 0, [Fault(shown(path), 0, "document", no_document(store))])
    found = dict(texts(copy, progress))
    words = store.select(bind(shared_query("queries", "describe", "words.rq"), [[ox.NamedNode(copy.document)]]))
    faults = [*_word_faults(words, found, fault_at)]
    findings = lint(store, copy.document, found)
    faults += [fault_at("lint", finding.message, finding.node, finding.property) for finding in findings]
    name = visible(path.name)
    if _is_the_text(copy, store):
        summary = f"Every offset, hash, cue, ground and claim agrees with {name}."
        faults += [*_record_faults(copy, store, fault_at), *_hash_faults(copy, fault_at)]
    else:
        summary = f"Every passage, cue, ground and claim agrees with {name}, a copy of its document."
        missing = (passage for passage in copy.passages if passage.iri not in found)
        faults += [fault_at("document", not_found(path), passage.iri, "") for passage in missing]
    return Verified(summary, len(copy.passages) + len(words) + copy.same, sorted(set(faults)))


def _is_the_text(copy: Copy, store: Engine) -> bool:
    """Whether this is the text itself, whatever hash the data gives: as long, and each passage in its place."""
    length, _ = _record(copy, store)
    in_place = (passage_hashes(copy.text[each.start : each.end])[0] == each.sha256 for each in copy.passages)
    # Old line ends are what a copy may have and still keep every place.
    return copy.same or ("\r" not in copy.text and length == len(copy.text) and all(in_place))


def _record(copy: Copy, store: Engine) -> tuple[int, str]:
    """The length and the hash that the data gives of the document."""
    rows = store.select(shared_query("queries", "describe", "documents.rq").text)
    row = next(row for row in rows if row["document"].value == copy.document)
    return int(row["length"].value), row["sha256"].value


def texts(copy: Copy, progress: Progress = silent) -> Iterator[tuple[str, str]]:
    """Each passage that stands in a copy of its document, as its IRI and its exact characters there."""
    for passage, quote in quotes(copy, progress):
        if quote:
            yield passage.iri, quote.text


def not_found(path: Path) -> str:
    """What to say of a passage that a copy does not hold."""
    return f"no characters of {visible(path.name)} have this passage's hash: there it is changed or missing"


def _record_faults(copy: Copy, store: Engine, fault_at: FaultAt) -> Iterator[Fault]:
    length, hashed = _record(copy, store)
    if hashed != (found := sha256(copy.text)):
        message = f"sha256 is {hashed}, but that of the text, where every passage is in its place, is {found}"
        yield fault_at("document", message, copy.document, terms.KGO + "sha256")
    if length != len(copy.text):
        message = f"textLength is {length}, but the text has {len(copy.text)} characters"
        yield fault_at("document", message, copy.document, terms.KGO + "textLength")


def _hash_faults(copy: Copy, fault_at: FaultAt) -> Iterator[Fault]:
    for passage in copy.passages:
        for name, expected, found in _compared(passage, copy):
            if expected != found:
                message = f"{name} is {expected}, but the text between its offsets gives {found}"
                yield fault_at("document", message, passage.iri, terms.KGO + name)


def _compared(passage: Passage, copy: Copy) -> list[tuple[str, object, object]]:
    found = passage_hashes(copy.text[passage.start : passage.end])
    return [
        ("sha256", passage.sha256, found.sha256),
        ("normalizedSha256", passage.normalized_sha256, found.normalized_sha256),
        ("normalizedLength", passage.normalized_length, found.normalized_length),
    ]


def _word_faults(words: list[ox.QuerySolution], found: dict[str, str], fault_at: FaultAt) -> Iterator[Fault]:
    for row in words:
        text = found.get(row["passage"].value)
        if text is not None and not stands(row["words"].value, text):
            message = f"“{row['words'].value}” does not stand in its passage"
            yield fault_at("document", message, row["claim"].value, row["property"].value)

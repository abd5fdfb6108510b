"""Source documents: how a text is read, its normalised form, and the hashes of a passage."""

from __future__ import annotations

import bisect
import codecs
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kg.errors import OutsideError, UsageError

MAX_DOCUMENT_BYTES = 16 * 1024 * 1024
_CURLY = str.maketrans({"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"'})
#: Byte-order marks of encodings that are not UTF-8; that of UTF-32 starts like that of UTF-16.
_WIDE = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


class PassageHashes(NamedTuple):
    """What the data keeps of a passage instead of its words."""

    sha256: str
    normalized_sha256: str
    normalized_length: int


def normalize(text: str) -> str:
    """NFC, curly quotes made straight, runs of white space as one space, ends stripped."""
    straight = unicodedata.normalize("NFC", text).translate(_CURLY)
    return re.sub(r"\s+", " ", straight).strip()


class Normalized:
    """The normalised form of a text, and from where in the text each of its characters came.

    Args:
        text: any text; `normalized` is what `normalize` makes of it.
    """

    def __init__(self, text: str) -> None:
        composed, self._composing = _composed(text)
        straight = composed.translate(_CURLY)
        self._spacing = _Shifts()
        lost = 0
        # One sign of white space becomes one space: only longer runs, and those at the ends, move anything.
        for run in re.finditer(r"^\s+|\s{2,}", straight):
            kept = 1 if run.start() else 0
            lost += len(run[0]) - kept
            self._spacing.add(run.end() - lost, run.end())
        self.normalized = re.sub(r"\s+", " ", straight).strip()

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters `start` to `end` of the normalised form stand in the text."""
        # The end of a run of white space is no part of what stands before it: hence the last character's own end.
        return self._original(start), self._original(end - 1, after=1)

    def _original(self, index: int, after: int = 0) -> int:
        return self._composing.before(self._spacing.before(index) + after)


class _Shifts:
    """How far characters moved when a text was rewritten: places after which all moved by the same."""

    def __init__(self) -> None:
        self._now = [0]
        self._before = [0]

    def add(self, now: int, before: int) -> None:
        """From here on, the character at `now` is the one that was at `before`."""
        self._now.append(now)
        self._before.append(before)

    def before(self, now: int) -> int:
        """The place at which a character stood."""
        point = bisect.bisect_right(self._now, now) - 1
        return self._before[point] + now - self._now[point]


#: Characters below U+0300 never change in NFC, nor join the one before them.
_MAY_COMPOSE = re.compile("[^\u0300-\U0010ffff]?[\u0300-\U0010ffff]+")


def _composed(text: str) -> tuple[str, _Shifts]:
    """The text in NFC, and how its characters moved."""
    shifts = _Shifts()
    if unicodedata.is_normalized("NFC", text):
        return text, shifts
    parts = []
    done = length = 0
    for run in _MAY_COMPOSE.finditer(text):
        for start, end in _segments(text, run.start(), run.end()):
            new = unicodedata.normalize("NFC", text[start:end])
            if new != text[start:end]:
                parts += [text[done:start], new]
                length += start - done
                shifts.add(length, start)
                length += len(new)
                shifts.add(length, end)
                done = end
    parts.append(text[done:])
    return "".join(parts), shifts


def _segments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of a run of characters, each a character with the marks that may join it."""
    first = start
    for i in range(start + 1, end):
        if not _joins(text[i]):
            yield first, i
            first = i
    yield first, end


def _joins(sign: str) -> bool:
    """Whether NFC may join a character to the one before it: a mark, or a part of a Hangul syllable."""
    return unicodedata.category(sign).startswith("M") or "\u1160" <= sign <= "\u11ff"


def sha256(text: str) -> str:
    """SHA-256 of the text in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def passage_hashes(text: str) -> PassageHashes:
    """The hashes of a passage's characters."""
    normal = normalize(text)
    return PassageHashes(sha256(text), sha256(normal), len(normal))


def read_document(path: Path) -> str:
    """The text of a document, its line ends as they are, since offsets count every character.

    A byte-order mark is no character of the text, and is left out.

    Raises:
        UsageError: the file is missing, empty, too large, no text, or not UTF-8.
        OutsideError: it cannot be read.
    """
    try:
        if path.is_dir():
            raise UsageError(f"{path}: is a folder; give the text file of a document")
        if not path.exists():
            raise UsageError(f"{path}: no such document")
        if not path.is_file():
            raise UsageError(f"{path}: is no regular file; save the text in one")
        if path.stat().st_size > MAX_DOCUMENT_BYTES:
            raise UsageError(f"{path}: larger than {MAX_DOCUMENT_BYTES // 1024**2} MiB, the most a document may be")
        content = path.read_bytes()
    except OSError as error:
        raise OutsideError(f"{path}: cannot be read: {error.strerror}") from error
    return _decoded(content, path)


def _decoded(content: bytes, path: Path) -> str:
    wide = next((name for mark, name in _WIDE.items() if content.startswith(mark)), "")
    if wide:
        raise UsageError(f"{path}: the text is {wide}, not UTF-8; save it as UTF-8")
    if b"\0" in content:
        raise UsageError(f"{path}: holds a zero byte, so it is binary or UTF-16; save the text as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 (byte {error.start}); save the text as UTF-8") from error
    if not text.strip():
        raise UsageError(f"{path}: is empty; give the text of a document")
    return text

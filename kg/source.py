"""Source documents: the normalised form of a text, the hashes of a passage, and their check against a text."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from kg.errors import OutsideError, UsageError

MAX_DOCUMENT_BYTES = 16 * 1024 * 1024
_CURLY = str.maketrans({"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"'})


class PassageHashes(NamedTuple):
    """What the data keeps of a passage instead of its words."""

    sha256: str
    normalized_sha256: str
    normalized_length: int


def normalize(text: str) -> str:
    """NFC, curly quotes made straight, runs of white space as one space, ends stripped."""
    straight = unicodedata.normalize("NFC", text).translate(_CURLY)
    return re.sub(r"\s+", " ", straight).strip()


def sha256(text: str) -> str:
    """SHA-256 of the text in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def passage_hashes(text: str) -> PassageHashes:
    """The hashes of a passage's characters."""
    normal = normalize(text)
    return PassageHashes(sha256(text), sha256(normal), len(normal))


def read_document(path: Path) -> str:
    """The text of a document, its line ends as they are, since offsets count every character.

    Raises:
        UsageError: the file is missing, too large or not UTF-8.
        OutsideError: it cannot be read.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such document")
    if path.stat().st_size > MAX_DOCUMENT_BYTES:
        raise UsageError(f"{path}: larger than {MAX_DOCUMENT_BYTES // 1024**2} MiB, the most a document may be")
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 (byte {error.start}); save the text as UTF-8") from error
    except OSError as error:
        raise OutsideError(f"{path}: cannot be read: {error.strerror}") from error

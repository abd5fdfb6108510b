"""An invented document with its data, and copies of a document whose passages are known to stand at certain places."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from kg.cite.copies import Passage
from kg.text.source import passage_hashes, sha256

INVENTED = "https://w3id.org/painkg/document/invented/"

# The first passage is the name of an image, glued to the word after it.
TEXT = (
    "hot-needle-photo.pngHeat is an old friend of tired backs.\n\n"
    "1. Café “Ångström”\n\nA heated needle can be hot, in radiofrequency ablation. Some say 'it tingles'; others do not notice.\n"
    '• Effectiveness: Relief lasts a "season" or two.\n\n2. Closing hours\n\nWe close at noon.\n'
)
PASSAGES = {
    "s0-artifact-1": "hot-needle-photo.png",
    "s0-introduction-1": "Heat is an old friend of tired backs.",
    "s11-heading-1": "Café “Ångström”",
    "s11-description-1": "A heated needle can be hot, in radiofrequency ablation.",
    "s11-description-2": "Some say 'it tingles'; others do not notice.",
    "s11-effectiveness-1": 'Relief lasts a "season" or two.',
    "s12-heading-1": "Closing hours",
    "s12-closing-1": "We close at noon.",
}
CLAIM = """    claims:
      - {id: s11-description-1.1, subject: radiofrequency-ablation, says: usesDevice, object: heated-needle,
         certainty: Can, cue: can}
"""


def write_invented(data: Path) -> None:
    """Add the invented document to a data folder."""
    lines = [
        '"@context":\n  - https://w3id.org/painkg/ontology/context.jsonld\n',
        f'  - "@base": {INVENTED}\nid: {INVENTED}\ntype: SourceDocument\ntitle: Invented\nprefix: inv\n',
        f"sha256: {sha256(TEXT)}\ntextLength: {len(TEXT)}\npassages:\n",
    ]
    for passage in passages():
        name = passage.iri.removeprefix(INVENTED)
        lines.append(
            f"  - id: {name}\n    start: {passage.start}\n    end: {passage.end}\n    sha256: {passage.sha256}\n"
        )
        lines.append(f"    normalizedSha256: {passage.normalized_sha256}\n")
        lines.append(f"    normalizedLength: {passage.normalized_length}\n")
        lines.append(CLAIM if name == "s11-description-1" else "    notModelled: Promotional\n")
    (data / "documents" / "invented.yaml").write_text("".join(lines), encoding="utf-8")


def passages() -> list[Passage]:
    """Those of the invented document."""
    found = []
    for name, text in PASSAGES.items():
        start = TEXT.index(text)
        found.append(Passage(INVENTED + name, start, start + len(text), *passage_hashes(text)))
    return found


class Disturbed(NamedTuple):
    """A copy, and where in it each passage stands, by IRI."""

    text: str
    places: dict[str, tuple[int, int]]


def disturb(text: str, passages: list[Passage], chance: random.Random, *, decompose: bool) -> Disturbed:
    """Copy a text piece by piece, with other white space and quotes, a menu before it and a footer after it.

    Where a passage stands is known from the pieces, not searched for.
    """
    copy = f"\ufeffMenu\r\n{chance.choice(_SPACES)}Home  ›  Übersicht{chance.choice(_SPACES)}"
    places = {}
    done = 0
    for passage in passages:
        copy += _disturbed(text[done : passage.start], chance, decompose=decompose)
        start = len(copy)
        copy += _disturbed(text[passage.start : passage.end], chance, decompose=decompose)
        places[passage.iri] = (start, len(copy))
        done = passage.end
    return Disturbed(copy + _disturbed(text[done:], chance, decompose=decompose) + " \n© nobody\r\n", places)


_SPACES = (" ", "  ", "\n", "\r\n", "\r", "\t", "\n    ", "\u00a0", "\u2003", " \u00a0\r\n\r\n\t")
_QUOTES = ("'‘’‚‛", '"“”„‟')


def _disturbed(piece: str, chance: random.Random, *, decompose: bool) -> str:
    for family in _QUOTES:
        piece = re.sub(f"[{family}]", lambda _, family=family: chance.choice(family), piece)  # type: ignore[misc]  # bound at once
    piece = re.sub(r"\s+", lambda _: chance.choice(_SPACES), piece)
    return unicodedata.normalize("NFD", piece) if decompose else piece

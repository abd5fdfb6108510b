"""From a text to its passages: one heading, one sentence, or one sentence of a list item each, with their ids.

A passage's id says where it stands: `s2-effectiveness-1` is the first sentence of the part `effectiveness` in
section 2. Nothing here knows a graph or a particular document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.text.blocks import HEADING, ITEM, UNMARKED, Block, blocks
from kg.text.sentences import Span, sentences, trimmed

_MEDIA = "jpe?g|png|gif|webp|svg|avif|heic|bmp|tiff?|mp[34]|m4[av]|mov|avi|webm|wav|ogg|pdf"
# The name of a media file, perhaps glued to the first word ("knee.jpegKnees ..."), or an image as Markdown has it.
_ARTIFACT = re.compile(rf"\s*(!\[[^\]]*\]\([^)\s]*\)|\S+?\.(?i:{_MEDIA})(?![a-z0-9])[)\]>\"']*)")
_LABEL = re.compile(r"[*_]{0,3}([^\W\d_][^:*_\r\n]{0,60}?)[*_]{0,3}[ \t]*[:：][*_]{0,3}\s*")


class Passage(NamedTuple):
    """A passage of a text.

    Attributes:
        id: section, part and ordinal: `s2-effectiveness-1`.
        start: its first character, in code points.
        end: the character after its last.
    """

    id: str
    start: int
    end: int


class _Placed(NamedTuple):
    """A block with what its label opens.

    Attributes:
        block: without its label.
        part: that its label names; empty where it has no such label.
    """

    block: Block
    part: str


def cut(text: str, labels: Mapping[str, str]) -> list[Passage]:
    """Cut a text into passages, in reading order.

    Sections are what numbered headings open; where no heading has a number, those that are marked open one (by #, an
    underline, capitals); where none is marked, all do. A title above all others opens none. What stands before the
    first section is section 0. Where the last section goes on after its labelled items, or has a heading without a
    number, and no other section does, the rest is the closing part, a section of its own.

    Args:
        text: the document.
        labels: for each label that opens a part, in any case, the part's name in ids: `{"Indications": "indications"}`.
    """
    known = {label.casefold(): part for label, part in labels.items()}
    # A byte order mark is no text.
    start = len(text) - len(text.lstrip("\ufeff"))
    artifacts = list(_artifacts(text, start))
    found = list(_labelled(blocks(text, artifacts[-1].end if artifacts else start), text, known))
    counts: Counter[tuple[int, str]] = Counter()

    def passage(section: int, part: str, span: Span) -> Passage:
        counts[section, part] += 1
        return Passage(f"s{section}-{part}-{counts[section, part]}", *span)

    passages = [passage(0, "artifact", span) for span in artifacts]
    sections = _sections([each.block for each in found])
    closing = _closing(found, sections)
    for place, (each, section) in enumerate(zip(found, sections, strict=True)):
        number = section + 1 if place >= closing else section
        default = "introduction" if number == 0 else "closing" if place >= closing else "description"
        part = "heading" if each.block.kind == HEADING else each.part or default
        passages += [passage(number, part, span) for span in _spans(text, each.block)]
    return passages


def _artifacts(text: str, start: int) -> Iterator[Span]:
    """Names of media files at the very start, which are no text."""
    while found := _ARTIFACT.match(text, start):
        yield Span(found.start(1), found.end(1))
        start = found.end()


def _spans(text: str, block: Block) -> Iterator[Span]:
    if block.kind == HEADING:
        return trimmed(text, block.start, block.end)
    return sentences(text, block.start, block.end)


def _labelled(found: list[Block], text: str, known: dict[str, str]) -> Iterator[_Placed]:
    """Each block with the part that its own label opens, or that of the item under which it is indented."""
    above: list[tuple[int, str]] = []
    for block in found:
        if block.kind != ITEM:
            above = []
            yield _Placed(block, "")
            continue
        label = _LABEL.match(text, block.start, block.end)
        part = known.get(label[1].strip().casefold(), "") if label else ""
        above = [each for each in above if each[0] < block.level]
        if label and part:
            above.append((block.level, part))
            block = block._replace(start=label.end())  # noqa: PLW2901 - the same block, less its label
        yield _Placed(block, part or (above[-1][1] if above else ""))


def _sections(found: list[Block]) -> list[int]:
    """The number of the section in which each block stands."""
    headings = [block for block in found if block.kind == HEADING]
    opening = _opening(headings)
    own = [block.number for block in opening]
    # The document's own numbers, unless it has none or they start anew somewhere.
    numbers = own if 0 not in own and own == sorted(set(own)) else range(1, len(own) + 1)
    of_block = dict(zip(opening, numbers, strict=True))
    # Where no heading opens a section, all is one.
    section = 0 if opening else 1
    sections = []
    for block in found:
        section = of_block.get(block, section)
        sections.append(section)
    return sections


def _opening(headings: list[Block]) -> list[Block]:
    """The headings that open a section."""
    title = len(headings) > 1 and all(each.level > headings[0].level for each in headings[1:])
    rest = headings[1:] if title else headings
    numbered = [each for each in headings if each.number]
    return numbered or [each for each in rest if each.level < UNMARKED] or rest


def _closing(found: list[_Placed], sections: list[int]) -> int:
    """The place of the first block of the closing part; the number of blocks where there is none."""
    numbered = any(each.block.kind == HEADING and each.block.number for each in found)
    goes_on: dict[int, int] = {}
    seen: set[int] = set()
    labelled: set[int] = set()
    for place, (each, section) in enumerate(zip(found, sections, strict=True)):
        further = numbered and section in seen and each.block.kind == HEADING
        if section and (further or (section in labelled and each.block.kind != ITEM)):
            goes_on.setdefault(section, place)
        seen.add(section)
        if each.part:
            labelled.add(section)
    return next(iter(goes_on.values())) if set(goes_on) == {max(sections, default=0)} else len(found)

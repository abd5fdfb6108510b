"""The blocks of a plain text or Markdown document: headings, list items and running text, each without its mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

HEADING, ITEM, TEXT = "heading", "item", "text"
_RULE = "rule"

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_HASHES = re.compile(r" {0,3}(#{1,6})[ \t]+")
_UNDERLINE = re.compile(r"[ \t]*(={3,}|-{3,}|~{3,})[ \t]*\Z")
_BULLET = re.compile(r"[ \t]*(?:[-*+–—][ \t]+|[•‣◦▪▫●○∙·\uf0b7][ \t]*)(?=\S)")
_NUMBER = re.compile(r"[ \t]*\(?(\d{1,3})[.)][ \t]+(?=\S)")
_DEEP_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})+[.)]?[ \t]+(?=\S)")
#: Lines that begin something of their own: the two sides of a question, a row of a table.
_OWN = re.compile(r"[ \t]*(?:(?:Q|A|Question|Answer)[ \t]*\d*[:.][ \t]|\|)")
_EMPHASIS = "*_"
#: Nobody wraps text at more characters; where a line is longer, a line is a paragraph.
_WIDEST_WRAP = 120
_HEADING_WORDS = 12
_HEADING_CHARACTERS = 100
_CAPITALS = 4
_CAPITAL_LEVEL = 8
#: The level of a heading that nothing marks.
UNMARKED = 9


class Line(NamedTuple):
    """A line without its line end."""

    start: int
    words: str

    @property
    def end(self) -> int:
        """Where its line end starts."""
        return self.start + len(self.words)


class Block(NamedTuple):
    """A heading, a list item, or a paragraph of running text.

    Attributes:
        kind: `heading`, `item` or `text`.
        start: where its words start, after its mark or number.
        end: where they end.
        level: of a heading, 1 the highest; of an item, by how much it is indented.
        number: of a numbered heading or item; 0 where it has none.
        single: whether it is one line that stands by itself.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    number: int = 0
    single: bool = False


def blocks(text: str, start: int = 0) -> list[Block]:
    """The blocks of a document, in order.

    A heading is marked by #, an underline or capitals, or is a short line of its own without a full stop and with
    something below it. A numbered line of that kind is a heading too, unless it is one of several in a row, or other
    headings are marked: then it is a list.

    Args:
        text: the document.
        start: where to begin.
    """
    found: list[Block] = []
    for paragraph in _paragraphs(text, start):
        found += _split(paragraph)
    return list(_with_headings(found, text))


def _paragraphs(text: str, start: int) -> Iterator[list[Line]]:
    """Runs of lines with no blank line between them."""
    run: list[Line] = []
    for match in _LINE.finditer(text, start):
        words = match[1]
        if words.strip():
            run.append(Line(match.start(), words))
        elif run:
            yield run
            run = []
    if run:
        yield run


class _Piece(NamedTuple):
    """A block in the making; of kind `rule` it is a line drawn between two blocks."""

    kind: str
    start: int
    lines: list[Line]
    level: int = 0
    number: int = 0


def _split(paragraph: list[Line]) -> Iterator[Block]:
    """The blocks of a run of lines."""
    wrapped = all(len(line.words) <= _WIDEST_WRAP for line in paragraph)
    pieces: list[_Piece] = []
    for line in paragraph:
        current = pieces[-1] if pieces else None
        begun = _marked_heading(line) or _rule(line) or _begun(line, current, wrapped=wrapped)
        if begun is None and current:
            current.lines.append(line)
        elif begun:
            underlined = _underlined(current, line)
            pieces[-1:] = [underlined] if underlined else [*pieces[-1:], begun]
    for piece in pieces:
        if piece.kind != _RULE:
            # An item is a heading only where it stands alone; text may have a list below it.
            single = len(piece.lines) == 1 and (piece.kind == TEXT or not wrapped or len(pieces) == 1)
            yield Block(piece.kind, piece.start, piece.lines[-1].end, piece.level, piece.number, single)


def _marked_heading(line: Line) -> _Piece | None:
    hashes = _HASHES.match(line.words)
    if not hashes or not any(sign.isalnum() for sign in line.words):
        return None
    number = _NUMBER.match(line.words, hashes.end()) or _DEEP_NUMBER.match(line.words, hashes.end())
    words = line.words.rstrip(" \t").rstrip("#")
    start = line.start + (number or hashes).end()
    value = int(number[1]) if number and number.re is _NUMBER else 0
    return _Piece(HEADING, start, [line._replace(words=words)], len(hashes[1]), value)


def _rule(line: Line) -> _Piece | None:
    return None if any(sign.isalnum() for sign in line.words) else _Piece(_RULE, line.start, [line])


def _underlined(current: _Piece | None, line: Line) -> _Piece | None:
    """The one line above an underline, as a heading."""
    underline = _UNDERLINE.match(line.words)
    if not underline or not current or len(current.lines) > 1:
        return None
    if not (current.kind == TEXT or current.number) or not is_title(current.lines[0].words):
        return None  # a line drawn beneath a sentence or a list
    return current._replace(kind=HEADING, level=1 if underline[1].startswith("=") else 2)


def _begun(line: Line, current: _Piece | None, *, wrapped: bool) -> _Piece | None:
    """The block that a line begins; none where the line goes on with the current one."""
    running = current is not None and current.kind == TEXT and wrapped
    mark = _BULLET.match(line.words) or _NUMBER.match(line.words)
    # In running text a line may happen to start with a dash or with the number that ends a sentence.
    if mark and running and (line.words.strip()[0] in "–—" or (mark.re is _NUMBER and mark[1] != "1")):
        mark = None
    if mark:
        indent = len(line.words) - len(line.words.lstrip())
        number = int(mark[1]) if mark.re is _NUMBER else 0
        return _Piece(ITEM, line.start + mark.end(), [line], indent, number)
    goes_on = current is not None and current.kind in {ITEM, TEXT} and wrapped and not _is_capitals(current)
    return None if goes_on and not _OWN.match(line.words) else _Piece(TEXT, line.start, [line])


def _is_capitals(current: _Piece) -> bool:
    words = current.lines[0].words
    return current.kind == TEXT and len(current.lines) == 1 and _capitals(words) and is_title(words)


def _capitals(words: str) -> bool:
    letters = [sign for sign in words if sign.isalpha()]
    return len(letters) >= _CAPITALS and all(sign.isupper() for sign in letters)


def is_title(words: str) -> bool:
    """Whether words are short and end as no sentence does, though perhaps as a question does."""
    words = words.strip().strip(_EMPHASIS)
    first = next((sign for sign in words if sign.isalnum()), "a")
    return (
        len(words) <= _HEADING_CHARACTERS
        and len(words.split()) <= _HEADING_WORDS
        and not first.islower()
        and any(sign.isalpha() for sign in words)
        and not words.startswith("|")
        and words.rstrip("\"'’”»)")[-1:] not in {".", "!", ":", ";", ",", "…", "。"}
    )


def _with_headings(found: list[Block], text: str) -> Iterator[Block]:
    """The blocks, those that stand as headings do turned into headings."""
    may_be = [each.single and is_title(text[each.start : each.end]) for each in found]
    marked = any(each.kind == HEADING for each in found)
    for place, block in enumerate(found):
        followed = place + 1 < len(found)
        if block.kind == TEXT and may_be[place] and followed:
            yield _unmarked(block, text)
        elif block.kind == HEADING:
            yield _bare(block, text)
        elif block.number and may_be[place] and followed and not marked and not _in_a_row(place, found, may_be):
            yield _bare(block._replace(kind=HEADING, level=1), text)
        else:
            yield block


def _in_a_row(place: int, found: list[Block], may_be: list[bool]) -> bool:
    """Whether the block before or after is a numbered line of the same kind."""
    near = [each for each in (place - 1, place + 1) if 0 <= each < len(found)]
    return any(found[each].kind == ITEM and found[each].number and may_be[each] for each in near)


def _unmarked(block: Block, text: str) -> Block:
    deep = _DEEP_NUMBER.match(text, block.start, block.end)
    level = _CAPITAL_LEVEL if _capitals(text[block.start : block.end]) else UNMARKED
    return _bare(block._replace(kind=HEADING, level=level, start=deep.end() if deep else block.start), text)


def _bare(block: Block, text: str) -> Block:
    """A heading without white space and the signs of emphasis around it."""
    words = text[block.start : block.end]
    stripped = words.strip().strip(_EMPHASIS).strip()
    start = block.start + words.index(stripped)
    return block._replace(start=start, end=start + len(stripped))

"""Where sentences end. Where in doubt, two stay one: a passage too long is cited as well, half a sentence misleads."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

# A mark of the end with the quotes and brackets that close after it, and notes such as [1]; scripts that put no
# space between sentences have marks of their own.
_MARK = re.compile(r"""(?<![.!?…؟।])[.!?…؟।]++['"’”»)\]*_]*+(?:\[\d+\])*+(?=\s)|[。！？]++[”’」』）]*+""")
_OPENING = re.compile(r"""\s*["'“‘«„(\[*_¿¡]*""")
_WORD = re.compile(r"""[^\s"'“‘«„(\[/–—]*\Z""")
# A quotation in the middle of a sentence, which may hold sentences of its own.
_QUOTED = re.compile(r"""(?<=[\w,;:–—]\s)(?:"[^"]{0,1000}"|“[^”]{0,1000}”|„[^“”]{0,1000}[“”]|«[^»]{0,1000}»)""")
_BRACKET = re.compile(r"[()\[\]]")
#: Shortened words that something always follows.
_LEADING = frozenset(
    ["dr", "mr", "mrs", "ms", "prof", "st", "mt", "vs", "cf", "approx", "ca", "incl", "excl", "resp", "viz"]
)
#: Shortened words only where a number follows; elsewhere they are words that may end a sentence.
_BEFORE_NUMBER = frozenset(["no", "nos", "fig", "figs", "eq", "p", "pp", "vol", "ch", "sec", "art", "al"])
#: Letters with points between them, as in "e.g." and "U.S.".
_POINTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
#: No abbreviation and the word before it are longer.
_LONGEST = 24
_CLOCK = frozenset(("a.m", "p.m"))


class Span(NamedTuple):
    """A stretch of a text, from the first character to the one after the last."""

    start: int
    end: int


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of a stretch of running text, without the white space around them.

    A sentence ends at a mark such as a full stop, with white space after it and no small letter after that, outside
    brackets and quotations, and not after an abbreviation or an initial. Line ends are white space like any other.

    Args:
        text: the whole text.
        start: where the stretch starts.
        end: where it ends; no sentence runs over it.
    """
    brackets = _brackets(text, start, end)
    quoted = [Span(*each.span()) for each in _QUOTED.finditer(text, start, end)]
    begin = start
    for mark in _MARK.finditer(text, start, end):
        inside = _inside(mark.end(), brackets) or _inside(mark.end(), quoted)
        if not inside and _ends(text, begin, mark, end):
            yield from trimmed(text, begin, mark.end())
            begin = mark.end()
    yield from trimmed(text, begin, end)


def trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch without white space at its ends; nothing where it holds no letter and no digit."""
    words = text[start:end]
    if any(sign.isalnum() for sign in words):
        yield Span(end - len(words.lstrip()), start + len(words.rstrip()))


def _brackets(text: str, start: int, end: int) -> list[Span]:
    """The outermost pairs of brackets, in order; a bracket without its partner opens nothing."""
    waiting: list[int] = []
    found: list[Span] = []
    for bracket in _BRACKET.finditer(text, start, end):
        if bracket[0] in "([":
            waiting.append(bracket.start())
        elif waiting:
            pair = Span(waiting.pop(), bracket.end())
            while found and found[-1].start > pair.start:
                found.pop()
            found.append(pair)
    return found


def _inside(place: int, spans: list[Span]) -> bool:
    """Whether a place is within one of some spans that do not overlap."""
    before = bisect_right(spans, place, key=lambda span: span.start) - 1
    return before >= 0 and place < spans[before].end


def _ends(text: str, begin: int, mark: re.Match[str], end: int) -> bool:
    """Whether a mark ends the sentence that begins there."""
    opening = _OPENING.match(text, mark.end(), end)
    following = text[opening.end() : opening.end() + 1] if opening else ""
    if following.islower() or following in {",", ";", ":", ")", "]"}:
        return False
    return mark[0] != "." or not _shortened(text, begin, mark.start(), following)


def _shortened(text: str, begin: int, stop: int, following: str) -> bool:
    """Whether the word before a full stop is an abbreviation or an initial, so that the stop belongs to it."""
    near = text[max(begin, stop - _LONGEST) : stop]
    found = _WORD.search(near)
    word = found[0] if found else ""
    if word.lower() in _LEADING or (_POINTED.fullmatch(word) and word.lower() not in _CLOCK):
        return True
    if word.lower() in _BEFORE_NUMBER:
        return following.isdigit() or (word.lower() == "al" and not following.isupper())
    before = near[: -len(word)].split() if word else []
    # An initial stands before a name, after a part of it: "John F. Kennedy", and not "vitamin D. It".
    return len(word) == 1 and word.isupper() and (not before or before[-1][:1].isupper())

"""Words as texts write them, and as they are compared: whole, or as the words of a name."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from kg.text.source import normalize

#: At most so many words stand between two words of a name, as in "pain in the legs, arms, and neck".
_GAP = 4
#: Two words that share so many letters at their start are cognates: disrupt, disruption.
_COGNATE = 6
#: So are a word of no fewer letters and a longer one that starts with it: heat, heated.
_SHORTEST = 4
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-"})
_WORD = re.compile(r"\w+(?:['-]\w+)*%?")

#: The words of a name, or of a text in which names are looked for.
Spoken = tuple[str, ...]


class Word(NamedTuple):
    """A word of a text.

    Attributes:
        text: the word, whatever its case was and however its hyphens were written.
        start: where it starts in the normalised text.
        end: where it ends.
    """

    text: str
    start: int
    end: int


def words(plain: str) -> list[Word]:
    """The words of a normalised text; hyphens and apostrophes join, and a percent sign belongs to its number."""
    return [Word(found[0].casefold(), *found.span()) for found in _WORD.finditer(plain.translate(_HYPHENS))]


def whole(text: str) -> str:
    """The words of a text between single spaces, so that a phrase is found as whole words."""
    return f" {' '.join(word.text for word in words(normalize(text)))} "


def stands(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a text as whole words: “can” does not in “significant”."""
    return whole(phrase) in whole(text)


def spoken(text: str) -> Spoken:
    """The words of a text as names are compared: lower case, singular, hyphens and other signs apart."""
    # Of an abbreviation only the case tells its plural: ESIs.
    plain = re.sub(r"([A-Z]{2})s\b", r"\1", normalize(text))
    return tuple(singular(word) for word in re.findall(r"\w+(?:'\w+)*", plain.lower()))


def singular(word: str) -> str:
    """A word with its plural or possessive ending off, roughly: of injuries, discs and vertebra's; not of stenosis."""
    plain = word.removesuffix("'s")
    if plain.endswith("ies") and len(plain) > len("xxies"):
        return plain[:-3] + "y"
    if plain.endswith("sses"):
        return plain[:-2]
    if plain.endswith("s") and not plain.endswith(("ss", "us", "is")) and len(plain) > len("gas"):
        return plain[:-1]
    return plain


@functools.cache
def named(name: Spoken, text: Spoken) -> bool:
    """Whether the words of a name stand in a text in their order, near each other."""
    ends = {at for at, word in enumerate(text) if name and word == name[0]}
    for word in name[1:]:
        ends = {at for end in ends for at in range(end + 1, end + 2 + _GAP) if text[at : at + 1] == (word,)}
    return bool(ends)


def speaks_of(text: Spoken, name: Spoken) -> bool:
    """Whether a text holds a cognate of each telling word of a name: “inflamed” speaks of joint inflammation."""
    telling = [word for word in name if len(word) >= _COGNATE] or [word for word in name if len(word) >= _SHORTEST]
    return bool(telling) and all(any(_cognate(word, other) for other in text) for word in telling)


def _cognate(one: str, other: str) -> bool:
    shared = min(_COGNATE, len(one), len(other))
    return shared >= _SHORTEST and one[:shared] == other[:shared]

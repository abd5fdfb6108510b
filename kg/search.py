"""Things and claims by any name or word, the best first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

import pyoxigraph as ox

from kg.claims import Claim, all_claims
from kg.engine import Engine
from kg.english import Speaker
from kg.errors import UsageError
from kg.explain.evidence import Evidence
from kg.queries import shared_query
from kg.rows import Answer
from kg.text.words import singular

#: A beginning of a word counts from so many letters on.
_BEGINNING = 3
#: Near spellings are sought of words of at least so many letters, in texts of at most so many words.
_LETTERS, _MOST_WORDS = 4, 12
#: How alike two spellings must be, by difflib's ratio.
_ALIKE = 0.8


class Found(NamedTuple):
    """A thing or a claim that a search found.

    Attributes:
        kind: `thing` or `claim`.
        iri: the thing or claim.
        text: the preferred name of the thing; the claim in English.
        matched: what of it holds the words, such as `name “RFA”`, `definition` or `sentence`.
        classes: names of the classes of a thing; none for a claim.
        claim: the claim; None for a thing.
        near: whether the words are only spelt nearly so.
    """

    kind: str
    iri: str
    text: str
    matched: str
    classes: tuple[str, ...] = ()
    claim: Claim | None = None
    near: bool = False


class _Words(NamedTuple):
    """A text as it is compared: its words in a row, and which there are."""

    row: str
    all: frozenset[str]

    def in_a_row(self, other: _Words) -> bool:
        return f" {self.row} " in f" {other.row} "


class _Field(NamedTuple):
    """One text of a thing or claim: what it is, as it is shown, and its words."""

    kind: str
    shown: str
    words: _Words

    @property
    def matched(self) -> str:
        return f"{self.kind} “{self.shown}”" if self.shown else self.kind


class _Entry(NamedTuple):
    """What may be found, and its texts: of a thing its names, then its definition; of a claim its sentence first."""

    found: Found
    fields: list[_Field]


class _Match(NamedTuple):
    """How well an entry fits; the least is the best."""

    rank: int
    other_name: bool = False
    length: int = 0
    matched: str = ""


class Search:
    """Finds things and claims of one graph.

    Args:
        store: the graph.
        speaker: speaks it.
    """

    def __init__(self, store: Engine, speaker: Speaker) -> None:
        self._store = store
        self._things = _things(store)
        self._names = {
            entry.found.iri: [each for each in entry.fields if each.kind == "name"] for entry in self._things
        }
        self._claims = [_claim_entry(claim, speaker) for claim in all_claims(store)]

    def find(self, text: str) -> list[Found]:
        """All that holds the words of a text; where nothing does, what is spelt nearly so.

        First the thing of that name, or the thing or claim of that id. Then things by a name that starts so, one that
        has all the words, one whose words start so, and by their definition. Then claims whose sentence it is, or has
        the words in a row, or anywhere; whose wording, ground or cue has them; and those about a thing that the text
        names, which have the rest of the words. Case, accents, hyphens and plurals make no difference.

        Raises:
            UsageError: the text is empty.
        """
        if not text.strip():
            raise UsageError("nothing to search for; give a name or words: kg search “nerve pathway”")
        sought = _words(text)
        return self._holding(text, sought) or [found._replace(near=True) for found in self._near(sought)]

    def _holding(self, text: str, sought: _Words) -> list[Found]:
        named = self._named(sought)
        scored = []
        for entry in (*self._things, *self._claims):
            match = self._by_id(entry, text)
            if match is None and sought.all:
                match = _match_claim(entry, sought, named) if entry.found.claim else _match_thing(entry, sought)
            if match is not None:
                scored.append((match, entry.found._replace(matched=match.matched)))
        # The sort keeps claims that fit alike in reading order, and things in the order of their labels.
        return [found for _, found in sorted(scored, key=lambda pair: pair[0][:3])]

    def _by_id(self, entry: _Entry, text: str) -> _Match | None:
        wanted = text.strip().strip("<>").casefold()
        iri = entry.found.iri
        return _Match(0, matched="id") if wanted in {iri.casefold(), self._store.shorten(iri).casefold()} else None

    def _named(self, sought: _Words) -> dict[str, list[_Field]]:
        """The things that are named somewhere in the text, with the names that stand there."""
        found = {iri: [name for name in names if name.words.in_a_row(sought)] for iri, names in self._names.items()}
        return {iri: names for iri, names in found.items() if names}

    def _near(self, sought: _Words) -> list[Found]:
        """What has a name that is spelt nearly so; and what holds the words when each is spelt as it is somewhere."""
        words = sought.row.split()
        if not words or len(words) > _MOST_WORDS:
            return []
        # Only where nothing was found: the import costs more than the search.
        from difflib import get_close_matches  # noqa: PLC0415

        known = sorted(
            {word for entry in (*self._things, *self._claims) for each in entry.fields for word in each.words.all}
        )
        respelt = []
        for word in words:
            near = [word] if word in known else get_close_matches(word, known, n=1, cutoff=_ALIKE)
            respelt += near if len(word) >= _LETTERS or near == [word] else []
        right = " ".join(respelt)
        found = self._holding(right, _words(right)) if len(respelt) == len(words) else []
        names = {name.words.row: (entry, name) for entry in self._things for name in self._names[entry.found.iri]}
        close = get_close_matches(sought.row, names, n=3, cutoff=_ALIKE) if len(sought.row) >= _LETTERS else []
        found += [names[row][0].found._replace(matched=names[row][1].matched) for row in close]
        first: dict[str, Found] = {}
        for each in found:
            first.setdefault(each.iri, each)
        return list(first.values())


def _words(text: str) -> _Words:
    """The words of a text without case, accents, signs, marks of direction and plural endings."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if unicodedata.category(sign) not in {"Mn", "Cf"}).casefold()
    row = [singular(word) for word in re.findall(r"\w+", re.sub(r"['’]s\b", "", plain))]
    return _Words(" ".join(row), frozenset(row))


def _things(store: Engine) -> list[_Entry]:
    """The things, in the order of their labels."""
    names: dict[str, list[str]] = {}
    for row in store.select(shared_query("queries", "describe", "names.rq").text):
        names.setdefault(row["thing"].value, []).append(row["name"].value)
    classes: dict[str, list[str]] = {}
    definitions: dict[str, tuple[str, str]] = {}
    for row in store.select(shared_query("queries", "describe", "things.rq").text):
        iri = row["thing"].value
        classes.setdefault(iri, []).append(row["class"].value)
        definitions[iri] = row["label"].value, row["definition"].value if row["definition"] else ""
    entries = []
    for iri, (label, definition) in definitions.items():
        fields = [_Field("name", name, _words(name)) for name in dict.fromkeys([label, *names.get(iri, [])])]
        fields.append(_Field("definition", "", _words(definition)))
        entries.append(_Entry(Found("thing", iri, label, "", tuple(dict.fromkeys(classes[iri]))), fields))
    return sorted(entries, key=lambda entry: (entry.found.text.casefold(), entry.found.iri))


def _claim_entry(claim: Claim, speaker: Speaker) -> _Entry:
    sentence = speaker.say(claim)
    quoted = [
        _Field(kind, words, _words(words))
        for kind, key in (("wording", "as"), ("ground", "ground"), ("cue", "cue"))
        for words in claim.values(key)
    ]
    found = Found("claim", claim.iri, sentence, "", claim=claim)
    return _Entry(found, [_Field("sentence", "", _words(sentence)), *quoted])


def _match_thing(entry: _Entry, sought: _Words) -> _Match | None:
    *names, definition = entry.fields
    matches = [
        _Match(rank, place > 0, len(name.shown), name.matched)
        for place, name in enumerate(names)
        if (rank := _rank(name.words, sought)) is not None
    ]
    if not matches and sought.all <= definition.words.all:
        matches = [_Match(4, matched=definition.matched)]
    return min(matches, default=None)


def _rank(name: _Words, sought: _Words) -> int | None:
    """How well a name fits: it is the text, it starts so, it has all the words, its words start so; None if not."""
    if name.row == sought.row:
        return 0
    if name.row.startswith(sought.row):
        return 1
    if sought.all <= name.all:
        return 2
    beginnings = all(len(word) >= _BEGINNING and any(each.startswith(word) for each in name.all) for word in sought.all)
    return 3 if beginnings else None


def _match_claim(entry: _Entry, sought: _Words, named: dict[str, list[_Field]]) -> _Match | None:
    sentence, *quoted = entry.fields
    if sentence.words.row == sought.row:
        return _Match(5, matched=sentence.matched)
    if sought.in_a_row(sentence.words):
        return _Match(6, matched=sentence.matched)
    if sought.all <= sentence.words.all:
        return _Match(7, matched=sentence.matched)
    for field in quoted:
        if sought.all <= field.words.all:
            return _Match(8, matched=field.matched)
    about = _names_of_its_things(entry.found.claim, named)
    held: frozenset[str] = frozenset().union(*(field.words.all for field in (*about, *entry.fields)))
    if not sought.all <= held:
        return None
    # Only those that hold a word that none before holds.
    matched, left = [], set(sought.all)
    for field in (*about, *entry.fields):
        if left & field.words.all:
            matched.append(field.matched)
            left -= field.words.all
    return _Match(9, matched=", ".join(matched))


def _names_of_its_things(claim: Claim | None, named: dict[str, list[_Field]]) -> list[_Field]:
    if claim is None:
        return []
    things = [claim.subject, *([claim.object.value] if isinstance(claim.object, ox.NamedNode) else [])]
    return [name for thing in things for name in named.get(thing, [])]


def as_rows(found: Iterable[Found], store: Engine, speaker: Speaker) -> Answer:
    """What was found as rows of kind, text, id, place and what matched, to be written in any format of rows.

    Args:
        found: things and claims.
        store: shortens IRIs.
        speaker: marks what is denied or conditional.
    """
    evidence = Evidence(store, speaker)
    lines = []
    for each in found:
        text = evidence.sentence(each.claim) if each.claim else each.text
        place = f"{each.claim.source.title}, {each.claim.source}" if each.claim else ", ".join(each.classes)
        matched = f"near spelling: {each.matched}" if each.near else each.matched
        literals = [str(ox.Literal(words)) for words in (each.kind, text, place, matched)]
        literals.insert(2, str(ox.NamedNode(each.iri)))
        lines.append(f"({' '.join(literals)})")
    # No graph is asked: an empty store turns the values into rows, which are then written as those of any query.
    query = (
        f"SELECT ?kind ?text ?id ?place ?matched {{ VALUES (?kind ?text ?id ?place ?matched) {{ {' '.join(lines)} }} }}"
    )
    return Answer(ox.Store().query(query), store)

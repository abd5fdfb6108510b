"""The guided tour: through each document, section by section, from one main thing to the next."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from kg.maps.kinds import Kinds
from kg.maps.model import Knowledge, Statement
from kg.maps.passages import Passage

#: The class of the things that a section is about, where it speaks of any.
MAIN = "Procedure"
#: Parts of a document that are told by name, not by the number of their section.
_NAMED = ("Introduction", "Closing")
_NAME = "altLabel"
#: Stops in one section.
MOST_THINGS = 6
_MOST_ASIDE = 40
_MOST_CAPTIONS = 4


class Stop(NamedTuple):
    """Where the tour halts.

    Attributes:
        title: of the section and its thing.
        document: title of the text, where there are several.
        thing: slug.
        look: what to look at, in one line.
        about: indexes of the section's claims about the thing, in reading order.
        aside: indexes of its claims that are about none of its main things; at the first stop of the section.
        left_out: how many more of these there are.
    """

    title: str
    document: str
    thing: str
    look: str
    about: list[int]
    aside: list[int]
    left_out: int


class _Section(NamedTuple):
    """The claims of one section; `numbered` where it is no introduction or closing part."""

    name: str
    numbered: bool
    indexes: list[int]


def tour(knowledge: Knowledge, kinds: Kinds, passages: list[Passage]) -> list[Stop]:
    """The stops, in reading order; none where there are no claims.

    Args:
        knowledge: what the map shows.
        kinds: what its relations are called.
        passages: of its documents.
    """
    return [stop for section in _sections(knowledge, passages) for stop in _stops(section, knowledge, kinds)]


def tour_data(stops: list[Stop]) -> list[dict[str, Any]]:
    """The stops as plain data, without what they have not."""
    return [{key: value for key, value in stop._asdict().items() if value} for stop in stops]


def _sections(knowledge: Knowledge, passages: list[Passage]) -> list[_Section]:
    found: dict[tuple[str, int], list[int]] = {}
    for index, each in enumerate(knowledge.statements):
        if each.claim:
            found.setdefault((each.claim.source.document, each.claim.source.section), []).append(index)
    named = {(each.document, each.section): each.name.capitalize() for each in passages if each.part in _NAMED}
    last: dict[str, int] = {}
    for document, section in {(each.document, each.section) for each in passages} - set(named):
        last[document] = max(section, last.get(document, 0))
    return [
        _Section(named.get(place) or f"Section {place[1]} of {last[place[0]]}", place not in named, indexes)
        for place, indexes in found.items()
    ]


def _stops(section: _Section, knowledge: Knowledge, kinds: Kinds) -> list[Stop]:
    statements = knowledge.statements
    things = _main_things(section, knowledge)
    aside = [index for index in section.indexes if not set(things) & set(statements[index].mentions)]
    stops = []
    for place, slug in enumerate(things):
        about = [index for index in section.indexes if slug in statements[index].mentions]
        others = [] if place else aside
        stops.append(
            Stop(
                f"{section.name}: {knowledge.things[slug].label}",
                statements[about[0]].document if len(knowledge.documents) > 1 else "",
                slug,
                _look(slug, [statements[index] for index in about], kinds),
                about,
                others[:_MOST_ASIDE],
                len(others[_MOST_ASIDE:]),
            )
        )
    return stops


def _main_things(section: _Section, knowledge: Knowledge) -> list[str]:
    """The procedures that claims of the section are about, those with the most; else the thing most spoken of."""
    statements = [knowledge.statements[index] for index in section.indexes]
    about = Counter(each.subject for each in statements if each.relation != _NAME and _is_main(each.subject, knowledge))
    most = [slug for slug, _ in about.most_common(MOST_THINGS)]
    if most and section.numbered:
        return [slug for slug in about if slug in most]
    spoken = Counter(slug for each in statements for slug in each.mentions if slug in knowledge.things)
    return [slug for slug, _ in spoken.most_common(1)]


def _is_main(slug: str, knowledge: Knowledge) -> bool:
    thing = knowledge.things.get(slug)
    return thing is not None and thing.kind.id == MAIN and not thing.group


def _look(slug: str, statements: list[Statement], kinds: Kinds) -> str:
    """What to look at: what is said most, and how firmly."""
    said = Counter(
        each.caption(slug, kinds)
        for each in statements
        if slug in (each.subject, each.object) and each.relation != _NAME
    )
    captions = [f"{words} ({count})" for words, count in said.most_common(_MOST_CAPTIONS)]
    looks = [f"Look at: {', '.join(captions)}."] if captions else []
    total = f"{len(statements)} claim{'s' if len(statements) > 1 else ''}"
    truths = Counter(each.truth for each in statements if each.truth != "stated")
    kept = [f"{truths[name]} {truth.label.partition(':')[0]}" for name, truth in kinds.truths.items() if truths[name]]
    hedged = Counter(each.hedge for each in statements if each.hedge)
    kept += [f"{count} with “{hedge}”" for hedge, count in sorted(hedged.items())]
    return " ".join([*looks, f"Of {total}: {', '.join(kept)}." if kept else f"{total}, all stated."])

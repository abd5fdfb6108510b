"""Descriptions in plain English, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kg.engine import Engine
from kg.english import Speaker
from kg.explain.description import Description
from kg.explain.evidence import Evidence
from kg.told import Told, in_lines


class ToldDescription(Told, Description):
    """A description that tells itself."""


def told(store: Engine, speaker: Speaker, found: Description) -> ToldDescription:
    """The description, with its lines in English.

    Args:
        store: the graph.
        speaker: speaks it.
        found: what is known.
    """
    shown = ToldDescription._make(found)
    shown.text = in_lines([*_what(found), *_claims(Evidence(store, speaker), found)])
    return shown


def _what(found: Description) -> Iterator[str]:
    yield f"{found.label} ({', '.join(found.classes)})"
    if found.definition:
        yield f"  {found.definition}"
    if found.names:
        yield f"  Also called: {', '.join(found.names)}."
    if found.broader:
        yield f"  A kind of: {', '.join(found.broader)} (definitional)."
    if found.narrower:
        yield f"  Its kinds: {', '.join(found.narrower)} (definitional)."
    yield from (f"  {words} (definitional)." for words in found.granted)
    yield from (f"  {name}: {value}" for name, value in found.facts)


def _claims(evidence: Evidence, found: Description) -> Iterator[str]:
    for (_, title), claims in groupby(found.claims, key=lambda claim: (claim.source.document, claim.source.title)):
        yield f"\nWhat “{title}” says:"
        yield from evidence.lines(list(claims))
    if not found.claims and not found.facts:
        yield "\nNo claim speaks of it."

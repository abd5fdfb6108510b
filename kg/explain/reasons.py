"""The rows of an answer, each with the claims on which it rests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kg.claims import Claim
from kg.columns import Plain, plain
from kg.engine import Engine
from kg.english import Speaker
from kg.explain.answers import row_in_words, why
from kg.questions import Asked
from kg.told import Told, in_lines

_RESTS_ON = {
    "vocabulary": "Behind these rows stands the vocabulary, no claim of a document.",
    "passages": "Behind these rows stand the passages and their claims as they are counted or placed.",
    "silence": "Behind these rows stands silence: what the question asks for is not said.",
}


class Reason(NamedTuple):
    """A row and why it is one.

    Attributes:
        row: its plain values, by column.
        claims: those on which it rests, in reading order.
    """

    row: dict[str, Plain]
    claims: list[Claim]


class Reasons(Told, list[Reason]):
    """A list of rows with their claims, which tells itself."""


def reasons(store: Engine, speaker: Speaker, asked: Asked, rows: Iterable[dict[str, Any]]) -> Reasons:
    """Give each row of an answer its claims.

    Args:
        store: the graph.
        speaker: speaks it.
        asked: the question.
        rows: its answer, as terms.
    """
    lines: list[str] = []
    found = Reasons()
    for row in rows:
        claims = why(store, asked, row)
        found.append(Reason({name: plain(term, store.shorten) for name, term in row.items()}, claims))
        lines += [row_in_words(speaker, row), *_cited(store, speaker, claims)]
    if (
        found
        and not any(each.claims for each in found)
        and (rests_on := _RESTS_ON.get(asked.question.decorators.get("rests-on", "")))
    ):
        lines.append(rests_on)
    lines.append(f"{len(found)} row{'' if len(found) == 1 else 's'}")
    found.text = in_lines(lines)
    return found


def _cited(store: Engine, speaker: Speaker, claims: list[Claim]) -> Iterator[str]:
    for claim in claims:
        yield f"    {speaker.say(claim)}"
        yield f"        {claim.source.title}, {claim.source} · {store.shorten(claim.iri)}"

"""The passages of the documents: their sections, and why words of theirs are left without a claim."""

from __future__ import annotations

from typing import NamedTuple

from kg.engine import Engine
from kg.maps.model import local_name
from kg.queries import shared_query


class Passage(NamedTuple):
    """A passage, once for each reason for which words of it are left without a claim, or once without.

    Attributes:
        iri: of the passage.
        document: IRI.
        section: its number.
        part: local name of the part of the section.
        name: of that part.
        reason: why words of it are left without a claim; nothing where none are.
        definition: of the reason.
        claims: whether it makes any.
    """

    iri: str
    document: str
    section: int
    part: str
    name: str
    reason: str
    definition: str
    claims: bool


def read_passages(store: Engine) -> list[Passage]:
    """All passages, in reading order."""
    return [
        Passage(
            row["passage"].value,
            row["document"].value,
            int(row["section"].value),
            local_name(row["part"].value),
            row["name"].value,
            row["reason"].value if row["reason"] else "",
            row["definition"].value if row["definition"] else "",
            row["claims"].value == "true",
        )
        for row in store.select(shared_query("visualizations", "map-passages.rq").text)
    ]

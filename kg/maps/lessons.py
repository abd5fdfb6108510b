"""All that the map teaches with, beside its pictures."""

from __future__ import annotations

from typing import Any, NamedTuple

from kg.engine import Engine
from kg.maps.exercises import exercises, exercises_data
from kg.maps.kinds import Kinds
from kg.maps.model import Knowledge
from kg.maps.passages import read_passages
from kg.maps.tour import tour, tour_data
from kg.maps.unsaid import Unsaid, unsaid


class Lessons(NamedTuple):
    """What is taught.

    Attributes:
        data: the tour and the exercises, as the page's script reads them.
        unsaid: what the text does not say; nothing where there is no telling.
    """

    data: dict[str, Any]
    unsaid: Unsaid | None


#: Of a part of the graph there is no telling what the text leaves out.
NO_LESSONS = Lessons({"tour": [], "exercises": []}, None)


def lessons(store: Engine, knowledge: Knowledge, kinds: Kinds) -> Lessons:
    """The lessons of a whole store.

    Args:
        store: holds the passages and the ontology.
        knowledge: all that the store claims.
        kinds: what its relations are called.
    """
    passages = read_passages(store)
    data = {
        "tour": tour_data(tour(knowledge, kinds, passages)),
        "exercises": exercises_data(exercises(store, knowledge, kinds)),
    }
    return Lessons(data, unsaid(knowledge, kinds, passages))

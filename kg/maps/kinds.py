"""How things, relations and lines look, as `visualizations/kinds.yaml` declares it."""

from __future__ import annotations

from typing import Any, NamedTuple

from ruamel.yaml import YAML

from kg import terms
from kg.errors import UsageError
from kg.resources import share

#: The kind of what a query names and the graph does not know.
OTHER = "Other"


class Lane(NamedTuple):
    """A band of the map for some kinds of things."""

    id: str
    column: int
    title: str
    glyph: str
    light: str
    dark: str


class Kind(NamedTuple):
    """How things of one class are drawn, in which lane, and whether they go before others where room is short."""

    id: str
    lane: str
    name: str
    plural: str
    glyph: str
    radius: int
    light: str
    dark: str
    first: bool = False


class Truth(NamedTuple):
    """How a line is drawn that holds as firmly as this."""

    id: str
    label: str
    dashes: list[float]
    width: float
    mark: str
    light: str
    dark: str


class Kinds(NamedTuple):
    """The whole declaration.

    Attributes:
        lanes: in the order of the map.
        kinds: by the local name of their class; the first that a thing has decides.
        truths: by name, in the order of the legend.
        relations: what a relation is called from its subject and from its object, by local name.
        aspects: what is asked of a claim beyond its relation, by name: the qualifiers that answer it.
        triggers: the glyph of what opens a next step, by local name.
    """

    lanes: list[Lane]
    kinds: dict[str, Kind]
    truths: dict[str, Truth]
    relations: dict[str, tuple[str, str]]
    aspects: dict[str, list[str]]
    triggers: dict[str, str]

    def of(self, classes: set[str]) -> Kind:
        """The kind of a thing, from the IRIs of its classes.

        Raises:
            UsageError: none of them has a kind.
        """
        for name, kind in self.kinds.items():
            if terms.KGO + name in classes:
                return kind
        named = ", ".join(sorted(classes)) or "no class"
        raise UsageError(f"visualizations/kinds.yaml: no kind for {named}; add an entry to “kinds”")

    def captions(self, relation: str, label: str) -> tuple[str, str]:
        """What a relation is called as seen from its subject, and from its object; its label if nothing is declared."""
        return self.relations.get(relation, (label, f"“{label}” said of it by"))


def read_kinds() -> Kinds:
    """Read the declaration."""
    declared: dict[str, Any] = YAML(typ="safe").load((share() / "visualizations" / "kinds.yaml").read_text("utf-8"))
    kinds = [Kind(entry.pop("class"), **entry) for entry in declared["kinds"]]
    return Kinds(
        [Lane(**entry) for entry in declared["lanes"]],
        {kind.id: kind for kind in kinds},
        {entry["id"]: Truth(**entry) for entry in declared["truths"]},
        {name: (entry["of"], entry["to"]) for name, entry in declared["relations"].items()},
        declared["aspects"],
        declared["triggers"],
    )

"""Whether anything in the graph connects two things, closely enough that silence on them could be doubted."""

from __future__ import annotations

from kg.maps.model import Knowledge
from kg.maps.order import reached

#: Relations along which what is said of the one may hold of the other too.
_KINSHIP = frozenset({"broader", "inFamily", "partOf"})


class Kin:
    """The things that share what is said of them.

    Args:
        knowledge: all that is claimed, and the hierarchy.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._above: dict[str, set[str]] = {}
        self._below: dict[str, set[str]] = {}
        self._near: dict[str, set[str]] = {}
        for each in knowledge.statements:
            if each.relation in _KINSHIP:
                self._above.setdefault(each.subject, set()).add(each.object)
                self._below.setdefault(each.object, set()).add(each.subject)
            for slug in each.mentions:
                self._near.setdefault(slug, set()).update(each.mentions)

    def connected(self, one: str, other: str) -> bool:
        """Whether a statement speaks of both, or of what stands above or below either of them."""
        others = self._kin(other)
        return any(self._near.get(each, set()) & others for each in self._kin(one)) or bool(self._kin(one) & others)

    def _kin(self, slug: str) -> set[str]:
        """A thing, with all above it and all below it; not those beside it."""
        return reached(slug, self._above) | reached(slug, self._below)

"""How two things are connected: the shortest paths between them, each step resting on its claims."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import pyoxigraph as ox

from kg.claims import Claim, claims_about, claims_of
from kg.engine import Engine
from kg.errors import UsageError
from kg.names import Names
from kg.network import network

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx

#: What a step counts that claims state; and one that says what kind of thing something is, or that is definitional.
_STATED, _GRANTED = 1, 2


class Statement(NamedTuple):
    """A plain triple between two things.

    Attributes:
        subject: IRI of a thing.
        relation: IRI of the relation.
        object: IRI of a thing.
        definitional: whether the vocabulary grants it, with or without a claim.
        claims: those that make it, in reading order.
    """

    subject: str
    relation: str
    object: str
    definitional: bool
    claims: list[Claim]


class Step(NamedTuple):
    """A step of a path.

    Attributes:
        start: IRI of the thing from which it leads.
        end: IRI of the thing to which it leads.
        statements: all that connects the two directly, whichever is the subject; what claims state first.
    """

    start: str
    end: str
    statements: list[Statement]


#: One step after the other, from the first thing to the last.
Path: TypeAlias = list[Step]


def ends(store: Engine, start: str, end: str) -> tuple[str, str]:
    """The IRIs of the two things between which a path is asked for, given by any of their names.

    Raises:
        UsageError: an unknown name, or one of several things; or both mean one thing.
    """
    names = Names(store)
    pair = names.resolve(start), names.resolve(end)
    if pair[0] == pair[1]:
        raise UsageError(f"“{start}” and “{end}” are the same thing; a path leads from one thing to another")
    return pair


class Paths:
    """Finds how things are connected, whichever way the relations point.

    A step that says what kind of thing something is, or that the vocabulary grants, counts as two: nearly all things
    are of some kind, and that says little. Groups, such as the one of all procedures, are no way from one thing to
    another, for the same reason. Of paths that are equally short those through less connected things come first,
    since they say more.

    Args:
        store: the graph.
    """

    def __init__(self, store: Engine) -> None:
        self._store = store
        self.network = network(store)

    def between(self, start: str, end: str) -> Iterator[Path]:
        """The shortest paths, the one that says most first.

        They are the same from either end, and in the same order.

        Args:
            start: IRI of a thing.
            end: IRI of another.

        Returns:
            All that are as short as the shortest, found one by one; none where nothing connects the two.
        """
        import networkx as nx  # noqa: PLC0415 - loaded by now

        # Found from one end always, so that the order does not depend on which end was named first.
        first, last = sorted([start, end])
        walked, scale = self._walked(first, last)
        length: int | None = None
        if first not in walked or last not in walked or not nx.has_path(walked, first, last):
            return
        for nodes in nx.shortest_simple_paths(walked, first, last, weight="weight"):
            cost = sum(walked.edges[pair]["weight"] for pair in pairwise(nodes)) // scale
            length = cost if length is None else length
            if cost > length:
                return
            yield [self._step(*pair) for pair in pairwise(nodes if first == start else nodes[::-1])]

    def beside(self, start: str, end: str) -> list[Claim]:
        """The claims between two things that make no step, in reading order.

        They deny, hold only under a condition, are contested, or state a cause of several together.
        """
        walked = {iri for *_, each in self._edges(start, end) for iri in each["claims"]}
        between = [
            claim
            for claim in claims_about(self._store, start)
            if {ox.NamedNode(claim.subject), claim.object} == {ox.NamedNode(start), ox.NamedNode(end)}
        ]
        return [claim for claim in between if claim.iri not in walked]

    def neighbors(self, thing: str) -> list[str]:
        """IRIs of the things to which a thing is connected directly, in the order of their labels."""
        nodes = self.network.nodes
        near = {*self.network.successors(thing), *self.network.predecessors(thing)} - {thing}
        return sorted(near, key=lambda iri: (nodes[iri]["label"].casefold(), iri))

    def _walked(self, start: str, end: str) -> tuple[nx.Graph, int]:
        """The graph in which paths are sought, undirected, and by how much a weight exceeds the length of its edge.

        The rest of a weight is how well connected the two ends are. Over a whole path that stays below the scale, so
        it decides between paths of one length only.
        """
        import networkx as nx  # noqa: PLC0415 - loaded by now

        walked = nx.Graph()
        walked.add_nodes_from(
            iri for iri, group in self.network.nodes(data="group") if not group or iri in {start, end}
        )
        for subject, object_, edge in self.network.edges(data=True):
            if subject in walked and object_ in walked:
                length = _GRANTED if edge["hierarchy"] or edge["definitional"] else _STATED
                known = walked.get_edge_data(subject, object_, default={"length": length})
                walked.add_edge(subject, object_, length=min(length, known["length"]))
        scale = 4 * walked.number_of_edges() + 1
        degree = dict(walked.degree())
        for one, other, edge in walked.edges(data=True):
            edge["weight"] = edge["length"] * scale + degree[one] + degree[other]
        return walked, scale

    def _step(self, start: str, end: str) -> Step:
        statements = [
            Statement(subject, edge["relation"], object_, edge["definitional"], claims_of(self._store, edge["claims"]))
            for subject, object_, edge in self._edges(start, end)
        ]
        return Step(start, end, sorted(statements, key=lambda each: (each.definitional, each.relation, each.subject)))

    def _edges(self, start: str, end: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for pair in ((start, end), (end, start)):
            for edge in self.network.get_edge_data(*pair, default={}).values():
                yield *pair, edge

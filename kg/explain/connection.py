"""How two things are connected, in English: the shortest paths, and what else is said of the two."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pyoxigraph as ox

from kg.engine import Engine
from kg.english import Speaker
from kg.explain.evidence import Evidence
from kg.path import Path, Paths, Statement, Step, ends
from kg.told import Told, in_lines

#: So many of the things to which one is connected are named.
_NAMED = 12


class Connection(Told, list[Path]):
    """Paths between two things, all equally short, which tell themselves.

    Attributes:
        more: whether there are further paths as short.
    """

    more = False


def connection(store: Engine, speaker: Speaker, start: str, end: str, most: int) -> Connection:
    """Find the shortest paths between two things and tell them.

    Args:
        store: the graph.
        speaker: speaks it.
        start: any name of a thing.
        end: any name of another.
        most: at most so many paths.

    Raises:
        UsageError: an unknown name, or one of several things; or both mean one thing.
    """
    pair = ends(store, start, end)
    paths = Paths(store)
    ways = list(islice(paths.between(*pair), most + 1))
    found = Connection(ways[:most])
    found.more = len(ways) > most
    telling = _Telling(store, speaker, paths)
    found.text = in_lines([*telling.found(found, *pair), *telling.beside(*pair)])
    return found


class _Telling:
    """Paths in English lines."""

    def __init__(self, store: Engine, speaker: Speaker, paths: Paths) -> None:
        self._store = store
        self._speaker = speaker
        self._evidence = Evidence(store, speaker)
        self._paths = paths

    def found(self, found: list[Path], start: str, end: str) -> Iterator[str]:
        if not found:
            yield f"No path connects {self._label(start)} and {self._label(end)}; groups are no way through."
            yield from map(self._reach, (start, end))
        for number, steps in enumerate(found):
            if number:
                yield ""
            yield self._label(start) + "".join(map(self._arrow, steps))
            for step in steps:
                for statement in step.statements:
                    yield from self._statement(statement)

    def beside(self, start: str, end: str) -> Iterator[str]:
        claims = self._paths.beside(start, end)
        if claims:
            yield "\nSaid of the two, but no step of a path:"
            yield from self._evidence.lines(claims)

    def _reach(self, thing: str) -> str:
        groups = self._paths.network.nodes(data="group")
        near = [self._label(each) + (" (group)" if groups[each] else "") for each in self._paths.neighbors(thing)]
        more = f" and {len(near) - _NAMED} more" if len(near) > _NAMED else ""
        label = self._label(thing)
        return (
            f"  {label}: connected with {', '.join(near[:_NAMED])}{more}"
            if near
            else f"  {label}: connected with nothing"
        )

    def _arrow(self, step: Step) -> str:
        statement = step.statements[0]
        relation = self._speaker.label(ox.NamedNode(statement.relation))
        arrow = "→" if statement.subject == step.start else "←"
        return f" {arrow} {relation} {arrow} {self._label(step.end)}"

    def _statement(self, statement: Statement) -> Iterator[str]:
        """The first claim, and the ids of the others; or the words of what the vocabulary grants."""
        if not statement.claims:
            triple = (ox.NamedNode(each) for each in statement[:3])
            yield f"  {self._speaker.state(*triple).removesuffix('.')} (definitional)."
            return
        first, *others = statement.claims
        yield from self._evidence.lines([first])
        if others:
            yield f"      also {', '.join(self._store.shorten(claim.iri) for claim in others)}"

    def _label(self, iri: str) -> str:
        return self._speaker.label(ox.NamedNode(iri))

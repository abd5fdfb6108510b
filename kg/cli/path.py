"""`kg path`: how two things are connected."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Annotated

import pyoxigraph as ox
import typer

from kg.cli.common import Data, open_graph
from kg.explain.evidence import Evidence
from kg.graph import Graph
from kg.path import Path, Paths, Statement, Step, ends

#: So many of the things to which one is connected are named.
_NAMED = 12


def path(
    start: Annotated[str, typer.Argument(metavar="THING", help="A slug, any name, an IRI or a CURIE, in any case.")],
    end: Annotated[str, typer.Argument(metavar="THING", help="Another.")],
    most: Annotated[int, typer.Option("--most", min=1, help="Show at most so many of the shortest paths.")] = 3,
    data: Data = None,
) -> None:
    """Show how two things are connected: the shortest paths, each step with its claims."""
    graph = open_graph(data)
    pair = ends(graph.store, start, end)
    paths = Paths(graph.store)
    found = list(islice(paths.between(*pair), most + 1))
    told = _Told(graph, paths)
    typer.echo("\n".join([*told.found(found[:most], *pair), *told.beside(*pair)]))
    if len(found) > most:
        typer.echo(f"kg: more paths are as short; --most {2 * most} shows more of them", err=True)


class _Told:
    """Paths in English lines."""

    def __init__(self, graph: Graph, paths: Paths) -> None:
        self._graph = graph
        self._speaker = graph.speaker()
        self._evidence = Evidence(graph.store, self._speaker)
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
            yield f"      also {', '.join(self._graph.store.shorten(claim.iri) for claim in others)}"

    def _label(self, iri: str) -> str:
        return self._speaker.label(ox.NamedNode(iri))

"""Whatever answers SPARQL: the embedded store, or an endpoint elsewhere. All that asks the graph asks one of these."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TypeAlias

import pyoxigraph as ox

from kg import terms
from kg.guard import guard

Solutions: TypeAlias = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

_DOCUMENT_PREFIXES = """
SELECT ?prefix ?document WHERE {
  GRAPH ?document { ?document a kgo:SourceDocument ; vann:preferredNamespacePrefix ?prefix }
}"""


class Engine(ABC):
    """Answers queries.

    Attributes:
        prefixes: those that queries need not declare; each document of the graph adds its own.
    """

    def __init__(self) -> None:
        self.prefixes = dict(terms.PREFIXES)
        for row in self.select(_DOCUMENT_PREFIXES):
            self.prefixes.setdefault(row["prefix"].value, row["document"].value)

    def query(self, text: str, *, allow_remote: bool = False) -> Solutions:
        """Answer any SPARQL 1.1 query, after the guard has let it pass.

        Args:
            text: the query; the known prefixes need no declaration, and without FROM the default graph
                is the union of all graphs.
            allow_remote: whether SERVICE may ask other servers.

        Raises:
            UsageError: the query has a fault, or asks for what is refused.
            OutsideError: the engine is out of reach, or gave up.
        """
        return self.answer(text, union=not guard(text, allow_remote=allow_remote))

    def select(self, text: str) -> list[ox.QuerySolution]:
        """The rows of a SELECT query of our own; what a user wrote goes to `query`, past the guard."""
        solutions = self.answer(text, union=True)
        assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - tells the type checker; callers pass SELECT
        return list(solutions)

    def construct(self, text: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT query of our own."""
        triples = self.answer(text, union=True)
        assert isinstance(triples, ox.QueryTriples)  # noqa: S101 - the same
        return list(triples)

    def expect_graph(self) -> None:  # noqa: B027 - an engine that always holds a graph has nothing to do
        """See that there is a graph to resolve names in; an embedded one always is.

        Raises:
            PainKGError: an endpoint that holds none.
        """

    @abstractmethod
    def answer(self, text: str, *, union: bool) -> Solutions:
        """Answer a query without asking the guard.

        Args:
            text: the query.
            union: whether its default graph is the union of all graphs; else it names its own dataset.
        """

    def shorten(self, iri: str) -> str:
        """The IRI as a CURIE, as tables show it."""
        return terms.shorten(iri, self.prefixes)


def syntax_message(text: str, reason: str, prefixes: dict[str, str]) -> str:
    """A syntax error with its line, column and a caret under the place.

    Args:
        text: the query.
        reason: what the engine said, `error at LINE:COLUMN: ...`.
        prefixes: those that are known without declaring them.
    """
    place = re.match(r"error at (\d+):(\d+): (.*)", reason, re.DOTALL)
    if not place:
        return f"the query is not SPARQL: {reason}"
    number, column, expected = int(place[1]), int(place[2]), place[3]
    line = [*text.split("\n"), ""][number - 1]
    if "Prefix not found" in expected and (named := list(re.finditer(r"([\w-]*):", line[:column]))):
        column = named[-1].start() + 1
        hint = _unknown_prefix(named[-1][1], sorted(prefixes))
    else:
        # Up to the first class of characters, which is no help to people.
        plain = expected.partition(" [")[0]
        words = re.findall(r'"((?:[^"\\]|\\.)+)"|\b([A-Z]{2,})\b', plain)
        wanted = ", ".join(sorted({quoted or keyword for quoted, keyword in words}))
        hint = f"expected {wanted}" if wanted else "not expected here"
    return f"the query is not SPARQL, line {number}, column {column}: {hint}\n  {line}\n  {' ' * (column - 1)}^"


def _unknown_prefix(prefix: str, known: list[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a prefix that is unknown

    near = get_close_matches(prefix, known, n=1, cutoff=0.5)
    hint = f"; did you mean “{near[0]}:”?" if near else ""
    return f"unknown prefix “{prefix}:”{hint}; known without declaring: {', '.join(known)}"

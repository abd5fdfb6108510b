"""The embedded store: pyoxigraph over the quads of a build. The query path imports no other library."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg import terms
from kg.errors import OutsideError, UsageError
from kg.guard import guard

if TYPE_CHECKING:
    from collections.abc import Iterable

Solutions: TypeAlias = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

#: Above this many bytes (about 10,000 quads) the read-only index opens faster than the text parses.
PARSE_UP_TO_BYTES = 3_000_000

_DOCUMENT_PREFIXES = """
SELECT ?prefix ?document WHERE {
  GRAPH ?document { ?document a kgo:SourceDocument ; vann:preferredNamespacePrefix ?prefix }
}"""


class Store:
    """A store that answers SPARQL over the union of its graphs.

    Args:
        inner: the pyoxigraph store.
        record: the N-Quads that it was read from, with literals as they were written.
    """

    def __init__(self, inner: ox.Store, record: Path | None = None) -> None:
        self.inner = inner
        self.record = record
        self.prefixes = dict(terms.PREFIXES)
        for row in self.select(_DOCUMENT_PREFIXES):
            self.prefixes.setdefault(row["prefix"].value, row["document"].value)

    @classmethod
    def of(cls, quads: Iterable[ox.Quad]) -> Store:
        """A store in memory."""
        inner = ox.Store()
        inner.bulk_extend(quads)
        return cls(inner)

    @classmethod
    def open(cls, build: Path) -> Store:
        """The store of a build folder.

        Raises:
            UsageError: there is no build there, or a damaged one.
            OutsideError: it cannot be read.
        """
        record = build / "graph.nq"
        try:
            if record.stat().st_size > PARSE_UP_TO_BYTES and (build / "store").is_dir():
                inner = ox.Store.read_only(str(build / "store"))
            else:
                inner = ox.Store()
                inner.bulk_load(path=record, format=ox.RdfFormat.N_QUADS)
            quads = json.loads((build / "report.json").read_text(encoding="utf-8"))["quads"]
        except FileNotFoundError as error:
            raise UsageError(f"{build}: no build here; run `make`, or `kg build`") from error
        except (SyntaxError, ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{build}: the build is damaged ({error}); run `kg build` again") from error
        except OSError as error:
            raise OutsideError(f"{build}: the build cannot be read: {error}") from error
        if len(inner) != quads:
            raise UsageError(f"{build}: the build is damaged ({len(inner)} of {quads} quads); run `kg build` again")
        return cls(inner, record)

    def query(self, text: str) -> Solutions:
        """Answer any SPARQL 1.1 query, after the guard has let it pass.

        Args:
            text: the query; the known prefixes need no declaration, and without FROM the default graph
                is the union of all graphs.

        Raises:
            UsageError: the query has a fault, or asks for what is refused.
        """
        return self._answer(text, union=not guard(text))

    def select(self, text: str) -> list[ox.QuerySolution]:
        """The rows of a SELECT query of our own; what a user wrote goes to `query`, past the guard."""
        solutions = self._answer(text, union=True)
        assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - tells the type checker; callers pass SELECT
        return list(solutions)

    def construct(self, text: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT query of our own."""
        triples = self._answer(text, union=True)
        assert isinstance(triples, ox.QueryTriples)  # noqa: S101 - the same
        return list(triples)

    def _answer(self, text: str, *, union: bool) -> Solutions:
        try:
            # Told to take the union, the engine would ignore FROM.
            return self.inner.query(text, prefixes=self.prefixes, use_default_graph_as_union=union)
        except SyntaxError as error:
            raise UsageError(syntax_message(text, str(error), self.prefixes)) from error
        except (ValueError, RuntimeError, OSError) as error:
            raise UsageError(f"the query cannot be answered: {error}") from error

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
        hint = f"unknown prefix “{named[-1][0]}”; known without declaring: {', '.join(sorted(prefixes))}"
    else:
        # Up to the first class of characters, which is no help to people.
        plain = expected.partition(" [")[0]
        words = re.findall(r'"((?:[^"\\]|\\.)+)"|\b([A-Z]{2,})\b', plain)
        wanted = ", ".join(sorted({quoted or keyword for quoted, keyword in words}))
        hint = f"expected {wanted}" if wanted else "not expected here"
    return f"the query is not SPARQL, line {number}, column {column}: {hint}\n  {line}\n  {' ' * (column - 1)}^"

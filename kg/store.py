"""The embedded store: pyoxigraph over the quads of a build. The query path imports no other library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.engine import Engine, Solutions, syntax_message
from kg.errors import OutsideError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Above this many bytes (about 10,000 quads) the read-only index opens faster than the text parses.
PARSE_UP_TO_BYTES = 3_000_000


class Store(Engine):
    """A store that answers SPARQL over the union of its graphs.

    Args:
        inner: the pyoxigraph store.
        record: the N-Quads that it was read from, with literals as they were written.
    """

    def __init__(self, inner: ox.Store, record: Path | None = None) -> None:
        self.inner = inner
        self.record = record
        super().__init__()

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

    def answer(self, text: str, *, union: bool) -> Solutions:
        """Answer a query without asking the guard; see `Engine.answer`."""
        try:
            # Told to take the union, the engine would ignore FROM.
            return self.inner.query(text, prefixes=self.prefixes, use_default_graph_as_union=union)
        except SyntaxError as error:
            raise UsageError(syntax_message(text, str(error), self.prefixes)) from error
        except (ValueError, RuntimeError, OSError) as error:
            raise UsageError(f"the query cannot be answered: {error}") from error

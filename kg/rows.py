"""Answers in the formats that people and programs read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, TypeAlias, TypeVar

import pyoxigraph as ox

from kg.columns import plain, written
from kg.engine import Engine, Solutions
from kg.errors import UsageError
from kg.tables import markdown, table

if TYPE_CHECKING:
    import pandas as pd

ROW_FORMATS = ("table", "csv", "tsv", "json", "xml", "md", "parquet")
GRAPH_FORMATS = ("turtle", "ntriples", "jsonld")
#: What fits each kind of answer; the first of each is the default.
_FITTING = {"rows": ROW_FORMATS, "triples": GRAPH_FORMATS, "yes or no": ("table", "csv", "tsv", "md", "json", "xml")}

_STANDARD = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPH = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_TRIPLE = ("subject", "predicate", "object")
_KINDS = {ox.QuerySolutions: "rows", ox.QueryTriples: "triples", ox.QueryBoolean: "yes or no"}
#: How many rows are shown where an answer shows itself, and how wide; `write` and `to_dicts` give it whole.
SHOWN_ROWS = 100
SHOWN_WIDTH = 100

#: Rows are kept as JSON and parsed at each reading, triples as they are.
_Found: TypeAlias = Solutions | list[ox.Triple]
_Each = TypeVar("_Each")


class Answer:
    """The answer to a query: rows, triples, or yes or no. It can be read any number of times.

    It is fetched when it is first read, and kept. In Python it shows itself as a table, and so it does in a notebook.
    `len()` counts its rows or triples; it is true where there are any, and that of an ASK query where it is yes.

    Args:
        solutions: what the engine returned.
        store: shortens IRIs.
    """

    def __init__(self, solutions: Solutions, store: Engine) -> None:
        self._solutions: Solutions | None = solutions
        self._store = store
        self._kept: bytes | ox.QueryBoolean | list[ox.Triple] | None = None
        self._count: int | None = None
        self._kind = _KINDS[type(solutions)]
        self._columns = list(_TRIPLE) if isinstance(solutions, ox.QueryTriples) else []
        if isinstance(solutions, ox.QuerySolutions):
            self._columns = [variable.value for variable in solutions.variables]

    @property
    def kind(self) -> str:
        """What it is an answer of: `rows`, `triples`, or `yes or no`."""
        return self._kind

    @property
    def columns(self) -> list[str]:
        """Names of the columns; none for yes or no."""
        return list(self._columns)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Each row, or triple, as a dictionary from column to term, None where it is unbound.

        Raises:
            TypeError: the answer is yes or no.
            UsageError: the engine gave up on the way.
        """
        return self._rows(self._read())

    def __len__(self) -> int:
        """How many rows or triples there are.

        Raises:
            TypeError: the answer is yes or no.
            UsageError: the engine gave up on the way.
        """
        if self._count is None:
            self._count = sum(1 for _ in self)
        return self._count

    def __bool__(self) -> bool:
        """Of an ASK query, its yes or no; else whether there is any row or triple."""
        found = self._read()
        return bool(found) if isinstance(found, ox.QueryBoolean) else len(self) > 0

    def _read(self) -> _Found:
        """The answer from its beginning, however often it is asked for."""
        if self._kept is None:
            self._kept = _kept(self._take())
        if isinstance(self._kept, bytes):
            read = ox.parse_query_results(self._kept, format=ox.QueryResultsFormat.JSON)
            assert isinstance(read, ox.QuerySolutions)  # noqa: S101 - it was written from rows
            return read
        return self._kept

    def _take(self) -> Solutions:
        """What the engine returned, which can be read once."""
        if self._solutions is None:
            raise UsageError("this answer was written with once=True and is gone; ask again")
        taken, self._solutions = self._solutions, None
        return taken

    def _rows(self, found: _Found) -> Iterator[dict[str, Any]]:
        if isinstance(found, ox.QueryBoolean):
            raise TypeError("the answer is yes or no; use bool()")
        return (dict(zip(self._columns, each, strict=True)) for each in until_it_fails(found))

    def to_dicts(self) -> list[dict[str, Any]]:
        """Each row as plain Python: IRIs as CURIEs, text, numbers, True and False, None where it is unbound."""
        return [{name: plain(term, self._store.shorten) for name, term in row.items()} for row in self]

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a data frame.

        A column of integers is `Int64`, of other numbers `Float64`, of yes and no `boolean`; all else is text.

        Raises:
            UsageError: pandas is missing; the message says how to install it.
            TypeError: the answer is yes or no.
        """
        from kg.columns import frame  # noqa: PLC0415 - plain answers do without

        return frame(self._columns, self.to_dicts())

    def _cells(self, rows: Iterable[dict[str, Any]]) -> list[list[str]]:
        """What people read of each row: IRIs as CURIEs, literals as they are written."""
        return [[written(term, self._store.shorten) for term in row.values()] for row in rows]

    def __str__(self) -> str:
        """A table, cut where it is long or wide; yes or no."""
        if self._kind == "yes or no":
            return "yes" if self else "no"
        return "\n".join(table(self._columns, self._cells(islice(self, SHOWN_ROWS)), SHOWN_WIDTH, self._counted()))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The same for a notebook, which looks for a method of this name."""
        from kg.notebook import html_lines, html_table  # noqa: PLC0415 - only notebooks show it

        if self._kind == "yes or no":
            return html_lines(str(self))
        return html_table(self._columns, self._cells(islice(self, SHOWN_ROWS)), self._counted())

    def _counted(self) -> str:
        count, what = len(self), self._kind if len(self) != 1 else self._kind.removesuffix("s")
        return f"{count} {what}" + (f"; the first {SHOWN_ROWS} are shown" if count > SHOWN_ROWS else "")

    def write(self, stream: IO[bytes], form: str | None, *, width: int = 0, once: bool = False) -> None:
        """Write the answer.

        Args:
            stream: takes bytes, UTF-8.
            form: one of ROW_FORMATS or GRAPH_FORMATS; None for the default.
            width: columns of the terminal, for `table`; 0 for no limit.
            once: whether it goes straight from the engine to the stream and is not kept, however big it is.

        Raises:
            UsageError: the format does not fit the kind of answer, or needs a package that is missing.
        """
        chosen = _fitting(form, self._kind)
        found = self._take() if once and self._kept is None else self._read()
        if isinstance(found, ox.QueryBoolean):
            if chosen in {"json", "xml"}:
                found.serialize(stream, format=_STANDARD[chosen])
            else:
                stream.write(b"true\n" if found else b"false\n")
        elif isinstance(found, ox.QuerySolutions):
            self._write_rows(stream, found, chosen, width)
        else:
            ox.serialize(found, stream, format=_GRAPH[chosen], prefixes=self._store.prefixes)

    def _write_rows(self, stream: IO[bytes], found: ox.QuerySolutions, form: str, width: int) -> None:
        if form in _STANDARD:
            found.serialize(stream, format=_STANDARD[form])
        elif form == "parquet":
            from kg.columns import write_parquet  # noqa: PLC0415 - plain answers do without

            values = (
                {name: plain(term, self._store.shorten) for name, term in row.items()} for row in self._rows(found)
            )
            write_parquet(stream, self._columns, list(values))
        else:
            rows = self._cells(self._rows(found))
            lines = markdown(self._columns, rows) if form == "md" else table(self._columns, rows, width)
            stream.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))


def _kept(solutions: Solutions) -> bytes | ox.QueryBoolean | list[ox.Triple]:
    """An answer as it is kept: rows as the engine writes them, since it can write them from there in any format."""
    if isinstance(solutions, ox.QueryBoolean):
        return solutions
    if isinstance(solutions, ox.QueryTriples):
        return list(until_it_fails(solutions))
    with _told():
        return solutions.serialize(format=ox.QueryResultsFormat.JSON) or b""


def until_it_fails(found: Iterable[_Each]) -> Iterator[_Each]:
    """Rows or triples, one after the other.

    Raises:
        UsageError: the engine gave up on the way.
    """
    with _told():
        yield from found


@contextmanager
def _told() -> Iterator[None]:
    """Tells of an engine that gives up on the way."""
    try:
        yield
    except (RuntimeError, ValueError) as error:
        raise UsageError(f"the query cannot be answered: {error}") from error


def _fitting(form: str | None, kind: str) -> str:
    formats = _FITTING[kind]
    if form is not None and form not in formats:
        raise UsageError(f"--format {form} does not fit an answer of {kind}; use one of {', '.join(formats)}")
    return form or formats[0]

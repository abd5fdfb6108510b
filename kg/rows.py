"""Answers in the formats that people and programs read."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

import pyoxigraph as ox

from kg.engine import Engine, Solutions
from kg.errors import UsageError, visible

ROW_FORMATS = ("table", "csv", "tsv", "json", "xml", "md", "parquet")
GRAPH_FORMATS = ("turtle", "ntriples", "jsonld")

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
#: A column is not made narrower than this to fit a terminal.
_NARROWEST = 6
_TRIPLE = ("subject", "predicate", "object")
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


class Answer:
    """The answer to a query: rows, triples, or yes or no. It can be read once.

    Args:
        solutions: what the engine returned.
        store: shortens IRIs.
    """

    def __init__(self, solutions: Solutions, store: Engine) -> None:
        self._solutions = solutions
        self._store = store

    @property
    def kind(self) -> str:
        """What it is an answer of: `rows`, `triples`, or `yes or no`."""
        kinds = {ox.QuerySolutions: "rows", ox.QueryTriples: "triples", ox.QueryBoolean: "yes or no"}
        return kinds[type(self._solutions)]

    @property
    def columns(self) -> list[str]:
        """Names of the columns; none for yes or no."""
        if isinstance(self._solutions, ox.QuerySolutions):
            return [variable.value for variable in self._solutions.variables]
        return list(_TRIPLE) if isinstance(self._solutions, ox.QueryTriples) else []

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Each row, or triple, as a dictionary from column to term, None where it is unbound.

        Raises:
            TypeError: the answer is yes or no.
            UsageError: the engine gave up on the way.
        """
        if isinstance(self._solutions, ox.QueryBoolean):
            raise TypeError("the answer is yes or no; use bool()")
        columns = self.columns
        try:
            for solution in self._solutions:
                yield dict(zip(columns, solution, strict=True))
        except (RuntimeError, ValueError) as error:
            raise UsageError(f"the query cannot be answered: {error}") from error

    def __bool__(self) -> bool:
        """Yes or no, for an ASK query.

        Raises:
            TypeError: the query was no ASK query.
        """
        if isinstance(self._solutions, ox.QueryBoolean):
            return bool(self._solutions)
        raise TypeError("only an ASK query is true or false; iterate over the rows of this one")

    def to_dicts(self) -> list[dict[str, Any]]:
        """Each row as plain Python: CURIEs, strings, numbers, None."""
        return [{name: self._plain(term) for name, term in row.items()} for row in self]

    def _plain(self, term: Any) -> str | int | None:
        if term is None:
            return None
        if isinstance(term, ox.NamedNode):
            return self._store.shorten(term.value)
        if isinstance(term, ox.Literal):
            number = term.datatype.value == _INTEGER and re.fullmatch(r"[+-]?\d{1,18}", term.value)
            return int(term.value) if number else term.value
        return str(term)

    def write(self, stream: IO[bytes], form: str | None, *, width: int = 0) -> None:
        """Write the answer.

        Args:
            stream: takes bytes, UTF-8.
            form: one of ROW_FORMATS or GRAPH_FORMATS; None for the default.
            width: columns of the terminal, for `table`; 0 for no limit.

        Raises:
            UsageError: the format does not fit the kind of answer, or needs a package that is missing.
        """
        if isinstance(self._solutions, ox.QueryTriples):
            chosen = _fitting(form or "turtle", GRAPH_FORMATS, "triples")
            ox.serialize(self._solutions, stream, format=_GRAPH[chosen], prefixes=self._store.prefixes)
        elif isinstance(self._solutions, ox.QueryBoolean):
            chosen = _fitting(form or "table", ("table", "csv", "tsv", "md", "json", "xml"), "yes or no")
            if chosen in {"json", "xml"}:
                self._solutions.serialize(stream, format=_STANDARD[chosen])
            else:
                stream.write(b"true\n" if self._solutions else b"false\n")
        else:
            self._write_rows(stream, _fitting(form or "table", ROW_FORMATS, "rows"), width)

    def _write_rows(self, stream: IO[bytes], form: str, width: int) -> None:
        if form in _STANDARD:
            assert isinstance(self._solutions, ox.QuerySolutions)  # noqa: S101 - told apart by write()
            self._solutions.serialize(stream, format=_STANDARD[form])
        elif form == "parquet":
            _write_parquet(stream, self.columns, self.to_dicts())
        else:
            rows = [["" if value is None else str(value) for value in row.values()] for row in self.to_dicts()]
            lines = markdown(self.columns, rows) if form == "md" else table(self.columns, rows, width)
            stream.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))


def _fitting(form: str, formats: Sequence[str], kind: str) -> str:
    if form not in formats:
        raise UsageError(f"--format {form} does not fit an answer of {kind}; use one of {', '.join(formats)}")
    return form


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], width: int = 0) -> Iterator[str]:
    """Lines of a table with aligned columns.

    Args:
        columns: the headings.
        rows: the cells.
        width: where more than 0, the widest line; the widest columns give way, their cells cut with “…”.
    """
    cells = [list(columns), *([visible(cell) for cell in row] for row in rows)]
    widths = _fitted([max(len(row[i]) for row in cells) for i in range(len(columns))], width)
    for number, row in enumerate(cells):
        cut = [_cut(cell, size).ljust(size) for cell, size in zip(row, widths, strict=True)]
        yield "  ".join(cut).rstrip()
        if number == 0:
            yield "  ".join("─" * size for size in widths)
    count = len(cells) - 1
    yield f"{count} row{'' if count == 1 else 's'}"


def _fitted(widths: list[int], width: int) -> list[int]:
    """The widths of columns that fit a line: the widest is made narrower until they do, or none can be."""
    while width and sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _cut(cell: str, size: int) -> str:
    return cell if len(cell) <= size else cell[: size - 1] + "…"


def markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lines of a Markdown table."""
    yield "| " + " | ".join(columns) + " |"
    yield "|" + " --- |" * len(columns)
    for row in rows:
        cells = (visible(cell).replace("\\", "\\\\").replace("|", "\\|") for cell in row)
        yield "| " + " | ".join(cells) + " |"


def _write_parquet(stream: IO[bytes], columns: Sequence[str], rows: list[dict[str, Any]]) -> None:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an optional extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("--format parquet needs pyarrow: python -m pip install 'painkg[parquet]'") from error
    if stream is sys.stdout.buffer and sys.stdout.isatty():
        raise UsageError(
            "--format parquet writes bytes; send them to a file: kg query ... --format parquet > answer.parquet"
        )
    values = {name: [row[name] for row in rows] for name in columns}
    kinds = {
        name: pa.int64() if all(isinstance(v, int | None) for v in values[name]) else pa.string() for name in columns
    }
    arrays = {
        name: pa.array([v if v is None or kinds[name] == pa.int64() else str(v) for v in values[name]], kinds[name])
        for name in columns
    }
    pq.write_table(pa.table(arrays), stream)

"""Terms as plain values, and columns of them for data frames and Parquet."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, TypeAlias

import pyoxigraph as ox

from kg.errors import UsageError
from kg.terms import XSD

if TYPE_CHECKING:
    import pandas as pd

Plain: TypeAlias = str | int | float | bool | None
Shorten: TypeAlias = Callable[[str], str]

#: What a literal of a datatype looks like where it can be read as a Python value; what it says otherwise stays text.
_VALUES: dict[str, tuple[str, Callable[[str], Plain]]] = {
    XSD + "integer": (r"[+-]?\d{1,18}", int),
    XSD + "decimal": (r"[+-]?(\d+\.?\d*|\.\d+)", float),
    XSD + "float": (r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", float),
    XSD + "double": (r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", float),
    XSD + "boolean": (r"true|false", lambda text: text == "true"),
}


def written(term: Any, shorten: Shorten) -> str:
    """A term as people read it: an IRI as a CURIE, a literal as it is written, nothing where it is unbound."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    return term.value if isinstance(term, ox.Literal) else str(term)


def plain(term: Any, shorten: Shorten) -> Plain:
    """A term as a Python value: as `written`, but for numbers, True and False, and None where it is unbound."""
    if term is None:
        return None
    if isinstance(term, ox.Literal) and term.datatype.value in _VALUES:
        shape, read = _VALUES[term.datatype.value]
        return read(term.value) if re.fullmatch(shape, term.value, re.ASCII) else term.value
    return written(term, shorten)


def frame(columns: Sequence[str], rows: Sequence[Mapping[str, Plain]]) -> pd.DataFrame:
    """The rows as a data frame, each column of one type, what is unbound missing.

    Args:
        columns: their names; they are there without rows too.
        rows: plain values.

    Raises:
        UsageError: pandas is missing.
    """
    try:
        import pandas as pd  # noqa: PLC0415 - an optional extra, and slow to import
    except ImportError as error:
        raise UsageError("to_pandas needs pandas: python -m pip install 'painkg[pandas]'") from error
    # Text has another type in pandas 3 than before.
    types = {int: "Int64", float: "Float64", bool: "boolean", str: pd.Series([""]).dtype}
    series = {}
    for name in columns:
        kind, values = _column(name, rows)
        series[name] = pd.Series(values, dtype=types[kind])
    return pd.DataFrame(series, columns=list(columns), index=pd.RangeIndex(len(rows)))


def write_parquet(stream: IO[bytes], columns: Sequence[str], rows: Sequence[Mapping[str, Plain]]) -> None:
    """Write the rows as Parquet, each column of one type.

    Args:
        stream: takes bytes; no terminal.
        columns: their names.
        rows: plain values.

    Raises:
        UsageError: pyarrow is missing, or the bytes would go to a terminal.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an optional extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("--format parquet needs pyarrow: python -m pip install 'painkg[parquet]'") from error
    if stream is sys.stdout.buffer and sys.stdout.isatty():
        raise UsageError(
            "--format parquet writes bytes; send them to a file: kg query ... --format parquet > answer.parquet"
        )
    types = {int: pa.int64(), float: pa.float64(), bool: pa.bool_(), str: pa.string()}
    arrays = {}
    for name in columns:
        kind, values = _column(name, rows)
        arrays[name] = pa.array(values, types[kind])
    pq.write_table(pa.table(arrays), stream)


def _column(name: str, rows: Sequence[Mapping[str, Plain]]) -> tuple[type, list[Plain]]:
    """The values of a column and the one type that they have: text where they differ, or where there are none."""
    values = [row[name] for row in rows]
    found = {type(value) for value in values if value is not None}
    if found == {int, float}:
        return float, [None if value is None else float(value) for value in values]
    if len(found) == 1:
        return found.pop(), values
    return str, [None if value is None else _text(value) for value in values]


def _text(value: Plain) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

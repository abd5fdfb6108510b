"""Queries declared in files: SPARQL with `#+ key: value` comments at its top, as grlc reads them.

A value is plain words, or JSON where it starts as a JSON list or object does.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import UsageError
from kg.resources import share


class Parameter(NamedTuple):
    """A parameter of a query.

    Attributes:
        name: as the command line and the query's variable have it.
        type: a class of the ontology whose things or values it takes, `Claim`, `Passage`, `integer` or `text`.
        default: what it takes where none is given, as a user would type it.
    """

    name: str
    type: str
    default: str


class DeclaredQuery(NamedTuple):
    """A query file.

    Attributes:
        name: the file's name without its ending.
        text: the whole file; the decorators are comments to an engine.
        decorators: what the `#+` lines say.
    """

    name: str
    text: str
    decorators: dict[str, Any]

    @property
    def summary(self) -> str:
        """One line for people."""
        return str(self.decorators.get("summary", ""))

    @property
    def parameters(self) -> dict[str, Parameter]:
        """Its parameters by name, in the order in which the file declares them."""
        declared = self.decorators.get("parameters", {})
        return {name: Parameter(name, spec["type"], str(spec["default"])) for name, spec in declared.items()}


def read_query(path: Path) -> DeclaredQuery:
    """Read one `.rq` file.

    Raises:
        UsageError: it is missing, or a decorator is not `key: value`.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as a query: {error}") from error
    decorators: dict[str, Any] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            break
        key, colon, value = line[2:].partition(":")
        try:
            decorators[key.strip()] = _value(value.strip())
        except ValueError as error:
            raise UsageError(f"{path}:{number}: the value of “{key.strip()}” is not JSON: {error}") from error
        if not colon:
            raise UsageError(f"{path}:{number}: expected “#+ key: value”")
    return DeclaredQuery(path.stem, text, decorators)


def _value(text: str) -> Any:
    return json.loads(text) if text.startswith(("[", '{"')) else text


def query_folder(*parts: str) -> list[DeclaredQuery]:
    """The queries of a folder of the shared files, by name: `query_folder("queries", "checks")`."""
    return [read_query(path) for path in sorted(share().joinpath(*parts).glob("*.rq"))]


def shared_query(*parts: str) -> DeclaredQuery:
    """One query of the shared files: `shared_query("queries", "describe", "thing.rq")`."""
    return read_query(share().joinpath(*parts))

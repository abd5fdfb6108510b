"""Engines behind one method: a query in, comparable rows out."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlencode

import pyoxigraph as ox
import rdflib

import kg.engine

from .values import Row, Rows, Value, difference, iri, literal

LOOPBACK = "127.0.0.1"
ANSWER_WITHIN_SECONDS = 60
_JSON = "application/sparql-results+json"


class Engine(Protocol):
    """Answers SELECT queries."""

    def rows(self, text: str) -> Rows:
        """The rows of a query; PainKG's prefixes need no declaration."""
        ...


class Embedded(NamedTuple):
    """The engine inside `kg` itself."""

    store: kg.engine.Engine

    def rows(self, text: str) -> Rows:
        """The rows of a query."""
        solutions = self.store.query(text)
        assert isinstance(solutions, ox.QuerySolutions)
        columns = tuple(variable.value for variable in solutions.variables)
        return Rows(columns, [tuple(_of_term(term) for term in solution) for solution in solutions])


def _of_term(term: Any) -> Value | None:
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return literal(term.value, term.datatype.value, term.language or "")
    assert isinstance(term, ox.NamedNode), f"{term}: neither an IRI nor a literal"
    return iri(term.value)


class Rdflib(NamedTuple):
    """rdflib, which is written in Python."""

    dataset: rdflib.Dataset
    prefixes: dict[str, str]

    def rows(self, text: str) -> Rows:
        """The rows of a query."""
        found = self.dataset.query(text, initNs=self.prefixes)
        columns = tuple(str(variable) for variable in found.vars or [])
        rows = [tuple(_of_node(solution.get(variable)) for variable in found.vars or []) for solution in found.bindings]
        return Rows(columns, rows)


def _of_node(node: Any) -> Value | None:
    if node is None:
        return None
    if isinstance(node, rdflib.Literal):
        return literal(str(node), str(node.datatype or ""), node.language or "")
    assert isinstance(node, rdflib.URIRef), f"{node}: neither an IRI nor a literal"
    return iri(str(node))


class EngineError(Exception):
    """An endpoint that did not answer with rows."""


class Endpoint(NamedTuple):
    """A SPARQL 1.1 endpoint on this machine.

    Attributes:
        port: where it listens.
        path: of its query service.
        prefixes: what `kg` lets queries leave out, to be declared here.
    """

    port: int
    path: str
    prefixes: dict[str, str]

    def rows(self, text: str) -> Rows:
        """The rows of a query.

        Raises:
            EngineError: the answer is no JSON results.
            OSError: nobody listens.
        """
        declarations = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in self.prefixes.items())
        answer = json.loads(self._post(declarations + text))
        columns = tuple(answer["head"]["vars"])
        return Rows(columns, [_of_binding(columns, binding) for binding in answer["results"]["bindings"]])

    def _post(self, query: str) -> bytes:
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=ANSWER_WITHIN_SECONDS)
        headers = {"Accept": _JSON, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request("POST", self.path, urlencode({"query": query}), headers)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        if response.status != http.HTTPStatus.OK:
            raise EngineError(f"HTTP {response.status}: {body.decode(errors='replace')}")
        return body


def _of_binding(columns: tuple[str, ...], binding: dict[str, dict[str, str]]) -> Row:
    return tuple(_of_json(binding[column]) if column in binding else None for column in columns)


def _of_json(term: dict[str, str]) -> Value:
    if term["type"] == "uri":
        return iri(term["value"])
    assert term["type"] in {"literal", "typed-literal"}, f"{term}: neither an IRI nor a literal"
    return literal(term["value"], term.get("datatype", ""), term.get("xml:lang", ""))


def differences(expected: Engine, found: Engine, queries: Iterable[str]) -> list[str]:
    """How the answers of two engines differ: for each query that does, a line with the query."""
    pairs = ((text, difference(text, expected.rows(text), found.rows(text))) for text in queries)
    return [f"{what}\n{text}" for text, what in pairs if what]

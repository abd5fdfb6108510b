"""What a query must not do is refused; what looks like it, in a string or a name, passes."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.graph import Graph
from kg.guard import guard

REFUSED = [
    "SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }",
    "SELECT * { service silent ?x { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a' . SERVICE <http://localhost/> { } } # 'b",
    "PREFIX a: <x#> SELECT * { SERVICE a:b { } }",
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "LOAD <file:///etc/passwd>",
    "# comment\nDELETE WHERE { ?s ?p ?o }",
    "SELECT * " + "{" * 65 + "}" * 65,
    "SELECT * { FILTER(" + "||".join(["true"] * 600) + ") }",
    "SELECT * { ?s " + "/".join(["kgo:partOf"] * 600) + " ?o }",
    "SELECT * { FILTER(" + "!" * 600 + "true) }",
    "ASK { " + "?s ?p ?o . " * 600 + "}",
    r"SELECT * { \u0053ERVICE <http://localhost/> { ?s ?p ?o } }",
    r"SELECT * { \U00000053ERVICE <http://localhost/> { ?s ?p ?o } }",
    r"SELECT * { ?s ?p '\u005C' . SERVICE <http://localhost/> { } } # '",
    "SELECT * { ?s ?p '" + "x" * 70_000 + "' }",
]
PASSED = [
    "SELECT * { ?s ?p 'SERVICE <http://localhost/>' }",
    'SELECT * { ?s ?p """a "quoted" SERVICE""" }',
    "SELECT ?service ?load { ?service ?load ?insert }",
    "SELECT * { ?s <http://example.org/SERVICE> ?o } # SERVICE",
    "SELECT * { ?s kg:service ?o }",
    "SELECT * { VALUES ?x { " + "1.5 " * 2000 + "} }",
    "SELECT ('it\\'s SERVICE' AS ?x) {}",
]


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    with pytest.raises(UsageError, match="refused"):
        guard(text)


@pytest.mark.parametrize("text", PASSED)
def test_passed(text: str) -> None:
    guard(text)


def test_from_is_honoured_and_without_it_the_union_is_asked(graph: Graph) -> None:
    assert graph.query("ASK { kg:nerve a kgo:AnatomicalStructure }")
    assert graph.query("ASK FROM graph:concepts { kg:nerve a kgo:AnatomicalStructure }")
    assert not graph.query("ASK FROM graph:ontology { kg:nerve a kgo:AnatomicalStructure }")

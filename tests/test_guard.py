"""What a query must not do is refused, however it is written; what only looks like it passes."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.errors import UsageError
from kg.graph import Graph
from kg.guard import guard

REFUSED = [
    "SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }",
    "SELECT * { service silent ?x { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a' . SERVICE <http://localhost/> { } } # 'b",
    "PREFIX : <http://localhost/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "SELECT * { FILTER(1<2)SERVICE#>\n<http://localhost/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p kg:a\\#\nSERVICE <http://localhost/> { } }",
    r"SELECT * { ?s ?p <http://a/\u0041'b> SERVICE <http://localhost/> { } }",
    "SELECT * { ?s ?p 1SERVICE <http://localhost/> { } }",
    "SELECT * { ?s ?p trueSERVICE <http://localhost/> { } }",
    "PREFIX p: <http://a:> SELECT * { ?s ?p p:SERVICE <http://localhost/> { ?a ?b ?c } }",
    "SELECT * { {}SERVICESILENT<http://localhost/> { } }",
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "LOAD <file:///etc/passwd>",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * FROM NAMED <FILE:/etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }",
    "PREFIX p: <file:///etc/> SELECT * FROM p:passwd { ?s ?p ?o }",
    r"SELECT * FROM <\u0066ile:///etc/passwd> { ?s ?p ?o }",
    r"SELECT * FROM <\U00000066ile:///etc/passwd> { ?s ?p ?o }",
    "# comment\nDELETE WHERE { ?s ?p ?o }",
    "PREFIX a: <a#> insert { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "SELECT * { ?s ?p '" + "x" * 70_000 + "' }",
]
BOMBS = [
    "SELECT * " + "{" * 3000 + "}" * 3000,
    "SELECT * { FILTER(1<" + "(" * 8000 + "#>\n2" + ")" * 8000 + ") }",
    "SELECT * { ?s ?p kg:a\\#" + "(" * 8000 + " }",
    "SELECT * { FILTER(" + "#)\n(" * 5000 + "1" + ")" * 5000 + ") }",
    "ASK { ?s ?p ?o" + ",?o" * 20_000 + " }",
    "ASK { " + "?s ?p ?o . " * 5000 + "}",
    "ASK { ?s ?p ?o" + ";?p ?o" * 8000 + " }",
    "ASK { " + "MINUS{}" * 3000 + "}",
    "ASK { " + "BIND(1 AS ?x)" * 3500 + "}",
    "ASK { " + "OPTIONAL{}" * 3000 + "}",
    "ASK { FILTER(" + "||".join(["true"] * 10_000) + ") }",
    "ASK { FILTER(" + "!" * 20_000 + "true) }",
    "ASK { FILTER(1" + "+1" * 20_000 + ") }",
    "SELECT * { ?s ?p (" + "1 " * 4100 + ") }",
    "DESCRIBE " + "kg:pain " * 2600,
    "SELECT * { ?s ?p ?o " + "~ " * 20_000 + "}",
    "SELECT * { ?s ?p (" + '"a"' * 9000 + ") }",
    "ASK { ?s " + "/".join(["kgo:partOf"] * 5000) + " ?o }",
]
PASSED = [
    "SELECT ?service ?load { ?service ?load ?insert }",
    "SELECT * { ?s kg:self-service ?o ; kg:customer_service ?x }",
    "SELECT * { ?s ?p 'INSERT some words' } # DELETE",
    "PREFIX add: <http://example.org/> SELECT * { ?s add:x ?o }",
    "SELECT * { VALUES ?x { " + "15 " * 1900 + "} }",
    "SELECT * { VALUES (?x ?y) { " + "(1 2) " * 900 + "} }",
    "SELECT (" + "1" * 60_000 + " AS ?x) {}",
]


@pytest.mark.parametrize("text", [*REFUSED, *BOMBS], ids=range(len(REFUSED) + len(BOMBS)))
def test_refused(text: str) -> None:
    with pytest.raises(UsageError, match="refused"):
        guard(text)


@pytest.mark.parametrize("text", PASSED, ids=range(len(PASSED)))
def test_passed(text: str) -> None:
    guard(text)


# The deepest and longest that the guard lets pass, its closing brackets hidden from it.
HEAVIEST = [
    "ASK " + "{#}\n" * 999 + "}" * 999,
    "ASK { FILTER(" + "(#)\n" * 990 + "1" + ")" * 990 + ") }",
    "ASK { ?s ?p " + "[ <a:b> #]\n" * 600 + "1" + "]" * 600 + " }",
    "ASK { ?s ?p " + "(#)\n" * 900 + "1" + ")" * 900 + " }",
    "ASK { FILTER(" + "||".join(["true"] * 500) + ") }",
    "ASK { FILTER(" + "!" * 1000 + "true) }",
    "ASK { ?s ?p 1" + ",1" * 1000 + " }",
    "ASK { FILTER(1" + "+1" * 1000 + ") }",
    "ASK { " + "MINUS{}" * 998 + "}",
    "ASK { ?s ?p (" + "1 " * 1990 + ") }",
    "DESCRIBE " + "<a:b> " * 1990,
    "ASK { ?s ?p ?o " + "~ " * 990 + "}",
]


@pytest.mark.parametrize("text", HEAVIEST, ids=range(len(HEAVIEST)))
def test_the_heaviest_that_passes_does_not_end_the_process(text: str) -> None:
    guard(text)
    code = "import sys, pyoxigraph\ntry: pyoxigraph.Store().query(sys.stdin.read())\nexcept SyntaxError: pass"
    try:
        done = subprocess.run([sys.executable, "-c", code], input=text.encode(), check=False, timeout=3)
    except subprocess.TimeoutExpired:
        return  # slow is what time-outs are for; what must not happen is a crash
    assert done.returncode == 0


def test_from_is_honoured_and_without_it_the_union_is_asked(graph: Graph) -> None:
    assert graph.query("ASK { kg:nerve a kgo:AnatomicalStructure }")
    assert graph.query("ASK FROM graph:concepts { kg:nerve a kgo:AnatomicalStructure }")
    assert not graph.query("ASK FROM graph:ontology { kg:nerve a kgo:AnatomicalStructure }")
    assert graph.query("ASK { kg:nerve a ?from FILTER('FROM <a:b>' != '') } # FROM <a:b>")


class _Stranger(BaseHTTPRequestHandler):
    """Another server: answers any query with one row."""

    def do_POST(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.server.asked = True  # type: ignore[attr-defined]  # for the test to see
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        row = {"name": {"type": "literal", "value": "from elsewhere"}}
        body = json.dumps({"head": {"vars": ["name"]}, "results": {"bindings": [row]}}).encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def stranger() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Stranger)
    server.asked = False  # type: ignore[attr-defined]  # for the test to see
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_another_server_is_asked_only_where_that_is_allowed(graph: Graph, stranger: ThreadingHTTPServer) -> None:
    text = f"SELECT ?name {{ SERVICE <http://127.0.0.1:{stranger.server_port}/sparql> {{ ?s ?p ?name }} }}"
    with pytest.raises(UsageError, match="would ask another server"):
        graph.query(text)
    assert not stranger.asked  # type: ignore[attr-defined]
    assert graph.query(text, allow_remote=True).to_dicts() == [{"name": "from elsewhere"}]
    assert stranger.asked  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", [text for text in REFUSED if "service" not in text.casefold()] + BOMBS)
def test_what_may_ask_another_server_may_do_nothing_else(graph: Graph, text: str) -> None:
    with pytest.raises(UsageError, match="refused"):
        graph.query(text, allow_remote=True)

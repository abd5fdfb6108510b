"""A graph behind a SPARQL endpoint: the same answers, and clear errors for whatever a server may do; over sockets."""

from __future__ import annotations

import base64
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg import __version__, web
from kg.endpoint import MAX_GRAPHS, Endpoint
from kg.errors import OutsideError, PainKGError, UsageError
from kg.explain.explanation import explain
from kg.explain.telling import told
from kg.graph import Graph
from kg.graph import open as open_graph
from kg.store import Store
from kg.web import Service as Client
from kg.web import first_line
from tests.conftest import CLAIMS, Kg
from tests.sparql_service import NO_ROWS, ROWS, TRIPLES, Handler, Script, Service, after_opening, faithful, serving

COUNT = "SELECT (COUNT(*) AS ?claims) { ?claim a kgo:Claim }"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"PAINKG_ENDPOINT_{name}", raising=False)


@pytest.fixture(params=[True, False], ids=["union", "apart"])
def service(request: pytest.FixtureRequest, graph: Graph) -> Iterator[Service]:
    """Holds the build; its default graph is the union of all graphs, or empty."""
    assert isinstance(graph.store, Store)
    with serving(faithful(graph.store.inner, union=request.param)) as running:
        yield running


@pytest.fixture
def apart(graph: Graph) -> Iterator[Service]:
    """Holds the build; its default graph is empty."""
    assert isinstance(graph.store, Store)
    with serving(faithful(graph.store.inner, union=False)) as running:
        yield running


@pytest.fixture
def remote(service: Service) -> Graph:
    return open_graph(endpoint=service.url)


def quads(text: str) -> ox.Store:
    store = ox.Store()
    store.load(text, format=ox.RdfFormat.N_QUADS)
    return store


# The same answers.


@pytest.mark.parametrize(
    ("question", "parameters"),
    [("treatments-for", {"condition": "Osteoarthritis"}), ("procedures", {}), ("next-step", {"procedure": "facet joint injection"}),
     ("duration-of-relief", {"procedure": "RFA"})],
)  # fmt: skip
def test_a_question_has_the_same_answer(question: str, parameters: dict[str, str], remote: Graph, graph: Graph) -> None:
    assert remote.ask(question, **parameters).to_dicts() == graph.ask(question, **parameters).to_dicts() != []


@pytest.mark.parametrize(
    "query",
    [COUNT, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
     "SELECT (COUNT(*) AS ?n) FROM graph:concepts { ?s a skos:Concept }", "SELECT (COUNT(*) AS ?n) FROM graph:concepts { ?s a kgo:Claim }",
     "# PREFIX kg: <x>\nSELECT ?p { kg:nerve a ?p } ORDER BY ?p", 'SELECT ("a # b" AS ?x) { kg:nerve a kgo:AnatomicalStructure }',
     "PREFIX kg: <http://example.org/>\nSELECT ?p { kg:nerve a ?p }", "BASE <https://w3id.org/painkg/id/> SELECT ?p { <nerve> skos:prefLabel ?p }",
     "PREFIX select: <https://w3id.org/painkg/id/> SELECT ?p { select:nerve skos:prefLabel ?p }",
     "CONSTRUCT { kg:nerve skos:prefLabel ?o } WHERE { kg:nerve skos:prefLabel ?o }", "SELECT ?none { kg:nerve a kgo:Procedure }"],
)  # fmt: skip
def test_a_query_has_the_same_answer(query: str, remote: Graph, graph: Graph) -> None:
    assert remote.query(query).to_dicts() == graph.query(query).to_dicts()


def test_yes_and_no_and_a_description(remote: Graph) -> None:
    assert remote.query("ASK { kg:nerve a kgo:AnatomicalStructure }")
    assert not remote.query("ASK { kg:nerve a kgo:Device }")
    assert {row["subject"] for row in remote.query("DESCRIBE kg:nerve").to_dicts()} == {"kg:nerve"}


def test_the_api_works_on_an_endpoint(remote: Graph, graph: Graph) -> None:
    assert remote.show("RFA") == graph.show("RFA")
    assert remote.explain("RFA", "indicated for", "osteoarthritis") == graph.explain(
        "RFA", "indicated for", "osteoarthritis"
    )
    assert remote.cite("s2-effectiveness-2.1") == graph.cite("s2-effectiveness-2.1")
    assert remote.stats() == graph.stats()
    assert remote.store.prefixes == graph.store.prefixes
    with pytest.raises(UsageError, match="only a graph on this machine"):
        remote.rdflib()


def test_what_is_contested_there_is_told(built: Path) -> None:
    line = "/s2-heading-1.1> <https://w3id.org/painkg/ontology#polarity> <https://w3id.org/painkg/ontology#"
    text = (built / "graph.nq").read_text(encoding="utf-8")
    store = quads(text.replace(f"{line}Affirmed>", f"{line}Denied>"))
    words = ("RFA", "other name", "RFA")
    with serving(faithful(store, union=False)) as service:
        there = open_graph(endpoint=service.url).store
        found = explain(there, *words)
        assert found == explain(Store(store), *words)
        assert str(told(there, found)) == str(told(Store(store), found))
    assert str(told(Store(store), found)).startswith("contested: ")


COMMANDS = [
    ["ask", "treatments-for", "--condition", "osteoarthritis", "--why"],
    ["query", COUNT],
    ["show", "nerve pathway"],
    ["explain", "vertebroplasty", "uses device", "balloon"],
    ["explain", "aip:s2-effectiveness-2.1"],
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_a_command_prints_the_same(arguments: list[str], kg: Kg, apart: Service, built: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "build").symlink_to(built)
    here, there = kg(*arguments, "--data", "data"), kg(*arguments, "--endpoint", apart.url)
    assert (there.returncode, there.stderr) == (0, "")
    assert there.stdout == here.stdout != ""


@pytest.mark.parametrize("arguments", COMMANDS[:4], ids=lambda arguments: arguments[0])
def test_an_endpoint_and_a_folder_are_two_graphs(arguments: list[str], kg: Kg) -> None:
    done = kg(*arguments, "--endpoint", "http://127.0.0.1:1/", "--data", ".")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "kg: --endpoint asks a graph elsewhere, and --data one here; give one of them\n"
    with pytest.raises(UsageError, match="give one of them"):
        open_graph("data", endpoint="http://127.0.0.1:1/")


# What is sent.


def test_what_is_sent(remote: Graph, service: Service) -> None:
    remote.query("\n\nSELECT * { kg:nerve a ?x }")
    sent = service.requests[-1]
    assert (sent.method, sent.path) == ("POST", "/sparql")
    assert (sent.headers["Accept"], sent.headers["Content-Type"]) == (ROWS, FORM)
    assert sent.headers["User-Agent"] == f"painkg/{__version__}"
    assert "Authorization" not in sent.headers
    # Only the prefixes that it needs, on its own line.
    assert sent.query == "\n\nPREFIX kg: <https://w3id.org/painkg/id/> SELECT * { kg:nerve a ?x }"
    remote.query("DESCRIBE kg:nerve")
    assert service.requests[-1].headers["Accept"].startswith(TRIPLES)


def test_the_default_graph_is_asked_for_once_and_for_a_users_query_only(remote: Graph, service: Service) -> None:
    remote.show("RFA")
    remote.ask("procedures")
    assert not any(
        "default-graph-uri" in sent.form or " ?graph { ?s ?p ?o }" in sent.query for sent in service.requests
    )
    before = len(service.requests)
    remote.query(COUNT)
    probes = len(service.requests) - before - 1
    apart = "default-graph-uri" in service.requests[-1].form
    assert probes == (2 if apart else 1)
    for graphs in (service.requests[-1].form.get(f"{role}-graph-uri", []) for role in ("default", "named")):
        assert len(graphs) == (5 if apart else 0)
    remote.query(COUNT)
    assert len(service.requests) == before + probes + 2
    remote.query("SELECT * FROM graph:concepts { ?s a kgo:Technique }")
    assert "default-graph-uri" not in service.requests[-1].form
    assert len(service.requests) == before + probes + 3


def test_a_prefix_in_a_string_declares_nothing(remote: Graph, graph: Graph) -> None:
    text = 'SELECT (COUNT(*) AS ?n) { ?claim a kgo:Claim FILTER(STR(?claim) != "PREFIX kgo:") }'
    assert remote.query(text).to_dicts() == graph.query(text).to_dicts()


def test_few_requests_over_one_connection(remote: Graph, service: Service) -> None:
    remote.show("RFA")
    assert len(service.requests) <= 12
    remote.explain("osteoarthritis", "treated by", "RFA")
    remote.explain("vertebroplasty", "performs", "restore vertebral height")
    assert len(service.requests) <= 45
    assert service.connections == 1


def test_a_connection_that_the_server_closed_is_opened_again(graph: Graph) -> None:
    assert isinstance(graph.store, Store)
    answer = faithful(graph.store.inner, union=True)

    def closing(handler: Handler) -> None:
        answer(handler)
        handler.close_connection = True  # without a word to the client

    with serving(closing) as service:
        there = open_graph(endpoint=service.url)
        assert there.query(COUNT).to_dicts() == [{"claims": CLAIMS}]
        assert service.connections == len(service.requests) == 3


# Checked here, before anything is sent.


@pytest.mark.parametrize(
    ("query", "words"),
    [("SELECT * { ?s ?p", "line 1, column 17"), ("SELECT *\n{ ?s foo:bar ?o }", "\n  { ?s foo:bar ?o }\n       ^"), ("", "the query is empty"),
     ("DELETE WHERE { ?s ?p ?o }", "is an update"), ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "would ask another server"),
     ("SELECT * " + "{" * 65 + "}" * 65, "more than 64 brackets"), ("ASK { kg:nerve a '\udcff' }", "not UTF-8")],
)  # fmt: skip
def test_a_fault_is_told_here_as_for_the_embedded_store(
    query: str, words: str, remote: Graph, service: Service, graph: Graph
) -> None:
    before = len(service.requests)
    with pytest.raises(UsageError) as found:
        remote.query(query)
    assert words in str(found.value)
    assert len(service.requests) == before
    if "UTF-8" not in words:
        with pytest.raises(UsageError) as expected:
            graph.query(query)
        assert str(found.value) == str(expected.value)


def test_a_query_is_parsed_here_but_not_run() -> None:
    values = " ".join(map(str, range(250)))
    # If it ran here, it would count to some thousand millions.
    product = " ".join(f"VALUES ?{name} {{ {values} }}" for name in "abcd")

    def script(handler: Handler) -> None:
        handler.reply(NO_ROWS if "GRAPH" in handler.request_seen.query else '{"head":{},"boolean":true}')

    with serving(script) as service:
        assert Endpoint(service.url).query(f"ASK {{ {{ SELECT (COUNT(*) AS ?n) {{ {product} }} }} FILTER(?n = 1) }}")


def test_service_is_the_endpoints_to_follow(remote: Graph, service: Service) -> None:
    # Nobody listens on port 1; that it was tried there is told by the fault of the query.
    with pytest.raises(PainKGError):
        remote.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", allow_remote=True).to_dicts()
    assert "SERVICE" in service.requests[-1].query


# An endpoint with another graph, or none.

OTHER = (
    "<http://x/s> <http://x/p> <http://x/o> <http://x/g> .\n<http://x/s> <http://x/p> <http://x/o2> <http://x/h> .\n"
)


@pytest.mark.parametrize("default", ["union", "empty"])
def test_a_query_works_where_there_is_no_painkg_graph(default: str) -> None:
    with serving(faithful(quads(OTHER), union=default == "union")) as service:
        there = open_graph(endpoint=service.url)
        assert there.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").to_dicts() == [{"n": 2}]
        asked: list[Callable[[], object]] = [
            lambda: there.ask("procedures"),
            lambda: there.ask("treatments-for"),
            lambda: there.show("RFA"),
            lambda: there.explain("s2-effectiveness-2.1"),
            lambda: there.explain("RFA", "uses device", "balloon"),
        ]
        for ask in asked:
            with pytest.raises(UsageError, match=r"holds no PainKG graph; load build/graph\.nq there"):
                ask()


@pytest.mark.parametrize("graph_name", ["ontology", "concepts"])
def test_a_part_of_a_graph_is_not_taken_for_a_whole(graph_name: str, built: Path) -> None:
    lines = (built / "graph.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    store = quads("".join(line for line in lines if not line.endswith(f"/graph/{graph_name}> .\n")))
    with serving(faithful(store, union=True)) as service:
        there = open_graph(endpoint=service.url)
        with pytest.raises(UsageError, match=r"holds only a part of a PainKG graph; load build/graph\.nq there"):
            there.show("RFA")
        assert there.query(COUNT).to_dicts() == [{"claims": CLAIMS}]


@pytest.mark.parametrize("arguments", [*COMMANDS[2:], ["ask", "procedures"]], ids=" ".join)
def test_a_command_says_that_there_is_no_painkg_graph(arguments: list[str], kg: Kg) -> None:
    with serving(faithful(quads(OTHER), union=True)) as service:
        done = kg(*arguments, "--endpoint", service.url)
    assert (done.returncode, done.stdout) == (2, "")
    assert "holds no PainKG graph" in done.stderr


def test_triples_in_no_named_graph_are_asked_where_they_are() -> None:
    with serving(faithful(quads("<http://x/s> <http://x/p> <http://x/o> .\n"), union=False)) as service:
        assert open_graph(endpoint=service.url).query("SELECT ?s { ?s ?p ?o }").to_dicts() == [{"s": "<http://x/s>"}]


def test_too_many_graphs_are_not_told_one_by_one() -> None:
    many = "".join(
        f"<http://x/s> <http://x/p> <http://x/o> <http://x/g{number}> .\n" for number in range(MAX_GRAPHS + 1)
    )
    with serving(faithful(quads(many), union=False)) as service:
        there = open_graph(endpoint=service.url)
        with pytest.raises(UsageError, match="more than 500; name the ones to ask: FROM"):
            there.query("SELECT * { ?s ?p ?o }")
        assert len(list(there.query("SELECT * FROM <http://x/g1> { ?s ?p ?o }"))) == 1


def test_an_endpoint_without_named_graphs_answers_what_it_can() -> None:
    def script(handler: Handler) -> None:
        if "GRAPH" in handler.request_seen.query:
            handler.reply("no GRAPH here", "text/plain", 400)
        else:
            handler.reply('{"head":{"vars":["x"]},"results":{"bindings":[]}}')

    with serving(script) as service:
        there = open_graph(endpoint=service.url)
        assert there.query("SELECT ?x { ?x ?y ?z }").to_dicts() == []
        with pytest.raises(OutsideError, match="it refuses the query: no GRAPH here"):
            there.show("RFA")


def test_a_prefix_that_would_change_queries_is_not_taken() -> None:
    named = [("a b", "http://x/"), ("ok", "http://x/ok/"), ("bad", "http://x/> SELECT")]
    rows = ",".join(
        f'{{"prefix":{{"type":"literal","value":"{name}"}},"document":{{"type":"literal","value":"{space}"}}}}'
        for name, space in named
    )
    with serving(lambda handler: handler.reply(NO_ROWS.replace("[]", f"[{rows}]"))) as service:
        prefixes = Endpoint(service.url).prefixes
    assert prefixes["ok"] == "http://x/ok/"
    assert not {"a b", "bad"} & set(prefixes)


# How Virtuoso answers.


def test_typed_literals_and_booleans_as_rows_are_read() -> None:
    typed = '{"head":{"link":[],"vars":["n"]},"results":{"distinct":false,"bindings":[{"n":{"type":"typed-literal","datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"7"}}]}}'
    with serving(after_opening(lambda handler: handler.reply(typed))) as service:
        endpoint = Endpoint(service.url)
        assert [row["n"].value for row in endpoint.select("SELECT ?n {}")] == ["7"]
    for rows, expected in (("[]", False), ('[{"__ASK_RETVAL":{"type":"typed-literal","value":"1"}}]', True), ('[{"__ASK_RETVAL":{"type":"literal","value":"0"}}]', False)):  # fmt: skip
        answer = f'{{"head":{{"vars":["__ASK_RETVAL"]}},"results":{{"bindings":{rows}}}}}'
        with serving(after_opening(lambda handler, answer=answer: handler.reply(answer))) as service:  # type: ignore[misc]  # the answer of this turn
            assert bool(Endpoint(service.url).answer("ASK {}", union=True)) is expected


def test_results_may_come_as_xml_and_triples_as_turtle() -> None:
    xml = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="n"/></head><results><result><binding name="n"><literal>x</literal></binding></result></results></sparql>'
    with serving(after_opening(lambda handler: handler.reply(xml, "application/sparql-results+xml"))) as service:
        assert [row["n"].value for row in Endpoint(service.url).select("SELECT ?n {}")] == ["x"]
    turtle = "@prefix x: <http://x/> . x:s x:p 1, 'a'@en ."
    with serving(after_opening(lambda handler: handler.reply(turtle, "text/turtle; charset=utf-8"))) as service:
        assert len(Endpoint(service.url).construct("CONSTRUCT WHERE { ?s ?p ?o }")) == 2


# What a server may do wrong.


def raw(content: bytes) -> Script:
    """Send these bytes, and hang up."""

    def script(handler: Handler) -> None:
        handler.wfile.write(content)
        handler.close_connection = True

    return script


def status(code: int, page: str = "", media: str = "text/plain", **headers: str) -> Script:
    return lambda handler: handler.reply(page, media, code, **headers)


WHOLE = '{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"http://x/"}}]}}'
MISBEHAVIOUR: list[tuple[str, Script, str]] = [
    ("down in mid-answer", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"), "the answer was cut off before its end"),
    ("cut in a chunk", raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{}"), "the answer was cut off before its end"),
    ("hangs up", raw(b""), "it closed the connection without an answer"),
    ("no HTTP", raw(b"220 mail.example.org ESMTP\r\n"), "what it answers is not HTTP"),
    ("cut, without a length", raw(b"HTTP/1.0 200 OK\r\n\r\n" + WHOLE[:-9].encode()), "or is cut off ("),
    ("a sentence in the results", status(200, WHOLE[:-3] + "Timed out, sorry", ROWS), "it ends: …" + WHOLE[:-3] + "Timed out, sorry"),
    ("broken JSON", status(200, '{"head": nope', ROWS), '; it ends: …{"head": nope'),
    ("other JSON", status(200, '{"hello":"world"}', ROWS), "is no table of results"),
    ("broken XML", status(200, "<sparql><head>", "application/sparql-results+xml"), "is no table of results"),
    ("yes instead of rows", status(200, '{"head":{},"boolean":true}', ROWS), "what it answers is no table of results"),
    ("nothing", status(200, "", ROWS), "is no table of results"),
    ("a web page", status(200, "<!DOCTYPE html><h1>Welcome</h1>", "text/html; charset=utf-8"), "answers with a web page, not with results; give the URL of the query service, such as"),
    ("a web page in disguise", status(200, "\n<html><h1>Welcome</h1>", ROWS), "answers with a web page"),
    ("400 with a reason", status(400, "\n\nParse error:\nLine 3: unexpected \x1b[31mthing\n"), "HTTP 400: it refuses the query: Parse error: Line 3: unexpected \\u001b[31mthing"),
    ("400 on a page", status(400, "<html><head><title>x</title></head><body><b>MALFORMED</b> &amp; bad</body></html>", "text/html"), "it refuses the query: MALFORMED"),
    ("400 and silence", status(400), "it refuses the query: it does not say why"),
    ("401", status(401), "HTTP 401: it asks for credentials; set PAINKG_ENDPOINT_USER and PAINKG_ENDPOINT_PASSWORD, or PAINKG_ENDPOINT_TOKEN"),
    ("403", status(403), "HTTP 403: it asks for credentials"),
    ("404", status(404, "<h1>Not Found</h1>", "text/html"), "HTTP 404: no query service there; give the URL"),
    ("405", status(405), "HTTP 405: no query service there"),
    ("406", status(406, "not this"), "HTTP 406: it failed: not this"),
    ("cut at a number of rows", status(200, WHOLE, ROWS, X_SPARQL_MaxRows="1"), "it cuts its answers at 1 rows; ask for fewer, with LIMIT"),
    ("206", status(206, WHOLE, ROWS), "HTTP 206: it gave up before the answer was complete"),
    ("500", status(500, "boom"), "HTTP 500: it failed: boom"),
    ("503", status(503), "HTTP 503: it failed: Service Unavailable"),
    ("599", status(599), "HTTP 599: it failed: it does not say why"),
    ("round and round", status(302, Location="/sparql"), "redirects more than 5 times"),
    ("to a file", status(302, Location="file:///etc/passwd"), "redirects to what is not followed: “file:///etc/passwd” is no http:// or https:// URL"),
    ("to nowhere", status(302), "redirects more than 5 times"),
    ("to a password", status(302, Location="http://u:secret@127.0.0.1/"), "redirects to what is not followed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("script", "words"), [case[1:] for case in MISBEHAVIOUR], ids=[case[0] for case in MISBEHAVIOUR]
)
def test_a_misbehaving_server_is_told(script: Script, words: str) -> None:
    with serving(after_opening(script)) as service:
        endpoint = Endpoint(service.url)
        with pytest.raises(OutsideError) as found:
            endpoint.select("SELECT ?x {}")
        assert words in str(found.value)
        assert str(found.value).startswith(f"{service.url}: ")
        assert "secret" not in str(found.value)
        # The next query is not spoilt by it.
        service.script = status(200, WHOLE, ROWS)
        assert len(endpoint.select("SELECT ?x {}")) == 1


@pytest.mark.parametrize("body", [("<a> <b", TRIPLES), ("", "image/png"), ("", "")])
def test_triples_that_are_none_are_told(body: tuple[str, str]) -> None:
    with (
        serving(after_opening(lambda handler: handler.reply(*body))) as service,
        pytest.raises(OutsideError, match="is no set of triples"),
    ):
        Endpoint(service.url).construct("CONSTRUCT WHERE { ?s ?p ?o }")


@pytest.mark.parametrize("name", ["hangs up", "a web page", "404", "500"])
def test_a_command_says_what_a_server_did_wrong(name: str, kg: Kg) -> None:
    (script, words), *_ = [case[1:] for case in MISBEHAVIOUR if case[0] == name]
    with serving(script) as service:
        done = kg("show", "RFA", "--endpoint", service.url)
    assert (done.returncode, done.stdout) == (3, "")
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_nobody_listens(kg: Kg) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and never listens
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/sparql"
        done = kg("ask", "procedures", "--endpoint", url)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"kg: {url}: nobody listens there; is the server running?\n"


def test_an_unknown_host() -> None:
    with pytest.raises(OutsideError, match=r"^http://no-such-host\.invalid/sparql: the host is unknown$"):
        Endpoint("http://no-such-host.invalid/sparql?key=secret")


def test_https_where_there_is_none() -> None:
    with serving(status(200)) as service, pytest.raises(OutsideError, match="does not speak https there"):
        Endpoint(service.url.replace("http:", "https:"))


def test_an_answer_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MAX_ANSWER_BYTES", 1024**2)

    def endless(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
        while not handler.server.closing.is_set():
            handler.wfile.write(b" " * 65536)

    with serving(endless) as service, pytest.raises(OutsideError, match="larger than 1 MiB; ask for less, with LIMIT"):
        Endpoint(service.url)


# Time.


def silent(handler: Handler) -> None:
    handler.server.closing.wait()


def trickle(head: bytes) -> Script:
    """A byte now and then, sooner than any socket gives up, and for much longer than anybody waits."""

    def script(handler: Handler) -> None:
        handler.wfile.write(head)
        for _ in range(200):
            handler.wfile.write(b" ")
            if handler.server.closing.wait(0.05):
                return

    return script


SLOW = {"silent": silent, "a trickle": trickle(b"HTTP/1.1 200 OK\r\n\r\n"), "a trickle of headers": trickle(b"HTTP/1.1 200 OK\r\nX:"),
        "a trickle of an error": trickle(b"HTTP/1.1 500 Oh\r\n\r\n")}  # fmt: skip


@pytest.mark.parametrize("script", SLOW.values(), ids=SLOW.keys())
def test_a_slow_server_is_given_up(script: Script) -> None:
    with serving(script) as service, pytest.raises(OutsideError, match=r": no answer within 0\.3 s"):
        open_graph(endpoint=service.url, timeout=0.3)


@pytest.mark.parametrize("arguments", COMMANDS[:4], ids=lambda arguments: arguments[0])
def test_the_time_is_that_of_the_whole_command(arguments: list[str], kg: Kg) -> None:
    with serving(SLOW["a trickle"]) as service:
        done = kg(*arguments, "--endpoint", service.url, "--timeout", "0.4")
    assert (done.returncode, done.stdout) == (3, "")
    assert "no answer within 0.4 s" in done.stderr


def test_many_quick_answers_do_not_outlast_the_command(kg: Kg, graph: Graph) -> None:
    assert isinstance(graph.store, Store)
    answer = faithful(graph.store.inner, union=True)

    def unhurried(handler: Handler) -> None:
        handler.server.closing.wait(0.5)
        answer(handler)

    with serving(unhurried) as service:
        done = kg("show", "RFA", "--endpoint", service.url, "--timeout", "1.2")
        assert len(service.requests) < 5
    assert done.returncode == 3
    assert "no answer within 1.2 s" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C another way")
def test_ctrl_c_ends_the_wait() -> None:
    with serving(silent) as service:
        command = [sys.executable, "-m", "kg", "ask", "procedures", "--endpoint", service.url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            while not service.requests and process.poll() is None:
                service.closing.wait(0.02)
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=30) == 130
            assert process.stderr is not None
            assert process.stderr.read() == b"interrupted\n"


def test_a_timeout_is_a_span_of_time() -> None:
    for seconds in (-1, float("nan"), float("inf")):
        with pytest.raises(UsageError, match="give a number of seconds"):
            Endpoint("http://127.0.0.1:1/", seconds)


# URLs, credentials, redirects.


@pytest.mark.parametrize(
    ("url", "words"),
    [("127.0.0.1:7878/query", "is no http:// or https:// URL"), ("file:///etc/passwd", "is no http"), ("ftp://example.org/", "is no http"), ("", "is no http"),
     ("http://", "is no http"), ("http://h:port/", "is no http"), ("http://h:99999/", "is no http"), ("http://[::1/", "is no http"), ("http://a b/", "is no http"),
     ("http://x/\udcff", "is no http"), ("http://a\nb/", "is no http"), ("http://user:secret@example.org/sparql", "set PAINKG_ENDPOINT_USER"),
     ("https://user@example.org/", "set PAINKG_ENDPOINT_USER"), ("x://user:secret@host/", "is no http")],
)  # fmt: skip
def test_a_url_that_cannot_be_asked(url: str, words: str) -> None:
    with pytest.raises(UsageError) as found:
        Client(url, 1)
    assert words in str(found.value)
    assert "secret" not in str(found.value)


def test_what_stands_in_a_url_is_sent_and_not_shown() -> None:
    with serving(status(200, NO_ROWS, ROWS)) as service:
        endpoint = Endpoint(f"{service.url}/ü?repo=a b&key=secret")
        assert service.requests[0].path == "/sparql/%C3%BC?repo=a%20b&key=secret"
        service.script = status(500)
        with pytest.raises(OutsideError) as found:
            endpoint.select("SELECT * {}")
        assert "secret" not in str(found.value)


BASIC = {"PAINKG_ENDPOINT_USER": "ada", "PAINKG_ENDPOINT_PASSWORD": "pä:ss"}
TOKEN = {"PAINKG_ENDPOINT_TOKEN": "abc.def"}


def given(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    ("variables", "header"),
    [(BASIC, "Basic " + base64.b64encode("ada:pä:ss".encode()).decode()), (TOKEN, "Bearer abc.def"), ({}, None)],
)
def test_credentials_come_from_the_environment(
    variables: dict[str, str], header: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, variables)
    with serving(status(200, NO_ROWS, ROWS)) as service:
        Endpoint(service.url)
        assert service.requests[0].headers.get("Authorization") == header


@pytest.mark.parametrize(
    ("variables", "url", "words"),
    [(BASIC | TOKEN, "https://example.org/", "two kinds"), ({"PAINKG_ENDPOINT_USER": "ada"}, "https://example.org/", "go together"),
     ({"PAINKG_ENDPOINT_PASSWORD": "x"}, "https://example.org/", "go together"), ({"PAINKG_ENDPOINT_TOKEN": "a\r\nX: y"}, "https://example.org/", "no token holds"),
     (BASIC, "http://example.org/", "not sent over http:// to another machine"), (TOKEN, "http://10.0.0.1/", "use https://"), (TOKEN, "http://localhost.example.org/", "use https://")],
)  # fmt: skip
def test_credentials_that_are_not_sent(
    variables: dict[str, str], url: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, variables)
    with pytest.raises(UsageError, match=words):
        Client(url, 1)


@pytest.mark.parametrize("url", ["https://example.org/", "http://localhost:1/", "http://127.0.0.2/", "http://[::1]/"])
def test_credentials_may_go_over_tls_and_on_this_machine(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, TOKEN)
    assert str(Client(url, 1)) == url


def test_credentials_that_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, TOKEN)
    with serving(status(401)) as service, pytest.raises(OutsideError, match="does not accept the credentials"):
        Endpoint(service.url)


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirect_is_followed_with_the_query_and_on_another_host_without_credentials(
    code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, BASIC)
    with ExitStack() as stack:
        other = stack.enter_context(serving(status(200, NO_ROWS, ROWS)))
        # Another port is another origin; another name of the machine is, too.
        first = stack.enter_context(serving(status(code, Location=other.url)))
        endpoint = Endpoint(first.url)
        endpoint.select("SELECT ?x {}")
        assert all("Authorization" in sent.headers for sent in first.requests)
        assert not any("Authorization" in sent.headers for sent in other.requests)
        assert other.requests[-1].query == "SELECT ?x {}"
        # What moved for good is remembered.
        assert len(first.requests) == (1 if code in {301, 308} else 2)
        other.script = status(401)
        with pytest.raises(
            OutsideError, match=f"redirects to {other.url}, and credentials are not sent to another host"
        ):
            endpoint.select("SELECT ?x {}")


def test_a_redirect_on_the_same_host_keeps_the_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, TOKEN)

    def script(handler: Handler) -> None:
        if handler.path == "/sparql":
            handler.reply(status=303, Location="/there?id=7")
        else:
            handler.reply(NO_ROWS)

    with serving(script) as service:
        Endpoint(service.url)
        assert [(sent.method, sent.path, sent.headers["Authorization"]) for sent in service.requests] == [
            ("POST", "/sparql", "Bearer abc.def"),
            ("GET", "/there?id=7", "Bearer abc.def"),
        ]


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    with serving(status(200, NO_ROWS, ROWS)) as service:
        Endpoint(service.url)
        assert len(service.requests) == 1


@pytest.mark.parametrize(
    ("page", "line"),
    [(b"", ""), (b"\n --- \n", ""), (b"one\ntwo", "one"), (b"Error 400:\nbad  query\nPREFIX", "Error 400: bad query"), (b"\xff?", "�?"[:0]),
     (b'{\n "exception": "no",\n "query": "x"}', '{ "exception": "no", "query": "x"}'), (b"a < b and c > d", "a < b and c > d"),
     (b"<html><head><title>t</title></head><style>p{}</style><p>5 &lt; 6 is so</p></html>", "5 < 6 is so"), (b"x" * 400, "x" * 299 + "…")],
)  # fmt: skip
def test_what_a_server_says_of_an_error_is_one_line(page: bytes, line: str) -> None:
    assert first_line(page) == line


def test_one_graph_may_be_asked_from_several_threads(remote: Graph) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def ask(_turn: int) -> list[dict[str, Any]]:
        return remote.query(COUNT).to_dicts()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(8))) == [[{"claims": CLAIMS}]] * 8


def test_labels_from_an_endpoint_cannot_move_the_cursor(kg: Kg, built: Path) -> None:
    store = quads(
        (built / "graph.nq").read_text(encoding="utf-8").replace('"nerve pathway"@en', '"nerve pathway\\u001B[2J"@en')
    )
    with serving(faithful(store, union=True)) as service:
        done = kg("show", "kg:nerve-pathway", "--endpoint", service.url, env={**os.environ, "NO_PROXY": "*"})
    assert done.returncode == 0
    assert done.stdout.startswith("nerve pathway\\u001b[2J (anatomical structure)\n")

"""Small SPARQL services on loopback: one that answers from a store, and any misbehaviour that a test scripts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import parse_qs

import pyoxigraph as ox

ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples"
NO_ROWS = '{"head":{"vars":["prefix","document"]},"results":{"bindings":[]}}'


class Request(NamedTuple):
    """What a client sent."""

    method: str
    path: str
    headers: dict[str, str]
    form: dict[str, list[str]]

    @property
    def query(self) -> str:
        """The SPARQL."""
        return self.form["query"][0]


class Handler(BaseHTTPRequestHandler):
    """Reads a request, and leaves the answer to the script."""

    protocol_version = "HTTP/1.1"
    server: Service

    def do_POST(self) -> None:
        """Keep what was sent, and let the script answer."""
        length = int(self.headers.get("Content-Length", 0))
        form = parse_qs(self.rfile.read(length).decode())
        self.request_seen = Request(self.command, self.path, dict(self.headers.items()), form)
        self.server.requests.append(self.request_seen)
        self.server.script(self)

    do_GET = do_POST  # noqa: N815 - the name is the base class's

    def reply(self, body: str | bytes = b"", media: str = ROWS, status: int = 200, **headers: str) -> None:
        """Answer, whole."""
        content = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", media)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


Script: TypeAlias = Callable[[Handler], None]


class Service(ThreadingHTTPServer):
    """A service on a free port.

    Attributes:
        script: answers each request.
        requests: what was sent so far.
        connections: how many connections were opened.
        closing: set when the test is over, for scripts that wait.
    """

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.requests: list[Request] = []
        self.connections = 0
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        """Of its query service."""
        return f"http://127.0.0.1:{self.server_address[1]}/sparql"

    def get_request(self) -> tuple[Any, Any]:
        """Count connections."""
        self.connections += 1
        return super().get_request()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what is tested."""


@contextmanager
def serving(script: Script) -> Iterator[Service]:
    """A service that answers by a script."""
    with Service(script) as service:
        thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield service
        finally:
            service.closing.set()
            service.shutdown()
            thread.join()


def faithful(store: ox.Store, *, union: bool) -> Script:
    """A script that answers from a store, and knows no prefixes.

    Args:
        store: holds the quads.
        union: whether its default graph is the union of all graphs.
    """

    def answer(handler: Handler) -> None:
        form = handler.request_seen.form
        dataset: dict[str, Any] = {"use_default_graph_as_union": union and " FROM " not in form["query"][0]}
        if "default-graph-uri" in form or "named-graph-uri" in form:
            dataset = {
                "default_graph": [ox.NamedNode(graph) for graph in form.get("default-graph-uri", [])],
                "named_graphs": [ox.NamedNode(graph) for graph in form.get("named-graph-uri", [])],
            }
        try:
            solutions = store.query(form["query"][0], **dataset)
        except SyntaxError as error:
            handler.reply(str(error), "text/plain", 400)
            return
        if isinstance(solutions, ox.QueryTriples):
            handler.reply(ox.serialize(solutions, format=ox.RdfFormat.N_TRIPLES) or b"", TRIPLES)
        else:
            handler.reply(solutions.serialize(format=ox.QueryResultsFormat.JSON) or b"")

    return answer


def after_opening(script: Script) -> Script:
    """A script for the queries after the first, which asks for the documents and finds none."""

    def answer(handler: Handler) -> None:
        if len(handler.server.requests) == 1:
            handler.reply(NO_ROWS)
        else:
            script(handler)

    return answer

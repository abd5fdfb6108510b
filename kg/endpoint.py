"""A SPARQL 1.1 endpoint elsewhere: queries are checked here, answered there, and read back as our own terms."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from typing import cast

import pyoxigraph as ox

from kg import terms
from kg.engine import Engine, Solutions, syntax_message
from kg.errors import OutsideError, PainKGError, UsageError, visible
from kg.guard import QUOTED, guard
from kg.web import RefusedError, Reply, Service

#: An endpoint whose default graph is not the union is told the graphs to ask: twice each, in every query.
MAX_GRAPHS = 500

_LOAD = "load build/graph.nq there, as N-Quads, so that each quad goes to the named graph it belongs to"
_PARTS = "ASK { GRAPH graph:ontology { kgo:Claim rdfs:label ?label } GRAPH graph:concepts { ?thing a skos:Concept } }"
_TRIPLES = "application/n-triples, text/turtle;q=0.9"
_ROWS = "application/sparql-results+json"
_BOOLEAN = {True: b'{"head":{},"boolean":true}', False: b'{"head":{},"boolean":false}'}
#: Of a broken answer so much is shown: where a server gives up on the way, it says so at the end.
_END_BYTES = 200
#: The column in which Virtuoso answers ASK: one row for yes, none for no.
_ASKED = "__ASK_RETVAL"
# Before its form, a query can hold nothing else than these and declarations.
_FORM = re.compile(r"(?<![\w:.-])(SELECT|ASK|CONSTRUCT|DESCRIBE)\b(?!\s*:)", re.IGNORECASE)
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*)\s*:", re.IGNORECASE)
_USED = re.compile(r"([A-Za-z][\w.-]*):")
_PREFIX = re.compile(r"[A-Za-z][\w-]*")


class Endpoint(Engine):
    """An endpoint that answers SPARQL.

    Our own queries name their graphs, and are sent as they are. What a user wrote is answered over the union of all
    graphs, as the embedded store does: an endpoint that does not do so by itself is told the graphs that it holds.

    Args:
        url: of its query service.
        timeout: seconds that a query may take; 0 for as long as it takes.

    Raises:
        UsageError: it is no URL, or there is something wrong with the credentials in the environment.
        OutsideError: nobody answers there, or not with SPARQL results.
    """

    def __init__(self, url: str, timeout: float = 30) -> None:
        self._service = Service(url, timeout)
        self._missing: PainKGError | None = None
        self._dataset: list[tuple[str, str]] | None = None
        try:
            super().__init__()
        except RefusedError as error:  # it may answer other queries
            self._missing = error
        self.prefixes = {name: space for name, space in self.prefixes.items() if _sound(name, space)}
        self._documents = sorted(set(self.prefixes.values()) - set(terms.PREFIXES.values()))
        if not self._documents and not self._missing:
            self._missing = UsageError(f"{self._service}: holds no PainKG graph; {_LOAD}")
        self._whole = False

    def expect_graph(self) -> None:
        """See `Engine.expect_graph`."""
        if self._missing:
            raise self._missing
        if not self._whole and not self._yes(_PARTS):
            raise UsageError(f"{self._service}: holds only a part of a PainKG graph; {_LOAD}")
        self._whole = True

    def query(self, text: str, *, allow_remote: bool = False) -> Solutions:
        """Answer any SPARQL 1.1 query, after the guard and the parser here have let it pass; see `Engine.query`.

        With `allow_remote`, it is the endpoint that follows SERVICE.
        """
        own_dataset = guard(text, allow_remote=allow_remote)
        self._check(text)
        return self._ask(text, [] if own_dataset else self._union())

    def answer(self, text: str, *, union: bool) -> Solutions:  # noqa: ARG002 - our own queries name their graphs
        """Answer a query that names its graphs; see `Engine.answer`."""
        return self._ask(text, [])

    def _check(self, text: str) -> None:
        """Parse a query here: an error is told as for the embedded store, and nothing is sent.

        Raises:
            UsageError: it is no SPARQL.
        """
        try:
            # Two default graphs at once are refused, but only once the query is parsed: it is never run.
            ox.Store().query(
                text, prefixes=self.prefixes, use_default_graph_as_union=True, default_graph=ox.DefaultGraph()
            )
        except SyntaxError as error:
            raise UsageError(syntax_message(text, str(error), self.prefixes)) from error
        except UnicodeError as error:
            raise UsageError("the query is not UTF-8") from error
        except ValueError:
            pass

    def _union(self) -> list[tuple[str, str]]:
        """The fields that make the default graph the union of all graphs; none where it is so already."""
        if self._dataset is None:
            graphs = [] if isinstance(self._missing, RefusedError) or self._is_union() else self._graphs()
            self._dataset = [(f"{role}-graph-uri", graph) for role in ("default", "named") for graph in graphs]
        return self._dataset

    def _is_union(self) -> bool:
        """Whether what stands in a named graph is in the default graph too."""
        if self._documents:
            return self._yes(f"ASK {{ <{self._documents[0]}> a kgo:SourceDocument . kgo:Claim a ?class }}")
        sample = "SELECT ?s ?p ?o { GRAPH ?graph { ?s ?p ?o FILTER(ISIRI(?s) && ISIRI(?o)) } } LIMIT 1"
        rows = self.select(sample)
        return not rows or self._yes(f"ASK {{ {' '.join(f'<{rows[0][name].value}>' for name in 'spo')} }}")

    def _yes(self, text: str) -> bool:
        return bool(self._ask(text, []))

    def _graphs(self) -> list[str]:
        rows = self.select(f"SELECT DISTINCT ?graph {{ GRAPH ?graph {{ ?s ?p ?o }} }} LIMIT {MAX_GRAPHS + 1}")
        if len(rows) > MAX_GRAPHS:
            raise UsageError(
                f"{self._service}: its default graph is not the union of its graphs, and those are more than "
                f"{MAX_GRAPHS}; name the ones to ask: FROM <graph>, FROM NAMED <graph>"
            )
        return sorted(row["graph"].value for row in rows)

    def _ask(self, text: str, dataset: Iterable[tuple[str, str]]) -> Solutions:
        form = _form(text)
        triples = form in {"CONSTRUCT", "DESCRIBE"}
        reply = self._service.post([("query", self._declared(text)), *dataset], _TRIPLES if triples else _ROWS)
        try:
            solutions = _triples(reply) if triples else _results(reply)
        except (SyntaxError, ValueError) as error:
            end = visible(" ".join(reply.body[-_END_BYTES:].decode("utf-8", "replace").split()))
            reason = visible(str(error)[:_END_BYTES])
            raise OutsideError(
                f"{self._service}: what it answers is no {_wanted(form)}, or is cut off ({reason}); it ends: …{end}"
            ) from error
        if form == "ASK":
            solutions = _boolean(solutions)
        if isinstance(solutions, ox.QueryBoolean) != (form == "ASK"):
            del solutions  # see _results
            raise OutsideError(f"{self._service}: what it answers is no {_wanted(form)}")
        return solutions

    def _declared(self, text: str) -> str:
        """The query with the prefixes that it leaves out: in its own line, so that the lines keep their numbers."""
        plain = _plain(text)
        needed = (set(_USED.findall(text)) & set(self.prefixes)) - set(_DECLARED.findall(plain))
        declarations = "".join(f"PREFIX {name}: <{self.prefixes[name]}> " for name in sorted(needed))
        # After declarations of its own: older engines want BASE to come first.
        found = _FORM.search(plain)
        place = found.start() if found else 0
        return text[:place] + declarations + text[place:]


def _form(text: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE."""
    found = _FORM.search(_plain(text))
    return found[1].upper() if found else "SELECT"


def _plain(text: str) -> str:
    """The query with spaces for its strings, IRIs and comments; right up to its form, and good enough beyond it."""
    return QUOTED.sub(lambda found: " " * len(found[0]), text)


def _wanted(form: str) -> str:
    return {"SELECT": "table of results", "ASK": "yes or no"}.get(form, "set of triples")


def _results(reply: Reply) -> Solutions:
    """Rows, or yes or no.

    Raises:
        SyntaxError: the results are broken or cut off.
    """
    form = ox.QueryResultsFormat.XML if "xml" in reply.media else ox.QueryResultsFormat.JSON
    # Read to the end once, so that no fault is met later, when the rows before it have been written. Without a name
    # for it, since an error would keep it in its frame, and only this thread may let go of it.
    if isinstance(ox.parse_query_results(reply.body, form), ox.QuerySolutions):
        deque(cast("ox.QuerySolutions", ox.parse_query_results(reply.body, form)), maxlen=0)
    return ox.parse_query_results(reply.body, form)


def _boolean(solutions: Solutions) -> Solutions:
    """Yes or no where an endpoint answers ASK in rows."""
    if not isinstance(solutions, ox.QuerySolutions) or [each.value for each in solutions.variables] != [_ASKED]:
        return solutions
    yes = any(row[_ASKED].value not in {"0", "false"} for row in solutions)
    return ox.parse_query_results(_BOOLEAN[yes], ox.QueryResultsFormat.JSON)


def _triples(reply: Reply) -> Solutions:
    """Triples, by way of a store, so that they are what the embedded store answers with.

    Raises:
        SyntaxError: they are broken.
        ValueError: they come in no format of RDF.
    """
    form = ox.RdfFormat.from_media_type(reply.media)
    if form is None:
        raise ValueError(f"it comes as {reply.media}" if reply.media else "without its media type")
    store = ox.Store()
    store.load(reply.body, format=form)
    return store.query("CONSTRUCT WHERE { ?s ?p ?o }")


def _sound(prefix: str, space: str) -> bool:
    """Whether a prefix that an endpoint tells can be put into a query."""
    return bool(_PREFIX.fullmatch(prefix) and re.fullmatch(r'[^<>"{}|^`\\\x00-\x20]+', space))

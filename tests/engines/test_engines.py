"""The same rows from the embedded engine, Oxigraph's server and Virtuoso, and whatever the default graph is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from kg.graph import Graph
from kg.queries import DeclaredQuery, query_folder
from kg.questions import all_questions
from kg.store import Store
from kg.terms import KGO, SKOS

from . import servers
from .engine import Embedded, Endpoint, Engine, differences
from .queries import asked, checks, described, shipped
from .values import XSD, Rows, difference, iri, literal

SERVERS = ("oxigraph", "oxigraph_union", "virtuoso")

#: Queries that Virtuoso 7.2 answers wrongly; each is expected to fail, and to be struck off once it does not.
VIRTUOSO_FAULTS = {
    "statistics": "a group in which COUNT(DISTINCT ...) sees no value is left out; by SPARQL 1.1 it counts 0",
}
COUNTS = "SELECT ?graph (COUNT(*) AS ?quads) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest) -> Endpoint:
    """Each server in turn."""
    endpoint: Endpoint = request.getfixturevalue(request.param)
    return endpoint


def test_every_server_holds_every_quad_in_its_graph(built: Path, server: Endpoint) -> None:
    quads = ox.parse(path=built / "graph.nq", format=ox.RdfFormat.N_QUADS)
    expected = Counter(str(quad.graph_name.value) for quad in quads if isinstance(quad.graph_name, ox.NamedNode))
    found = {graph[1]: quads[1] for graph, quads in server.rows(COUNTS).rows if graph and quads}
    # Virtuoso has graphs of its own beside ours.
    assert {graph: found.get(graph) for graph in expected} == expected


@pytest.mark.parametrize("question", all_questions(), ids=lambda question: question.name)
def test_a_question_has_the_same_rows_on_every_engine(
    question: DeclaredQuery, graph: Graph, embedded: Embedded, server: Endpoint
) -> None:
    texts = asked(graph, question)
    assert len(texts) > 1 or not question.parameters, "no other value than the default"
    assert any(embedded.rows(text).rows for text in texts) or "nothing" in question.decorators, "nothing is compared"
    assert differences(embedded, server, texts) == []


@pytest.mark.parametrize("query", query_folder("queries", "describe"), ids=lambda query: query.name)
def test_a_description_has_the_same_rows_on_every_engine(
    query: DeclaredQuery, graph: Graph, embedded: Embedded, server: Endpoint, request: pytest.FixtureRequest
) -> None:
    faults = VIRTUOSO_FAULTS if server.path == servers.VIRTUOSO_PATH else {}
    if query.name in faults:
        request.applymarker(pytest.mark.xfail(reason=faults[query.name]))
    text = described(graph, query)
    assert embedded.rows(text).rows
    assert differences(embedded, server, [text]) == []


class Damaged(NamedTuple):
    """Two servers on a damaged graph: the default graph of one is empty, that of the other the union."""

    apart: Endpoint
    union: Endpoint


def _loops(quads: list[ox.Quad]) -> Iterator[ox.Quad]:
    """Every step up a hierarchy, there and back."""
    for quad in quads:
        if quad.predicate.value in {SKOS + "broader", KGO + "partOf"} and isinstance(quad.object, ox.NamedNode):
            yield quad
            yield ox.Quad(quad.object, quad.predicate, quad.subject, quad.graph_name)


@pytest.fixture(scope="module")
def damaged(built: Path, graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Damaged]:
    """A graph in which many checks find faults: every fourth quad is missing, and every hierarchy is a loop."""
    folder = tmp_path_factory.mktemp("damaged")
    quads = list(ox.parse(path=built / "graph.nq", format=ox.RdfFormat.N_QUADS))
    index = ox.Store(str(folder / "store"))
    index.bulk_extend(quad for number, quad in enumerate(quads) if number % 4)
    index.bulk_extend(_loops(quads))
    index.flush()
    del index
    for name in ("apart", "union"):
        (folder / name).mkdir()
    prefixes = graph.store.prefixes
    with (
        servers.oxigraph(folder / "store", folder / "apart", prefixes) as apart,
        servers.oxigraph(folder / "store", folder / "union", prefixes, "--union-default-graph") as union,
    ):
        yield Damaged(apart, union)


def test_the_two_default_graphs_are_not_the_same(damaged: Damaged) -> None:
    text = "SELECT ?s ?p ?o { ?s ?p ?o }"
    assert damaged.apart.rows(text).rows == []
    assert len(damaged.union.rows(text).rows) > 0


def test_no_shipped_query_depends_on_the_default_graph(
    graph: Graph, damaged: Damaged, oxigraph: Endpoint, oxigraph_union: Endpoint
) -> None:
    texts = shipped(graph)
    assert differences(oxigraph, oxigraph_union, texts) == []
    # A check finds nothing in a good graph, whatever it looks at.
    firing = [text for text in checks() if damaged.apart.rows(text).rows]
    assert len(firing) > 5, "too few checks find a fault, so too little is compared"
    assert differences(damaged.apart, damaged.union, texts) == []


def test_a_query_that_depends_on_the_default_graph_is_seen(oxigraph: Endpoint, oxigraph_union: Endpoint) -> None:
    text = "SELECT ?claim { ?claim a kgo:Claim } ORDER BY ?claim"
    assert len(differences(oxigraph, oxigraph_union, [text])) == 1


# Each changes one quad that a question shows: what stands in its line, and what stands there afterwards.
PLANTED = {
    "a shortcut is missing": ("id/radiofrequency-ablation> <{kgo}indicatedFor> <{kg}osteoarthritis>", None, None),
    "a claim is denied": ("/s2-effectiveness-2.1> <{kgo}polarity>", "Affirmed", "Denied"),
    "another number": ("/s2-effectiveness-2.1> <{kgo}durationMinMonths>", '"6"', '"7"'),
    "a number as text": ("/s2-effectiveness-2.1> <{kgo}durationMinMonths>", "^^<{xsd}integer>", ""),
    "another language": ("id/radiofrequency-ablation> <{skos}prefLabel>", "@en", "@de"),
    "an upper-case letter": ("id/radiofrequency-ablation> <{skos}prefLabel>", "radio", "Radio"),
}


def planted(record: Path, prefixes: dict[str, str], change: tuple[str, str | None, str | None]) -> Embedded:
    """The embedded engine on a build with one quad changed, or without it."""
    place, old, new = (part and part.format(**prefixes) for part in change)
    lines = record.read_text(encoding="utf-8").split("\n")
    chosen = [number for number, line in enumerate(lines) if place and place in line]
    assert len(chosen) == 1, f"{place} stands in {len(chosen)} lines"
    line = lines[chosen[0]]
    lines[chosen[0]] = line.replace(old, new) if old is not None and new is not None else ""
    assert lines[chosen[0]] != line
    return Embedded(Store.of(ox.parse("\n".join(lines), format=ox.RdfFormat.N_QUADS)))


@pytest.mark.parametrize("change", PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_difference_is_seen(
    change: tuple[str, str | None, str | None], built: Path, graph: Graph, server: Engine
) -> None:
    broken = planted(built / "graph.nq", graph.store.prefixes, change)
    texts = (text for question in all_questions() for text in asked(graph, question))
    # The first question that sees it is enough: all of them, over and over, take half of an hour.
    assert any(difference(text, broken.rows(text), server.rows(text)) for text in texts)


def test_allowed_differences_are_the_same_value() -> None:
    assert literal("6", XSD + "nonNegativeInteger") == literal("+06", XSD + "integer")
    assert literal("1.50", XSD + "decimal") == literal("1.5", XSD + "decimal")
    assert literal("true", XSD + "boolean") == literal("1", XSD + "boolean") == literal("1", XSD + "integer")
    assert literal("nerve", XSD + "string") == literal("nerve")
    assert literal("nerve", language="en-GB") == literal("nerve", language="en-gb")


def test_other_differences_are_other_values() -> None:
    values = [
        literal("6", XSD + "integer"),
        literal("6", XSD + "decimal"),
        literal("6"),
        literal("6", language="en"),
        literal("6", language="de"),
        literal("6", XSD + "date"),
        iri("6"),
    ]
    assert len(set(values)) == len(values)


def test_the_order_counts_where_a_query_asks_for_it() -> None:
    one, two = (literal("one"),), (literal("two"),)
    there, back = Rows(("name",), [one, two]), Rows(("name",), [two, one])
    assert difference("SELECT ?name { } ORDER BY ?name", there, back).startswith("another order")
    assert difference("SELECT ?name { }", there, back) == ""
    assert difference("SELECT ?name { }", there, Rows(("name",), [one])).startswith("missing")
    assert difference("SELECT ?name { }", there, Rows(("label",), [one, two])).startswith("columns")

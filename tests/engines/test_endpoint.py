"""`--endpoint` on real servers: the answers, and every word of `kg show` and `kg explain`, are those of the build."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.claims import all_claims
from kg.endpoint import Endpoint
from kg.engine import Engine
from kg.explain.explanation import Explainer, Verdict, explain
from kg.explain.telling import told
from kg.graph import Graph
from kg.queries import DeclaredQuery
from kg.questions import all_questions
from kg.web import RefusedError
from tests.conftest import CLAIMS

from . import engine
from .engine import LOOPBACK, Embedded, differences

SERVERS = ("oxigraph", "oxigraph_union", "virtuoso")

#: What Virtuoso 7.2 cannot answer; each is expected to be refused, and to be struck off once it is answered.
VIRTUOSO_REFUSES = {
    "SELECT ?x ?y { ?x kgo:partOf+ ?y }": "transitive start not given: a path of any length needs an end that is bound",
    "SELECT ?x { BIND(BNODE() AS ?x) }": "BNODE() is not implemented",
}
ONE_GRAPH = "SELECT (COUNT(*) AS ?n) FROM graph:concepts { ?s a kgo:Claim }"
#: What a server answers wrongly, likewise.
FAULTS = {
    ("oxigraph_union", ONE_GRAPH): "started with --union-default-graph, Oxigraph's server takes no notice of FROM",
}


@pytest.fixture(params=SERVERS)
def remote(request: pytest.FixtureRequest) -> Graph:
    """The graph behind each server in turn."""
    return Graph(_endpoint(request.getfixturevalue(request.param)))


def _endpoint(server: engine.Endpoint) -> Endpoint:
    return Endpoint(f"http://{LOOPBACK}:{server.port}{server.path}", timeout=60)


@pytest.mark.parametrize("question", all_questions(), ids=lambda question: question.name)
def test_a_question_has_the_same_rows(question: DeclaredQuery, graph: Graph, embedded: Embedded, remote: Graph) -> None:
    # With its defaults: with all other values the same servers are asked by a client of the tests' own.
    assert differences(embedded, Embedded(remote.store), [graph.prepare(question.name, {}).text]) == []
    assert remote.ask(question.name).to_dicts() == graph.ask(question.name).to_dicts()


@pytest.mark.parametrize(
    "query",
    ["SELECT (COUNT(*) AS ?claims) { ?claim a kgo:Claim }", "SELECT ?q ?p { kg:nerve ?q ?p }", "SELECT ?g { GRAPH ?g { kg:nerve a ?class } } ORDER BY ?g",
     "SELECT (COUNT(*) AS ?n) FROM graph:concepts { ?s a skos:Concept }", ONE_GRAPH,
     "BASE <https://w3id.org/painkg/id/> SELECT ?p { <nerve> skos:prefLabel ?p }",
     "#+ summary: x\nSELECT ?x { kg:facet-joint kgo:partOf+ ?x } ORDER BY ?x"],
)  # fmt: skip
def test_a_query_is_answered_over_the_union(
    query: str, embedded: Embedded, remote: Graph, request: pytest.FixtureRequest
) -> None:
    reason = FAULTS.get((request.node.callspec.params["remote"], query))
    if reason:
        request.applymarker(pytest.mark.xfail(reason=reason))
    assert differences(embedded, Embedded(remote.store), [query]) == []
    if "?claims" in query:
        assert remote.query(query).to_dicts() == [{"claims": CLAIMS}]


def test_yes_and_no_and_triples(graph: Graph, remote: Graph) -> None:
    assert remote.query("ASK { kg:nerve a kgo:AnatomicalStructure }")
    assert not remote.query("ASK { kg:nerve a kgo:Device }")
    query = "CONSTRUCT { ?s kgo:treatedBy ?o } WHERE { ?s kgo:treatedBy ?o }"
    triples = [tuple(row.values()) for row in remote.query(query)]
    assert len(triples) == len(set(triples)) > 0
    assert set(triples) == {tuple(row.values()) for row in graph.query(query)}


@pytest.mark.parametrize(
    "thing",
    ["RFA", "pain", "nerve pathway", "vertebroplasty", "interventional pain procedure", "kgo:indicatedFor", "kgo:Claim", "aip:", "aip:s2-effectiveness-2",
     "aip:s2-effectiveness-2.1"],
)  # fmt: skip
def test_show_says_the_same(thing: str, graph: Graph, remote: Graph) -> None:
    assert str(remote.show(thing)) == str(graph.show(thing)) != ""


EXPLAINED = {
    Verdict.DEFINITIONAL: ("burn nerves", "in family", "nerve disruption"),
    Verdict.RECORDED: ("aip:s2-effectiveness-2", "oa:start", "2080"),
    Verdict.DERIVED: ("osteoarthritis", "treated by", "facet joint injection"),
    Verdict.NOT_STATED: ("vertebroplasty", "performs", "restore vertebral height"),
    Verdict.NOT_MODELLED: ("acupuncture needles", "indicated for", "pain"),
}


@pytest.fixture(scope="module")
def explained(graph: Graph) -> dict[Verdict, tuple[str, ...]]:
    """For each verdict, the words of a triple that has it; the claims have the others."""
    found: dict[Verdict, tuple[str, ...]] = dict(EXPLAINED)
    explainer = Explainer(graph.store)
    for claim in all_claims(graph.store):
        words = tuple(f"<{term.value}>" if isinstance(term, ox.NamedNode) else str(term) for term in claim.triple)
        if explainer.triple(claim.triple).verdict not in found:
            found[explainer.triple(claim.triple).verdict] = words
    return found


def test_explain_says_the_same(explained: dict[Verdict, tuple[str, ...]], graph: Graph, remote: Graph) -> None:
    # Nothing in the build is contested.
    assert set(explained) == set(Verdict) - {Verdict.CONTESTED}
    for verdict, words in explained.items():
        expected = _told(graph.store, *words)
        assert expected.startswith(f"{verdict}: "), words
        assert _told(remote.store, *words) == expected


@pytest.mark.parametrize("claim", ["aip:s2-effectiveness-2.1", "aip:s6-description-3.5", "aip:s2-heading-1.1"])
def test_explaining_a_claim_says_the_same(claim: str, graph: Graph, remote: Graph) -> None:
    assert _told(remote.store, claim) == _told(graph.store, claim)


def _told(store: Engine, *words: str) -> str:
    return str(told(store, explain(store, *words)))


@pytest.mark.parametrize("query", VIRTUOSO_REFUSES, ids=VIRTUOSO_REFUSES.__getitem__)
def test_what_virtuoso_refuses_is_said(query: str, graph: Graph, virtuoso: engine.Endpoint) -> None:
    graph.query(query)
    with pytest.raises(RefusedError, match=r": HTTP \d+: it .*: Virtuoso 37000 Error"):
        _endpoint(virtuoso).query(query)


def test_another_default_graph_is_told_to_the_server(
    oxigraph: engine.Endpoint, oxigraph_union: engine.Endpoint, virtuoso: engine.Endpoint
) -> None:
    sent = {}
    for name, server in (("oxigraph", oxigraph), ("oxigraph_union", oxigraph_union), ("virtuoso", virtuoso)):
        endpoint = _endpoint(server)
        endpoint.query("ASK {}")
        sent[name] = len(endpoint._dataset or [])  # noqa: SLF001 - what it found out
    assert sent == {"oxigraph": 10, "oxigraph_union": 0, "virtuoso": 0}

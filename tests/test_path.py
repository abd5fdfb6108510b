"""Paths: as short as can be, each step resting on claims that affirm it without a condition."""

from __future__ import annotations

import heapq
import json
import os
from collections.abc import Iterator
from itertools import combinations, islice, pairwise
from pathlib import Path

import networkx as nx
import pytest

import kg.graph
from kg import terms
from kg.claims import all_claims
from kg.errors import UsageError
from kg.graph import Graph
from kg.path import Path as Way
from kg.path import Paths
from tests.broken import edit
from tests.conftest import Kg

DOCUMENT = "documents/advanced-interventional-procedures.yaml"
NEEDLE = "says: usesDevice, object: heated-needle"
PLAIN = """
SELECT DISTINCT ?s ?p ?o WHERE {
  GRAPH ?graph { ?s ?p ?o } FILTER(?graph IN (graph:shortcuts, graph:concepts))
  ?s a skos:Concept . ?o a skos:Concept
}"""
GROUPS = "SELECT DISTINCT ?group { ?group a kgo:Group }"
#: Causes and pains that the text lists together: which causes which it does not say.
JOINT_CAUSES = {f"aip:s1-description-1.{number}" for number in range(7, 13)}


@pytest.fixture(scope="module")
def paths(graph: Graph) -> Paths:
    return Paths(graph.store)


def iri(slug: str) -> str:
    return terms.KG + slug


def slugs(way: Way) -> list[str]:
    return [each.removeprefix(terms.KG) for each in (way[0].start, *(step.end for step in way))]


def column(graph: Graph, query: str, name: str) -> set[str]:
    return {row[name].value for row in graph.store.select(query)}


def lengths(graph: Graph, start: str, *ends: str) -> dict[str, int]:
    """How far everything is from a thing: worked out here from the plain triples, without networkx."""
    granted = {(row["s"], row["p"], row["o"]) for row in graph.store.select(PLAIN.replace("graph:shortcuts, ", ""))}
    closed = column(graph, GROUPS, "group") - {start, *ends}
    near: dict[str, list[tuple[str, int]]] = {}
    for row in graph.store.select(PLAIN):
        one, relation, other = row["s"], row["p"], row["o"]
        if not {one.value, other.value} & closed:
            step = 2 if (one, relation, other) in granted or relation.value == terms.SKOS + "broader" else 1
            near.setdefault(one.value, []).append((other.value, step))
            near.setdefault(other.value, []).append((one.value, step))
    found: dict[str, int] = {}
    waiting = [(0, start)]
    while waiting:
        length, thing = heapq.heappop(waiting)
        if thing not in found:
            found[thing] = length
            for other, step in near.get(thing, []):
                heapq.heappush(waiting, (length + step, other))
    return found


def length_of(way: Way) -> int:
    return sum(
        min(2 if each.definitional or each.relation == terms.SKOS + "broader" else 1 for each in step.statements)
        for step in way
    )


def test_the_network_holds_every_thing_with_its_attributes(graph: Graph) -> None:
    network = graph.networkx()
    assert set(network) == column(graph, "SELECT DISTINCT ?thing { ?thing a skos:Concept }", "thing")
    assert list(network) == sorted(network)
    assert network.nodes[iri("radiofrequency-ablation")] == {
        "label": "radiofrequency ablation",
        "curie": "kg:radiofrequency-ablation",
        "class": "procedure",
        "group": False,
    }
    groups = {node for node, group in network.nodes(data="group") if group}
    assert groups == column(graph, GROUPS, "group")
    assert "group" in network.nodes[iri("interventional-pain-procedure")]["class"]


def test_every_plain_triple_between_things_is_an_edge_and_nothing_else(graph: Graph) -> None:
    network = graph.networkx()
    assert isinstance(network, nx.MultiDiGraph)
    edges = {(one, edge["relation"], other) for one, other, edge in network.edges(data=True)}
    assert edges == {tuple(term.value for term in row) for row in graph.store.select(PLAIN)}
    assert len(edges) == network.number_of_edges() > 200
    assert all(key == graph.store.shorten(edge["relation"]) for *_, key, edge in network.edges(keys=True, data=True))


def test_every_affirmed_unconditional_claim_is_on_its_edge_and_no_other_claim_is(graph: Graph) -> None:
    network = graph.networkx()
    on_edges = {
        claim: (one, edge["relation"], other)
        for one, other, edge in network.edges(data=True)
        for claim in edge["claims"]
    }
    left_out = set()
    for claim in all_claims(graph.store):
        plain = not claim.denied and not claim.conditional and claim.object.value in network
        if claim.iri in on_edges:
            assert plain
            assert on_edges[claim.iri] == (claim.subject, claim.predicate, claim.object.value)
        elif plain:
            left_out.add(graph.store.shorten(claim.iri))
    assert left_out == JOINT_CAUSES
    assert all(edge["claims"] or edge["definitional"] for *_, edge in network.edges(data=True))
    assert all(edge["hierarchy"] == (key == "skos:broader") for *_, key, edge in network.edges(keys=True, data=True))


def test_the_network_can_be_written_down(graph: Graph) -> None:
    network = graph.networkx()
    written = json.dumps(nx.node_link_data(network, edges="edges"))
    assert nx.utils.graphs_equal(nx.node_link_graph(json.loads(written), edges="edges"), network)


@pytest.mark.parametrize(
    ("start", "end", "ways"),
    [
        ("RFA", "facet joint injection", ["radiofrequency-ablation facet-joint-injection"]),
        ("heated needle", "RFA", ["heated-needle radiofrequency-ablation"]),
        ("neck pain", "chronic neck pain", ["neck-pain chronic-neck-pain", "neck-pain neck chronic-neck-pain"]),
        (
            "RFA",
            "sciatica",
            [
                "radiofrequency-ablation herniated-disc epidural-steroid-injection sciatica",
                "radiofrequency-ablation spinal-stenosis epidural-steroid-injection sciatica",
                "radiofrequency-ablation pain-relief epidural-steroid-injection sciatica",
            ],
        ),
    ],
)
def test_known_paths(graph: Graph, start: str, end: str, ways: list[str]) -> None:
    assert [" ".join(slugs(way)) for way in graph.path(start, end)] == ways


def test_a_step_holds_all_that_connects_its_two_things(graph: Graph) -> None:
    ((step,),) = graph.path("RFA", "facet joint injection")
    said = [(each.subject == step.start, graph.store.shorten(each.relation)) for each in step.statements]
    assert said == [(False, "kgo:escalatesTo"), (True, "kgo:longerLastingThan")]
    (first,) = step.statements[0].claims
    assert graph.store.shorten(first.iri) == "aip:s2-description-3.1"


PROCEDURES = (
    "epidural-steroid-injection", "radiofrequency-ablation", "spinal-cord-stimulation", "sympathetic-nerve-block",
    "vertebroplasty", "prp-injection",
)  # fmt: skip
OTHERS = ("sciatica", "osteoporosis", "balloon", "nerve-disruption", "joint", "chronic-neck-pain", "blood")
PAIRS = [*combinations(PROCEDURES, 2), *((one, other) for one in PROCEDURES for other in OTHERS)]


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_paths_are_the_shortest_and_every_step_rests_on_its_claims(graph: Graph, paths: Paths, procedure: str) -> None:
    known = lengths(graph, iri(procedure))
    plain = {tuple(term.value for term in row) for row in graph.store.select(PLAIN)}
    groups = column(graph, GROUPS, "group")
    for start, end in (pair for pair in PAIRS if procedure == pair[0]):
        found = list(islice(paths.between(iri(start), iri(end)), 50))
        assert found, (start, end)
        for way in found:
            assert length_of(way) == known[iri(end)]
            assert (way[0].start, way[-1].end) == (iri(start), iri(end))
            assert all(one.end == other.start for one, other in pairwise(way))
            assert not {step.start for step in way[1:]} & groups
            for statement in (each for step in way for each in step.statements):
                triple = (statement.subject, statement.relation, statement.object)
                assert triple in plain
                assert statement.claims or statement.definitional
                for claim in statement.claims:
                    assert tuple(term.value for term in claim.triple) == triple
                    assert not claim.denied
                    assert not claim.conditional
        assert len({" ".join(slugs(way)) for way in found}) == len(found)


@pytest.mark.parametrize(("start", "end"), PAIRS[::4])
def test_both_directions_are_the_same(paths: Paths, start: str, end: str) -> None:
    there = list(islice(paths.between(iri(start), iri(end)), 5))
    back = list(islice(paths.between(iri(end), iri(start)), 5))
    assert [slugs(way) for way in there] == [slugs(way)[::-1] for way in back]
    statements = [[step.statements for step in way] for way in there]
    assert statements == [[step.statements for step in way[::-1]] for way in back]


def test_less_connected_things_come_first(graph: Graph, paths: Paths) -> None:
    groups = column(graph, GROUPS, "group")
    near = {node: len(set(paths.neighbors(node)) - groups) for node in paths.network}
    ways = list(paths.between(iri("vertebroplasty"), iri("balloon")))
    between = [sum(near[step.start] for step in way[1:]) for way in ways]
    assert len(ways) > 3
    assert between == sorted(between)
    assert graph.path("vertebroplasty", "balloon") == ways[:3]


def test_a_group_may_be_an_end_though_no_way_through(graph: Graph) -> None:
    ((step,),) = graph.path("medication", "interventional pain procedure")
    assert graph.store.shorten(step.statements[0].relation) == "kgo:triedAfter"
    assert graph.path("medication", "sciatica") == []
    assert graph.path("RFA", "medication") == []


@pytest.mark.parametrize("added", [", polarity: Denied, cue: not", ", onlyIf: Failure", ", onlyFor: patient"])
def test_what_is_denied_or_conditional_is_never_walked(data: Path, added: str) -> None:
    edit(data, DOCUMENT, NEEDLE, NEEDLE + added)
    graph = kg.graph.open(data)
    assert not graph.networkx().has_edge(iri("radiofrequency-ablation"), iri("heated-needle"))
    ways = graph.path("RFA", "heated needle")
    assert [slugs(way) for way in ways] == [["radiofrequency-ablation", "disrupt-nerve-pathway", "heated-needle"]]
    (beside,) = Paths(graph.store).beside(iri("heated-needle"), iri("radiofrequency-ablation"))
    assert graph.store.shorten(beside.iri) == "aip:s2-description-3.4"
    assert beside.denied or beside.conditional


def test_what_another_claim_denies_is_never_walked(data: Path) -> None:
    claim = f"- {{id: s2-description-3.4, subject: radiofrequency-ablation, {NEEDLE}}}"
    denial = claim.replace("3.4", "3.77").replace("}", ", polarity: Denied, cue: not}")
    edit(data, DOCUMENT, claim, f"{claim}\n      {denial}")
    granted = "- {id: s2-description-3.78, subject: corticosteroid, says: broader, object: steroid, polarity: Denied, cue: not}"
    edit(data, DOCUMENT, denial, f"{denial}\n      {granted}")
    graph = kg.graph.open(data)
    network = graph.networkx()
    assert not network.has_edge(iri("radiofrequency-ablation"), iri("heated-needle"))
    assert not network.has_edge(iri("corticosteroid"), iri("steroid"))
    assert len(Paths(graph.store).beside(iri("radiofrequency-ablation"), iri("heated-needle"))) == 2


def planted(data: Path, *claims: str) -> Graph:
    """The graph with more claims of one passage."""
    claim = f"- {{id: s2-description-3.4, subject: radiofrequency-ablation, {NEEDLE}}}"
    more = [f"\n      - {{id: s2-description-3.{70 + number}, {each}}}" for number, each in enumerate(claims)]
    edit(data, DOCUMENT, claim, claim + "".join(more))
    return kg.graph.open(data)


def test_a_step_rests_on_the_plain_claims_of_its_triple_alone(data: Path) -> None:
    joint = "subject: herniated-disc, says: causes, object: back-pain"
    graph = planted(data, f"subject: radiofrequency-ablation, {NEEDLE}, onlyIf: Failure", joint)
    for start, end, walked, left in (
        ("radiofrequency-ablation", "heated-needle", "aip:s2-description-3.4", "aip:s2-description-3.70"),
        ("herniated-disc", "back-pain", "aip:s2-description-3.71", "aip:s1-description-1.7"),
    ):
        ((step,),) = graph.path(start, end)
        assert [graph.store.shorten(each.iri) for each in step.statements[0].claims] == [walked]
        assert [graph.store.shorten(each.iri) for each in Paths(graph.store).beside(iri(start), iri(end))] == [left]


def test_two_things_are_as_near_as_the_nearest_statement_says(data: Path) -> None:
    other_way = [f"subject: {each}, says: affects, object: joint" for each in ("back-pain", "chronic-back-pain")]
    graph = planted(data, "subject: back-pain, says: causes, object: chronic-back-pain", *other_way)
    ((step,),) = graph.path("chronic back pain", "back pain")
    assert [each.definitional for each in step.statements] == [False, True]


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        ("rfa", "Radiofrequency-Ablation", "“rfa” and “Radiofrequency-Ablation” are the same thing"),
        ("rfaz", "sciatica", "unknown thing “rfaz”; did you mean “radiofrequency ablation”"),
        ("sciatica", "", "unknown thing “”"),
    ],
)
def test_names_that_do_not_do(graph: Graph, kg: Kg, here: Path, start: str, end: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        graph.path(start, end)
    done = kg("path", "--data", here, start, end)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_at_least_one_path_is_asked_for(graph: Graph, kg: Kg, here: Path) -> None:
    with pytest.raises(UsageError, match="not 0"):
        graph.path("RFA", "sciatica", most=0)
    assert kg("path", "--data", here, "RFA", "sciatica", "--most", "0").returncode == 2
    assert len(graph.path("RFA", "sciatica", most=1)) == 1
    assert len(graph.path("vertebroplasty", "balloon", most=99)) > 3


def blocks(text: str) -> Iterator[list[str]]:
    return (block.splitlines() for block in text.split("\n\n"))


def test_each_step_is_told_in_english_with_its_place(kg: Kg, here: Path) -> None:
    done = kg("path", "--data", here, "RFA", "sciatica", "--most", "1")
    (lines,) = blocks(done.stdout)
    assert lines[0] == (
        "radiofrequency ablation → indicated for → herniated disc ← indicated for ← epidural steroid injection "
        "→ indicated for → sciatica"
    )
    assert lines[1].startswith("  Radiofrequency ablation is used for herniated disc, among others (stated of several")
    assert lines[2] == "      section 4, Indications, sentence 1 · aip:s4-indications-1.5 · cue “like”"
    assert lines[5] == "      also aip:s1-indications-1.2"
    assert done.stderr == "kg: more paths are as short; --most 2 shows more of them\n"


def test_definitional_steps_and_other_claims_of_the_two_are_told(kg: Kg, here: Path) -> None:
    assert (
        "  Chronic neck pain is a kind of neck pain (definitional).\n"
        in kg("path", "--data", here, "neck pain", "chronic-neck-pain").stdout
    )
    *_, last = blocks(kg("path", "--data", here, "vertebroplasty", "balloon").stdout)
    assert last[:2] == [
        "Said of the two, but no step of a path:",
        "  Denied: Vertebroplasty does not use a balloon.",
    ]
    *_, last = blocks(kg("path", "--data", here, "nerve block", "anti-inflammatory").stdout)
    assert last[1].startswith("  Conditional: Nerve block works by the anti-inflammatory mechanism, only when combined")


def test_no_path_says_what_each_is_connected_with(kg: Kg, here: Path) -> None:
    done = kg("path", "--data", here, "medication", "non-candidacy-for-traditional-surgery")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "No path connects medication and non-candidacy for traditional surgery; groups are no way through.",
        "  medication: connected with interventional pain procedure (group)",
        "  non-candidacy for traditional surgery: connected with nothing",
    ]


def test_the_same_bytes_whatever_the_seed_of_hashes(kg: Kg, here: Path) -> None:
    outputs = {
        kg(
            "path", "--data", here, "vertebroplasty", "nerve", "--most", "9", env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
    assert "" not in outputs

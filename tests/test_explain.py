"""Every triple is explained, down to claims; and what is not in the graph is told apart: denied, not stated, not modelled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import terms
from kg.assemble import assemble
from kg.claims import all_claims
from kg.errors import UsageError
from kg.explain.explanation import ClaimExplanation, Explainer, Explanation, Verdict
from kg.explain.telling import Telling
from kg.graph import Graph
from kg.queries import query_folder
from tests.broken import DOCUMENT, edit
from tests.conftest import Kg

AIP = terms.DOCUMENT + "advanced-interventional-procedures/"
DERIVED = (terms.GRAPH + "shortcuts", terms.GRAPH + "inferred")
Planted = Callable[..., Graph]

# A claim goes in before this one.
MARK = "      - {id: s2-effectiveness-2.1,"


@pytest.fixture
def planted(data: Path) -> Planted:
    """The graph of the data with claims added to a passage of section 2, and other texts replaced."""

    def plant(*claims: str, replaced: tuple[str, str] | None = None) -> Graph:
        lines = [f"      - {{id: s2-effectiveness-2.{90 + i}, {claim}}}\n" for i, claim in enumerate(claims)]
        edit(data, DOCUMENT, MARK, "".join(lines) + MARK)
        if replaced:
            edit(data, DOCUMENT, *replaced)
        return Graph(assemble(data).store)

    return plant


def ids(found: Explanation) -> list[str]:
    return [claim.iri.removeprefix(AIP) for claim in found.claims]


def triples(graph: Graph, *graphs: str) -> list[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal, str]]:
    rows = graph.store.select("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o")
    return [(row["s"], row["p"], row["o"], row["g"].value) for row in rows if not graphs or row["g"].value in graphs]


# ------------------------------------------------------------------ what is in the graph


def test_every_derived_triple_has_a_rule_and_premises_that_are_in_the_graph(graph: Graph) -> None:
    explainer = Explainer(graph.store)
    held = {(s, p, o) for s, p, o, _ in triples(graph)}
    derived = triples(graph, *DERIVED)
    assert len(derived) > 50
    rules = set()
    for s, p, o, name in derived:
        found = explainer.triple((s, p, o))
        assert name in found.graphs
        assert found.derivations, (s, p, o)
        assert found.premises, (s, p, o)
        assert set(found.premises) <= held, (s, p, o)
        assert (s, p, o) not in found.premises
        rules.add(found.rule)
    assert rules >= {"06-shortcuts", "08-inverses", "09-narrower", "10-broader-transitive", "11-symmetric"}


def test_no_triple_of_the_graph_is_without_an_explanation(graph: Graph) -> None:
    explainer = Explainer(graph.store)
    absent = {Verdict.NOT_STATED, Verdict.NOT_MODELLED}
    assert [each for each in triples(graph) if explainer.triple(each[:3]).verdict in absent] == []


def test_every_rule_explains_what_it_adds(planted: Planted) -> None:
    graph = planted(
        "subject: joint, says: partOf, object: vertebra",
        "subject: facet-joint, says: partOf, object: joint",
    )
    explainer = Explainer(graph.store)
    # One of a kind is enough: of each relation in each graph, and of each term that it leads to.
    kinds = {(g, p, o if o.value.startswith(terms.KGO) else None): (s, p, o) for s, p, o, g in triples(graph)}
    found = {way.rule.name for triple in kinds.values() for way in explainer.triple(triple).derivations}
    assert found == {rule.name for rule in query_folder("ontology", "rules")}


def test_a_chain_is_the_shortest_walk_of_single_steps(planted: Planted) -> None:
    graph = planted(
        "subject: facet-joint, says: partOf, object: joint",
        "subject: joint, says: partOf, object: vertebra",
        "subject: vertebra, says: partOf, object: nerve",
        "subject: joint, says: partOf, object: nerve",
    )
    found = graph.explain("facet joint", "part of", "nerve")
    assert (found.verdict, found.rule) == (Verdict.DERIVED, "07-part-of")
    assert [(s.value.removeprefix(terms.KG), o.value.removeprefix(terms.KG)) for s, _, o in found.premises] == [
        ("facet-joint", "joint"),
        ("joint", "nerve"),
    ]


@pytest.mark.parametrize(
    ("words", "verdict", "claims"),
    [
        (("radiofrequency-ablation", "hasOutcome", "pain-relief"), Verdict.STATED, {"s2-effectiveness-1.2", "s2-effectiveness-2.1"}),
        (("facet JOINT injection", "Indicated For", "OSTEOARTHRITIS"), Verdict.STATED_JOINTLY, {"s2-indications-1.1"}),
        (("facet joint injections", "indicated-for", "kg:osteoarthritis"), Verdict.STATED_JOINTLY, {"s2-indications-1.1"}),
        (("facet-joint-injection", "used for", "osteoarthritis"), Verdict.STATED_JOINTLY, {"s2-indications-1.1"}),
        (("facet joint injection", f"<{terms.KGO}hasMechanism>", terms.KG + "anti-inflammatory"), Verdict.INFERRED, {"s2-description-2.6"}),
        (("RFA", "has mechanism", "nerve disruption"), Verdict.STATED, {"s2-description-3.8", "s2-effectiveness-1.6"}),
        (("radiofrequency ablation", "other name", "rfa"), Verdict.STATED, {"s2-heading-1.1", "s2-description-3.3"}),
        (("radiofrequency ablation", "altLabel", '"RFA"'), Verdict.STATED, {"s2-heading-1.1", "s2-description-3.3"}),
        (("burn nerves", "in family", "nerve disruption"), Verdict.DEFINITIONAL, set()),
        (("facet joint inflammation", "broader", "inflammation"), Verdict.DEFINITIONAL, set()),
        (("kgo:indicatedFor", "inverseOf", "treated by"), Verdict.DEFINITIONAL, set()),
        (("osteoarthritis", "treated by", "facet joint injection"), Verdict.DERIVED, set()),
        (("pain", "a", "skos:Concept"), Verdict.DERIVED, set()),
        (("s2-effectiveness-2", "section", "2"), Verdict.DERIVED, set()),
        (("aip:s2-effectiveness-2.1", "basis", "kgo:Stated"), Verdict.DERIVED, set()),
        (("aip:s2-effectiveness-2", "oa:start", "2080"), Verdict.RECORDED, set()),
    ],
)  # fmt: skip
def test_what_is_in_the_graph(graph: Graph, words: tuple[str, str, str], verdict: Verdict, claims: set[str]) -> None:
    found = graph.explain(*words)
    assert found.verdict == verdict
    assert claims <= set(ids(found))
    assert bool(found.claims) is bool(claims)
    assert found.graphs
    assert str(found).startswith(f"{verdict}: ")


def test_a_shortcut_rests_on_every_claim_that_makes_it(graph: Graph) -> None:
    found = graph.explain("RFA", "has outcome", "pain relief")
    assert found.rule == "06-shortcuts"
    assert {premise[0].value for premise in found.premises} == {claim.iri for claim in found.claims}


def test_premises_are_told_down_to_claims(graph: Graph) -> None:
    lines = str(graph.explain("osteoarthritis", "treated by", "facet joint injection")).splitlines()
    assert (
        "    from kg:facet-joint-injection kgo:indicatedFor kg:osteoarthritis (stated jointly: aip:s2-indications-1.1)"
        in lines
    )
    assert "    from kgo:indicatedFor owl:inverseOf kgo:treatedBy (definitional: graph:ontology)" in lines


# ------------------------------------------------------------------ what claims say and the graph does not repeat


def test_denied(planted: Planted) -> None:
    graph = planted(
        "subject: facet-joint-injection, says: usesDevice, object: heated-needle, polarity: Denied, cue: without"
    )
    found = graph.explain("facet joint injection", "uses device", "heated needle")
    assert (found.verdict, ids(found), found.graphs) == (Verdict.DENIED, ["s2-effectiveness-2.90"], [])
    text = str(found)
    assert "Denied: Facet joint injection does not use a heated needle." in text
    assert "No plain triple is made: it would say the opposite of the text." in text


def test_contested(planted: Planted) -> None:
    graph = planted(
        "subject: radiofrequency-ablation, says: usesDevice, object: heated-needle, polarity: Denied, cue: no"
    )
    found = graph.explain("RFA", "uses device", "heated needle")
    assert found.verdict == Verdict.CONTESTED
    assert {"s2-description-3.4", "s2-effectiveness-2.90"} <= set(ids(found))
    assert found.graphs == []
    text = str(found)
    affirmed, denied = text.index("Claims that affirm it:"), text.index("Claims that deny it:")
    assert (
        affirmed
        < text.index("aip:s2-description-3.4")
        < denied
        < text.index("Denied: Radiofrequency ablation does not")
    )
    assert "No plain triple is made: the claims disagree." in text
    assert "denies it" in str(graph.explain("aip:s2-description-3.4"))
    shown = graph.show("heated needle")
    assert "s2-effectiveness-2.90" in {claim.iri.removeprefix(AIP) for claim in shown.claims}


def test_conditional(planted: Planted) -> None:
    graph = planted("subject: facet-joint-injection, says: usesDevice, object: heated-needle, onlyFor: osteoarthritis")
    found = graph.explain("facet joint injection", "uses device", "heated needle")
    assert (found.verdict, ids(found), found.graphs) == (Verdict.CONDITIONAL, ["s2-effectiveness-2.90"], [])
    assert "No plain triple is made: it would lose the condition." in str(found)
    claim = graph.explain("s2-effectiveness-2.90")
    assert claim.makes is None
    assert "under a condition only" in str(claim)


def test_a_jointly_stated_cause_has_no_plain_triple(planted: Planted) -> None:
    graph = planted("subject: facet-joint-inflammation, says: causes, object: chronic-neck-pain, basis: StatedJointly")
    found = graph.explain("facet joint inflammation", "causes", "chronic neck pain")
    assert (found.verdict, ids(found), found.graphs) == (Verdict.JOINT_ONLY, ["s2-effectiveness-2.90"], [])
    assert "which goes with which is left open" in str(graph.explain("s2-effectiveness-2.90"))


def test_what_is_denied_is_denied_from_the_other_end_too(planted: Planted) -> None:
    graph = planted(
        "subject: radiofrequency-ablation, says: indicatedFor, object: facet-joint-inflammation, polarity: Denied, cue: not",
        "subject: nerve, says: adjacentTo, object: joint, polarity: Denied, cue: not",
    )
    for words in (("facet joint inflammation", "treated by", "RFA"), ("joint", "adjacent to", "nerve")):
        found = graph.explain(*words)
        assert (found.verdict, len(found.claims)) == (Verdict.DENIED, 1)
        assert found.notes[-1].endswith("this is what is said from there.")


# ------------------------------------------------------------------ what no claim says


def test_not_stated_says_what_is_stated_near_by_the_nearest_kinds_first(graph: Graph) -> None:
    found = graph.explain("facet joint inflammation", "causes", "back pain")
    assert found.verdict == Verdict.NOT_STATED
    near = [claim.object.value.removeprefix(terms.KG) for claim in found.nearby]
    assert len(near) <= 5
    assert set(near[:2]) == {"pain", "low-back-pain"}
    assert "neck-pain" in near
    assert found.notes == []


def test_not_stated_says_which_class_would_not_fit(graph: Graph) -> None:
    found = graph.explain("facet joint", "indicated for", "osteoarthritis")
    assert found.verdict == Verdict.NOT_STATED
    assert [note for note in found.notes if "the subject of kgo:indicatedFor" in note and "“procedure”" in note]
    assert len(found.notes) == 1


def test_an_unknown_name_of_a_thing_is_not_stated(graph: Graph) -> None:
    assert graph.explain("RFA", "other name", "the hot stick").verdict == Verdict.NOT_STATED


@pytest.mark.parametrize(
    ("words", "note"),
    [
        (("RFA", "indicated for", "osteoartritis"), "did you mean “osteoarthritis”"),
        (("acupuncture needles", "indicated for", "pain"), "Nothing is called “acupuncture needles”"),
        (("RFA", "indicatedfour", "pain"), "the nearest: kgo:indicatedFor"),
    ],
)
def test_an_unknown_thing_or_relation_is_not_modelled(graph: Graph, words: tuple[str, str, str], note: str) -> None:
    found = graph.explain(*words)
    assert (found.verdict, found.triple) == (Verdict.NOT_MODELLED, None)
    assert note in str(found)


# The second sentence on effectiveness, to which the planted claims go.
PLACE = "    start: 2080\n"
UNMODELLED = (PLACE, "    notModelled: TooVague\n" + PLACE)
WATER = """
  - id: test-water
    type: Agent
    prefLabel: test water
    definition: Water for tests.
"""


def test_what_only_unmodelled_passages_speak_of_is_not_modelled(data: Path, planted: Planted) -> None:
    agents = data / "concepts/agents.yaml"
    agents.write_text(agents.read_text(encoding="utf-8").rstrip() + "\n" + WATER, encoding="utf-8")
    graph = planted("subject: nerve-pathway, says: transmits, object: test-water", replaced=UNMODELLED)
    found = graph.explain("facet joint injection", "usesAgent", "test water")
    assert found.verdict == Verdict.NOT_MODELLED
    assert found.notes == ["aip:s2-effectiveness-2 speaks of it and is not modelled in full (kgo:TooVague)."]
    # What a claim states is stated, whatever else its passage says.
    assert graph.explain("nerve pathway", "transmits", "test water").verdict == Verdict.STATED


def test_a_passage_that_speaks_of_both_and_is_unmodelled_in_part_leaves_it_open(planted: Planted) -> None:
    words = ("radiofrequency ablation", "uses technique", "heated needle")
    graph = planted("subject: pain-relief, says: affects, object: heated-needle", replaced=UNMODELLED)
    found = graph.explain(*words)
    assert found.verdict == Verdict.NOT_MODELLED
    assert "aip:s2-effectiveness-2 speaks of it and is not modelled in full (kgo:TooVague)." in found.notes


def test_what_is_modelled_in_full_and_not_said_is_not_stated(graph: Graph) -> None:
    assert graph.explain("heated needle", "controlled by", "facet joint").verdict == Verdict.NOT_STATED


# ------------------------------------------------------------------ one claim


def test_every_claim_is_explained_and_told(graph: Graph) -> None:
    explainer, telling = Explainer(graph.store), Telling(graph.store)
    for claim in all_claims(graph.store):
        found = explainer.claim(claim.iri)
        assert found.claim == claim
        joint_cause = claim.value("basis") == "StatedJointly" and claim.predicate == terms.KGO + "causes"
        without = claim.denied or claim.conditional or found.opposite or joint_cause
        assert (found.makes is None) is bool(without), claim.iri
        assert next(telling.claim(found)).startswith(graph.store.shorten(claim.iri))


@pytest.mark.parametrize(
    "name", ["aip:s2-effectiveness-2.1", "s2-effectiveness-2.1", "S2-Effectiveness-2.1", f"<{AIP}s2-effectiveness-2.1>"]
)
def test_a_claim_by_any_name(graph: Graph, name: str) -> None:
    found = graph.explain(name)
    assert isinstance(found, ClaimExplanation)
    assert (found.passage.iri, found.passage.start, found.passage.end) == (AIP + "s2-effectiveness-2", 2080, 2129)
    assert found.makes is not None
    assert AIP + "s2-effectiveness-1.2" in {claim.iri for claim in found.others}
    text = str(found)
    assert "  states: kg:radiofrequency-ablation kgo:hasOutcome kg:pain-relief" in text
    assert "  certainty: can (The text says can.)" in text
    assert "characters 2080 to 2129, SHA-256 d964213a" in text


# ------------------------------------------------------------------ the command line


def test_the_command_answers_and_tells_mistakes_apart(kg: Kg, data: Path) -> None:
    done = kg("explain", "--data", data, "RFA", "cures", "everything")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "not modelled: RFA, cures, everything")
    for words, message in (
        (["RFA", "indicated for"], "not 2 words"),
        (["s2-effectivenes-2.1"], "did you mean aip:s2-effectiveness-2.1"),
        (["RFA", "uses", "heat"], "“uses” may be “kgo:usesAgent”, “kgo:usesDevice”"),
    ):
        done = kg("explain", "--data", data, *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr


def test_wrong_numbers_of_words(graph: Graph) -> None:
    with pytest.raises(UsageError, match="not 2 words"):
        graph.explain("RFA", "indicated for")  # type: ignore[call-overload]  # the mistake is the test


def test_bytes_that_are_no_text_are_refused(graph: Graph) -> None:
    with pytest.raises(UsageError, match="not UTF-8"):
        graph.explain("RFA", "other name", "\udc80")


def test_control_characters_are_shown_not_sent(graph: Graph) -> None:
    assert "\x1b" not in str(graph.explain("\x1b[31m", "uses device", "pain"))


# ------------------------------------------------------------------ show


@pytest.mark.parametrize(
    ("name", "label", "classes", "fact"),
    [
        ("aip:", "Advanced interventional procedures", ["source document"], "passages with claims"),
        ("https://w3id.org/painkg/document/advanced-interventional-procedures/", "Advanced interventional procedures", ["source document"], "claims"),
        ("s2-effectiveness-2", "aip:s2-effectiveness-2", ["passage"], "sentence"),
        ("aip:s2-effectiveness-2.1", "aip:s2-effectiveness-2.1", ["claim"], ""),
        ("indicated for", "indicated for", ["relation"], "said of"),
        ("kgo:Procedure", "procedure", ["class"], "a kind of"),
        ("kgo:Certainty", "certainty", ["class"], "one of them"),
        ("kgo:certainty", "certainty", ["qualifier"], "its object"),
    ],
)  # fmt: skip
def test_show_of_what_is_no_thing(graph: Graph, name: str, label: str, classes: list[str], fact: str) -> None:
    found = graph.show(name)
    assert (found.label, found.classes) == (label, classes)
    assert fact in {*dict(found.facts), ""}


def test_show_gives_what_the_vocabulary_takes_for_granted(graph: Graph) -> None:
    assert graph.show("pain").narrower
    assert "To burn nerves belongs to the family nerve disruption" in graph.show("nerve disruption").granted


def test_show_marks_what_is_denied_conditional_and_contested(kg: Kg, data: Path) -> None:
    claims = (
        "subject: radiofrequency-ablation, says: usesDevice, object: heated-needle, polarity: Denied, cue: no",
        "subject: facet-joint-injection, says: usesDevice, object: heated-needle, onlyFor: osteoarthritis",
    )
    lines = "".join(f"      - {{id: s2-effectiveness-2.{90 + i}, {claim}}}\n" for i, claim in enumerate(claims))
    edit(data, DOCUMENT, MARK, lines + MARK)
    text = kg("show", "--data", data, "heated needle").stdout
    assert "  Denied: Radiofrequency ablation does not use a heated needle." in text
    assert "  Conditional: Facet joint injection uses a heated needle, only for" in text
    assert "      contested: aip:s2-effectiveness-2.90 says the opposite" in text
    assert "      contested: aip:s2-description-3.4" in text

"""Claims in English: how they read, and that nothing they carry is left out."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import terms
from kg.claims import Claim, Source, all_claims
from kg.english import Speaker
from kg.graph import Graph
from kg.parameters import Term
from kg.resources import share
from kg.schema import Ontology
from kg.store import Store
from tests.conftest import ROOT

ONTOLOGY = Ontology(share() / "ontology" / "painkg.ttl")
RELATIONS = [iri for iri in ONTOLOGY.members("Relation") if iri.startswith(terms.KGO)]
QUALIFIERS = [iri for kind in ("Qualifier", "ConditionQualifier") for iri in ONTOLOGY.members(kind)]
PARTNERS = {"triggerOf": "trigger", "trigger": "triggerOf", "onlyIfOf": "onlyIf", "onlyIf": "onlyIfOf",
            "populationFrequency": "typicalPopulation"}  # fmt: skip
COVERED = {"durationFrom": "durationMinMonths", "durationTo": "durationMaxMonths"}
SOURCE = Source("d", "Title", 2, "Effectiveness", 1)


def kgo(name: str) -> ox.NamedNode:
    return ox.NamedNode(terms.KGO + name)


def values_of(iri: str) -> st.SearchStrategy[Term]:
    """Values that a qualifier may take, by its range."""
    target = ONTOLOGY.range_of(iri)
    if ONTOLOGY.is_kind_of(target, "Value"):
        return st.sampled_from([ox.NamedNode(value) for value in ONTOLOGY.members(target.removeprefix(terms.KGO))])
    if ONTOLOGY.is_kind_of(target, "Entity"):
        return st.sampled_from([ox.NamedNode(terms.KG + slug) for slug in ("sciatica", "facet-joint-injection")])
    if target == terms.XSD + "integer":
        return st.integers(1, 999).map(ox.Literal)
    if target == terms.XSD + "boolean":
        return st.just(ox.Literal(value=True))
    return st.from_regex(r"[b-z]{3,9}", fullmatch=True).map(ox.Literal)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Claims of any relation with any set of qualifiers that may stand together."""
    chosen = draw(st.sets(st.sampled_from(QUALIFIERS), max_size=8))
    names = {iri.removeprefix(terms.KGO) for iri in chosen}
    names |= {PARTNERS[name] for name in names if name in PARTNERS}
    carried = {terms.KGO + name: [draw(values_of(terms.KGO + name))] for name in sorted(names)}
    basis = draw(st.sampled_from(["Stated", "StatedJointly", "Inferred"]))
    carried[terms.KGO + "basis"] = [kgo(basis)]
    carried[terms.KGO + "polarity"] = [kgo(draw(st.sampled_from(["Affirmed", "Denied"])))]
    if basis == "Inferred":
        carried[terms.KGO + "ground"] = [draw(st.from_regex(r"[b-z]{3,9}", fullmatch=True).map(ox.Literal))]
    return Claim(
        "i", terms.KG + "nerve", draw(st.sampled_from(RELATIONS)), ox.NamedNode(terms.KG + "heat"), carried, SOURCE
    )


@pytest.fixture(scope="module")
def speaker(graph: Graph) -> Speaker:
    return graph.speaker()


def without_articles(text: str) -> str:
    return re.sub(r"\b(an?|the)\b ?", "", text.lower()).strip()


@given(claim=claims())
@settings(max_examples=400)
def test_no_qualifier_is_left_out(graph: Graph, claim: Claim) -> None:
    # The phrase of each value is read from the ontology here, not through the renderer.
    speaker = graph.speaker()
    said = without_articles(speaker.say(claim))
    phrases = {row["term"].value: row["words"].value for row in graph.store.select(
        "SELECT ?term ?words { GRAPH graph:ontology { ?term kgo:phrase ?words } }")}  # fmt: skip
    for iri, values in claim.qualifiers.items():
        name = iri.removeprefix(terms.KGO)
        if terms.KGO + COVERED.get(name, "") in claim.qualifiers or name == "polarity":
            continue
        for value in values:
            if isinstance(value, ox.Literal):
                words = phrases[iri] if value.value == "true" else value.value
            elif value.value.startswith(terms.KGO):
                words = phrases.get(value.value, "").partition(" “")[0]
            else:
                words = speaker.label(value)
            assert without_articles(words) in said, (name, said)
        # The fixed words of its phrase, such as "only when combined with".
        for fixed in re.split(r"\{\w+\}", phrases.get(iri, "")):
            assert without_articles(fixed).strip(" “”") in said, (name, said)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"onlyIf": "Failure", "onlyIfOf": "medication"}, ", only if the medication has failed."),
        ({"onlyFor": "osteoarthritis"}, ", only for patients with osteoarthritis."),
        ({"onlyWhenCombinedWith": "steroid"}, ", only when combined with steroid."),
    ],
)
def test_a_condition_is_said_with_only(speaker: Speaker, names: dict[str, str], words: str) -> None:
    values = {
        name: kgo(value) if value[0].isupper() else ox.NamedNode(terms.KG + value) for name, value in names.items()
    }
    carried: dict[str, list[Term]] = {terms.KGO + name: [value] for name, value in values.items()}
    carried |= {terms.KGO + "basis": [kgo("Stated")], terms.KGO + "polarity": [kgo("Affirmed")]}
    claim = Claim(
        "i", terms.KG + "kyphoplasty", terms.KGO + "usesDevice", ox.NamedNode(terms.KG + "balloon"), carried, SOURCE
    )
    assert speaker.say(claim) == f"Kyphoplasty uses a balloon{words}"


@given(claim=claims())
@settings(max_examples=200)
def test_a_denial_is_heard(graph: Graph, claim: Claim) -> None:
    assert (" not " in graph.speaker().say(claim)) == claim.denied


def test_every_relation_can_be_spoken(graph: Graph, speaker: Speaker) -> None:
    claim = all_claims(graph.store)[0]
    for relation in ONTOLOGY.members("Relation"):
        sentence = speaker.say(claim._replace(predicate=relation))
        assert sentence.endswith(".")
        assert "{" not in sentence


def test_every_sentence_is_one_that_was_read(graph: Graph, speaker: Speaker) -> None:
    """`tests/read_sentences.txt` holds what a person has read; a sentence that is new or changed is to be read too."""
    said = [f"{claim.iri.rpartition('/')[2]} {speaker.say(claim)}" for claim in all_claims(graph.store)]
    assert said == (ROOT / "tests" / "read_sentences.txt").read_text(encoding="utf-8").splitlines()


def test_the_vocabulary_is_spoken_too(speaker: Speaker) -> None:
    thing = {name: ox.NamedNode(terms.KG + name) for name in ("burn-nerve", "nerve-disruption", "neck-pain", "pain")}
    family = speaker.state(thing["burn-nerve"], kgo("inFamily"), thing["nerve-disruption"])
    assert family == "To burn nerves belongs to the family nerve disruption."
    kind = speaker.state(thing["neck-pain"], ox.NamedNode(terms.SKOS + "broader"), thing["pain"])
    assert kind == "Neck pain is a kind of pain."


def test_citations(graph: Graph) -> None:
    cited = {claim.iri.rpartition("/")[2]: str(claim.source) for claim in all_claims(graph.store)}
    assert cited["s2-effectiveness-2.1"] == "section 2, Effectiveness, sentence 2"
    assert cited["s2-heading-1.1"] == "section 2, heading"


def test_claims_come_in_reading_order(graph: Graph) -> None:
    names = [claim.iri.rpartition("/")[2] for claim in all_claims(graph.store)]
    assert names[0] == "s0-introduction-1.1"
    assert names[-1] == "s8-closing-3.4"
    assert names.index("s2-description-3.9") + 1 == names.index("s2-description-3.10")


def test_a_denied_and_conditional_claim_says_so() -> None:
    from kg.assemble import ontology_quads

    speaker = Speaker(Store.of(ontology_quads()))
    carried: dict[str, list[Term]] = {
        terms.KGO + "basis": [kgo("Stated")],
        terms.KGO + "polarity": [kgo("Denied")],
        terms.KGO + "onlyIf": [kgo("Failure")],
        terms.KGO + "onlyIfOf": [ox.NamedNode(terms.KG + "other-treatment")],
    }
    claim = Claim("i", terms.KG + "a", terms.KGO + "usesDevice", ox.NamedNode(terms.KG + "balloon"), carried, SOURCE)
    assert speaker.say(claim) == "A does not use a balloon, only if the other-treatment has failed."
    assert claim.denied
    assert claim.conditional

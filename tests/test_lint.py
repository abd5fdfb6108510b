"""Each claim agrees with the text of its passage, and a claim that does not is found at its file and line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, RDFS

from kg import terms
from kg.assemble import assemble, ontology_quads
from kg.check.lint import _stands, lint, spoken
from kg.errors import Fault
from kg.resources import project, share
from kg.store import Store
from kg.text.source import passage_hashes
from tests.broken import DOCUMENT, edit, faults_of
from tests.mutations import Section

KGO = rdflib.Namespace(terms.KGO)

# What stands there; what is put in its place; a word of the message; the id at whose line the fault is, else at the edit.
PLANTED = [
    ("says: indicatedFor, object: osteoarthritis", "says: indicatedFor, object: inflammation", "inflammation is named nowhere in its section", ""),
    ("subject: heated-needle", "subject: inflammation", "inflammation is named nowhere", ""),
    ("comparedWith: facet-joint-injection", "comparedWith: inflammation", "inflammation is named nowhere", ""),
    ("text: RFA}", "text: RFX}", "“RFX” does not stand in its passage", ""),
    ("durationMinMonths: 6,", "durationMinMonths: 9,", "durationMinMonths is 9", ""),
    ("durationMaxMonths: 24", "durationMaxMonths: 36", "durationMaxMonths is 36", ""),
    ("durationMaxMonths: 24", "durationMaxMonths: 24, minReductionPercent: 50", "minReductionPercent is 50", ""),
    ("onset: Immediate, cue: immediate", "purpose: true, cue: to", "“immediate” is accounted for by none", "s2-description-2"),
    ("durationClass: Temporary, cue: temporary", "purpose: true, cue: to", "“temporary” is accounted", "s2-effectiveness-1"),
    ("certainty: Can, as: 6 months to 1-2 years, cue: [can, months, years], durationMin", "cue: [months, years], durationMin", "“can” is accounted for by none", "s2-effectiveness-2"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "word", "place"), PLANTED)
def test_a_claim_that_disagrees_with_its_passage_is_found(
    data: Path, document_text: Path, old: str, new: str, word: str, place: str
) -> None:
    line = edit(data, DOCUMENT, old, new)
    if place:
        line = edit(data, DOCUMENT, f"- id: {place}\n", f"- id: {place}\n")
    found = of_section_2(faults_of(data, document_text))
    assert [word in fault.message for fault in found] == [True]
    assert found[0].path.endswith(DOCUMENT)
    assert found[0].line == line


def test_a_denial_that_was_dropped_is_found(data: Path, tmp_path: Path) -> None:
    text = "A facet joint injection is done without a steroid."
    (tmp_path / "d.txt").write_text(text, encoding="utf-8")
    hashes = passage_hashes(text)
    claim = ["      - id: s1-closing-1.1", "        subject: facet-joint-injection", "        says: usesAgent",
             "        object: steroid", "        polarity: Denied", "        cue: without"]  # fmt: skip
    lines = ['"@context":', "  - https://w3id.org/painkg/ontology/context.jsonld", f'  - "@base": {BASE}', f"id: {BASE}",
             "type: SourceDocument", "title: A page", "prefix: d", f"sha256: {hashes.sha256}", f"textLength: {len(text)}",
             "passages:", "  - id: s1-closing-1", "    start: 0", f"    end: {len(text)}", f"    sha256: {hashes.sha256}",
             f"    normalizedSha256: {hashes.normalized_sha256}", f"    normalizedLength: {len(text)}", "    claims:"]  # fmt: skip
    path = data / "documents" / "d.yaml"
    path.write_text("\n".join([*lines, *claim]), encoding="utf-8")
    assert faults_of(data, tmp_path / "d.txt") == []
    path.write_text("\n".join([*lines, *claim[:4], *claim[5:]]), encoding="utf-8")
    (fault,) = faults_of(data, tmp_path / "d.txt")
    assert (fault.check, fault.line, fault.path.endswith("d.yaml")) == ("lint", 11, True)
    assert "“without” is accounted for by none" in fault.message


def test_a_passage_that_is_not_wholly_modelled_may_leave_a_hedge(data: Path, document_text: Path) -> None:
    edit(data, DOCUMENT, "onset: Immediate, cue: immediate", "purpose: true, cue: to")
    edit(data, DOCUMENT, "- id: s2-description-2\n", "- id: s2-description-2\n    notModelled: TooVague\n")
    assert of_section_2(faults_of(data, document_text)) == []


def of_section_2(faults: list[Fault]) -> list[Fault]:
    return [fault for fault in faults if fault.check == "lint" and fault.message.startswith("s2-")]


def test_every_claim_agrees_with_the_document(document_text: Path) -> None:
    section = Section(project().data, document_text)
    assert section.findings(section.quads) == []


def test_what_is_caught_of_claims_spoilt_in_one_way(document_text: Path) -> None:
    """What is missed: an object that a ground or wording accounts for, a hedge that another claim of the passage has."""
    section = Section(project().data, document_text)
    made: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for mutant in section.mutants():
        made[mutant.kind] += 1
        caught[mutant.kind] += bool(section.findings(mutant.quads))
    assert sum(made.values()) > 100
    assert {kind for kind in made if caught[kind] == made[kind]} == {"subject", "number"}
    assert caught["object"] >= 0.7 * made["object"]
    assert caught["hedge"] >= 0.8 * made["hedge"]
    assert 0 < caught["qualifier"] < made["qualifier"]
    assert caught["preposition"] == 0


# ---------------------------------------------------------------- a document of the tests' own

BASE = terms.DOCUMENT + "d/"
TEXT = "The balloon is not inflated, and doesn't hurt. It lasts six weeks or one year, in patients who can't walk."


def findings(*claims: str, text: str = TEXT) -> list[str]:
    """What is said of a document of one passage with these claims, written as their Turtle."""
    prefixes = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in terms.PREFIXES.items())
    said = "".join(
        f"<s1-x-1.{i}> a kgo:Claim ; prov:wasDerivedFrom <s1-x-1> ; {each} .\n" for i, each in enumerate(claims, 1)
    )
    turtle = f"{prefixes} <s1-x-1> a kgo:Passage ; kgo:section 1 ; oa:start 0 .\n{said}"
    graph = ox.NamedNode(BASE)
    own = [
        ox.Quad(t.subject, t.predicate, t.object, graph)
        for t in ox.parse(turtle, format=ox.RdfFormat.TURTLE, base_iri=BASE)
    ]
    store = Store.of([*vocabulary(), *own])
    return [found.message for found in lint(store, BASE, {f"{BASE}s1-x-1": text})]


def vocabulary() -> list[ox.Quad]:
    """The ontology, and the names of two things."""
    concepts = ox.NamedNode(terms.CONCEPTS_GRAPH)
    label = ox.NamedNode(terms.SKOS + "prefLabel")
    names = [
        ox.Quad(ox.NamedNode(terms.KG + name), label, ox.Literal(name), concepts) for name in ("balloon", "cancer")
    ]
    return [*ontology_quads(), *names]


ALL = ["rdf:subject kg:balloon ; kgo:polarity kgo:Denied ; kgo:cue 'not'",
       "kgo:trigger kgo:Failure ; kgo:cue \"doesn't hurt\"", "kgo:as 'patients who can’t walk'",
       "kgo:durationMinMonths 1 ; kgo:durationFrom kgo:Weeks ; kgo:durationMaxMonths 12 ; kgo:durationTo kgo:Years ; kgo:cue 'weeks', 'year'"]  # fmt: skip


def test_a_denial_is_accounted_for_by_a_denied_claim_a_trigger_or_a_wording() -> None:
    assert findings(*ALL) == []
    assert [each[:12] for each in findings(*ALL[3:])] == ["“can't” is a", "“doesn't” is", "“not” is acc"]
    affirmed = ALL[0].replace("kgo:Denied", "kgo:Affirmed")
    assert [each[:12] for each in findings(affirmed, *ALL[1:])] == ["“not” is acc"]


@pytest.mark.parametrize(
    ("qualifier", "agrees"),
    [
        ("kgo:durationMinMonths 1 ; kgo:durationFrom kgo:Weeks", True),
        ("kgo:durationMinMonths 3 ; kgo:durationFrom kgo:Weeks", False),
        ("kgo:durationMinMonths 6 ; kgo:durationFrom kgo:Months", True),
        ("kgo:durationMaxMonths 12 ; kgo:durationTo kgo:Years", True),
        ("kgo:durationMaxMonths 12 ; kgo:durationTo kgo:Months", False),
        ("kgo:minReductionPercent 6", True),
        ("kgo:minReductionPercent 60", False),
        ("kgo:stepNumber 3", True),
    ],
)
def test_a_number_is_found_in_the_unit_in_which_the_text_gives_it(qualifier: str, agrees: bool) -> None:  # noqa: FBT001 - a column of the table
    assert any("does not give" in each for each in findings(*ALL, qualifier)) != agrees


@pytest.mark.parametrize("text", ["six weeks", "6-week", "1,006 or 6", "6.0 weeks", "m² ² 6"])
def test_numbers_are_read_as_people_write_them(text: str) -> None:
    assert [each for each in findings("kgo:minReductionPercent 6", text=text) if "does not give" in each] == []


def test_a_hedge_is_a_whole_word() -> None:
    assert findings("rdf:subject kg:cancer", text="Cancer is a significantly maybe cement-like thing.") == []
    assert len(findings("rdf:subject kg:cancer", text="Cancer may be like that.")) == 2


@pytest.mark.parametrize(
    ("name", "text", "stands"),
    [
        ("facet joint", "Facet joints hurt", True),
        ("chronic-back-pain", "chronic neck or back pain", True),
        ("vertebra", "the vertebra's height", True),
        ("injury", "ligament injuries", True),
        ("ESI", "Injections (ESIs)", True),
        ("spinal stenosis", "the stenosis is spinal", False),
        ("back pain", "back, legs, arms, neck and chest pain", False),
        ("arthritis", "osteoarthritis", False),
        ("burning the nerve", "'burning' the nerve", True),
    ],
)
def test_a_name_stands_where_its_words_do_in_their_order_and_near(name: str, text: str, stands: bool) -> None:  # noqa: FBT001 - a column of the table
    assert _stands(spoken(name), spoken(text)) == stands


def test_a_passage_without_a_text_is_passed_over() -> None:
    store = Store.of(assemble(project().data).quads)
    assert list(lint(store, f"{terms.DOCUMENT}advanced-interventional-procedures/", {})) == []


def test_every_property_with_words_hedges_or_is_known_not_to() -> None:
    """A new list of words comes to the comparison, or is left out by name."""
    graph = rdflib.Graph().parse(share() / "ontology" / "painkg.ttl", format="turtle")
    hedging = set(graph.subjects(KGO.hedges))
    worded = {term for term in graph.subjects(KGO.expressedBy) if (term, RDFS.range, None) in graph}
    for term in graph.subjects(KGO.expressedBy):
        worded |= {prop for kind in graph.objects(term, RDF.type) for prop in graph.subjects(RDFS.range, kind)}
    assert worded - hedging == {KGO.placement, KGO.purpose, KGO.populationFrequency}
    assert hedging <= worded

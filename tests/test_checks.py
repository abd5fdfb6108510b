"""Every check finds the fault it is for, at its file and line, and nothing in the data as it is."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg import terms
from kg.assemble import Assembled, assemble
from kg.check.literals import unportable
from kg.check.run import run_checks, run_literals
from kg.queries import query_folder
from kg.resources import project, share
from tests.broken import DOCUMENT, edit, faults_of, faults_of_one

pytestmark = pytest.mark.long

# The check; the file; what stands there; what is put in its place; the line of the fault counted from the edit;
# a word of the message.
PLANTED = [
    ("undeclared-thing", DOCUMENT, "object: joint,", "object: jont,", 0, "did you mean “joint”"),
    ("claim-domain", DOCUMENT, "subject: facet-joint-injection, says: usesTechnique", "subject: joint, says: usesTechnique", 0, "said of a Procedure"),
    ("claim-range", DOCUMENT, "object: local-anesthetic", "object: vertebra", 0, "leads to a Agent"),
    ("qualifier-range", DOCUMENT, "comparedWith: facet-joint-injection", "comparedWith: heat", 0, "asks for a Treatment"),
    ("offsets", DOCUMENT, "end: 2129", "end: 99999", 0, "7053 characters"),
    ("offsets", DOCUMENT, "end: 1567", "end: 1435", 0, "no place"),
    ("overlapping-passages", DOCUMENT, "end: 1433", "end: 1500", 8, "overlaps passage s2-heading-1"),
    ("uncovered-passage", DOCUMENT, "    claims:\n      - {id: s2-heading-1.1, subject: radiofrequency-ablation, says: altLabel, text: RFA}\n", "", -6, "notModelled"),
    ("repeated-claim", DOCUMENT, "says: usesAgent, object: steroid", "says: usesAgent, object: local-anesthetic", 0, "says the same as"),
    ("ground", DOCUMENT, ", ground: steroid}", "}", 0, "if, and only if"),
    ("ground", DOCUMENT, "object: heated-needle}", "object: heated-needle, ground: heated needle}", 0, "if, and only if"),
    ("long-words", DOCUMENT, "as: small joints", "as: one two three four five six seven eight", 0, "more than seven"),
    ("cue", DOCUMENT, "certainty: Can, cue: can}", "certainty: Can}", 0, "Can needs a cue"),
    ("cue", DOCUMENT, "openList: true,\n         cue: like", "openList: true,\n         cue: as", 0, "true needs a cue"),
    ("cue", DOCUMENT, "says: usesAgent, object: steroid", "says: usesAgent, object: steroid, polarity: Denied", 0, "Denied needs a cue"),
    ("cue", DOCUMENT, "says: usesAgent, object: steroid", "says: usesAgent, object: steroid, polarity: Denied, cue: heated", 0, "Denied needs a cue"),
    ("cue", DOCUMENT, "certainty: Can, cue: can}", "certainty: Can, cue: significant}", 0, "Can needs a cue"),
    ("cue", DOCUMENT, "cue: [may, effective]", "cue: [may, ineffective]", 0, "Success needs a cue"),
    ("scheme-class", "concepts/agents.yaml", "type: Agent", "type: Device", 0, "stands in AgentScheme"),
    ("percentage", DOCUMENT, "durationMinMonths: 6,", "durationMinMonths: 6, minReductionPercent: 0,", 0, "0 is no percentage"),
    ("percentage", DOCUMENT, "durationMinMonths: 6,", "durationMinMonths: 6, minReductionPercent: 101,", 0, "101 is no percentage"),
    ("reading-order", DOCUMENT, "id: s2-effectiveness-2\n    start: 2080\n", "id: s2-effectiveness-2\n    start: 1930\n", 1, "before s2-effectiveness-1"),
    ("step-gap", DOCUMENT, "subject: facet-joint-injection, says: usesTechnique, object: injection", "subject: facet-joint-injection, says: usesTechnique, object: injection, stepNumber: 2", 0, "is step 2"),
    ("lone-alternative", DOCUMENT, "object: heated-needle}", "object: heated-needle, alternativeGroup: needle}", 0, "of the group “needle”"),
    ("lone-joint-claim", DOCUMENT, "object: heated-needle}", "object: heated-needle, basis: StatedJointly}", 0, "stated jointly with usesDevice"),
    ("joint-hedges", DOCUMENT, "object: osteoarthritis, basis: StatedJointly, openList: true", "object: osteoarthritis, basis: StatedJointly, purpose: true", 0, "which has openList true"),
    ("excluding-relations", DOCUMENT, "subject: facet-joint-injection, says: aimsAt, object: pain-relief", "subject: facet-joint-injection, says: hasOutcome, object: pain-relief}\n      - {id: s2-description-2.77, subject: facet-joint-injection, says: aimsAt, object: pain-relief", 1, "2.5 says hasOutcome"),
    ("contradiction", DOCUMENT, "object: heated-needle}", "object: heated-needle}\n      - {id: s2-description-3.77, subject: radiofrequency-ablation, says: usesDevice, object: heated-needle, polarity: Denied, cue: not}", 1, "what s2-description-3.4 affirms"),
    ("paired-qualifiers", DOCUMENT, "comparedWith: facet-joint-injection, ", "", 0, "goes with comparedWith"),
    ("thing-classes", "concepts/agents.yaml", "type: Agent", "type: [Agent, Device]", 0, "Device does not go with its class Agent"),
    ("thing-classes", "concepts/agents.yaml", "type: Agent", "inFamily: nerve-disruption\n    type: Agent", 0, "inFamily does not go"),
    ("same-subject-and-object", DOCUMENT, "says: escalatesTo, object: radiofrequency-ablation", "says: escalatesTo, object: facet-joint-injection", 0, "to itself"),
    ("label-clash", "concepts/agents.yaml", "altLabel: local anaesthetic", "altLabel: Heated-Needle", None, "names heated-needle too"),
    ("undeclared-thing", DOCUMENT, "object: steroid}", "object: stated}", 0, "unknown thing stated"),
    ("paired-qualifiers", DOCUMENT, "trigger: Success, triggerOf: facet-joint-injection", "trigger: Success", 0, "goes with triggerOf"),
    ("escalation-without-trigger", DOCUMENT, "trigger: Success, triggerOf: facet-joint-injection,", "", -1, "needs trigger"),
    ("duration-order", DOCUMENT, "durationMinMonths: 6", "durationMinMonths: 60", -1, "longer than the longest"),
    ("duration-order", DOCUMENT, "durationFrom: Months", "durationFrom: Years, frequency: Often", None, "longer than the longest"),
    ("label-clash", "concepts/agents.yaml", "altLabel: local anaesthetic", "altLabel: Heat", None, "names heat too"),
    ("hierarchy-loop", "concepts/conditions.yaml", "felt in the neck.\n    broader: pain", "felt in the neck.\n    broader: chronic-neck-pain", 1, "leads back"),
    ("hierarchy-class", "concepts/conditions.yaml", "broader: [neck-pain, chronic-pain]", "broader: nerve", 0, "of another class"),
    ("orphan-thing", "concepts/techniques.yaml", "  - id: injection", "  - id: suture\n    type: Technique\n    prefLabel: suture\n    definition: Taking something out.\n\n  - id: injection", 0, "no claim speaks"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "file", "old", "new", "offset", "word"), PLANTED)
def test_a_planted_fault_is_found(
    data: Path, name: str, file: str, old: str, new: str, offset: int | None, word: str
) -> None:
    line = edit(data, file, old, new)
    if name == "duration-order" and "Often" in new:
        edit(data, DOCUMENT, "durationTo: Years", "durationTo: Weeks")
    found = faults_of_one(data, name)
    assert found, f"{name} did not fire"
    fault = found[0]
    assert word in fault.message
    assert fault.path.endswith(file)
    if offset is not None:
        assert fault.line == line + offset


def test_a_part_that_is_no_part_is_found(data: Path) -> None:
    line = edit(data, DOCUMENT, "id: s2-heading-1\n", "id: s2-headings-1\n")
    edit(data, DOCUMENT, "s2-heading-1.1", "s2-headings-1.1")
    (fault,) = faults_of_one(data, "undeclared-term")
    assert fault.line == line
    assert "did you mean “Heading”" in fault.message


def test_every_check_has_a_planted_fault() -> None:
    # Those take more than one edit, or cannot be expressed in YAML; they have tests of their own here.
    elsewhere = {
        "undeclared-term",
        "claim-without-passage",
        "shortcut-without-claim",
        "claim-without-shortcut",
        "document-prefix",
        "blank-node",
        "claim-id",
        "repeated-place",
        "ordinal-gap",
        "contested-triple",
    }
    assert {row[0] for row in PLANTED} | elsewhere == {query.name for query in query_folder("queries", "checks")}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("claim-without-passage", "DELETE WHERE { GRAPH ?g { aip:s2-effectiveness-2 a kgo:Passage } }"),
        ("shortcut-without-claim", "INSERT DATA { GRAPH graph:shortcuts { kg:nerve kgo:partOf kg:joint } }"),
        (
            "shortcut-without-claim",
            (
                "INSERT DATA { GRAPH <https://w3id.org/painkg/document/d/> { <d:1> rdf:subject kg:facet-joint ;"
                " rdf:predicate kgo:adjacentTo ; rdf:object kg:vertebra ; kgo:polarity kgo:Denied ; prov:wasDerivedFrom <d:p> ."
                " <d:p> a kgo:Passage ; kgo:notModelled kgo:TooVague } }"
            ),
        ),
        ("claim-without-shortcut", "DELETE WHERE { GRAPH graph:shortcuts { kg:facet-joint kgo:adjacentTo ?x } }"),
        (
            "document-prefix",
            (
                "INSERT DATA { GRAPH <https://w3id.org/painkg/document/d/> "
                "{ <https://w3id.org/painkg/document/d/> vann:preferredNamespacePrefix 'aip' } }"
            ),
        ),
        ("blank-node", "INSERT DATA { GRAPH graph:concepts { kg:nerve skos:note [] } }"),
        (
            "claim-id",
            (
                "DELETE { GRAPH ?g { aip:s2-effectiveness-2.1 prov:wasDerivedFrom ?p } } "
                "INSERT { GRAPH ?g { aip:s2-effectiveness-2.1 prov:wasDerivedFrom aip:s2-indications-1 } . "
                "GRAPH ?g { aip:s2-effectiveness-2 kgo:notModelled kgo:TooVague } } "
                "WHERE { GRAPH ?g { aip:s2-effectiveness-2.1 prov:wasDerivedFrom ?p } }"
            ),
        ),
        (
            "repeated-place",
            (
                "DELETE { GRAPH ?g { aip:s2-effectiveness-2 kgo:ordinal 2 } } "
                "INSERT { GRAPH ?g { aip:s2-effectiveness-2 kgo:ordinal 1 } } "
                "WHERE { GRAPH ?g { aip:s2-effectiveness-2 kgo:ordinal 2 } }"
            ),
        ),
    ],
)
def test_a_fault_planted_in_the_graph_is_found(name: str, change: str) -> None:
    assembled = assemble(project().data)
    update(assembled, change)
    results = run_checks(assembled, [])
    assert [result.name for result in results if result.faults] == [name]


def test_a_gap_between_passages_is_found(data: Path) -> None:
    line = edit(data, DOCUMENT, "id: s2-effectiveness-2\n", "id: s2-effectiveness-4\n")
    edit(data, DOCUMENT, "id: s2-effectiveness-2.1", "id: s2-effectiveness-4.1")
    (fault,) = faults_of_one(data, "ordinal-gap")
    assert fault.line == line
    assert "the number before 4" in fault.message


@pytest.mark.parametrize("change", ["kgo:onlyFor kg:osteoarthritis", "kgo:polarity kgo:Affirmed"])
def test_a_claim_under_a_condition_contradicts_none(data: Path, change: str) -> None:
    edit(data, DOCUMENT, "object: heated-needle}", "object: heated-needle}\n      - {id: s2-description-3.77, subject: "
         "radiofrequency-ablation, says: usesDevice, object: heated-needle, polarity: Denied, cue: not}")  # fmt: skip
    assembled = assemble(data)
    assert contradictions(assembled) == 1
    replaced = "kgo:polarity ?any" if "polarity" in change else "kgo:none ?any"
    update(assembled, f"DELETE {{ GRAPH ?g {{ aip:s2-description-3.77 {replaced} }} }} INSERT {{ GRAPH ?g {{ aip:s2-description-3.77 {change} }} }} "
           f"WHERE {{ GRAPH ?g {{ aip:s2-description-3.77 a kgo:Claim }} OPTIONAL {{ GRAPH ?g {{ aip:s2-description-3.77 {replaced} }} }} }}")  # fmt: skip
    assert contradictions(assembled) == 0


def contradictions(assembled: Assembled) -> int:
    return sum(len(result.faults) for result in run_checks(assembled, []) if result.name == "contradiction")


def update(assembled: Assembled, text: str) -> None:
    prefixes = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in assembled.store.prefixes.items())
    assembled.store.inner.update(prefixes + text)


CONTESTING = (
    "INSERT DATA { GRAPH <https://w3id.org/painkg/document/d/> {"
    " <https://w3id.org/painkg/document/d/> a kgo:SourceDocument ; dcterms:title 'Another page'@en ."
    " <https://w3id.org/painkg/document/d/s1-closing-1.1> a kgo:Claim ; rdf:subject kg:facet-joint-injection ;"
    " rdf:predicate kgo:usesAgent ; rdf:object kg:steroid ; kgo:basis kgo:Stated ; kgo:polarity POLARITY ;"
    " kgo:cue 'not' ; prov:wasDerivedFrom <https://w3id.org/painkg/document/d/s1-closing-1> ."
    " <https://w3id.org/painkg/document/d/s1-closing-1> a kgo:Passage } }"
)


def test_what_documents_contest_is_a_note_and_no_fault() -> None:
    assembled = assemble(project().data)
    update(assembled, CONTESTING.replace("POLARITY", "kgo:Denied"))
    (result,) = (result for result in run_checks(assembled, []) if result.name == "contested-triple")
    assert result.faults == []
    (note,) = result.notes
    assert "“Advanced interventional procedures” affirms in s2-description-2.3 what this claim denies" in note.message


def test_what_documents_agree_on_is_no_note() -> None:
    assembled = assemble(project().data)
    update(assembled, CONTESTING.replace("POLARITY", "kgo:Affirmed"))
    assert [note for result in run_checks(assembled, []) for note in result.notes] == []


@pytest.mark.parametrize(
    ("literal", "word"),
    [
        ('""', "“” is no string"),
        ('"a\\rb"', "is no string"),
        ('"a\\rb"@en', "is no langString"),
        ('"007"^^xsd:integer', "“007” is no integer"),
        ('"+7"^^xsd:integer', "“+7” is no integer"),
        ('"-0"^^xsd:integer', "“-0” is no integer"),
        ("1.50", "“1.50” is no decimal"),
        ('"2.0"^^xsd:decimal', "“2.0” is no decimal"),
        ('"1"^^xsd:boolean', "“1” is no boolean"),
        ('"2024-13-01"^^xsd:date', "is no date"),
        ("1.0e6", "datatype double"),
        ('"P6M"^^xsd:duration', "datatype duration"),
        ('"2024-01-01T00:00:00"^^xsd:dateTime', "datatype dateTime"),
    ],
)
def test_a_literal_that_engines_read_differently_is_found(literal: str, word: str) -> None:
    assembled = assemble(project().data)
    prefixes = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in assembled.store.prefixes.items())
    planted = ox.parse(f"{prefixes} kg:nerve skos:note {literal} .", format=ox.RdfFormat.TURTLE)
    quads = {ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(terms.CONCEPTS_GRAPH)) for quad in planted}
    (fault,) = run_literals(assembled._replace(quads=assembled.quads | quads)).faults
    assert fault.message.startswith("nerve: ")
    assert word in fault.message
    assert fault.path.endswith("anatomy.yaml")
    assert fault.line > 0


@pytest.mark.parametrize(
    "literal", ["7", "-7", "0", "1.5", "-0.25", "true", '"2024-02-29"^^xsd:date', '"é\\n"@en', '" "']
)
def test_a_literal_that_all_engines_read_alike_is_no_fault(literal: str) -> None:
    text = f"PREFIX xsd: <{terms.XSD}> <urn:a> <urn:b> {literal} ."
    assert list(unportable(ox.parse(text, format=ox.RdfFormat.TURTLE))) == []


def test_the_data_has_no_fault_and_no_check_looks_at_nothing(data: Path) -> None:
    assembled = assemble(data)
    results = run_checks(assembled, [])
    assert [fault for result in results for fault in result.faults] == []
    assert [result.name for result in results if result.checked == 0] == []


def test_every_shape_finds_what_it_is_for() -> None:
    """Of one node for each shape, each property is taken away, and then said twice."""
    assembled = assemble(project().data)
    shapes = rdflib.Graph().parse(share() / "ontology" / "shapes.ttl", format="turtle")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    for planted, constraint in ((taken_away, sh.minCount), (said_twice, sh.maxCount)):
        quads = set(assembled.quads)
        expected = set()
        for shape, target in shapes.subject_objects(sh.targetClass):
            is_one = (ox.NamedNode(str(rdflib.RDF.type)), ox.NamedNode(str(target)))
            nodes = sorted(str(quad.subject)[1:-1] for quad in quads if (quad.predicate, quad.object) == is_one)
            for count, prop in enumerate(sorted(shapes.objects(shape, sh.property), key=str)):
                path = shapes.value(prop, sh.path)
                if (prop, constraint, None) in shapes and path != rdflib.RDF.type:
                    # A node of its own for each property, where there are as many.
                    quads = planted(quads, nodes[count % len(nodes)], str(path))
                    expected.add(str(shapes.value(prop, sh.message)))
        results = run_checks(assembled._replace(quads=quads), [])
        (faults,) = (result.faults for result in results if result.name == "shapes")
        assert len(expected) > 15
        assert expected - {fault.message.rpartition(": ")[2] for fault in faults} == set()


def taken_away(quads: set[ox.Quad], node: str, path: str) -> set[ox.Quad]:
    return {quad for quad in quads if (quad.subject, quad.predicate) != (ox.NamedNode(node), ox.NamedNode(path))}


def said_twice(quads: set[ox.Quad], node: str, path: str) -> set[ox.Quad]:
    return quads | {ox.Quad(ox.NamedNode(node), ox.NamedNode(path), ox.Literal("again"))}


def test_the_document_agrees(data: Path, document_text: Path) -> None:
    assert faults_of(data, document_text) == []


@pytest.mark.parametrize(
    ("old", "new", "offset", "word"),
    [
        ("start: 2080", "start: 2081", 2, " sha256 is"),
        ("normalizedLength: 49", "normalizedLength: 48", 0, "normalizedLength is 48"),
        ("cue: immediate", "cue: [immediate, instant]", 0, "“instant” does not stand"),
    ],
)
def test_the_document_disagrees(data: Path, document_text: Path, old: str, new: str, offset: int, word: str) -> None:
    line = edit(data, DOCUMENT, old, new)
    found = [fault for fault in faults_of(data, document_text) if word in fault.message]
    assert [(fault.check, fault.line) for fault in found] == [("document", line + offset)]


def test_the_length_of_the_text_is_compared(data: Path, document_text: Path) -> None:
    line = edit(data, DOCUMENT, "textLength: 7053", "textLength: 7054")
    assert [(fault.check, fault.line) for fault in faults_of(data, document_text)] == [("document", line)]


def test_another_text_is_no_document_of_the_data(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Another text.", encoding="utf-8")
    assert "holds no passage of any document" in faults_of(data, other)[0].message


def test_a_wrong_hash_of_the_document_is_found(data: Path, document_text: Path) -> None:
    line = edit(data, DOCUMENT, "sha256: c5e1", "sha256: d5e1")
    (fault,) = faults_of(data, document_text)
    assert (fault.check, fault.line) == ("document", line)
    assert "that of the text, where every passage is in its place, is c5e1" in fault.message


def test_a_copy_with_more_after_its_end_has_no_fault(data: Path, document_text: Path, tmp_path: Path) -> None:
    # A name that is no text is told all the same.
    copy = tmp_path / "copy\udcff.txt"
    copy.write_bytes(document_text.read_bytes() + b"\n")
    assert faults_of(data, copy) == []

"""Every check finds the fault it is for, at its file and line, and nothing in the data as it is."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import check, terms
from kg.assemble import assemble
from kg.queries import query_folder
from kg.resources import project
from tests.broken import DOCUMENT, edit, faults_of

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
    ("ground", DOCUMENT, ", ground: steroid", "", 0, "if, and only if"),
    ("ground", DOCUMENT, "object: heated-needle}", "object: heated-needle, ground: heated needle}", 0, "if, and only if"),
    ("long-words", DOCUMENT, "as: small joints", "as: one two three four five six seven eight", 0, "more than seven"),
    ("cue", DOCUMENT, "certainty: Can, cue: can}", "certainty: Can}", 0, "Can needs a cue"),
    ("cue", DOCUMENT, "openList: true,\n         cue: like", "openList: true,\n         cue: as", 0, "true needs a cue"),
    ("denied-without-cue", DOCUMENT, "says: usesAgent, object: steroid", "says: usesAgent, object: steroid, polarity: Denied", 0, "denying word"),
    ("paired-qualifiers", DOCUMENT, "trigger: Success, triggerOf: facet-joint-injection", "trigger: Success", 0, "goes with triggerOf"),
    ("escalation-without-trigger", DOCUMENT, "trigger: Success, triggerOf: facet-joint-injection,", "", -1, "needs trigger"),
    ("duration-order", DOCUMENT, "durationMinMonths: 6", "durationMinMonths: 60", -1, "longer than the longest"),
    ("duration-order", DOCUMENT, "durationFrom: Months", "durationFrom: Years, frequency: Often", None, "longer than the longest"),
    ("label-clash", "concepts/agents.yaml", "altLabel: local anaesthetic", "altLabel: Heat", 0, "also a name of"),
    ("hierarchy-loop", "concepts/conditions.yaml", "felt in the neck.\n    broader: pain", "felt in the neck.\n    broader: chronic-neck-pain", 1, "leads back"),
    ("hierarchy-class", "concepts/conditions.yaml", "broader: neck-pain", "broader: nerve", 0, "of another class"),
    ("orphan-thing", "concepts/techniques.yaml", "  - id: injection", "  - id: removal\n    type: Technique\n    prefLabel: removal\n    definition: Taking something out.\n\n  - id: injection", 0, "no claim speaks"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "file", "old", "new", "offset", "word"), PLANTED)
def test_a_planted_fault_is_found(
    data: Path, name: str, file: str, old: str, new: str, offset: int | None, word: str
) -> None:
    line = edit(data, file, old, new)
    if name == "duration-order" and "Often" in new:
        edit(data, DOCUMENT, "durationTo: Years", "durationTo: Weeks")
    found = [fault for fault in faults_of(data) if fault.check == name]
    assert found, f"{name} did not fire"
    fault = found[0]
    assert word in fault.message
    assert fault.path.endswith(file)
    if offset is not None:
        assert fault.line == line + offset


def test_a_part_that_is_no_part_is_found(data: Path) -> None:
    line = edit(data, DOCUMENT, "id: s2-heading-1\n", "id: s2-headings-1\n")
    edit(data, DOCUMENT, "s2-heading-1.1", "s2-headings-1.1")
    (fault,) = (fault for fault in faults_of(data) if fault.check == "undeclared-term")
    assert fault.line == line
    assert "did you mean “Heading”" in fault.message


def test_every_check_has_a_planted_fault() -> None:
    # Those take more than one edit, or cannot be expressed in YAML; they have tests of their own here.
    elsewhere = {"undeclared-term", "claim-without-passage", "shortcut-without-claim", "blank-node"}
    assert {row[0] for row in PLANTED} | elsewhere == {query.name for query in query_folder("queries", "checks")}


@pytest.mark.parametrize(
    ("name", "update"),
    [
        ("claim-without-passage", "DELETE WHERE { GRAPH ?g { aip:s2-effectiveness-2 a kgo:Passage } }"),
        ("shortcut-without-claim", "INSERT DATA { GRAPH graph:shortcuts { kg:nerve kgo:partOf kg:joint } }"),
        ("blank-node", "INSERT DATA { GRAPH graph:concepts { kg:nerve skos:note [] } }"),
    ],
)
def test_a_fault_planted_in_the_graph_is_found(name: str, update: str) -> None:
    assembled = assemble(project().data)
    prefixes = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in assembled.store.prefixes.items())
    assembled.store.inner.update(prefixes + update)
    results = check.run(assembled, [])
    assert [result.name for result in results if result.faults] == [name]


def test_the_data_has_no_fault_and_no_check_looks_at_nothing(data: Path) -> None:
    assembled = assemble(data)
    results = check.run(assembled, [])
    assert [fault for result in results for fault in result.faults] == []
    assert [result.name for result in results if result.checked == 0] == []


def test_a_shape_finds_a_missing_label() -> None:
    assembled = assemble(project().data)
    label = ox.NamedNode(terms.SKOS + "prefLabel")
    nerve = ox.NamedNode(terms.KG + "nerve")
    quads = {quad for quad in assembled.quads if (quad.subject, quad.predicate) != (nerve, label)}
    results = check.run(assembled._replace(quads=quads), [])
    shapes = next(result for result in results if result.name == "shapes")
    assert [fault.message for fault in shapes.faults] == ["nerve: a thing has exactly one prefLabel, in English"]
    assert shapes.faults[0].line > 0


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


def test_another_text_is_no_document_of_the_data(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Another text.", encoding="utf-8")
    assert "is that of no document" in faults_of(data, other)[0].message

"""Bad input is named with its file and line, and never passes in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import DataError, UsageError
from kg.load import load
from kg.resources import project
from tests.broken import DOCUMENT, edit, faults_of

# What stands in the document; what is put in its place; the lines from the edit to the fault; words of the message.
BROKEN = [
    ("passages:\n", "passages: [\n", None, "broken YAML"),
    ("prefix: aip\n", "prefix: aip\nprefix: aip\n", 1, 'duplicate key "prefix"'),
    ("certainty: May", "certianty: May", 0, "unknown key “certianty”; did you mean “certainty”?"),
    ("certainty: May", "certainty: Maybe", 0, "“Maybe” is not one of Can, May; did you mean “May”?"),
    ("says: usesDevice", "says: usesDevices", 0, "did you mean “usesDevice”?"),
    ("object: heated-needle}", "object: heated needle}", 0, "“heated needle” is not a slug"),
    ("object: heated-needle}", "object: Heated-Needle}", 0, "“Heated-Needle” is not a slug"),
    ("object: heated-needle}", "object: ../heated-needle}", 0, "is not a slug"),
    ("object: heated-needle}", "object: heated-needle, text: needle}", 0, "and not both"),
    ("object: heated-needle}", "purpose: true}", 0, "object missing"),
    ("object: heated-needle}", "object: heated-needle, purpose: no}", 0, "must be true; leave the key out"),
    ("durationMinMonths: 6", "durationMinMonths: 6.0", 0, "must be a whole number"),
    ("durationMinMonths: 6", "durationMinMonths: six", 0, "must be a whole number"),
    ("durationMinMonths: 6", "durationMinMonths: -6", 0, "less than the minimum"),
    ("start: 2080", "start: true", 0, "must be a whole number"),
    ("text: RFA", 'text: ""', 0, "is not text in one line"),
    ("text: RFA", 'text: "R\\rA"', 0, "is not text in one line"),
    ("id: s2-description-3.4", "id: s2-description-3.5", None, "is used already at"),
    ("id: s2-description-3.4", "id: s2-description-7.4", 0, "belongs to a passage that is missing"),
    ("id: s2-description-3.4", "id: s2-description-2.40", 0, "stands under s2-description-3"),
    ("id: s2-description-3.4", "id: s2-description-3.04", 0, "a claim's id"),
    ("subject: heated-needle, ", "", 0, "subject missing"),
    ("text: RFA", "object: steroid", 0, "text missing"),
    ("object: heated-needle}", 'object: "heated-needle\\n"}', 0, "is not a slug"),
    ("object: heated-needle}", "object: heated-needle, 3: x}", 0, "the key 3 is no word"),
    ("object: heated-needle}", "object: heated-needle, <<: {as: x}}", 0, "a merge"),
    ("text: RFA", 'text: "\\ud800"', None, "half a character"),
    ("durationMinMonths: 6", "durationMinMonths: 6" + "0" * 400, 0, "greater than the maximum"),
    ("durationMinMonths: 6", "durationMinMonths: 6" + "0" * 5000, 0, "broken YAML"),
    ("text: RFA", "text: !!bool foo", 0, "unreadable value"),
    ("text: RFA", "text: 2020-13-45", 0, "unreadable value"),
    ("text: RFA", "text: null", 0, "text is empty"),
    ("text: RFA", "text: [RFA]", 0, "text must be text"),
    ("    claims:\n", "    claims: none\n    x:\n", 0, "claims must be a list"),
    ("text: RFA", 'text: "\x07"', 0, "broken YAML"),
    ("prefix: aip", "prefix: kgo", 0, "a prefix that is taken already"),
    ("    start: 2080\n", "", None, "start missing"),
    ("id: https://w3id.org/painkg/document/advanced-interventional", "id: https://w3id.org/painkg/document/other", 0, "the file's name asks for"),
    ("painkg/ontology/context.jsonld", "painkg/ontology/other.jsonld", 0, "must be"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "offset", "words"), BROKEN)
def test_broken_data_is_named_with_its_line(data: Path, old: str, new: str, offset: int | None, words: str) -> None:
    line = edit(data, DOCUMENT, old, new)
    with pytest.raises(DataError) as caught:
        load(data)
    found = [fault for fault in caught.value.faults if words in fault.message]
    assert found, caught.value
    assert all(fault.path.endswith(DOCUMENT) for fault in found)
    if offset is not None:
        assert found[0].line == line + offset


def test_a_misspelt_relation_is_one_fault(data: Path) -> None:
    edit(data, DOCUMENT, "says: altLabel", "says: altLable")
    with pytest.raises(DataError) as caught:
        load(data)
    assert len(caught.value.faults) == 1


def test_a_fault_is_one_line(data: Path) -> None:
    edit(data, DOCUMENT, "id: s2-heading-1\n", 'id: "s2-heading-1\\n"\n')
    with pytest.raises(DataError) as caught:
        load(data)
    assert "\\u000a" in str(caught.value)
    assert len(str(caught.value).splitlines()) == len(caught.value.faults)


def test_an_alias_is_refused(data: Path) -> None:
    edit(data, "concepts/conditions.yaml", "altLabel: [lower", "altLabel: &names [lower")
    edit(
        data, "concepts/conditions.yaml", "prefLabel: osteoarthritis", "prefLabel: osteoarthritis\n    altLabel: *names"
    )
    with pytest.raises(DataError, match="an alias"):
        load(data)


def test_an_id_that_two_files_declare_is_refused(data: Path) -> None:
    line = edit(data, "concepts/techniques.yaml", "id: injection", "id: heat")
    faults = faults_of(data)
    assert [(fault.line, fault.check) for fault in faults] == [(line, "repeated-id")]
    assert "agents.yaml:" in faults[0].message


def test_a_scheme_may_be_spread_over_files(data: Path) -> None:
    agents = (data / "concepts/agents.yaml").read_text(encoding="utf-8")
    head, second, rest = agents.partition("  - id: local-anesthetic")
    (data / "concepts/agents.yaml").write_text(head, encoding="utf-8")
    start = head.partition("  - id: ")[0]
    (data / "concepts/more-agents.yaml").write_text(start + second + rest, encoding="utf-8")
    assert set(load(data).quads) == set(load(project().data).quads)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty, or not a mapping"),
        (b"- a\n- b\n", "empty, or not a mapping"),
        (b"title: caf\xe9\n", "not UTF-8"),
        (b"[" * 1500, "nested too deeply"),
        (b"a: \x00\n", "broken YAML"),
        (b"a: b: c\n", "broken YAML"),
        (b"a: *nowhere\n", "broken YAML"),
        (b"%YAML 1.1\n---\na: no\n", "a directive"),
        (b"!!python/object/apply:os.system [echo]\n", "empty, or not a mapping"),
    ],
)
def test_a_file_that_is_no_yaml_of_ours(data: Path, content: bytes, words: str) -> None:
    (data / "concepts/agents.yaml").write_bytes(content)
    with pytest.raises(DataError) as caught:
        load(data)
    assert words in str(caught.value)
    assert "agents.yaml" in str(caught.value)


def test_faults_of_several_files_come_together(data: Path) -> None:
    edit(data, "concepts/agents.yaml", "prefLabel: heat", "prefLable: heat")
    edit(data, DOCUMENT, "certainty: May", "certianty: May")
    with pytest.raises(DataError) as caught:
        load(data)
    assert {fault.path.rpartition("/")[2] for fault in caught.value.faults} == {"agents.yaml", DOCUMENT[10:]}


def test_a_folder_without_data(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is it a PainKG data folder"):
        load(tmp_path)
    with pytest.raises(UsageError, match="no such data folder"):
        project(tmp_path / "missing")


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(data: Path) -> None:
    path = data / DOCUMENT
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert set(load(data).quads) == set(load(project().data).quads)


def test_a_file_that_would_not_be_read_is_named(data: Path) -> None:
    (data / "concepts/agents.yaml").rename(data / "concepts/agents.yml")
    with pytest.raises(DataError, match=r"agents\.yml: not read: the name of a data file ends in \.yaml"):
        load(data)


def test_what_editors_hide_is_passed_over(data: Path) -> None:
    (data / "concepts/.#agents.yaml").symlink_to("nowhere")
    assert set(load(data).quads) == set(load(project().data).quads)

"""Texts are cut where a reader would cut them, and no word is lost on the way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from kg.text.segment import Passage, cut
from kg.text.sentences import sentences
from kg.text.source import passage_hashes
from tests.conftest import ROOT

LABELS = {"Indications": "indications", "Effectiveness": "effectiveness", "closing": "closing"}


def words(text: str) -> list[tuple[str, str]]:
    """The passages of a text: ids, and words in one line."""
    return [(each.id, " ".join(text[each.start : each.end].split())) for each in cut(text, LABELS)]


# How many sentences of description, effectiveness and indications each section has.
SECTIONS = [(3, 2, 1), (3, 2, 1), (2, 2, 1), (4, 1, 1), (4, 2, 1), (3, 1, 1), (3, 1, 1)]


def expected_ids() -> list[str]:
    ids = ["s0-artifact-1", *(f"s0-introduction-{n}" for n in range(1, 5))]
    for section, counts in enumerate(SECTIONS, 1):
        ids.append(f"s{section}-heading-1")
        for part, count in zip(("description", "effectiveness", "indications"), counts, strict=True):
            ids += [f"s{section}-{part}-{n}" for n in range(1, count + 1)]
    return [*ids, *(f"s8-closing-{n}" for n in (1, 2, 3)), "s8-heading-1", *(f"s8-closing-{n}" for n in (4, 5, 6))]


def test_the_first_document_has_its_59_passages(document_text: Path) -> None:
    text = document_text.read_bytes().decode("utf-8")
    passages = cut(text, LABELS)
    assert [each.id for each in passages] == expected_ids()
    assert len(passages) == 59
    places = {each.id: (each.start, each.end) for each in passages}
    assert places["s0-artifact-1"] == (0, 28)
    assert places["s0-introduction-1"][0] == 28
    assert places["s8-closing-6"][1] == len(text)


def test_the_first_document_is_cut_as_its_data_has_it(document_text: Path) -> None:
    text = document_text.read_bytes().decode("utf-8")
    data = YAML(typ="safe").load(ROOT / "data/documents/advanced-interventional-procedures.yaml")
    made = {each.id: (each.start, each.end, *passage_hashes(text[each.start : each.end])) for each in cut(text, LABELS)}
    keys = ("start", "end", "sha256", "normalizedSha256", "normalizedLength")
    known = {each["id"]: tuple(each[key] for key in keys) for each in data["passages"]}
    assert len(known) >= 7
    assert known == {name: made[name] for name in known}


# One sentence a line.
SENTENCES = [
    ["It helps.", "It lasts."],
    ["It costs 2.5 dollars (e.g. Dr. Smith says so. Really).", "Next."],
    ["It lasts 1-2 years.", "6 months is common."],
    ["Ask Dr. Jones, i.e. the surgeon.", "Mr. Smith knows too."],
    ["Inject approx. 20 ml vs. Placebo, see Fig. 2 and p. 7.", "Done."],
    ["Is it safe?", "Yes!", "No.", "Maybe…", "We shall see..."],
    ["Take vitamin D.", "It helps."],
    ["John F. Kennedy had back pain.", "Many do."],
    ["Smith et al. 2019 and Jones et al. (2020) agree.", "Others do not."],
    ['He said: "It hurts. A lot. Help!" and left.', "Nobody came."],
    ["“It hurt for years.", "Then it stopped.”"],
    ["Heat ‘burns’ the nerve.", "‘Burning’ is the word."],
    ["It was shown.[1]", "It was repeated.[2]", "(It was (twice). And again.)", "End"],
    ["The U.S. Agency agreed at 5 p.m.", "Everyone left."],
    ["疼痛会持续。", "治疗有帮助！"],
    ["Боль проходит.", "Это помогает."],
    ["See example.com or figure.png for more.", "OK."],
    ["It is no. 5 on the list.", "The answer is no.", "But why?"],
]


@pytest.mark.parametrize("lines", SENTENCES, ids=lambda lines: lines[0])
@pytest.mark.parametrize("between", [" ", "\n", "\r\n  "])
def test_sentences_end_where_they_end(lines: list[str], between: str) -> None:
    text = between.join(lines)
    found = [text[start:end] for start, end in sentences(text, 0, len(text))]
    assert found == lines


@pytest.mark.parametrize(
    "text", ["It helps (see below. Then it stops.", "1) It helps. Then it stops.", 'It "helps. Then it stops.']
)
def test_a_bracket_without_its_partner_swallows_nothing(text: str) -> None:
    assert len(list(sentences(text, 0, len(text)))) == 2


MARKDOWN = """\
# Knee pain

It hurts.

## 1. Injections ##

A sentence that runs
over its line. Another.

* **Indications:** Sore knees. Stiff knees.
* Note: a label that opens no part.

### Details

+ Indications:
    - nested. Twice.
- plain

## 2. Heat

Warm.

- Indications: cold knees.

What now?

Call us. Today.
"""

PLAIN = """\
KNEE PAIN
Text right below. More.

Injections
==========
They help.
----------

What does it cost?

Q: How much?
A: Little. Or nothing.

1. Rest
2. Ice it.
3) Wait

a line in small letters

The end
"""

# What the document is like; the document; its passages.
STRUCTURES = [
    ("Markdown with numbers", MARKDOWN, [
        ("s0-heading-1", "Knee pain"), ("s0-introduction-1", "It hurts."),
        ("s1-heading-1", "Injections"), ("s1-description-1", "A sentence that runs over its line."), ("s1-description-2", "Another."),
        ("s1-indications-1", "Sore knees."), ("s1-indications-2", "Stiff knees."), ("s1-description-3", "Note: a label that opens no part."),
        ("s1-heading-2", "Details"), ("s1-indications-3", "nested."), ("s1-indications-4", "Twice."), ("s1-description-4", "plain"),
        ("s2-heading-1", "Heat"), ("s2-description-1", "Warm."), ("s2-indications-1", "cold knees."),
        ("s2-heading-2", "What now?"), ("s2-description-2", "Call us."), ("s2-description-3", "Today."),
    ]),
    ("capitals, underlines, questions", PLAIN, [
        ("s1-heading-1", "KNEE PAIN"), ("s1-description-1", "Text right below."), ("s1-description-2", "More."),
        ("s2-heading-1", "Injections"), ("s2-description-1", "They help."), ("s2-heading-2", "What does it cost?"),
        ("s2-heading-3", "Q: How much?"), ("s2-description-2", "A: Little."), ("s2-description-3", "Or nothing."),
        ("s2-description-4", "Rest"), ("s2-description-5", "Ice it."), ("s2-description-6", "Wait"),
        ("s2-description-7", "a line in small letters"), ("s2-description-8", "The end"),
    ]),
    ("no heading", "One.\nTwo (a. B).\n\nThree.", [("s1-description-1", "One."), ("s1-description-2", "Two (a. B)."), ("s1-description-3", "Three.")]),
    ("one long paragraph", "It helps. " * 40, [(f"s1-description-{n}", "It helps.") for n in range(1, 41)]),
    ("headings without numbers", "Heat\n\nIt helps.\n\nCold\n\nIt helps too.", [
        ("s1-heading-1", "Heat"), ("s1-description-1", "It helps."), ("s2-heading-1", "Cold"), ("s2-description-1", "It helps too.")]),
    ("a paragraph a line", f"Heat\nIt helps. {'And helps ' * 15}\nCold\n{'It helps ' * 16}too.\n", [
        ("s1-heading-1", "Heat"), ("s1-description-1", "It helps."), ("s1-description-2", ("And helps " * 15).strip()),
        ("s2-heading-1", "Cold"), ("s2-description-1", f"{'It helps ' * 16}too.")]),
    ("a list with blank lines", "1. Heat\n\n2. Cold\n\n3. Rest\n\nThat is all.", [
        ("s1-description-1", "Heat"), ("s1-description-2", "Cold"), ("s1-description-3", "Rest"), ("s1-description-4", "That is all.")]),
    ("a numbered line under a marked heading", "# Heat\n\n1. Rest\n\nThat is all.", [
        ("s1-heading-1", "Heat"), ("s1-description-1", "Rest"), ("s1-description-2", "That is all.")]),
    ("numbers that are underlined", "1. Heat\n=======\nWarm.\n\n2. Cold\n=======\n\nCool.", [
        ("s1-heading-1", "Heat"), ("s1-description-1", "Warm."), ("s2-heading-1", "Cold"), ("s2-description-1", "Cool.")]),
    ("a closing part", "1. Heat\n\nWarm.\n\n• Indications: cold.\n\n2. Cold\n\n• Indications: heat.\n\nCall us.\n\nWhen?\n\nNow.", [
        ("s1-heading-1", "Heat"), ("s1-description-1", "Warm."), ("s1-indications-1", "cold."), ("s2-heading-1", "Cold"),
        ("s2-indications-1", "heat."), ("s3-closing-1", "Call us."), ("s3-heading-1", "When?"), ("s3-closing-2", "Now.")]),
    ("numbers that start anew", "1. Heat\n\nWarm.\n\n1. Cold\n\nCool.", [
        ("s1-heading-1", "Heat"), ("s1-description-1", "Warm."), ("s2-heading-1", "Cold"), ("s2-description-1", "Cool.")]),
    ("numbers with a gap", "2. Heat\n\nWarm.\n\n5. Cold\n\nCool.", [
        ("s2-heading-1", "Heat"), ("s2-description-1", "Warm."), ("s5-heading-1", "Cold"), ("s5-description-1", "Cool.")]),
    ("bullets of every kind", "- a\n* b\n• c\n– d\n+ e\n◦f", [(f"s1-description-{n}", sign) for n, sign in enumerate("abcdef", 1)]),
    ("a dash in running text", "It helps\n– as they say –\nmuch.", [("s1-description-1", "It helps – as they say – much.")]),
    ("a byte order mark", "\ufeffIt helps.", [("s1-description-1", "It helps.")]),
    ("an image glued to the text", "knee_2.JPEGKnees hurt.", [("s0-artifact-1", "knee_2.JPEG"), ("s1-description-1", "Knees hurt.")]),
    ("images before the text", "![a knee](knee.png)\na/b.webp Knees hurt.", [
        ("s0-artifact-1", "![a knee](knee.png)"), ("s0-artifact-2", "a/b.webp"), ("s1-description-1", "Knees hurt.")]),
    ("a word that is no image", "The file knee.png is an image. knee.pngs are many.", [
        ("s1-description-1", "The file knee.png is an image. knee.pngs are many.")]),
    ("nothing", "", []),
    ("no words", " \n\n --- \n\n • \n # \n …", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in STRUCTURES], ids=[case[0] for case in STRUCTURES])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_document_of_any_structure(text: str, expected: list[tuple[str, str]], line_end: str) -> None:
    assert words(text.replace("\n", line_end)) == expected


def left_out(text: str, passages: list[Passage]) -> list[str]:
    """What stands outside the passages, white space aside."""
    places = [0, *(place for each in passages for place in (each.start, each.end)), len(text)]
    gaps = [text[start:end] for start, end in zip(places[::2], places[1::2], strict=True)]
    return [word for gap in gaps for word in gap.split()]


#: A mark, a number with its point, a label that opens a part; no other letter and no other digit.
MAY_BE_LEFT_OUT = re.compile(r"(?i)[\W_]*(\d{1,3}(\.\d{1,3})*|indications|effectiveness|closing)?[\W_]*")


def assert_whole(text: str) -> None:
    passages = cut(text, LABELS)
    before = 0
    for each in passages:
        assert before <= each.start < each.end <= len(text)
        assert text[each.start : each.end].strip() == text[each.start : each.end]
        assert re.fullmatch(r"s\d+-[a-z]+-[1-9]\d*", each.id)
        before = each.end
    assert len({each.id for each in passages}) == len(passages)
    assert [word for word in left_out(text, passages) if not MAY_BE_LEFT_OUT.fullmatch(word)] == []


PIECES = st.sampled_from(
    ["# ", "## 1. ", "2. ", "1) ", "3.1 ", "- ", "* ", "• ", "– ", "Indications: ", "**Effectiveness:** ", "Note: ", "Q: ", "A: ", "| ",
     "Knee pain", "It helps. ", "It lasts 2.5 years (e.g. Dr. A. Says so). ", "Why? ", "“Yes.” ", '"No. Never." ', "HEADING", "etc. ",
     "\n", "\n\n", "\r\n", "\t", "  ", "---", "===", "a.png", "[1]", "(", ")", ".", "…", "*", "_", "x" * 130]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_passages_are_in_order_and_lose_no_word(text: str) -> None:
    assert_whole(text)


@given(st.text(max_size=200))
def test_any_characters_are_cut(text: str) -> None:
    assert_whole(text)


def test_real_documents_lose_no_word(document_text: Path) -> None:
    for path in (document_text, ROOT / "tests/second/knee-pain-treatments.txt"):
        assert_whole(path.read_bytes().decode("utf-8"))
    text = document_text.read_bytes().decode("utf-8")
    assert sorted(set(left_out(text, cut(text, LABELS)))) == [
        *(f"{n}." for n in range(1, 8)),
        "Effectiveness:",
        "Indications:",
        "•",
    ]

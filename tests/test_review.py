"""The page that shows a text beside its claims: all of the text, every claim once, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from kg.assemble import assemble
from kg.cite.copies import match, passages_of
from kg.claims import all_claims
from kg.english import Speaker
from kg.resources import project
from kg.review.page import render, review_of
from kg.review.read import read_review
from kg.store import Store
from kg.text.marks import Words, pieces, places
from tests.broken import DOCUMENT, edit
from tests.conftest import ROOT, Kg
from tests.review_sample import SCRIPT, TEXT, Sample, write_sample

EMPTY_TAGS = {"meta", "link", "input"}


class Page(html.parser.HTMLParser):
    """A page as a tree of open elements while it is read.

    Attributes:
        tags: each start tag and its attributes.
        left: the document's text, piece by piece, as the page's left column has it.
        passages: ids of the passages, in order.
        claims: id and sentence of each claim, in order.
        marks: each mark in a passage, with what it is and its words.
        scripts: the text of each script element.
        styles: likewise of style elements.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.left: list[str] = []
        self.passages: list[str] = []
        self.claims: list[list[str]] = []
        self.marks: list[tuple[str, str]] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    # The names that the standard library calls.
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if tag not in EMPTY_TAGS:
            self._open.append((tag, attributes))
        if tag == "article":
            self.passages.append(attributes["id"])
        elif tag == "li" and attributes.get("class") == "claim":
            self.claims.append([attributes["id"], ""])

    def handle_endtag(self, tag: str) -> None:  # noqa: D102
        opened, _ = self._open.pop()
        assert opened == tag

    def handle_data(self, data: str) -> None:  # noqa: D102
        if len(self._open) < 2:
            return
        tag, attributes = self._open[-1]
        within = [each.get("class", "").split() for _, each in self._open]
        if tag in {"script", "style"}:
            (self.scripts if tag == "script" else self.styles).append(data)
        elif any("said" in each and "absent" not in each for each in within) or (
            tag == "p" and "stray" in within[-2] and not within[-1]
        ):
            self.left.append(data)
            if tag == "mark":
                self.marks.append((attributes["class"], data))
        elif within[-1] == ["sentence"]:
            self.claims[-1][1] += data


def solid(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    return write_sample(tmp_path)


@pytest.fixture
def store(sample: Sample) -> Store:
    return assemble(sample.data).store


@pytest.fixture
def ours() -> Store:
    return assemble(project().data).store


def check_all_is_there(store: Store, path: Path) -> None:
    page = Page(render(review_of(store, path)))
    (copy,) = match([path], store)
    assert solid("".join(page.left)) == solid(copy.text)
    assert page.passages == [each.iri.removeprefix(copy.document) for each in passages_of(store, copy.document)]
    speaker = Speaker(store)
    expected = [
        [claim.iri.removeprefix(copy.document), speaker.say(claim)]
        for claim in all_claims(store)
        if claim.source.document == copy.document
    ]
    assert [[name, sentence.strip()] for name, sentence in page.claims] == expected
    assert expected


def test_all_the_text_and_every_claim_of_our_document_stand_in_the_page_once(ours: Store, document_text: Path) -> None:
    check_all_is_there(ours, document_text)


def test_all_the_text_and_every_claim_of_another_document_stand_in_the_page_once(store: Store, sample: Sample) -> None:
    check_all_is_there(store, sample.text)


def test_a_copy_with_other_line_ends_and_a_menu_is_shown_whole(
    ours: Store, document_text: Path, tmp_path: Path
) -> None:
    copied = tmp_path / "copy.txt"
    text = document_text.read_bytes().decode().replace("\n", "\r\n")
    copied.write_bytes(f"Home | About\r\n{text}\r\n© the clinic\r\n".encode())
    check_all_is_there(ours, copied)


def test_the_words_that_claims_rest_on_are_marked(ours: Store, document_text: Path) -> None:
    page = Page(render(review_of(ours, document_text)))
    assert ("cue", "effective") in page.marks
    assert ("ground", "steroid") in page.marks
    assert ("wording", "small joints") in page.marks
    (copy,) = match([document_text], ours)
    assert [card.id for card in read_review(ours, copy).cards for words in card.rests_on if not words.stands] == []


def test_what_is_covered_is_counted(store: Store, sample: Sample) -> None:
    (copy,) = match([sample.text], store)
    review = read_review(store, copy)
    assert review.states == {"covered": 3, "explained": 1, "uncovered": 1}
    assert review.kinds == {
        "stated": 2,
        "inferred": 1,
        "stated jointly": 1,
        "denied": 1,
        "contested": 2,
        "conditional": 1,
    }
    outside = [solid(text) for text in ("1.", "• Effect:", "Menu", "The end & no more.")]
    assert review.outside == sum(map(len, outside))
    assert review.characters == len(solid(TEXT))


def test_each_claim_carries_the_flags_that_a_reader_must_not_overlook(store: Store, sample: Sample) -> None:
    (copy,) = match([sample.text], store)
    flags = {card.id: card.flags for card in read_review(store, copy).cards}
    assert flags == {
        "s1-description-1.1": ["contested"],
        "s1-description-1.2": ["inferred"],
        "s1-description-2.1": ["denied", "contested"],
        "s2-description-1.1": ["conditional", "stated jointly"],
    }


def test_reasons_and_gaps_are_said_aloud(store: Store, sample: Sample) -> None:
    page = render(review_of(store, sample.text))
    assert "<b>Not modelled: structural.</b> It only arranges the text and states nothing." in page
    assert "<b>In part not modelled: too vague.</b>" in page
    assert page.count("<b>Uncovered:</b>") == 1
    assert page.count("<strong>(not in this passage)</strong>") == 1


def test_a_passage_that_is_not_there_is_not_invented(store: Store, sample: Sample) -> None:
    gone = "Alpha brings no ease."
    sample.text.write_bytes(TEXT.replace(gone, "").encode())
    text = render(review_of(store, sample.text))
    page = Page(text)
    assert page.passages[2] == "s1-description-2"
    assert text.count('<p class="said absent">not found in this text</p>') == 1
    assert gone not in text
    assert solid("".join(page.left)) == solid(TEXT.replace(gone, ""))


def test_sections_that_changed_places_are_shown_in_the_order_of_the_text(store: Store, sample: Sample) -> None:
    cut = TEXT.index("Both bring")
    sample.text.write_bytes(f"{TEXT[cut:]}\n{TEXT[:cut]}".encode())
    page = Page(render(review_of(store, sample.text)))
    assert page.passages[0] == "s2-description-1"
    assert solid("".join(page.left)) == solid(TEXT[cut:] + TEXT[:cut])


def test_text_and_names_are_no_markup(store: Store, sample: Sample) -> None:
    text = render(review_of(store, sample.text))
    page = Page(text)
    assert SCRIPT in page.left
    assert "<script>window.canary" not in text
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not {"i", "img", "iframe"} & {tag for tag, _ in page.tags}


def test_the_page_asks_nothing_of_any_network_and_its_policy_says_so(store: Store, sample: Sample) -> None:
    page = Page(render(review_of(store, sample.text)))
    links = [
        value for _, attributes in page.tags for name, value in attributes.items() if name in {"src", "href", "action"}
    ]
    assert {link for link in links if not link.startswith("#")} == {"data:,"}
    assert not [
        attributes
        for _, attributes in page.tags
        if any(name == "style" or name.startswith("on") for name in attributes)
    ]
    (policy,) = (
        attributes["content"]
        for _, attributes in page.tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    for kind, (text,) in (("script", page.scripts), ("style", page.styles)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_every_id_is_there_once_and_every_link_leads_to_one(store: Store, sample: Sample) -> None:
    page = Page(render(review_of(store, sample.text)))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = [
        value.removeprefix("#")
        for _, each in page.tags
        for name in ("href", "aria-labelledby")
        if (value := each.get(name, ""))
    ]
    assert set(named) - {"data:,"} <= set(ids)


def test_a_judgement_of_a_claim_is_out_of_date_when_the_claim_changes(sample: Sample, store: Store) -> None:
    (copy,) = match([sample.text], store)
    before = read_review(store, copy)
    edit(sample.data, "documents/sample.yaml", "cue: may", "cue: bring")
    after = read_review(assemble(sample.data).store, copy)
    changed_claims = [new.id for old, new in zip(before.cards, after.cards, strict=True) if old.version != new.version]
    changed_passages = [new.id for old, new in zip(before.rows, after.rows, strict=True) if old.version != new.version]
    assert changed_claims == ["s1-description-1.1"]
    assert changed_passages == ["s1-description-1"]


def test_same_bytes_whatever_the_process(sample: Sample, tmp_path: Path) -> None:
    pages = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}-review.html"
        command = [
            sys.executable,
            "-m",
            "kg",
            "review",
            "--document",
            str(sample.text),
            "--data",
            str(sample.data),
            "-o",
            str(out),
        ]
        subprocess.run(
            command,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}", "LC_ALL": "C"},
            capture_output=True,
        )
        pages.append(out.read_bytes())
    assert pages[0] == pages[1] == render(review_of(assemble(sample.data).store, sample.text)).encode()


def test_the_command_writes_here_and_replaces_only_its_own(kg: Kg, sample: Sample, tmp_path: Path) -> None:
    arguments = ("review", "--document", sample.text, "--data", sample.data)
    done = kg(*arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("review  review.html (")
    assert done.stderr == ""
    assert kg(*arguments).returncode == 0
    (tmp_path / "mine.html").write_text("<!doctype html><p>Mine.", encoding="utf-8")
    for out in ("mine.html", sample.data):
        done = kg(*arguments, "-o", out)
        assert done.returncode == 2
        assert "choose another -o FILE" in done.stderr
    assert (tmp_path / "mine.html").read_text(encoding="utf-8") == "<!doctype html><p>Mine."
    assert not list(tmp_path.glob(".*partial*"))


def test_errors_of_the_command(kg: Kg, sample: Sample, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Some text that no document holds.", encoding="utf-8")
    arguments = ("review", "--data", sample.data, "--document", sample.text)
    for code, words, done in (
        (3, "cannot be written", kg(*arguments, "-o", tmp_path / "none" / "r.html")),
        (2, "once", kg(*arguments, "--document", sample.text)),
        (2, "holds no passage of any document", kg(*arguments[:-1], tmp_path / "other.txt")),
        (2, "no such document", kg(*arguments[:-1], tmp_path / "none.txt")),
        (2, "--document", kg("review")),
    ):
        assert done.returncode == code, done.stderr
        assert words in done.stderr
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "review.html").exists()


def test_faults_in_the_data_name_their_line(kg: Kg, data: Path, document_text: Path) -> None:
    line = edit(data, DOCUMENT, "object: heat,", "objet: heat,")
    done = kg("review", "--document", document_text, "--data", data)
    assert done.returncode == 1
    assert f"{DOCUMENT}:{line}: " in done.stderr


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("can", "Cancer can; it CAN.", ["can", "CAN"]),
        ("anc", "cancer", []),
        ("more than one", "more\r\n  than one", ["more\r\n  than one"]),
        ("the 'burning' nerve", "the ‘burning’ nerve", ["the ‘burning’ nerve"]),
        ("50%", "500, 50 or 50%", ["50%"]),
        ("cement", "cement-like", []),
        ("café", unicodedata.normalize("NFD", "a café"), [unicodedata.normalize("NFD", "café")]),
        ("a.c", "abc a.c", ["a.c"]),
        ("no", "yes", []),
    ],
)
def test_words_are_found_as_the_text_writes_them(words: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in places(words, text)] == found


def test_marks_may_overlap_and_lose_nothing() -> None:
    text = "may bring great ease"
    cut = pieces(text, [Words("cue", "may bring", 0), Words("ground", "bring great", 1), Words("cue", "may", 2)])
    assert "".join(piece.text for piece in cut) == text
    assert [(piece.text, piece.roles, piece.claims) for piece in cut] == [
        ("may", ("cue",), (0, 2)),
        (" ", ("cue",), (0,)),
        ("bring", ("cue", "ground"), (0, 1)),
        (" great", ("ground",), (1,)),
        (" ease", (), ()),
    ]
    assert pieces("", []) == []


def test_pages_are_kept_out_of_the_repository() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"review.html", "*-review.html"} <= set(ignored)


def test_the_script_stays_small() -> None:
    script = (ROOT / "visualizations" / "review.js").read_text(encoding="utf-8")
    assert len(script.splitlines()) < 200
    assert not re.search(r"innerHTML|insertAdjacentHTML|eval\(|fetch\(|XMLHttpRequest", script)

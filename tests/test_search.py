"""Search: the best first, forgiving of how words are written, and honest about what it did not find."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

import kg.graph
from kg.errors import UsageError
from kg.graph import Graph
from kg.search import Found, Search
from tests.broken import edit
from tests.conftest import CLAIMS, Kg
from tests.test_new import SECOND

DOCUMENT = "documents/advanced-interventional-procedures.yaml"


@pytest.fixture(scope="module")
def searched(graph: Graph) -> Search:
    return Search(graph.store, graph.speaker())


def curies(graph: Graph, found: list[Found]) -> list[str]:
    return [graph.store.shorten(each.iri) for each in found]


@pytest.mark.parametrize(
    ("text", "first", "matched"),
    [
        ("RFA", "kg:radiofrequency-ablation", "name “RFA”"),
        ("rfa", "kg:radiofrequency-ablation", "name “RFA”"),
        ("neurotomy", "kg:radiofrequency-ablation", "name “radiofrequency neurotomy”"),
        ("burn", "kg:burn-nerve", "name “burn nerves”"),
        ("burning", "kg:burn-nerve", "name “burning the nerve”"),
        ("tendinitis", "kg:tendonitis", "name “tendinitis”"),
        ("sympathect", "kg:spinal-sympathectomy", "name “spinal sympathectomy”"),
        ("6 months", "aip:s2-effectiveness-2.1", "sentence"),
        ("6-Months", "aip:s2-effectiveness-2.1", "sentence"),
        ("24 pain relief", "aip:s2-effectiveness-2.1", "sentence"),
        ("doesn't respond", "aip:s0-introduction-1.1", "sentence"),
        ("allowing them to adjust", "aip:s3-description-2.2", "sentence"),
        ("most common neck pain", "aip:s1-description-1.3", "name “neck pain”, cue “most common”"),
        ("kg:nerve-block", "kg:nerve-block", "id"),
        ("<https://w3id.org/painkg/id/nerve-block>", "kg:nerve-block", "id"),
        ("AIP:S2-EFFECTIVENESS-2.1", "aip:s2-effectiveness-2.1", "id"),
    ],
)
def test_the_best_comes_first_and_says_why(graph: Graph, searched: Search, text: str, first: str, matched: str) -> None:
    best = searched.find(text)[0]
    assert (graph.store.shorten(best.iri), best.matched, best.near) == (first, matched, False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("platelet-rich plasma", "Platelet  Rich PLASMA"),
        ("platelet\u2011rich plasma", "platelet rich plasmas"),
        ("facet joint", "f\u00e0c\u0117t joints"),
        ("doesn’t respond", "DOESN'T RESPOND"),
        ("pa\u00adin relief", "\u202epain\u202c relief"),
        ("ﬁber", "fibers"),
        ("patient's", "patient"),
    ],
)
def test_writing_makes_no_difference(searched: Search, one: str, other: str) -> None:
    found = searched.find(one)
    assert found
    assert found == searched.find(other)
    assert not found[0].near


def test_the_order_of_ranks(graph: Graph, searched: Search) -> None:
    found = searched.find("steroid")
    assert curies(graph, found)[:3] == ["kg:steroid", "kg:epidural-steroid-injection", "kg:corticosteroid"]
    assert [each.matched for each in found[:3]] == ["name “steroid”", "name “epidural steroid injection”", "definition"]
    kinds = [each.kind for each in found]
    assert kinds == sorted(kinds, reverse=True)
    assert kinds.count("claim") > 20


def test_a_name_that_starts_so_comes_before_one_that_holds_it(graph: Graph, searched: Search) -> None:
    things = [each for each in searched.find("nerve") if each.kind == "thing"]
    names = [each.text for each in things if each.matched.startswith("name")]
    assert names[0] == "nerve"
    starting = [name.startswith("nerve") for name in names]
    assert starting == sorted(starting, reverse=True)
    assert not all(starting)
    assert {"nerve root", "nerve block", "sympathetic nerve block"} <= set(names)
    assert len(set(curies(graph, things))) == len(things)


@pytest.mark.parametrize("text", ["joint pain", "block pain", "back pain"])
def test_words_in_a_row_come_before_words_apart(searched: Search, text: str) -> None:
    sentences = [each.text for each in searched.find(text) if each.matched == "sentence"]
    in_a_row = [text in sentence.casefold() for sentence in sentences]
    assert in_a_row == sorted(in_a_row, reverse=True)
    assert set(in_a_row) == {True, False}


def test_a_preferred_name_comes_before_another_name_that_fits_alike(searched: Search) -> None:
    found = [each for each in searched.find("pain") if each.kind == "thing" and each.matched.startswith("name")]
    assert (found[-1].text, found[-1].matched) == ("radiculopathy", "name “nerve root pain”")
    assert len(found[-2].text) > len("nerve root pain")


def test_a_name_and_words_find_the_claims_about_the_thing(searched: Search) -> None:
    found = searched.find("RFA longer-lasting")
    assert found
    for each in found:
        assert each.claim
        assert each.claim.subject.endswith("/radiofrequency-ablation")
        assert each.matched.startswith("name “RFA”, sentence")
    assert "Facet joint injection" not in {each.text.partition(" can")[0] for each in found}


def test_a_ground_or_a_cue_is_found_where_no_sentence_has_it(graph: Graph, searched: Search) -> None:
    found = searched.find("used to")
    cue = next(each for each in found if each.matched.startswith("cue"))
    assert "used to" not in cue.text
    assert graph.store.shorten(cue.iri) == "aip:s2-description-3.6"
    assert [each.matched for each in found] == sorted((each.matched for each in found), reverse=True)


def test_every_claim_and_every_thing_is_found(graph: Graph, searched: Search) -> None:
    things = [row["thing"] for row in graph.query("SELECT DISTINCT ?thing { ?thing a skos:Concept }").to_dicts()]
    claims = [row["claim"] for row in graph.query("SELECT DISTINCT ?claim { ?claim a kgo:Claim }").to_dicts()]
    assert len(claims) == CLAIMS
    assert len(things) > 100
    for curie in (*things, *claims):
        (found,) = searched.find(str(curie))
        assert (graph.store.shorten(found.iri), found.matched) == (curie, "id")
        again = searched.find(found.text)
        best = {each.iri for each in again if (each.kind, each.text) == (found.kind, found.text)}
        assert found.iri in best
        assert again[0].text == found.text


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("tendinitus", "kg:tendonitis"),
        ("vertebroplatsy", "kg:vertebroplasty"),
        ("facet jont injektion", "kg:facet-joint-injection"),
        ("radio frequency ablation", "kg:radiofrequency-ablation"),
        ("sciatica qqq", "kg:sciatica"),
    ],
)
def test_a_near_spelling_says_that_it_is_one(graph: Graph, searched: Search, text: str, first: str) -> None:
    found = searched.find(text)
    assert curies(graph, found)[0] == first
    assert all(each.near for each in found)


@pytest.mark.parametrize(
    "text",
    ["qqq", "battery", "🙂", "?!", "\x1b[31m", "\x00", "שלום עולם", "\u202e", "x" * 200_000,
     "pain qqq " * 20_000, "} UNION { ?s ?p ?o", "\\\"'", "\ud800"],
)  # fmt: skip
def test_where_there_is_nothing_nothing_is_found(searched: Search, text: str) -> None:
    assert searched.find(text) == []


@pytest.mark.parametrize("text", ["", " ", "\t\n\u00a0"])
def test_an_empty_text_is_refused(graph: Graph, text: str) -> None:
    with pytest.raises(UsageError, match="nothing to search for"):
        graph.search(text)


def test_from_python_with_a_limit(graph: Graph, searched: Search) -> None:
    assert graph.search("pain") == searched.find("pain")[:20]
    assert graph.search("pain", limit=3) == searched.find("pain")[:3]
    with pytest.raises(UsageError, match="cannot be 0"):
        graph.search("pain", limit=0)


def rows_of(kg: Kg, here: Path, *arguments: str) -> list[dict[str, str]]:
    done = kg("search", "--data", here, *arguments, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_denied_and_conditional_claims_are_marked(kg: Kg, here: Path) -> None:
    denied = rows_of(kg, here, "vertebroplasty balloon")
    assert {row["text"].partition(":")[0] for row in denied} == {"Denied"}
    lines = kg("search", "--data", here, "anti-inflammatory nerve block", "--format", "text").stdout.splitlines()
    assert lines[0].startswith("  Conditional: Nerve block works by the anti-inflammatory mechanism")
    assert lines[1].startswith("      section 4, description, sentence 3 · aip:s4-description-3.5 · cue ")


def test_rows_in_other_formats(kg: Kg, here: Path) -> None:
    (row,) = rows_of(kg, here, "6 months")
    assert row["kind"] == "claim"
    assert row["id"].endswith("/s2-effectiveness-2.1")
    assert row["place"] == "Advanced interventional procedures, section 2, Effectiveness, sentence 2"
    assert row["matched"] == "sentence"
    (binding,) = json.loads(kg("search", "--data", here, "6 months", "--format", "json").stdout)["results"]["bindings"]
    assert binding["id"] == {"type": "uri", "value": row["id"]}
    assert (
        kg("search", "--data", here, "6 months").stdout
        == kg("search", "--data", here, "6 months", "--format", "tsv").stdout
    )
    assert kg("search", "--data", here, "6 months").stdout.startswith("?kind\t?text\t?id\t?place\t?matched\n")
    assert (
        kg("search", "--data", here, "tendinitus", "--format", "md").stdout.count("near spelling: name “tendinitis”")
        == 3
    )


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (["qqq"], 0, "kg: nothing holds “qqq”\n"),
        (["pain \x1b[2J qqqq"], 0, "kg: nothing holds “pain \\u001b[2J qqqq”"),
        (["x" * 10_000], 0, "…”\n"),
        (["radiofrequency qqqq"], 0, "did you mean “radiofrequency ablation”"),
        (["tendinitus", "--limit", "1"], 0, "this is spelt nearly so\nkg: 2 more; --limit 3 shows them too\n"),
        (["pain", "--limit", "5"], 0, " more; --limit "),
        (["  "], 2, "nothing to search for"),
        (["pain", "--format", "turtle"], 2, "--format turtle does not fit"),
        (["pain", "--format", "nonsense"], 2, "unknown --format nonsense"),
        (["pain", "--limit", "0"], 2, "--limit"),
    ],
)
def test_what_it_says_beside_the_results(kg: Kg, here: Path, arguments: list[str], code: int, error: str) -> None:
    done = kg("search", "--data", here, *arguments)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert error in done.stderr


def test_the_second_document_has_its_own_words() -> None:
    second = kg.graph.open(SECOND)
    assert second.search("viscosupplementation")[0].text == "hyaluronic acid injection"
    assert second.search("sore knees")[0].text == "knee pain"
    assert second.search("spinal cord stimulation") == []


def test_claims_of_two_documents_name_theirs(data: Path) -> None:
    for path in sorted((SECOND / "concepts").glob("*.yaml")):
        if not path.name.startswith("shared-"):
            shutil.copy(path, data / "concepts" / f"knee-{path.name}")
    shutil.copy(SECOND / "documents" / "knee-pain-treatments.yaml", data / "documents")
    found = kg.graph.open(data).search("osteoarthritis", limit=100)
    assert {each.claim.source.title for each in found if each.claim} == {
        "Advanced interventional procedures",
        "Knee pain treatments",
    }


def test_a_denied_name_names_nothing(data: Path) -> None:
    name = "- {id: s2-heading-1.1, subject: radiofrequency-ablation, says: altLabel, text: RFA}"
    edit(data, DOCUMENT, name, f"{name}\n      {name[:-4].replace('1.1', '1.9')}zapping, polarity: Denied, cue: not}}")
    (found,) = kg.graph.open(data).search("zapping")
    assert found.claim
    assert found.claim.denied

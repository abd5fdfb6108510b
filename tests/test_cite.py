"""A citation can be verified: in the very text by offset, in any copy by hash; what is changed is never quoted."""

from __future__ import annotations

import json
import random
import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.assemble import Assembled, assemble
from kg.check.run import run_checks
from kg.check.verify import texts
from kg.cite.copies import Copy, Haystack, Passage, copy_of, locate, match, passages_of, quotes
from kg.errors import OutsideError, UsageError
from kg.graph import Graph
from kg.text.source import MAX_DOCUMENT_BYTES, Normalized, normalize
from tests.broken import edit
from tests.conftest import ROOT, Kg
from tests.copies import INVENTED, PASSAGES, TEXT, disturb, passages, write_invented

pytestmark = pytest.mark.long

REAL = "https://w3id.org/painkg/document/advanced-interventional-procedures/"
CLAIM = "inv:s11-description-1.1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data, with an invented document beside the real one."""
    data = Path(shutil.copytree(ROOT / "data", tmp_path_factory.mktemp("cite") / "data"))
    write_invented(data)
    return data


@pytest.fixture(scope="module")
def assembled(folder: Path) -> Assembled:
    return assemble(folder)


@pytest.fixture(scope="module")
def both(assembled: Assembled) -> Graph:
    return Graph(assembled.store)


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """The invented document, its very characters."""
    return written(tmp_path, TEXT.encode())


def written(folder: Path, content: bytes) -> Path:
    path = folder / "text.txt"
    path.write_bytes(content)
    return path


def as_copy(text: str, document: str, passages: list[Passage]) -> Copy:
    return Copy(Path("copy"), text, document, same=False, passages=passages, haystack=Haystack(text))


def faults(assembled: Assembled, path: Path) -> list[str]:
    """What `kg check --document` says of the text alone."""
    return [
        fault.message
        for result in run_checks(assembled, [path])
        if result.name == "document"
        for fault in result.faults
    ]


# Finding passages


def test_the_very_text_is_quoted_by_offset(both: Graph, text: Path) -> None:
    (copy,) = match([text], both.store)
    assert (copy.document, copy.same) == (INVENTED, True)
    found = {passage.iri.removeprefix(INVENTED): quote for passage, quote in quotes(copy)}
    assert {name: quote and (quote.text, quote.exact) for name, quote in found.items()} == {
        name: (words, True) for name, words in PASSAGES.items()
    }


@pytest.mark.parametrize("decompose", [False, True], ids=["NFC", "NFD"])
@pytest.mark.parametrize("seed", range(5))
def test_a_disturbed_copy_is_quoted_where_each_passage_stands(
    both: Graph, tmp_path: Path, seed: int, *, decompose: bool
) -> None:
    disturbed = disturb(TEXT, passages(), random.Random(seed), decompose=decompose)  # noqa: S311 - no secret
    (copy,) = match([written(tmp_path, disturbed.text.encode())], both.store)
    assert (copy.document, copy.same) == (INVENTED, False)
    # The mark at the start of the file is no character of its text.
    found = {passage.iri: quote and (quote.start + 1, quote.end + 1, quote.exact) for passage, quote in quotes(copy)}
    assert found == {iri: (*place, False) for iri, place in disturbed.places.items()}


@given(st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=150)
def test_no_white_space_and_no_quotes_hide_a_passage(chance: random.Random, decompose: bool) -> None:  # noqa: FBT001 - drawn
    disturbed = disturb(TEXT, passages(), chance, decompose=decompose)
    copy = as_copy(disturbed.text, INVENTED, passages())
    assert {passage.iri: quote and (quote.start, quote.end) for passage, quote in quotes(copy)} == disturbed.places


@given(st.randoms(use_true_random=False), st.integers(0, 10_000))
@settings(max_examples=150)
def test_a_changed_character_is_refused_and_the_others_stand(chance: random.Random, where: int) -> None:
    changed = passages()[where % len(PASSAGES)]
    disturbed = disturb(TEXT, passages(), chance, decompose=False)
    start, end = disturbed.places[changed.iri]
    letters = [i for i in range(start, end) if disturbed.text[i].isalpha()]
    at = letters[where % len(letters)]
    spoilt = disturbed.text[:at] + ("x" if disturbed.text[at] != "x" else "y") + disturbed.text[at + 1 :]
    copy = as_copy(spoilt, INVENTED, passages())
    assert [passage for passage, quote in quotes(copy) if quote is None] == [changed]


@given(
    st.text(
        st.sampled_from(
            "ab \n\r\t\u00a0\u2000\u3000'‘“e\u0301\u0323\u0344é\u212b\u1100\u1161\u11a8\u0915\u093c\u0958\u200b"
        ),
        max_size=40,
    )
)
@example("  \n e\u0301  a\u0323\u0301 \u0344\u0344 \u1100\u1161\u11a8x ")
@settings(max_examples=500)
def test_each_word_of_the_normalised_form_leads_back_to_its_place(text: str) -> None:
    form = Normalized(text)
    assert form.normalized == normalize(text)
    start = 0
    for word in filter(None, form.normalized.split(" ")):
        start = form.normalized.index(word, start)
        first, last = form.place(start, start + len(word))
        assert normalize(text[first:last]) == word
        assert not text[first].isspace()
        assert not text[last - 1].isspace()
        start += len(word)


def test_a_heading_that_a_menu_repeats_is_quoted_from_its_own_place(tmp_path: Path, both: Graph) -> None:
    menu = "Café “Ångström” | Closing hours\n" * 2
    footer = "\nClosing hours | Café “Ångström”\n"
    (copy,) = match([written(tmp_path, f"{menu}{TEXT}{footer}".encode())], both.store)
    assert {quote and quote.start - len(menu) for _, quote in quotes(copy)} == {each.start for each in passages()}


def test_a_text_goes_with_the_document_most_of_whose_passages_it_holds(folder: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "data"))
    twin = (other / "documents/invented.yaml").read_text(encoding="utf-8").replace("/invented/", "/again/")
    first, mark, _ = twin.partition("  - id: s11-heading-1\n")
    assert mark
    (other / "documents/again.yaml").write_text(
        first.replace("prefix: inv", "prefix: again").replace(first[first.index("\nsha256: ") + 9 :][:64], "a" * 64),
        encoding="utf-8",
    )
    store = assemble(other).store
    assert len(passages_of(store, "https://w3id.org/painkg/document/again/")) == 2
    (copy,) = match([written(tmp_path, (TEXT + "!").encode())], store)
    assert copy.document == INVENTED


# Texts as people have them. The bytes; whether the quote is found (else it is refused).
TEXTS: dict[str, tuple[bytes, bool]] = {
    "CRLF": (TEXT.replace("\n", "\r\n").encode(), True),
    "lone CR": (TEXT.replace("\n", "\r").encode(), True),
    "NBSP": (TEXT.replace(" ", "\u00a0").encode(), True),
    "NFD": (unicodedata.normalize("NFD", TEXT).encode(), True),
    "one changed sentence": (TEXT.replace("be hot", "get hot").encode(), False),
    "soft hyphens": (TEXT.replace("needle can", "nee\u00addle can").encode(), False),
    "zero-width space": (TEXT.replace("needle can", "needle\u200b can").encode(), False),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_copy_is_quoted_or_refused(both: Graph, assembled: Assembled, tmp_path: Path, name: str) -> None:
    content, found = TEXTS[name]
    path = written(tmp_path, content)
    quote = both.cite(CLAIM, [path]).quote
    assert (quote is not None) == found
    said = faults(assembled, path)
    assert said == [] if found else len(said) == 1
    assert all("s11-description-1: no characters of text.txt have" in each for each in said)
    assert both.cite("inv:s12-closing-1", [path]).quote is not None


def test_a_byte_order_mark_is_no_character_of_the_text(both: Graph, tmp_path: Path) -> None:
    (copy,) = match([written(tmp_path, b"\xef\xbb\xbf" + TEXT.encode())], both.store)
    assert copy.same


# What no text can be read from, or none of the data's.
UNREADABLE = {
    "another text": (b"Another text altogether.", "holds no passage of any document in the data, which are: “Advanced interventional procedures”, “Invented”"),
    "cp1252": (TEXT.replace("Å", "A").encode("cp1252"), "not UTF-8 (byte 65); save the text as UTF-8"),
    "UTF-16": (TEXT.encode("utf-16"), "the text is UTF-16, not UTF-8; save it as UTF-8"),
    "UTF-32": (TEXT.encode("utf-32"), "the text is UTF-32, not UTF-8"),
    "UTF-16 without a mark": (TEXT.encode("utf-16-le"), "holds a zero byte, so it is binary or UTF-16"),
    "binary": (b"GIF89a\0\1\0", "holds a zero byte"),
    "empty": (b"", "is empty"),
    "white space": (b" \r\n\t", "is empty"),
    "too large": (b"a" * (MAX_DOCUMENT_BYTES + 1), "larger than 16 MiB"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_cited_from_is_explained(both: Graph, tmp_path: Path, name: str) -> None:
    content, words = UNREADABLE[name]
    path = written(tmp_path, content)
    with pytest.raises(UsageError) as error:
        both.cite(CLAIM, [path])
    assert str(error.value).startswith(f"{path}: ")
    assert words in str(error.value)


def test_a_folder_and_a_missing_file_are_explained(both: Graph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        both.cite(CLAIM, [tmp_path])
    with pytest.raises(UsageError, match="no such document"):
        both.cite(CLAIM, [tmp_path / "missing.txt"])


def test_a_file_that_may_not_be_read_is_explained(both: Graph, text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(OutsideError, match="cannot be read: Permission denied"):
        both.cite(CLAIM, [text])


def test_a_long_copy_is_searched_and_says_so(both: Graph, tmp_path: Path) -> None:
    chance = random.Random(0)  # noqa: S311 - no secret
    filler = " ".join(chance.choices(["Lorem", "ipsum,", "dolor", "consectetur", "amet."], k=400_000))
    path = written(tmp_path, f"{filler}\r\n{TEXT}\r\n{filler}".encode())
    assert path.stat().st_size > 5_000_000
    said: list[str] = []
    quote = both.cite(CLAIM, [path], said.append).quote
    assert quote is not None
    assert (quote.text, quote.start) == (PASSAGES["s11-description-1"], len(filler) + 2 + TEXT.index("A heated"))
    assert said == [f"text.txt: looking for passages in {len(filler) * 2 + len(TEXT) + 4} characters"]


# Checking data against a text


def test_check_finds_no_fault_in_the_text_or_a_copy(assembled: Assembled, text: Path) -> None:
    for content in (TEXT, f"Menu\r\n{TEXT}"):
        text.write_text(content, encoding="utf-8", newline="")
        (result,) = (each for each in run_checks(assembled, [text]) if each.name == "document")
        assert (result.faults, result.checked) == ([], len(PASSAGES) + 1 + (content == TEXT))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("cue: can}", "cue: [can, cannot]}", 0, "“cannot” does not stand in its passage"),
        ("normalizedLength: 55", "normalizedLength: 54", -5, "no characters of text.txt have this passage's hash"),
    ],
)
def test_check_verifies_words_and_passages_in_a_copy(
    folder: Path, text: Path, tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    data = Path(shutil.copytree(folder, tmp_path / "data"))
    at = edit(data, "documents/invented.yaml", old, new)
    text.write_text(f"Menu {TEXT}", encoding="utf-8")
    (result,) = (each for each in run_checks(assemble(data), [text]) if each.name == "document")
    assert [(fault.line - at - line, words in fault.message) for fault in result.faults] == [(0, True)]


# The command


def test_a_citation_without_the_text(both: Graph) -> None:
    citation = both.cite("aip:s2-effectiveness-2.1")
    assert (citation.source.section, citation.source.ordinal, citation.quote) == (2, 2, None)
    assert (citation.passage.start, citation.passage.end) == (2080, 2129)
    assert citation.claim is not None
    assert citation.claim.values("cue") == ["can", "months", "years"]


@pytest.mark.parametrize(
    "name",
    [
        CLAIM,
        "s11-description-1.1",
        "S11-Description-1.1",
        f"{INVENTED}s11-description-1.1",
        f"<{INVENTED}s11-description-1.1>",
    ],
)
def test_a_claim_by_any_name(both: Graph, name: str) -> None:
    assert both.cite(name).iri == f"{INVENTED}s11-description-1.1"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "s0-introduction-1",
            "“s0-introduction-1” may be “aip:s0-introduction-1”, “inv:s0-introduction-1”; give one of these",
        ),
        ("inv:s2-effectivenes-9", "no claim or passage is named “inv:s2-effectivenes-9”; did you mean "),
        ("zzzzzzzzzzzz", "`kg show THING` names the claims about a thing"),
        ("radiofrequency-ablation", "no claim or passage is named “radiofrequency-ablation”"),
    ],
)
def test_what_names_no_claim_is_explained(both: Graph, name: str, words: str) -> None:
    with pytest.raises(UsageError) as error:
        both.cite(name)
    assert words in str(error.value)


def test_the_text_of_another_document_is_refused(both: Graph, text: Path) -> None:
    with pytest.raises(UsageError, match=r"of another document; aip:s2-effectiveness-2\.1 is from “Advanced"):
        both.cite("aip:s2-effectiveness-2.1", [text])


def test_the_command_quotes_and_says_how_it_verified(kg: Kg, folder: Path, text: Path) -> None:
    done = kg("cite", CLAIM, "--document", text, "--data", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "Radiofrequency ablation can use a heated needle."
    assert "  quote     “A heated needle can be hot, in radiofrequency ablation.”" in done.stdout.splitlines()
    assert f"  verified  same text, by offset · {text}" in done.stdout.splitlines()
    text.write_text(f"Menu\n\n{TEXT}".replace("A heated", "A\n  heated"), encoding="utf-8")
    start = TEXT.index("A heated") + 6
    copied = kg("cite", CLAIM, "--document", text, "--data", folder)
    assert f"  verified  found in a copy, characters {start} to {start + 57} · {text}" in copied.stdout.splitlines()


def test_the_command_refuses_a_changed_sentence(kg: Kg, folder: Path, text: Path) -> None:
    text.write_text(TEXT.replace("be hot", "get hot"), encoding="utf-8")
    done = kg("cite", CLAIM, "--document", text, "--data", folder)
    assert done.returncode == 1
    assert "no guess is made" in done.stderr
    assert "quote" not in done.stdout
    assert "hot" not in done.stdout


def test_the_command_gives_a_web_annotation(kg: Kg, folder: Path, text: Path) -> None:
    done = kg("cite", CLAIM, "--document", text, "--data", folder, "--format", "json")
    found = json.loads(done.stdout)
    place, quote = found["target"]["selector"]
    assert (found["type"], found["target"]["source"]["id"]) == ("Annotation", INVENTED)
    assert TEXT[place["start"] : place["end"]] == quote["exact"] == PASSAGES["s11-description-1"]
    assert quote["prefix"] + quote["exact"] + quote["suffix"] in TEXT
    assert found["body"][0] == {"id": f"{INVENTED}s11-description-1.1", "kgo:cue": ["can"]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["zzzz"], "no claim or passage is named"),
        ([CLAIM, "--format", "xml"], "unknown --format xml; use text or json"),
        ([CLAIM, "--document", "missing.txt"], "missing.txt: no such document"),
        ([CLAIM, "--document", "."], ".: is a folder"),
    ],
)
def test_a_wrong_command_is_explained(kg: Kg, folder: Path, arguments: list[str], words: str) -> None:
    done = kg("cite", *arguments, "--data", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


# The real document


def test_every_passage_of_the_document_is_quoted_by_offset(both: Graph, document_text: Path) -> None:
    (copy,) = match([document_text], both.store)
    assert (copy.document, copy.same) == (REAL, True)
    assert [passage.iri for passage, quote in quotes(copy) if quote is None or not quote.exact] == []
    assert dict(texts(copy)) == {each.iri: copy.text[each.start : each.end] for each in copy.passages}


@pytest.mark.parametrize("seed", range(5))
def test_every_passage_stands_in_a_disturbed_copy_of_the_document(
    both: Graph, assembled: Assembled, document_text: Path, tmp_path: Path, seed: int
) -> None:
    original = document_text.read_text(encoding="utf-8")
    disturbed = disturb(original, passages_of(both.store, REAL), random.Random(seed), decompose=seed % 2 == 1)  # noqa: S311 - no secret
    path = written(tmp_path, disturbed.text.encode())
    (copy,) = match([path], both.store)
    found = {passage.iri: quote and (quote.start + 1, quote.end + 1) for passage, quote in quotes(copy)}
    assert found == disturbed.places
    assert faults(assembled, path) == []


def test_every_passage_of_the_document_is_refused_when_one_character_is_changed(
    both: Graph, document_text: Path
) -> None:
    text = document_text.read_text(encoding="utf-8")
    known = passages_of(both.store, REAL)
    for passage in known:
        middle = (passage.start + passage.end) // 2
        spoilt = f"{text[:middle]}§{text[middle + 1 :]}"
        copy = as_copy(spoilt, REAL, known)
        assert [each for each in known if locate(each, copy) is None] == [passage]


def test_a_text_that_claims_to_be_the_same_is_verified_all_the_same() -> None:
    text = TEXT.replace("be hot", "ge hot")
    copy = as_copy(text, INVENTED, passages())._replace(same=True)
    refused: list[Passage] = [passage for passage, quote in quotes(copy) if quote is None]
    assert [passage.iri for passage in refused] == [f"{INVENTED}s11-description-1"]


def test_without_a_document_in_the_data_no_text_is_one(text: Path) -> None:
    from kg.store import Store

    assert copy_of(text, Store.of([])) is None

"""`kg new`: any document becomes a claims file that loads, and nothing that exists is touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

import kg.cli.new
from kg import new as new_document
from kg.assemble import assemble, ontology_quads
from kg.errors import UsageError
from kg.load import load
from kg.new import Naming, Vocabulary
from kg.resources import folder_project, project, share
from kg.store import Store
from kg.text.segment import cut
from kg.text.source import read_document
from tests.broken import faults_of
from tests.conftest import ROOT, Kg

SECOND = ROOT / "tests" / "second"
KNEE = SECOND / "knee-pain-treatments.txt"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.read(Store.of(ontology_quads()))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_bytes(b"Heat\n\nIt helps. It may last.\n\nCold\n\nIt does not.\n")
    return path


@pytest.mark.parametrize("folder", ["missing", "empty", "deep/down"])
def test_a_new_document_lacks_nothing_but_its_claims(kg: Kg, tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    done = kg("new", "knee-pain", "--document", KNEE, "--data", folder)
    assert (done.returncode, done.stderr) == (0, "")
    made, things, reviewing, following = done.stdout.splitlines()
    assert made == f"claims    {folder}/documents/knee-pain.yaml: 33 passages in 5 sections, prefix kp"
    assert things == f"things    {folder}/concepts/procedures.yaml: a starter"
    assert reviewing.endswith(f"kg review --data {folder} --document {KNEE}")
    assert following.endswith(f"kg check --data {folder} --document {KNEE}")
    check = kg(*following.partition("kg ")[2].split())
    assert check.returncode == 1
    faults = re.findall(r"^(.*):(\d+): (\S+): no claim, and no notModelled that says why \[(.*)\]$", check.stdout, re.MULTILINE)  # fmt: skip
    assert len(faults) == len(check.stdout.splitlines()) == 33
    lines = (tmp_path / folder / "documents" / "knee-pain.yaml").read_text(encoding="utf-8").splitlines()
    assert all(lines[int(line) - 1] == f"  - id: {name}" for _, line, name, _ in faults)
    assert {name for *_, name in faults} == {"uncovered-passage"}


def test_no_word_of_the_document_is_written(tmp_path: Path, vocabulary: Vocabulary) -> None:
    made = new_document.new(folder_project(tmp_path / "data"), Naming("k"), KNEE, vocabulary)
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.yaml"))
    text = KNEE.read_text(encoding="utf-8")
    sentences = [text[each.start : each.end] for each in made.passages]
    assert [words for words in sentences if len(words.split()) > 2 and words in written] == []
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == ["k.yaml", "procedures.yaml"]


def test_what_exists_is_left_as_it_is(kg: Kg, tmp_path: Path, page: Path) -> None:
    first = tmp_path / "data" / "documents" / "page.yaml"
    first.parent.mkdir(parents=True)
    first.write_text("mine", encoding="utf-8")
    done = kg("new", "page", "--document", page, "--data", "data")
    assert done.returncode == 2
    assert done.stderr == "kg: data/documents/page.yaml: exists already and is left as it is; choose another NAME\n"
    assert first.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in (tmp_path / "data").rglob("*")] == ["documents", "page.yaml"]


def test_things_that_exist_are_left_as_they_are(data: Path, page: Path, vocabulary: Vocabulary) -> None:
    before = {path: path.read_bytes() for path in data.rglob("*.yaml")}
    made = new_document.new(folder_project(data), Naming("page"), page, vocabulary)
    assert made.concepts is None
    assert {path: path.read_bytes() for path in data.rglob("*.yaml") if path != made.document} == before
    assert {fault.check for fault in faults_of(data, page)} == {"uncovered-passage"}
    # Beside the ontology, editors find its schema without a network.
    schema = re.search(r"\$schema=(\S+)", made.document.read_text(encoding="utf-8"))
    assert schema
    assert schema[1].startswith("https://")
    (data.parent / "ontology").symlink_to(share() / "ontology")
    again = new_document.new(folder_project(data), Naming("page-two"), page, vocabulary)
    schema = re.search(r"\$schema=(\S+)", again.document.read_text(encoding="utf-8"))
    assert schema
    assert (again.document.parent / schema[1]).is_file()


# The arguments; the content of the document; words of the message.
MISTAKES = [
    (["Knee pain"], b"It helps.", "“Knee pain” is no slug"),
    (["../knee"], b"It helps.", "is no slug"),
    (["knee", "--prefix", "kgo"], b"It helps.", "is taken by PainKG itself"),
    (["knee", "--prefix", "1k"], b"It helps.", "a letter first"),
    (["knee", "--prefix", "taken"], b"It helps.", "is taken by data/documents/other.yaml"),
    (["knee", "--title", "a\nb"], b"It helps.", "give text in one line"),
    (["knee", "--title", " a"], b"It helps.", "give text in one line"),
    (["knee"], b"", "page.txt: "),
    (["knee"], b" \n\n--- ...\n", "page.txt: holds no text"),
    (["knee"], b"\x89PNG\r\n\x1a\n\xff\xfe\xfd", "page.txt: "),
    (["knee"], None, "page.txt: no such document"),
    (["knee", "--data", "page.txt"], b"It helps.", "page.txt: is a file; choose a folder"),
]


@pytest.mark.parametrize(("arguments", "content", "words"), MISTAKES)
def test_a_mistake_is_explained_and_makes_nothing(
    kg: Kg, tmp_path: Path, vocabulary: Vocabulary, page: Path, arguments: list[str], content: bytes | None, words: str
) -> None:
    data = tmp_path / "data"
    new_document.new(folder_project(data), Naming("other", prefix="taken"), page, vocabulary)
    page.unlink()
    if content is not None:
        page.write_bytes(content)
    before = sorted(tmp_path.rglob("*"))
    where = [] if "--data" in arguments else ["--data", "data"]
    done = kg("new", *arguments, "--document", "page.txt", *where)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert sorted(tmp_path.rglob("*")) == before


def test_a_document_that_is_too_large_is_refused(kg: Kg, page: Path) -> None:
    with page.open("r+b") as file:
        file.truncate(17 * 1024 * 1024)
    done = kg("new", "page", "--document", page, "--data", "data")
    assert done.returncode == 2
    assert "MiB" in done.stderr


def test_a_claims_file_beside_it_that_is_broken_is_named(kg: Kg, page: Path, tmp_path: Path) -> None:
    (tmp_path / "data/documents").mkdir(parents=True)
    (tmp_path / "data/documents/other.yaml").write_text("a: [", encoding="utf-8")
    done = kg("new", "page", "--document", page, "--data", "data")
    assert done.returncode == 1
    assert "data/documents/other.yaml:" in done.stderr


def test_the_installed_data_is_not_written_to(monkeypatch: pytest.MonkeyPatch, page: Path) -> None:
    installed = project()._replace(installed=True)
    monkeypatch.setattr("kg.cli.new.project", lambda: installed)
    with pytest.raises(UsageError, match="name a folder of your own: --data DIR"):
        kg.cli.new.new("page", page)


@pytest.mark.parametrize(
    ("name", "prefix"),
    [("knee-pain", "kp"), ("kidney-pain", "kp2"), ("knee-guide", "kg2"), ("2024-report", "r"), ("2024", "d"), ("x", "x")],
)  # fmt: skip
def test_the_prefix_is_made_of_initials_that_are_free(
    tmp_path: Path, page: Path, vocabulary: Vocabulary, name: str, prefix: str
) -> None:
    chosen = folder_project(tmp_path / "data")
    if prefix == "kp2":
        new_document.new(chosen, Naming("knee-pain"), page, vocabulary)
    assert new_document.new(chosen, Naming(name), page, vocabulary).prefix == prefix
    assert prefix in Store.of(load(chosen.data).quads).prefixes


@given(title=st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=30).map(str.strip))
def test_any_title_is_read_back(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    if not title.isprintable():
        return
    folder = tmp_path_factory.mktemp("titles")
    (folder / "page.txt").write_text("It helps.", encoding="utf-8")
    made = new_document.new(
        folder_project(folder), Naming("page", title, "true"), folder / "page.txt", Vocabulary({}, [])
    )
    read = YAML(typ="safe").load(made.document)
    assert (read["title"], read["prefix"]) == (title or "Page", "true")
    assert load(folder).files == 2


@pytest.mark.parametrize("change", [lambda text: text.replace(b"\n", b"\r\n"), lambda text: b"\xef\xbb\xbf" + text])
def test_line_ends_and_byte_order_marks_keep_their_places(
    tmp_path: Path, vocabulary: Vocabulary, change: type[bytes]
) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(change(KNEE.read_bytes()))
    made = new_document.new(folder_project(tmp_path / "data"), Naming("copy"), copy, vocabulary)
    text, original = read_document(copy), read_document(KNEE)
    plain = cut(original, vocabulary.labels)
    assert [text[each.start : each.end].split() for each in made.passages] == [
        original[each.start : each.end].split() for each in plain
    ]
    assert {fault.check for fault in faults_of(tmp_path / "data", copy)} == {"uncovered-passage"}


def test_parts_come_from_the_ontology(vocabulary: Vocabulary) -> None:
    assert vocabulary.labels["Indications"] == "indications"
    assert vocabulary.labels["closing"] == "closing"
    assert "kgo:ProcedureScheme" in vocabulary.schemes
    assert "kgo:DurationScale" not in vocabulary.schemes


def test_the_second_document_is_modelled_whole(vocabulary: Vocabulary, tmp_path: Path) -> None:
    assert faults_of(SECOND, KNEE) == []
    made = new_document.new(folder_project(tmp_path / "data"), Naming("knee-pain-treatments"), KNEE, vocabulary)
    places = {each.id: (each.start, each.end) for each in made.passages}
    modelled = YAML(typ="safe").load(SECOND / "documents" / "knee-pain-treatments.yaml")["passages"]
    assert {each["id"]: (each["start"], each["end"]) for each in modelled} == places
    assert 250 <= len(KNEE.read_text(encoding="utf-8").split()) <= 350


def test_folders_side_by_side_have_builds_of_their_own(kg: Kg, tmp_path: Path, page: Path) -> None:
    for name in ("data", "mine"):
        assert kg("new", f"{name}-page", "--document", page, "--data", name).returncode == 0
        text = (tmp_path / name / f"documents/{name}-page.yaml").read_text(encoding="utf-8")
        covered = text.replace("claims: []", "notModelled: TooVague")
        (tmp_path / name / f"documents/{name}-page.yaml").write_text(covered, encoding="utf-8")
    assert kg("build", "--data", "data").returncode == 0
    titles = "SELECT ?title { GRAPH ?d { ?d dcterms:title ?title } }"
    assert '"Mine page"@en' in kg("query", titles, "--data", "mine").stdout
    assert kg("build", "--data", "mine").returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "data", "mine", "mine-build", "page.txt"]
    assert kg("query", titles, "--data", "data").stdout == '?title\n"Data page"@en\n'
    assert len(assemble(tmp_path / "mine").store.select(titles)) == 1

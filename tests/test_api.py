"""The Python API: what the command line does, in one line each."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.errors import OutsideError, UsageError
from kg.graph import Graph
from kg.names import Names
from kg.resources import project, share
from kg.store import Store
from kg.tables import table
from kg.terms import shorten
from tests.conftest import CLAIMS

TWO_NERVES = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX kg: <https://w3id.org/painkg/id/>
INSERT DATA { GRAPH <https://w3id.org/painkg/graph/concepts> {
  kg:sural-nerve skos:prefLabel "sural nerve"@en ; skos:altLabel "calf nerve"@en .
  kg:tibial-nerve skos:prefLabel "tibial nerve"@en ; skos:altLabel "Calf Nerve"@en .
} }
"""


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    (tmp_path / "data").symlink_to(share() / "data")
    (tmp_path / "build").symlink_to(built)
    return tmp_path / "data"


def test_open_reads_the_build_beside_the_data(folder: Path) -> None:
    graph = kg.open(folder)
    assert graph.stats()["claims"] == CLAIMS
    assert {row["name"] for row in graph.ask("treatments-for", condition="spinal stenosis").to_dicts()} == {
        "epidural steroid injection",
        "facet joint injection",
        "radiofrequency ablation",
    }


def test_open_without_a_build_builds_in_memory_and_writes_nothing(data: Path) -> None:
    assert kg.open(data).stats()["claims"] == CLAIMS
    assert [path.name for path in data.parent.iterdir()] == ["data"]


def test_open_says_how_to_make_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = project()._replace(build=tmp_path / "build")
    monkeypatch.setattr("kg.graph.project", lambda _data: nowhere)
    with pytest.raises(UsageError, match="run `make`, or `kg build`"):
        kg.open()


def test_a_damaged_build_is_named(built: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no build here"):
        Store.open(tmp_path / "missing")
    (tmp_path / "folder" / "graph.nq").mkdir(parents=True)
    with pytest.raises(OutsideError, match="cannot be read"):
        Store.open(tmp_path / "folder")
    damaged = Path(shutil.copytree(built, tmp_path / "damaged"))
    lines = (built / "graph.nq").read_bytes().splitlines(keepends=True)
    for content in (b"", b"".join(lines[:-1]), b"".join(lines)[:-9], b"<http://example.org/a> <b"):
        (damaged / "graph.nq").write_bytes(content)
        with pytest.raises(UsageError, match="the build is damaged"):
            Store.open(damaged)
    (damaged / "graph.nq").write_bytes(b"".join(lines))
    Store.open(damaged)
    (damaged / "report.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match="the build is damaged"):
        Store.open(damaged)


def test_query_gives_rows_with_terms_and_plain_values(graph: Graph) -> None:
    query = "SELECT ?claim ?months ?none { ?claim kgo:durationMaxMonths ?months }"
    (row,) = graph.query(query)
    assert isinstance(row["months"], ox.Literal)
    assert graph.query(query).to_dicts() == [{"claim": "aip:s2-effectiveness-2.1", "months": 24, "none": None}]


def test_ask_is_true_or_false(graph: Graph) -> None:
    assert graph.query("ASK { kg:nerve a kgo:AnatomicalStructure }")
    assert not graph.query("ASK { kg:nerve a kgo:Procedure }")
    with pytest.raises(TypeError, match=r"yes or no; use bool\(\)"):
        list(graph.query("ASK {}"))


def test_triples_are_rows_of_three(graph: Graph) -> None:
    (row,) = graph.query("CONSTRUCT { kg:nerve ?p ?o } WHERE { kg:nerve ?p ?o FILTER(?p = skos:prefLabel) }").to_dicts()
    assert row == {"subject": "kg:nerve", "predicate": "skos:prefLabel", "object": "nerve"}


def test_a_number_that_is_none_stays_text(graph: Graph) -> None:
    assert graph.query('SELECT ("abc"^^xsd:integer AS ?x) ("7"^^xsd:integer AS ?y) {}').to_dicts() == [
        {"x": "abc", "y": 7}
    ]


def test_show(graph: Graph) -> None:
    found = graph.show("Facet Joint Inflammation")
    assert (found.label, found.classes, found.broader) == (
        "facet joint inflammation",
        ["physiological process"],
        ["inflammation"],
    )
    assert len(found.claims) == 4


def test_rdflib_holds_the_same(graph: Graph) -> None:
    dataset = graph.rdflib()
    assert isinstance(graph.store, Store)
    assert len(list(dataset.quads())) == len(graph.store.inner)
    assert bool(dataset.query("ASK { kg:nerve a kgo:AnatomicalStructure }").askAnswer)


def test_an_ambiguous_name_is_not_guessed() -> None:
    inner = ox.Store()
    inner.update(TWO_NERVES)
    names = Names(Store(inner))
    assert names.resolve("SURAL nerve").endswith("sural-nerve")
    with pytest.raises(UsageError, match="may be “sural nerve”, “tibial nerve”; give its full name"):
        names.resolve("calf nerve")


def test_a_table_shows_control_characters_and_keeps_to_its_width() -> None:
    lines = list(table(["a", "b"], [["x\x1b[31m", "é" * 50]], width=30))
    assert "\x1b" not in "".join(lines)
    assert "\\u001b" in lines[2]
    assert max(map(len, lines)) <= 30
    assert lines[2].endswith("…")
    assert list(table(["a", "b"], [["1", "22"]])) == ["a  b", "─  ──", "1  22", "1 row"]
    # Where nothing can give way any more, the line is longer than it should be, and whole.
    assert next(iter(table(["first", "second"], [["1", "2"]], width=5))) == "first  second"


def test_a_table_counts_the_places_of_a_terminal() -> None:
    rows = [["神経ブロック", "1"], ["e\u0301te\u0301", "2"], ["plain", "😀"], ["ألم", "3"]]
    lines = list(table(["name", "sign"], rows))
    assert lines[2:4] == ["神経ブロック  1", "e\u0301te\u0301" + " " * 9 + "  2"]
    # What is read from right to left stands between marks that keep its direction from what follows.
    assert lines[5] == "\u2068ألم\u2069" + " " * 9 + "  3"
    assert list(table(["name"], [["神経ブロック"]], width=7))[2] == "神経ブ…"


def test_an_answer_is_written_to_any_stream(graph: Graph) -> None:
    stream = io.BytesIO()
    graph.ask("targets-of").write(stream, "csv")
    assert stream.getvalue().splitlines()[0] == b"location,name,nextTo"


def test_iris_are_shortened_under_the_longest_namespace() -> None:
    prefixes = {"a": "http://x/", "b": "http://x/y/"}
    assert shorten("http://x/y/z", prefixes) == "b:z"
    assert shorten("http://x/q", prefixes) == "a:q"
    assert shorten("http://elsewhere/q", prefixes) == "<http://elsewhere/q>"


def test_no_such_name_in_the_package() -> None:
    with pytest.raises(AttributeError, match="'kg' has no attribute 'opne'"):
        kg.opne  # type: ignore[attr-defined]  # noqa: B018 - a type checker knows the names too

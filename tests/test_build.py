"""A build is whole or not at all, and the same bytes everywhere."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import build as building
from kg.assemble import input_files
from kg.build import build, restore_interrupted
from kg.errors import DataError, OutsideError, UsageError
from kg.graph import Graph, staleness
from kg.resources import Project, project, readable_build
from kg.store import Store
from tests.broken import DOCUMENT, edit
from tests.conftest import CLAIMS, ROOT, Kg

pytestmark = pytest.mark.long

PRODUCTS = ("graph.nq", "graph.nq.sha256", "report.json", "report.md", "map.html", "gallery.html")


def hashes(out: Path) -> dict[str, str]:
    return {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in PRODUCTS}


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(".build"))


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"},
        {
            "PYTHONHASHSEED": "4242",
            "LC_ALL": "tr_TR.UTF-8",
            "LANG": "tr_TR.UTF-8",
            "TZ": "Pacific/Kiritimati",
            "PYTHONUTF8": "0",
        },
    ],
)
def test_the_same_bytes_anywhere(built: Path, kg: Kg, tmp_path: Path, surroundings: dict[str, str]) -> None:
    elsewhere = tmp_path / "deep" / "folder with space"
    elsewhere.mkdir(parents=True)
    done = kg("build", "--out", "out", cwd=elsewhere, env={**os.environ, **surroundings})
    assert done.returncode == 0, done.stderr
    assert hashes(elsewhere / "out") == hashes(built)


def test_the_record_is_sorted_and_says_its_hash(built: Path) -> None:
    record = (built / "graph.nq").read_bytes()
    lines = record.splitlines(keepends=True)
    assert lines == sorted(set(lines))
    assert (built / "graph.nq.sha256").read_text() == f"{hashlib.sha256(record).hexdigest()}  graph.nq\n"
    assert b"_:" not in record


def test_the_record_is_its_own_canonical_form(built: Path) -> None:
    dataset = ox.Dataset(ox.parse(path=built / "graph.nq", format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS)
    assert lines is not None
    assert b"".join(sorted(lines.splitlines(keepends=True))) == (built / "graph.nq").read_bytes()


def test_the_index_holds_the_record(built: Path) -> None:
    index = ox.Store.read_only(str(built / "store"))
    assert set(index) == set(Store.open(built).inner)
    assert len(index) > 2000


def test_a_large_record_is_read_from_the_index(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.PARSE_UP_TO_BYTES", 0)
    graph = Graph(Store.open(built))
    assert len(graph.ask("treatments-for").to_dicts()) == 4


def test_the_report_counts(built: Path) -> None:
    report = json.loads((built / "report.json").read_text(encoding="utf-8"))
    assert report["counts"]["claims"] == CLAIMS
    assert (report["counts"]["passages"], report["counts"]["passages with claims"]) == (59, 49)
    assert (
        sum(report["quads_by_graph"].values()) == report["quads"] == len((built / "graph.nq").read_bytes().splitlines())
    )
    assert all(check["checked"] > 0 and check["faults"] == 0 for check in report["checks"])
    assert len(report["checks"]) > 20


def test_a_fault_leaves_the_previous_build(data: Path) -> None:
    chosen = project(data)
    build(chosen, chosen.out, [])
    before = hashes(chosen.out)
    edit(data, DOCUMENT, "object: heated-needle}", "object: heated-nedle}")
    with pytest.raises(DataError, match="did you mean “heated-needle”"):
        build(chosen, chosen.out, [])
    assert hashes(chosen.out) == before
    assert leftovers(chosen.out.parent) == []


def test_a_failure_while_writing_leaves_the_previous_build(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = project(data)
    build(chosen, chosen.out, [])
    before = hashes(chosen.out)

    def full(_folder: Path, _record: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "_write_index", full)
    with pytest.raises(OutsideError, match="No space left on device; the previous build is as it was"):
        build(chosen, chosen.out, [])
    assert hashes(chosen.out) == before
    assert leftovers(chosen.out.parent) == []


KILLED = """
import os, signal, sys
from pathlib import Path
import kg.build, kg.resources
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
moves = []
rename = Path.rename
def counted(path, target):
    moves.append(target)
    if len(moves) == int(sys.argv[2]): die()
    return rename(path, target)
if sys.argv[2] == "0": kg.build._write_index = die
else: Path.rename = counted
chosen = kg.resources.project(Path(sys.argv[1]))
kg.build.build(chosen, chosen.out, [])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("moment", ["0", "1", "2"])
def test_a_killed_build_leaves_a_usable_one(data: Path, moment: str) -> None:
    """Killed while it writes, before the first move, and between the two moves."""
    chosen = project(data)
    build(chosen, chosen.out, [])
    before = hashes(chosen.out)
    edit(data, "concepts/agents.yaml", "Thermal energy", "Warmth")
    killed = subprocess.run([sys.executable, "-c", KILLED, str(data), moment], check=False, capture_output=True)
    assert killed.returncode == -9, killed.stderr
    found = readable_build(chosen.build)
    assert found is not None
    assert hashes(found) == before
    assert len(Graph(Store.open(found)).ask("treatments-for").to_dicts()) == 4
    build(chosen, chosen.out, [])
    assert hashes(chosen.out) != before
    assert readable_build(chosen.build) == chosen.out


def test_an_interrupted_replacement_is_put_back(built: Path, tmp_path: Path) -> None:
    previous = tmp_path / ".build.previous"
    previous.mkdir()
    (previous / "graph.nq").write_bytes((built / "graph.nq").read_bytes())
    restore_interrupted(tmp_path / "build")
    assert (tmp_path / "build" / "graph.nq").is_file()


def test_what_leftovers_of_killed_builds_are_swept(data: Path) -> None:
    chosen = project(data)
    old, young = (chosen.out.parent / f".build.partial-{name}" for name in ("old", "young"))
    for folder in (old, young):
        folder.mkdir()
    os.utime(old, (0, 0))
    build(chosen, chosen.out, [])
    assert leftovers(chosen.out.parent) == [young.name]


def test_a_folder_that_is_no_build_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(UsageError, match="holds files but no build"):
        build(project(), tmp_path, [])
    with pytest.raises(UsageError, match="is a file"):
        build(project(), tmp_path / "thesis.txt", [])
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_a_user_s_file_in_a_build_stays(data: Path) -> None:
    chosen = project(data)
    build(chosen, chosen.out, [])
    (chosen.out / "notes.txt").write_text("mine", encoding="utf-8")
    (chosen.out / "dangling").symlink_to("nowhere")
    build(chosen, chosen.out, [])
    assert (chosen.out / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert (chosen.out / "dangling").is_symlink()


def test_a_loop_of_links_is_said(tmp_path: Path) -> None:
    (tmp_path / "build").symlink_to("build")
    with pytest.raises(OutsideError, match="leads nowhere"):
        build(project(), tmp_path / "build", [])


def test_an_output_that_is_a_link_stays_one(data: Path, tmp_path: Path) -> None:
    chosen = project(data)
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    for _ in range(2):
        build(chosen, tmp_path / "link", [])
    assert (tmp_path / "link").is_symlink()
    assert hashes(tmp_path / "real") == hashes(tmp_path / "link")


def test_several_builds_at_once(data: Path, kg: Kg) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: kg("build", "--data", data), range(4)))
    assert [(each.returncode, each.stderr) for each in done] == [(0, "")] * 4
    assert sorted(path.name for path in data.parent.iterdir()) == ["build", "data"]


def test_an_output_that_cannot_be_written(tmp_path: Path, kg: Kg) -> None:
    # A file where a folder is needed: unwritable even for root, for whom permissions do not count.
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = kg("build", "--out", tmp_path / "file" / "build")
    assert done.returncode == 3
    assert "file/build: cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


def test_a_stale_build_is_said_and_a_fresh_one_is_not(data: Path) -> None:
    chosen = project(data)
    build(chosen, chosen.out, [])
    assert staleness(chosen) == ""
    later = (chosen.out / "graph.nq").stat().st_mtime + 10
    os.utime(data / DOCUMENT, (later, later))
    assert staleness(chosen) == "", "a newer time alone is not a change"
    edit(data, "concepts/agents.yaml", "Thermal energy", "Warmth")
    os.utime(data / "concepts/agents.yaml", (later, later))
    assert "older than its data" in staleness(chosen)
    (chosen.out / "report.json").write_text("[]", encoding="utf-8")
    assert "older than its data" in staleness(chosen)


def test_a_file_that_went_makes_a_build_stale(data: Path) -> None:
    chosen = project(data)
    build(chosen, chosen.out, [])
    (data / "concepts/.#agents.yaml").symlink_to("nowhere")
    (data / "concepts/techniques.yaml").unlink()
    later = (chosen.out / "graph.nq").stat().st_mtime + 10
    os.utime(data / "concepts", (later, later))
    assert "older than its data" in staleness(chosen)


def test_input_files_are_all_there_is() -> None:
    names = {
        path.relative_to(ROOT).as_posix() for path in input_files(Project(ROOT / "data", ROOT, ROOT, installed=False))
    }
    for folder, ending in (("data", ".yaml"), ("ontology", ""), ("visualizations", "")):
        held = {
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and path.name.endswith(ending)
        }
        assert held - names == set()

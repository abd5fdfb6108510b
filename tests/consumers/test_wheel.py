"""The wheel works in an empty folder, without the sources; and so does one made from the source distribution."""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

from kg import __version__
from kg.graph import Graph

from .installing import Distributions, Environment, run

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED_FOLDERS = ("ontology", "data", "queries", "visualizations")
BUILT = ("graph.nq", "graph.nq.sha256", "report.json", "report.md", "map.html", "gallery.html")
# With a row that has numbers, and one that has none.
RELIEF = (
    "SELECT ?claim ?months { ?claim a kgo:Claim OPTIONAL { ?claim kgo:durationMinMonths ?months } } ORDER BY ?claim"
)


def contents(archive: Path) -> dict[str, bytes]:
    """The files of a wheel, by name."""
    with zipfile.ZipFile(archive) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist()}


def test_the_wheel_carries_all_that_kg_reads(distributions: Distributions) -> None:
    expected = {
        f"kg/share/{name}": content
        for name, content in distributions.sources.items()
        if name.startswith(tuple(f"{folder}/" for folder in SHARED_FOLDERS))
    }
    assert {name.split("/")[2] for name in expected} == set(SHARED_FOLDERS)
    found = contents(distributions.wheel)
    assert sorted(name for name, content in expected.items() if found.get(name) != content) == []


def test_the_wheel_carries_the_built_graph(distributions: Distributions, built: Path) -> None:
    found = contents(distributions.wheel)
    assert [name for name in BUILT if f"kg/share/build/{name}" not in found] == []
    assert found["kg/share/build/graph.nq"] == (built / "graph.nq").read_bytes()


def test_the_wheel_carries_nothing_else(distributions: Distributions) -> None:
    module = {name for name in distributions.sources if name.startswith("kg/")}
    others = {name for name in contents(distributions.wheel) if not name.startswith(("kg/share/", "painkg-"))}
    assert others == module


def test_kg_is_the_installed_one(installed: Environment, tmp_path: Path) -> None:
    printed = installed.python(
        "-c", "import json, kg, sys; print(json.dumps([kg.__file__, *sys.path]))", folder=tmp_path
    )
    places = [Path(place).resolve() for place in json.loads(printed) if place]
    assert places[0].is_relative_to(installed.programs.parent.resolve())
    assert [place for place in places if place.is_relative_to(ROOT)] == []


def test_version(installed: Environment, tmp_path: Path) -> None:
    done = installed.kg("--version", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert __version__ in done.stdout.decode()


def test_a_question_is_answered_without_a_build(installed: Environment, graph: Graph, tmp_path: Path) -> None:
    done = installed.kg("ask", "treatments-for", "osteoarthritis", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    names = [row["name"] for row in graph.ask("treatments-for").to_dicts()]
    assert names
    assert [name for name in names if name not in done.stdout.decode()] == []
    assert list(tmp_path.iterdir()) == []


def test_a_thing_is_shown(installed: Environment, graph: Graph, tmp_path: Path) -> None:
    done = installed.kg("show", "RFA", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert graph.show("RFA").definition in " ".join(done.stdout.decode().split())


def test_a_build_has_the_same_bytes(installed: Environment, built: Path, tmp_path: Path) -> None:
    done = installed.kg("build", folder=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    made = tmp_path / "build" / "graph.nq"
    assert sha256(made) == sha256(built / "graph.nq")
    assert (made.parent / "graph.nq.sha256").read_text(encoding="utf-8").split() == [sha256(made), "graph.nq"]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_it_brings_its_types(installed: Environment, tmp_path: Path) -> None:
    lines = [
        "import kg, typing",
        "typing.assert_type(kg.open().query('ASK {}'), kg.Answer)",
        "typing.assert_type(kg.open().show('RFA').claims, list[kg.Claim])",
        "kg.opne()",
    ]
    (tmp_path / "used.py").write_text("\n".join(lines), encoding="utf-8")
    theirs = ["--cache-dir", str(tmp_path / "cache"), "--python-executable", str(installed.programs / "python")]
    done = run([sys.executable, "-m", "mypy", "--strict", *theirs, "used.py"], tmp_path, check=False)
    (fault,) = [line for line in done.stdout.decode().splitlines() if ": error: " in line]
    assert fault.startswith('used.py:4: error: Module has no attribute "opne"')


def test_pandas_is_an_extra_that_is_named(installed: Environment, tmp_path: Path) -> None:
    code = "import kg\ntry: kg.open().ask('procedures').to_pandas()\nexcept kg.UsageError as error: print(error)"
    assert "painkg[pandas]" in installed.python("-c", code, folder=tmp_path)


def test_parquet_without_pyarrow_names_the_extra(installed: Environment, tmp_path: Path) -> None:
    done = installed.kg("query", RELIEF, "--format", "parquet", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "painkg[parquet]" in done.stderr.decode()


def test_duckdb_reads_the_rows_from_parquet(with_parquet: Environment, graph: Graph, tmp_path: Path) -> None:
    done = with_parquet.kg("query", RELIEF, "--format", "parquet", folder=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    (tmp_path / "answer.parquet").write_bytes(done.stdout)
    read = (
        "import duckdb, json; t = duckdb.sql(\"FROM 'answer.parquet'\"); print(json.dumps([t.columns, t.fetchall()]))"
    )
    columns, rows = json.loads(with_parquet.python("-c", read, folder=tmp_path))
    found: list[dict[str, Any]] = [dict(zip(columns, row, strict=True)) for row in rows]
    assert {type(row["months"]) for row in found} == {int, type(None)}
    assert found == graph.query(RELIEF).to_dicts()


def test_the_source_distribution_makes_the_same_wheel(distributions: Distributions, tmp_path: Path) -> None:
    run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", ".", str(distributions.sdist)],
        tmp_path,
    )
    (wheel,) = tmp_path.glob("*.whl")
    made, expected = contents(wheel), contents(distributions.wheel)
    assert sorted(made) == sorted(expected)
    assert [name for name in expected if made[name] != expected[name]] == []

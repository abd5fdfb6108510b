"""What the README shows is what happens."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.graph import Graph
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def shown() -> list[tuple[str, str]]:
    """Each command of the README that calls kg, with the output below it."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    pairs = [block.removeprefix("$ ").partition("\n")[::2] for block in blocks]
    return [(command, output) for command, output in pairs if command.startswith("kg ")]


@pytest.fixture(scope="module")
def folder(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the data and its build."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "data").symlink_to(ROOT / "data")
    (folder / "build").symlink_to(built)
    return folder


def test_the_readme_shows_commands() -> None:
    assert len(shown()) == 10


@pytest.mark.parametrize(("command", "output"), shown())
def test_a_command_prints_what_the_readme_shows(folder: Path, command: str, output: str) -> None:
    _, name, *rest = shlex.split(command)
    arguments = [sys.executable, "-m", "kg", name, "--data", str(folder / "data"), *rest]
    done = subprocess.run(arguments, cwd=folder, capture_output=True, check=False, encoding="utf-8")
    # What is no data follows it, as a terminal shows it.
    assert done.stdout + done.stderr == output


def test_the_python_example(folder: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    code = code.replace("kg.open()", f"kg.open({str(folder / 'data')!r})")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, encoding="utf-8")
    assert done.stdout == "epidural steroid injection\nfacet joint injection\nradiofrequency ablation\n", done.stderr


def test_every_line_of_python_works(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = re.findall(r"`(graph\.\w+\([^`]*\))`", README)
    assert len(lines) == 13
    for line in lines:
        assert eval(line, {"graph": graph}), line  # noqa: S307 - it is ours, and to be tried is what it is for


def test_the_five_minutes_from_a_text_to_a_graph(tmp_path: Path) -> None:
    (block,) = re.findall(r"```sh\n(kg new .*?)```", README, re.DOTALL)
    shutil.copy(ROOT / "tests/second/knee-pain-treatments.txt", tmp_path / "knee.txt")
    outputs = []
    for line in block.splitlines():
        if line.startswith("#"):
            write_what_the_curator_writes(tmp_path / "mine")
            continue
        arguments = [sys.executable, "-m", *shlex.split(line)]
        done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, check=False, encoding="utf-8")
        assert done.returncode == 0, f"{line}: {done.stdout}{done.stderr}"
        outputs.append(done.stdout)
    assert outputs[0].startswith("claims    mine/documents/knee-pain.yaml: 33 passages")
    assert (tmp_path / "review.html").is_file()
    assert outputs[2] == ""
    assert "Hyaluronic acid injection targets the knee joint" in outputs[3]
    assert (tmp_path / "mine-build" / "graph.nq").is_file()


def write_what_the_curator_writes(data: Path) -> None:
    """The claims of the second document under the passages that were made, and its things."""
    made = (data / "documents/knee-pain.yaml").read_text(encoding="utf-8")
    modelled = (ROOT / "tests/second/documents/knee-pain-treatments.yaml").read_text(encoding="utf-8")
    head, *passages = made.split("\n  - id: ")
    claims = [
        passage.partition("    normalizedLength: ")[2].partition("\n")[2] for passage in modelled.split("\n  - id: ")
    ]
    filled = [passage.replace("    claims: []\n", each) for passage, each in zip(passages, claims[1:], strict=True)]
    (data / "documents/knee-pain.yaml").write_text("\n  - id: ".join([head, *filled]), encoding="utf-8")
    shutil.rmtree(data / "concepts")
    shutil.copytree(ROOT / "tests/second/concepts", data / "concepts")


def test_every_command_and_every_link_is_there() -> None:
    from kg.cli.app import COMMANDS

    assert set(re.findall(r"^\| `kg (\w+)", README, re.MULTILINE)) == set(COMMANDS)
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", README):
        assert (ROOT / link).exists(), link


def test_it_says_that_it_is_no_medical_advice() -> None:
    assert "not medical advice" in README.replace("\n", " ")

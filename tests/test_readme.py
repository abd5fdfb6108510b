"""What the README shows is what happens."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

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
    assert len(shown()) == 6


@pytest.mark.parametrize(("command", "output"), shown())
def test_a_command_prints_what_the_readme_shows(folder: Path, command: str, output: str) -> None:
    _, name, *rest = shlex.split(command)
    arguments = [sys.executable, "-m", "kg", name, "--data", str(folder / "data"), *rest]
    done = subprocess.run(arguments, capture_output=True, check=False, encoding="utf-8")
    assert done.stderr == ""
    assert done.stdout == output


def test_the_python_example(folder: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    code = code.replace("kg.open()", f"kg.open({str(folder / 'data')!r})")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, encoding="utf-8")
    assert done.stdout == "epidural steroid injection\nfacet joint injection\nradiofrequency ablation\n", done.stderr


def test_every_command_and_every_link_is_there() -> None:
    from kg.cli.app import COMMANDS

    assert set(re.findall(r"^\| `kg (\w+)", README, re.MULTILINE)) == set(COMMANDS)
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / link).exists(), link


def test_it_says_that_it_is_no_medical_advice() -> None:
    assert "not medical advice" in README.replace("\n", " ")

"""The tutorial notebook runs, and shows what it shows in the repository."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.tutorial import NOTEBOOK

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def ran(built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The code cells of the notebook, run on a new build by the Python of these tests."""
    for package in ("nbclient", "ipykernel", "pandas"):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is missing: python -m pip install 'painkg[notebook]'")
    folder = tmp_path_factory.mktemp("tutorial")
    (folder / "data").symlink_to(ROOT / "data")
    (folder / "build").symlink_to(built)
    # What Jupyter keeps goes here, not into somebody's home.
    places = {name: str(folder / name.lower()) for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.tutorial", str(folder / "data")],
        cwd=ROOT,
        env={**os.environ, **places},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return code_cells(done.stdout)


def code_cells(text: str) -> list[dict[str, Any]]:
    return [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]


SHOWN = code_cells(NOTEBOOK.read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", range(len(SHOWN)))
def test_a_cell_shows_what_the_repository_shows(ran: list[dict[str, Any]], number: int) -> None:
    assert ran[number] == SHOWN[number], "if this is meant, run: python -m tests.tutorial"


def test_answers_are_tables(ran: list[dict[str, Any]]) -> None:
    kinds = [set(output.get("data", {})) for cell in ran for output in cell["outputs"]]
    assert len(kinds) >= 15
    assert sum("text/html" in kind for kind in kinds) >= 8


def test_it_says_that_it_is_no_medical_advice() -> None:
    assert NOTEBOOK.read_text(encoding="utf-8").count("It is not medical advice") == 1

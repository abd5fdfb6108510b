"""`--data DIR` makes every command read another folder."""

from __future__ import annotations

import importlib
import inspect
import shutil
from pathlib import Path

import pytest

from kg.cli.app import COMMANDS
from tests.conftest import ROOT, Kg
from tests.test_new import KNEE, SECOND

# The arguments of each command, and what only the second document says.
CALLS = {
    "ask": (["treatments-for", "--condition", "tendonitis"], "prp-injection"),
    "build": ([], "mine-build/graph.nq"),
    "check": (["--document", str(KNEE)], "0 faults"),
    "cite": (["kpt:s2-description-1.1"], "Knee pain treatments, section 2"),
    "explain": (["viscosupplementation", "indicated for", "osteoarthritis"], "stated: hyaluronic acid injection"),
    "map": (["--focus", "viscosupplementation"], "map.html"),
    "new": (["other", "--document", str(KNEE)], "mine/documents/other.yaml"),
    "path": (["viscosupplementation", "knee joint"], "kpt:s1-description-4.4"),
    "query": (["SELECT ?p { ?p kgo:alternativeTo kg:knee-replacement }"], "genicular-nerve-ablation"),
    "review": (["--document", str(KNEE)], "review.html"),
    "search": (["viscosupplementation"], "hyaluronic-acid-injection"),
    "show": (["viscosupplementation"], "Knee pain treatments"),
    "stats": ([], '"procedures"\t5'),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_data(name: str) -> None:
    command = getattr(importlib.import_module(f"kg.cli.{name}"), name)
    parameters = inspect.signature(command).parameters
    assert "data" in parameters, f"kg {name} has no --data"
    assert "--data" in str(parameters["data"].annotation) or parameters["data"].annotation == "Data"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_reads_the_folder_that_is_named(kg: Kg, tmp_path: Path, name: str) -> None:
    shutil.copytree(SECOND, tmp_path / "mine")
    arguments, words = CALLS[name]
    done = kg(name, *arguments, "--data", "mine")
    assert done.returncode == 0, done.stderr
    assert words in done.stdout + done.stderr
    assert not (ROOT / "tests" / "second-build").exists()

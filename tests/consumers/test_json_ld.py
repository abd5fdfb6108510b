"""Each data file, its context embedded, is plain JSON-LD: PyLD reads the triples that the build reads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, NoReturn

import pyoxigraph as ox
import pytest
from ruamel.yaml import YAML

from kg.load import as_json_ld, load

DATA = Path(__file__).resolve().parent.parent.parent / "data"
FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.glob("*/*.yaml"))


def fetch_nothing(url: str, _options: dict[str, Any]) -> NoReturn:
    raise AssertionError(f"the context is embedded, and still {url} is asked for")


def read_by_pyld(text: str) -> set[ox.Triple]:
    """The triples of a YAML file."""
    jsonld = pytest.importorskip("pyld.jsonld", reason="PyLD is missing: python -m pip install PyLD")
    document = json.loads(json.dumps(as_json_ld(YAML(typ="rt").load(text))))
    options = {"format": "application/n-quads", "documentLoader": fetch_nothing}
    n_quads = jsonld.to_rdf(document, options)
    return {quad.triple for quad in ox.parse(n_quads, format=ox.RdfFormat.N_QUADS)}


def read_by_the_build(name: str, folder: Path) -> set[ox.Triple]:
    """The same, from a data folder that holds only this file."""
    (folder / name).parent.mkdir()
    shutil.copy(DATA / name, folder / name)
    return {quad.triple for quad in load(folder).quads}


@pytest.mark.parametrize("name", FILES)
def test_pyld_reads_the_same_triples(name: str, tmp_path: Path) -> None:
    found = read_by_pyld((DATA / name).read_text(encoding="utf-8"))
    assert found
    assert found == read_by_the_build(name, tmp_path)


def test_another_value_is_seen(tmp_path: Path) -> None:
    name = FILES[0]
    text = (DATA / name).read_text(encoding="utf-8")
    changed = text.replace("definition: ", "definition: Another. ", 1)
    assert changed != text
    assert read_by_pyld(changed) != read_by_the_build(name, tmp_path)

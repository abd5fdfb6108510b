"""Programs to read with, and the distributions as users get them."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .installing import Distributions, Environment, copy_sources, run

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder are of the tier `consumers`."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.consumers)


@pytest.fixture(scope="session")
def program() -> Callable[[str, str], str]:
    """Finds a program, or skips with the package that holds it."""

    def find(name: str, package: str) -> str:
        found = shutil.which(name)
        if not found:
            pytest.skip(f"{name} is missing: apt-get install --no-install-recommends {package} (Debian)")
        return found

    return find


@pytest.fixture(scope="session")
def node_scripts(program: Callable[[str, str], str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with this folder's scripts for Node, and the packages that they import.

    Away from the sources, since a source distribution takes in whatever lies under `tests/`.
    """
    program("node", "nodejs")
    npm = program("npm", "npm")
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json", ".npmrc", "n3.mjs", "canonize.mjs"):
        shutil.copy(HERE / name, folder / name)
    run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
    return folder


@pytest.fixture(scope="session")
def distributions(program: Callable[[str, str], str], tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """A wheel and a source distribution of the working tree, made from a copy that is gone afterwards."""
    git = program("git", "git")
    if not (ROOT / ".git").exists():
        pytest.skip("no git checkout, so which files belong to the project is not known: git clone it")
    if importlib.util.find_spec("build") is None:
        pytest.skip("build is missing: python -m pip install build")
    folder = tmp_path_factory.mktemp("distributions")
    copy = folder / "copy"
    sources = copy_sources(git, ROOT, copy)
    run([sys.executable, "-m", "build", "--sdist", "--wheel", "--outdir", str(folder / "dist")], copy)
    shutil.rmtree(copy)
    (wheel,) = (folder / "dist").glob("*.whl")
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    return Distributions(wheel, sdist, sources)


@pytest.fixture(scope="session")
def installed(distributions: Distributions, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The wheel in a new virtual environment, without any extra."""
    environment = Environment.new(tmp_path_factory.mktemp("plain"))
    environment.install(str(distributions.wheel))
    return environment


@pytest.fixture(scope="session")
def with_parquet(distributions: Distributions, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The wheel in another one, with its extra `parquet`, and with DuckDB as a reader."""
    environment = Environment.new(tmp_path_factory.mktemp("parquet"))
    environment.install(f"{distributions.wheel}[parquet]", "duckdb>=1.1,<2")
    return environment

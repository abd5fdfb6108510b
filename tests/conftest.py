"""What all tests share: a build of the data, a copy of the data to break, and tiers that must not skip in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import hypothesis
import pytest
from ruamel.yaml.comments import CommentedMap

from kg.build import build
from kg.graph import Graph
from kg.parse import MAX_FILE_BYTES, parse
from kg.resources import project
from kg.store import Store

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
#: Counted in the files themselves, not through what the tests test.
CLAIMS = (ROOT / "data/documents/advanced-interventional-procedures.yaml").read_text(encoding="utf-8").count("- {id: s")
# How long an example takes is the machine's affair: on a busy one a test must not fail for it.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
Kg = Callable[..., "subprocess.CompletedProcess[str]"]


def require_all() -> bool:
    """Whether a skip is a failure: set where everything that a test may need has been installed."""
    return os.environ.get("PAINKG_REQUIRE") == "all"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,  # noqa: ARG001 - the hook's own signature
    call: pytest.CallInfo[None],  # noqa: ARG001 - the same
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and require_all():
        report.outcome = "failed"
        report.longrepr = f"skipped where PAINKG_REQUIRE=all asks for every test: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,  # noqa: ARG001 - the hook's own signature
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped and require_all():
        report.outcome = "failed"
        report.longrepr = f"skipped where PAINKG_REQUIRE=all asks for every test: {report.longrepr}"
    return report


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """Reading YAML takes most of the time that the tests take; a file that is as it was is not read again."""
    known: dict[bytes, CommentedMap] = {}

    def parse_once(path: Path) -> CommentedMap:
        content = path.read_bytes() if path.is_file() and path.stat().st_size <= MAX_FILE_BYTES else b""
        if not content or content not in known:
            known[content] = parse(path)
        return known[content]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.load.parse", parse_once)
        yield


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the project's data, made by the tests themselves."""
    out = tmp_path_factory.mktemp("built") / "build"
    build(project(), out, documents=[])
    return out


@pytest.fixture(scope="session")
def graph(built: Path) -> Graph:
    return Graph(Store.open(built))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data, to break."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "project" / "data"))


@pytest.fixture
def document_text() -> Path:
    """The source document, which is no part of the product."""
    path = SHARED / "source" / "advanced-interventional-procedures.txt"
    if not path.is_file():
        pytest.skip(f"the source document is not at hand ({path})")
    return path


@pytest.fixture
def kg(tmp_path: Path) -> Kg:
    """Runs `kg` as a process of its own, in an empty folder."""

    def run(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        settings: dict[str, object] = {"cwd": tmp_path, "timeout": 120, "encoding": "utf-8", "capture_output": True}
        command = [sys.executable, "-m", "kg", *map(str, arguments)]
        return subprocess.run(command, check=False, **(settings | options))  # type: ignore[call-overload, no-any-return]  # options of any kind

    return run


@pytest.fixture(scope="session")
def here(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Path:
    """A data folder with its build beside it, for --data."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "data").symlink_to(project().data)
    (folder / "build").symlink_to(built)
    return folder / "data"

"""The house: layers point one way, nothing slow on the query path, no file too long."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "kg"

# From the top to the bottom; a module imports from its own row or rows below, and there are no cycles.
LAYERS = [
    ["kg.__main__", "kg.cli"],
    ["kg.build", "kg.catalogue", "kg.check", "kg.new", "kg.review"],
    ["kg.graph"],
    ["kg.maps"],
    ["kg.explain.telling"],
    ["kg.explain.explanation", "kg.explain.nothing", "kg.explain.connection", "kg.explain.findings"],
    [
        "kg.explain.derivation",
        "kg.explain.description",
        "kg.explain.evidence",
        "kg.explain.shown",
        "kg.network",
        "kg.path",
        "kg.search",
    ],
    ["kg.explain.identify"],
    [
        "kg.explain",
        "kg.english",
        "kg.questions",
        "kg.arguments",
        "kg.citable",
        "kg.spelling",
        "kg.names",
        "kg.rows",
        "kg.columns",
        "kg.notebook",
        "kg.tables",
        "kg.told",
        "kg.listing",
        "kg.claims",
        "kg.cite",
    ],
    ["kg.assemble"],
    [
        "kg.parameters",
        "kg.queries",
        "kg.engine",
        "kg.endpoint",
        "kg.store",
        "kg.load",
        "kg.shape",
        "kg.parse",
        "kg.guard",
        "kg.schema",
    ],
    ["kg.text"],
    ["kg.pages"],
    ["kg.files", "kg.progress", "kg.web"],
    ["kg.resources", "kg.terms"],
    ["kg.errors"],
    ["kg"],
]
# What `kg` offers, such as `kg.graph.open` as `kg.open`, is imported when it is first used.
UPWARD = {("kg", f"kg.{name}") for name in ("claims", "errors", "graph", "rows")}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    """Modules of ours that a file imports, wherever in it."""
    known = {module_name(each) for each in PACKAGE.rglob("*.py")}
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return {name for name in found if name in known} - {"kg"}


def layer(name: str) -> int:
    return next(
        i
        for i, row in enumerate(LAYERS)
        for each in row
        if name == each or (each != "kg" and name.startswith(f"{each}."))
    )


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_layers_point_one_way(path: Path) -> None:
    name = module_name(path)
    upward = {(name, other) for other in imports(path) if layer(other) < layer(name)}
    assert upward - UPWARD == set()


def test_there_are_no_cycles() -> None:
    edges = {module_name(path): imports(path) - {module_name(path)} for path in FILES}
    for name, other in UPWARD:
        edges[name].discard(other)
    # Take away what imports nothing that is left, until nothing can be taken away.
    while free := {name for name, needed in edges.items() if not needed & set(edges)}:
        edges = {name: needed for name, needed in edges.items() if name not in free}
    assert edges == {}


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


SLOW = ("rdflib", "networkx", "pyvis", "pyshacl", "rich", "ruamel", "jsonschema", "IPython", "pandas", "numpy")
#: A graph on this machine needs no network.
NETWORK = ("socket", "ssl", "http.client", "urllib.request", "kg.web", "kg.endpoint")


@pytest.mark.parametrize("arguments", [["ask"], ["ask", "treatments-for"], ["ask", "next-step", "--why"], ["query", "ASK {}"],
                                       ["show", "RFA"], ["search", "RFA"], ["stats"], ["explain", "RFA", "indicated for", "osteoarthritis"]])  # fmt: skip
def test_the_query_path_imports_nothing_slow(arguments: list[str], built: Path) -> None:
    code = (
        "import sys, pathlib, kg.resources as r\n"
        f"r.share(); p = r.project(); r.project = lambda data=None: p._replace(build=pathlib.Path({str(built)!r}))\n"
        "import kg.cli, kg.graph, kg.cli.common as c\n"
        "kg.graph.project = c.project = r.project\n"
        "from kg.cli.app import _run\n"
        "try: _run(sys.argv[1:])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        f"print('LOADED', sorted(set(sys.modules) & set({SLOW + NETWORK!r})))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "LOADED []"


def test_only_the_command_that_is_run_is_imported() -> None:
    code = (
        "import sys\nfrom kg.cli.app import make_app\nmake_app(['ask', 'query'])\n"
        "print(sorted(name for name in sys.modules if name.startswith('kg.cli.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert done.stdout.strip() == "['kg.cli.app', 'kg.cli.ask', 'kg.cli.common', 'kg.cli.deadline']"

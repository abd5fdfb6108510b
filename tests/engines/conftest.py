"""The engines, each with the same build."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.graph import Graph

from . import servers
from .engine import Embedded, Endpoint

HERE = Path(__file__).resolve().parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder are of the tier `engines`."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.engines)


@pytest.fixture(scope="session")
def embedded(graph: Graph) -> Embedded:
    """The engine inside `kg`, to which the others are compared."""
    return Embedded(graph.store)


@pytest.fixture(scope="session")
def oxigraph(built: Path, graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """Oxigraph's own server on the index of the build; its default graph is empty."""
    folder = tmp_path_factory.mktemp("oxigraph")
    with servers.oxigraph(built / "store", folder, graph.store.prefixes) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def oxigraph_union(built: Path, graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """The same, its default graph the union of all graphs."""
    folder = tmp_path_factory.mktemp("oxigraph-union")
    with servers.oxigraph(built / "store", folder, graph.store.prefixes, "--union-default-graph") as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def virtuoso(built: Path, graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """Virtuoso with the quads of the build; its default graph is the union of all graphs."""
    folder = tmp_path_factory.mktemp("virtuoso")
    with servers.virtuoso(built / "graph.nq", folder, graph.store.prefixes) as endpoint:
        yield endpoint

"""The same rows from rdflib, whatever its default graph is. It is slow, so that each question is asked once."""

from __future__ import annotations

import pytest

from kg.graph import Graph
from kg.queries import DeclaredQuery, query_folder
from kg.questions import all_questions

from .engine import Embedded, Rdflib, differences
from .queries import described


@pytest.fixture(scope="module")
def union(graph: Graph) -> Rdflib:
    """Its default graph is the union of all graphs."""
    return Rdflib(graph.rdflib(), graph.store.prefixes)


@pytest.fixture(scope="module")
def apart(graph: Graph) -> Rdflib:
    """Its default graph is empty."""
    dataset = graph.rdflib()
    dataset.default_union = False
    return Rdflib(dataset, graph.store.prefixes)


@pytest.mark.parametrize("question", all_questions(), ids=lambda question: question.name)
def test_a_question_has_the_same_rows(
    question: DeclaredQuery, graph: Graph, embedded: Embedded, union: Rdflib, apart: Rdflib
) -> None:
    text = graph.prepare(question.name, {}).text
    assert differences(embedded, union, [text]) == []
    assert differences(embedded, apart, [text]) == []


@pytest.mark.parametrize("query", query_folder("queries", "describe"), ids=lambda query: query.name)
def test_a_description_has_the_same_rows(query: DeclaredQuery, graph: Graph, embedded: Embedded, union: Rdflib) -> None:
    text = described(graph, query)
    assert embedded.rows(text).rows
    # Without their order, which has to be the same each time, not the same everywhere: they mix kinds of terms.
    assert differences(embedded, union, [text.replace("ORDER BY", "# in any order")]) == []

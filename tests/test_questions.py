"""The named questions: worked-out answers, the same from two engines, with sources, for any name of a thing."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.term import Node

from kg.errors import UsageError
from kg.explain.answers import why
from kg.graph import Graph
from kg.parameters import bind
from kg.queries import DeclaredQuery, query_folder
from kg.questions import all_questions
from tests.expected import FOLDER, answered, expected

QUESTIONS = [question.name for question in all_questions()]
DESCRIPTIONS = [query.name for query in query_folder("queries", "describe")]


@pytest.fixture(scope="module")
def dataset(graph: Graph) -> rdflib.Dataset:
    return graph.rdflib()


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_is_the_one_that_was_worked_out_by_reading(graph: Graph, name: str) -> None:
    assert answered(graph, name) == expected(name)


def test_there_is_no_expected_answer_without_a_question() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(QUESTIONS)


def value(term: object) -> object:
    """A term by its value, whichever engine it comes from."""
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return int(term.value) if term.datatype.value.endswith("#integer") else term.value
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, rdflib.Literal):
        return int(term) if term.datatype == rdflib.XSD.integer else str(term)
    assert isinstance(term, Node)
    return str(term)


def answers(graph: Graph, dataset: rdflib.Dataset, text: str) -> tuple[list[str], list[str]]:
    answer = graph.query(text)
    columns = answer.columns
    ours = [str([value(row[column]) for column in columns]) for row in answer]
    theirs = [
        str([value(row.asdict().get(column)) for column in columns])  # type: ignore[union-attr]  # rows of a SELECT
        for row in dataset.query(text, initNs=graph.store.prefixes)
    ]
    return ours, theirs


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("default_union", [True, False])
def test_rdflib_gives_the_same_answer(graph: Graph, dataset: rdflib.Dataset, name: str, default_union: bool) -> None:  # noqa: FBT001 - a parameter
    dataset.default_union = default_union
    asked = graph.prepare(name, {})
    ours, theirs = answers(graph, dataset, asked.text)
    # Where nothing is the right answer, the question says so, and why.
    assert bool(ours) is not ("nothing" in asked.question.decorators)
    assert ours == theirs


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_rdflib_gives_the_same_descriptions(graph: Graph, dataset: rdflib.Dataset, name: str) -> None:
    query = next(query for query in query_folder("queries", "describe") if query.name == name)
    text = query.text
    if name == "claims":
        # As many as the guard lets one query name.
        claims = [
            [row["claim"]] for row in graph.query("SELECT ?claim { ?claim a kgo:Claim } ORDER BY ?claim LIMIT 100")
        ]
        text = bind(query, claims)
    dataset.default_union = True
    ours, theirs = answers(graph, dataset, text)
    assert ours
    assert sorted(ours) == sorted(theirs)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_row_rests_on_claims(graph: Graph, name: str) -> None:
    asked = graph.prepare(name, {})
    rests_on = asked.question.decorators.get("rests-on", "claims")
    for row in graph.query(asked.text):
        assert bool(why(graph.store, asked, row)) is (rests_on == "claims")


@pytest.mark.parametrize("name", ["spinal-stenosis", "Spinal Stenosis", "SPINAL-STENOSIS", "kg:spinal-stenosis",
                                  "<https://w3id.org/painkg/id/spinal-stenosis>", "https://w3id.org/painkg/id/spinal-stenosis"])  # fmt: skip
def test_a_parameter_takes_any_name(graph: Graph, name: str) -> None:
    assert len(graph.ask("treatments-for", condition=name).to_dicts()) == 3


def test_another_name_is_found(graph: Graph) -> None:
    assert graph.ask("duration-of-relief", procedure="rfa").to_dicts()[1]["maxMonths"] == 24


@pytest.mark.parametrize(
    ("name", "parameters", "words"),
    [
        ("treatment-for", {}, "did you mean treatments-for"),
        ("../treatments-for", {}, "unknown question"),
        ("treatments-for", {"illness": "pain"}, "it takes --condition"),
        ("treatments-for", {"conditions": "pain"}, "did you mean --condition"),
        ("procedures", {"condition": "pain"}, "it takes none"),
        ("treatments-for", {"condition": "osteoartritis"}, "did you mean “osteoarthritis”"),
        ("treatments-for", {"condition": "RFA"}, "is no Condition; there are “arthritis”"),
        ("treatments-for", {"condition": '"} DROP ALL #'}, "unknown thing"),
    ],
)
def test_a_mistake_is_explained(graph: Graph, name: str, parameters: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words.replace("(", r"\(")):
        graph.ask(name, **parameters)


def test_a_literal_cannot_leave_its_place() -> None:
    query = DeclaredQuery("x", "SELECT * {\n  VALUES ?name { 'a' } # parameters\n}", {})
    hostile = ox.Literal('" } # \\1 \n SERVICE')
    bound = bind(query, [[hostile]])
    (row,) = ox.Store().query(bound)  # type: ignore[misc]  # a SELECT gives rows
    assert row["name"] == hostile


def test_every_question_is_documented() -> None:
    for question in all_questions():
        assert question.summary.endswith("?")
        assert question.decorators["voice"] in {"researcher", "educator", "developer"}
        assert question.decorators["tags"]
        assert question.decorators.get("rests-on", "claims") in {"claims", "vocabulary", "passages", "silence"}

"""The named questions: worked-out answers with sources, for any name of a thing."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.explain.answers import why
from kg.graph import Graph
from kg.parameters import bind
from kg.queries import DeclaredQuery
from kg.questions import all_questions
from tests.expected import FOLDER, answered, expected

QUESTIONS = [question.name for question in all_questions()]


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_is_the_one_that_was_worked_out_by_reading(graph: Graph, name: str) -> None:
    assert answered(graph, name) == expected(name)


def test_there_is_no_expected_answer_without_a_question() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(QUESTIONS)


@pytest.mark.parametrize("name", QUESTIONS)
def test_nothing_is_an_answer_only_where_the_question_says_so(name: str) -> None:
    silent = {question.name for question in all_questions() if "nothing" in question.decorators}
    assert (len(expected(name)) == 1) is (name in silent)


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

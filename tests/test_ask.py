"""`kg ask`: finding a question, what it takes, its defaults, and which kind of nothing an empty answer is."""

from __future__ import annotations

import keyword
from pathlib import Path
from typing import Any

import pytest

from kg.errors import UsageError
from kg.graph import Graph
from kg.questions import all_questions, find_questions
from tests.conftest import ROOT, Kg

#: What `kg ask` takes itself; no parameter may be called so.
OPTIONS = {"why", "tag", "find", "format", "data", "endpoint", "timeout", "help"}


def test_no_parameter_hides_behind_an_option() -> None:
    for question in all_questions():
        assert not OPTIONS & set(question.parameters), question.name


def test_questions_are_found_by_their_words() -> None:
    found = [one.name for one in find_questions("comes next after")]
    assert "next-step" in found
    assert "definition-of" not in found
    assert "treatments-for" in [one.name for one in find_questions("USED condition")]
    assert find_questions("zebra") == []
    assert len(find_questions()) == len(all_questions())


def test_questions_are_found_by_tag() -> None:
    found = find_questions(tag="escalation")
    assert "next-step" in [one.name for one in found]
    assert all("escalation" in one.decorators["tags"] for one in found)
    with pytest.raises(UsageError, match=r"no question has the tag “escalations”; there are .*escalation"):
        find_questions(tag="escalations")


def test_the_list_can_be_narrowed(kg: Kg) -> None:
    found = [line.split("\t")[0] for line in kg("ask", "--find", "comes next after").stdout.splitlines()]
    assert "next-step" in found
    assert len(found) < len(all_questions())
    tagged = kg("ask", "--tag", "escalation").stdout.splitlines()[1:]
    assert tagged
    assert all("escalation" in line.split("\t")[3] for line in tagged)
    assert "Tags:" in kg("ask", "--format", "table", "--tag", "duration").stdout


def test_help_after_a_question_is_about_the_question(kg: Kg) -> None:
    done = kg("ask", "next-step", "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Which procedure comes next after a procedure")
    assert "--procedure  any name of a thing or value of the class Procedure; facet-joint-injection" in done.stdout
    assert "--timeout" in kg("ask", "--help").stdout


def test_a_default_is_not_taken_in_silence(kg: Kg, here: Path) -> None:
    done = kg("ask", "treatments-for", "--data", here)
    assert done.stderr == "kg: --condition osteoarthritis is taken, since none is given\n"
    assert kg("ask", "treatments-for", "osteoarthritis", "--data", here).stdout == done.stdout


def test_a_default_that_another_graph_lacks_is_asked_for(kg: Kg) -> None:
    done = kg("ask", "next-step", "--data", ROOT / "tests" / "second")
    assert done.returncode == 2
    assert "give --procedure: its default “facet-joint-injection” is not in this graph" in done.stderr


# The question; its parameters; words of what is said about an answer without rows.
NOTHING = [
    (
        "treatments-for",
        {"condition": "osteoporosis"},
        "not stated: no claim answers this with condition “osteoporosis”",
    ),
    ("treatments-for", {"condition": "osteoporosis"}, "3 claims speak of “osteoporosis”: kg show osteoporosis"),
    ("devices-of", {"procedure": "vertebroplasty"}, "denied: nothing is plainly so"),
    ("devices-of", {"procedure": "vertebroplasty"}, "Denied: Vertebroplasty does not use a balloon."),
    ("contested-statements", {}, "not stated: No claim denies what another affirms."),
    ("treatments-for", {"condition": "pain"}, "not counted: "),
    ("treatments-for", {"condition": "pain"}, "Interventional pain procedure is commonly used for pain"),
    ("aims-of", {"procedure": "vertebroplasty"}, "not stated: "),
    ("lasting-at-least", {"months": "100"}, "not stated: no claim answers this with months “100”."),
]


@pytest.mark.parametrize(("name", "parameters", "words"), NOTHING)
def test_an_empty_answer_says_which_kind_of_nothing_it_is(
    graph: Graph, name: str, parameters: dict[str, str], words: str
) -> None:
    assert graph.ask(name, **parameters).to_dicts() == []
    assert words in graph.nothing(name, **parameters)


def test_the_kind_of_nothing_is_no_data(kg: Kg, here: Path) -> None:
    done = kg("ask", "treatments-for", "--condition", "osteoporosis", "--format", "csv", "--data", here)
    assert (done.returncode, done.stdout) == (0, "procedure,name\n")
    assert done.stderr.startswith("not stated: ")


@pytest.mark.parametrize(
    ("name", "words"), [("procedures", "the vocabulary"), ("documents", "the passages"), ("no-next-step", "silence")]
)
def test_why_says_what_stands_behind_rows_without_claims(graph: Graph, name: str, words: str) -> None:
    assert f"Behind these rows stand{'s' if words != 'the passages' else ''} {words}" in str(graph.why(name))
    assert "Behind these rows" not in str(graph.why("treatments-for"))


# The question; its parameters; words of what is wrong.
WRONG = [
    ("thing-named", {"words": "\udcff"}, "--words: not UTF-8"),
    ("thing-named", {"words": " "}, "--words: give a text of 1 to 1000 characters"),
    ("lasting-at-least", {"months": "six"}, "--months: “six” is no whole number"),
    ("lasting-at-least", {"months": None}, "--months: give a text or a number, not NoneType"),
    ("inferred-statements", {"relation": "has mechanisms"}, "did you mean “has mechanism”"),
    ("relief-that-is", {"duration": "temporarily"}, "did you mean “temporary”"),
]


@pytest.mark.parametrize(("name", "parameters", "words"), WRONG)
def test_a_value_that_does_not_fit_is_explained(
    graph: Graph, name: str, parameters: dict[str, Any], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        graph.ask(name, **parameters)


def test_in_python_a_number_is_a_number(graph: Graph) -> None:
    assert graph.ask("lasting-at-least", months=6).to_dicts() == graph.ask("lasting-at-least", months="6").to_dicts()


def test_a_parameter_can_be_named_in_python() -> None:
    assert not [name for one in all_questions() for name in one.parameters if keyword.iskeyword(name)]


# A query; the note about it.
UNKNOWN = [
    ("SELECT * { ?x kgo:indicatdFor ?y }", "kgo:indicatdFor is nowhere in the graph; did you mean kgo:indicatedFor?"),
    ("ASK { kg:sciatca ?p ?o }", "kg:sciatca is nowhere in the graph; did you mean kg:sciatica?"),
    ("ASK { GRAPH graph:concept { ?s ?p ?o } }", "graph:concept is nowhere in the graph; did you mean graph:concepts?"),
    ("ASK { kg:zzzzzzzzz ?p ?o }", "kg:zzzzzzzzz is nowhere in the graph"),
]


@pytest.mark.parametrize(("text", "note"), UNKNOWN)
def test_a_name_that_the_graph_lacks_is_noted(graph: Graph, text: str, note: str) -> None:
    assert graph.unknown_terms(text) == [note]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?claim kgo:basis kgo:Stated ; rdf:subject kg:nerve-block . aip:s2-description-3.1 ?a ?b }",
        "SELECT * { ?s ?p 'kgo:nothing' } # kg:nothing",
        "PREFIX other: <http://example.org/> SELECT * { ?s other:thing ?o . GRAPH graph:shortcuts { ?s ?p ?o } }",
    ],
)
def test_known_and_foreign_names_are_not_noted(graph: Graph, text: str) -> None:
    assert graph.unknown_terms(text) == []


def test_notes_do_not_touch_the_answer(kg: Kg, here: Path) -> None:
    done = kg("query", "SELECT ?x { ?x kgo:indicatdFor ?y }", "--format", "csv", "--data", here)
    assert (done.returncode, done.stdout) == (0, "x\n")
    assert "did you mean kgo:indicatedFor?" in done.stderr

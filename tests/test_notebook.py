"""Answers and what is told of them in Python and in notebooks: read again, shown, cut, escaped."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, assert_type

import pyoxigraph as ox
import pytest

import kg
from kg.cite.citation import Citation
from kg.claims import all_claims
from kg.columns import Plain, frame
from kg.errors import UsageError
from kg.explain.description import Description
from kg.explain.explanation import ClaimExplanation, Explanation
from kg.graph import Graph
from kg.listing import Questions
from kg.notebook import LONGEST, html_lines, html_table
from kg.questions import all_questions
from kg.resources import share
from kg.rows import GRAPH_FORMATS, ROW_FORMATS, SHOWN_ROWS, SHOWN_WIDTH, Answer
from tests.conftest import Kg

# Terms of every kind, and characters that a format has to escape, or that could upset a terminal or a page.
TERMS = r"""SELECT ?a ?b { VALUES (?a ?b) {
  (kg:nerve UNDEF) ("he said \"no\"\n\ttwice"@en-GB "a,b;c|d\\e") (7 -2.50) (1.5e0 true) ("abc"^^xsd:integer "2020-01-01"^^xsd:date)
  ("<script>alert('x')</script>" "\u202Eright-to-left") ("\u0001" "שלום"@he) ("" <http://elsewhere/q?a=b&c=d>)
} }"""
TRIPLES = 'CONSTRUCT { kg:nerve skos:note "a \\"b\\"\\n"@en, 7, ?x } WHERE { VALUES ?x { kg:pain } }'
BLANK = "SELECT (BNODE() AS ?x) {}"
NUMBERS = "SELECT ?x { VALUES ?a { 0 1 2 3 4 5 } VALUES ?b { 0 1 2 3 4 5 } VALUES ?c { 0 1 2 3 } BIND(36 * ?c + 6 * ?a + ?b AS ?x) } ORDER BY ?x"


def in_format(answer: Answer, form: str | None, *, once: bool = False) -> bytes:
    stream = io.BytesIO()
    answer.write(stream, form, once=once)
    return stream.getvalue()


class Page(HTMLParser):
    """What a browser would make of HTML: its elements, and the text of its cells."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.texts: list[str] = []
        self.feed(html)
        self.close()
        self.texts = [text.strip() for text in self.texts]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102 - HTMLParser's
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}
        self.texts.append("")

    def handle_data(self, data: str) -> None:  # noqa: D102 - the same
        if self.texts:
            self.texts[-1] += data


def html(shown: Any) -> str:
    return str(shown._repr_html_())


@pytest.mark.parametrize("form", [form for form in ROW_FORMATS if form != "parquet"])
@pytest.mark.parametrize(
    "query", [TERMS, "SELECT ?x { FILTER(false) }", "SELECT * {}"], ids=["terms", "no rows", "no columns"]
)
def test_rows_that_were_read_are_written_as_fresh_ones(graph: Graph, query: str, form: str) -> None:
    read = graph.query(query)
    first = list(read)
    assert list(read) == first
    assert in_format(read, form) == in_format(read, form) == in_format(graph.query(query), form, once=True)
    assert list(read) == first


@pytest.mark.parametrize("query", [NUMBERS, TRIPLES], ids=["rows", "triples"])
def test_writing_an_answer_does_not_use_it_up(graph: Graph, query: str) -> None:
    answer = graph.query(query)
    assert in_format(answer, None) == in_format(answer, None, once=True)
    assert answer.to_dicts() == graph.query(query).to_dicts()


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_triples_that_were_read_are_written_as_fresh_ones(graph: Graph, form: str) -> None:
    read = graph.query(TRIPLES)
    assert len(list(read)) == len(list(read)) == len(read) == 3
    assert in_format(read, form) == in_format(read, form) == in_format(graph.query(TRIPLES), form, once=True)


def test_a_blank_node_is_the_same_at_each_reading(graph: Graph) -> None:
    answer = graph.query(BLANK)
    ((first,), (second,)) = answer.to_dicts()[0].values(), answer.to_dicts()[0].values()
    assert first == second
    assert str(first)[2:] in in_format(answer, "json").decode()


def test_terms_survive_being_kept(graph: Graph) -> None:
    kept = [[row["a"], row["b"]] for row in graph.query(TERMS)]
    fresh = graph.store.query(TERMS)
    assert isinstance(fresh, ox.QuerySolutions)
    assert kept == [list(solution) for solution in fresh]


def test_yes_or_no_can_be_read_again(graph: Graph) -> None:
    answer = graph.query("ASK {}")
    assert [bool(answer), bool(answer), in_format(answer, "csv"), in_format(answer, None)] == [
        True,
        True,
        b"true\n",
        b"true\n",
    ]
    assert in_format(answer, "json") == in_format(graph.query("ASK {}"), "json", once=True)
    assert (str(answer), str(graph.query("ASK { FILTER(false) }"))) == ("yes", "no")
    assert Page(html(answer)).texts[-1] == "yes"
    assert (answer.kind, answer.columns) == ("yes or no", [])
    for read in (iter, len, Answer.to_dicts, Answer.to_pandas):
        with pytest.raises(TypeError, match="yes or no"):
            read(answer)


def test_an_answer_is_true_where_there_is_something(graph: Graph) -> None:
    something, nothing = "?s ?p ?o", "?s ?p ?o FILTER(false)"
    for query in ("SELECT * {{ {} }} LIMIT 2", "CONSTRUCT WHERE {{ {} }} LIMIT 2", "ASK {{ {} }}"):
        assert graph.query(query.format(something))
    for query in ("SELECT * {{ {} }}", "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {} }}", "ASK {{ {} }}"):
        assert not graph.query(query.format(nothing))
    assert len(graph.query("SELECT * { ?s ?p ?o } LIMIT 2")) == 2


def test_what_was_written_once_is_gone_and_says_so(graph: Graph) -> None:
    answer = graph.query("SELECT ?x { VALUES ?x { 1 } }")
    assert in_format(answer, "csv", once=True) == b"x\r\n1\r\n"
    with pytest.raises(UsageError, match="written with once=True and is gone; ask again"):
        list(answer)
    assert answer.columns == ["x"]


def test_an_engine_that_gives_up_is_told_of_at_each_kind_of_reading(graph: Graph) -> None:
    class GivesUp:
        variables = (ox.Variable("x"),)

        def __iter__(self) -> Any:
            raise RuntimeError("out of breath")

        def serialize(self, **_: object) -> bytes:
            raise ValueError("out of breath")

    readings: list[Callable[[Answer], object]] = [list, len, bool, str, Answer.to_dicts]
    for read in readings:
        answer = graph.query("SELECT ?x {}")
        answer._solutions = GivesUp()  # type: ignore[assignment]  # noqa: SLF001 - no query of ours gives up half-way
        with pytest.raises(UsageError, match="the query cannot be answered: out of breath"):
            read(answer)


def test_plain_values(graph: Graph) -> None:
    rows = graph.query(TERMS).to_dicts()
    assert [(row["a"], row["b"]) for row in rows] == [
        ("kg:nerve", None), ('he said "no"\n\ttwice', "a,b;c|d\\e"), (7, -2.5), (1.5, True), ("abc", "2020-01-01"),
        ("<script>alert('x')</script>", "\u202eright-to-left"), ("\x01", "שלום"), ("", "<http://elsewhere/q?a=b&c=d>"),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), [
    ("'1'^^xsd:decimal", 1.0), ("'.5'^^xsd:decimal", 0.5), ("'-1e3'^^xsd:double", -1000.0), ("'INF'^^xsd:double", "INF"),
    ("'1_0'^^xsd:decimal", "1_0"), ("'٣'^^xsd:integer", "٣"), ("'1'^^xsd:boolean", None), ("'yes'^^xsd:boolean", "yes"),
    ("'7'", "7"), ("'1234567890123456789012'^^xsd:integer", "1234567890123456789012"),
])  # fmt: skip
def test_a_literal_that_is_no_number_stays_text(graph: Graph, text: str, value: Plain) -> None:
    (row,) = graph.query(f"SELECT ({text} AS ?x) {{}}").to_dicts()
    expected = row["x"] if value is None else value
    assert (row["x"], type(row["x"])) == (expected, type(expected))


def test_an_answer_shows_itself_as_a_table(graph: Graph) -> None:
    answer = graph.query("SELECT ?x ?y { VALUES (?x ?y) { (kg:nerve 1) (UNDEF 22) } }")
    assert repr(answer) == str(answer) == "x         y\n────────  ──\nkg:nerve  1\n          22\n2 rows"
    page = Page(html(answer))
    assert page.tags == ["table", "caption", "thead", *["tr", "th", "th"], "tbody", *["tr", "td", "td"] * 2]
    assert [text for text in page.texts if text] == ["2 rows", "x", "y", "kg:nerve", "1", "22"]
    assert str(graph.query("SELECT ?x { FILTER(false) }")) == "x\n─\n0 rows"
    triple = graph.query("CONSTRUCT WHERE { kg:nerve a kgo:AnatomicalStructure }")
    assert str(triple).splitlines()[2:] == ["kg:nerve  rdf:type   kgo:AnatomicalStructure", "1 triple"]
    assert "<caption>1 triple</caption>" in html(triple)
    assert "<caption>1 row</caption>" in html(graph.query("SELECT * {}"))


def test_a_big_answer_is_cut_where_it_is_shown_and_nowhere_else(graph: Graph) -> None:
    answer = graph.query(NUMBERS)
    counted = f"144 rows; the first {SHOWN_ROWS} are shown"
    assert [row["x"] for row in answer.to_dicts()] == list(range(144))
    assert str(answer).splitlines()[-2:] == [str(SHOWN_ROWS - 1), counted]
    assert Page(html(answer)).tags.count("td") == SHOWN_ROWS
    assert f"<caption>{counted}</caption>" in html(answer)
    assert len(in_format(answer, "table").splitlines()) == 144 + 3
    wide = graph.query(f'SELECT ("{"é" * 1000}" AS ?x) ("{"y" * 1000}" AS ?y) {{}}')
    assert max(map(len, str(wide).splitlines())) == SHOWN_WIDTH
    assert [len(text) for text in Page(html(wide)).texts if "…" in text] == [LONGEST, LONGEST]
    assert "é" * 1000 in in_format(wide, "table").decode()


def test_a_page_shows_hostile_text_and_does_nothing_with_it(graph: Graph) -> None:
    hostile = graph.query(
        r"""SELECT ("</td><script>fetch('x')</script>" AS ?x) ("\u202Ea\u0000\u001b[31m" AS ?y) ("'\" onload=x" AS ?z) {}"""
    )
    page = Page(html(hostile))
    assert set(page.tags) == {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert page.names == {"dir", "style"}
    assert page.texts[-3:-1] == ["</td><script>fetch('x')</script>", r"\u202ea\u0000\u001b[31m"]
    assert page.texts[-1] == "'\" onload=x"
    assert set(Page(html_table(["<b>"], [], "<i>")).tags) == {"table", "caption", "thead", "tr", "th", "tbody"}
    assert set(Page(html_lines("<b>\n  &amp;\n      <img src=x>\x00")).tags) == {"div", "strong", "span", "small"}


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    (tmp_path / "data").symlink_to(share() / "data")
    (tmp_path / "build").symlink_to(built)
    return tmp_path / "data"


def told(graph: Graph) -> list[tuple[object, list[str]]]:
    """What tells itself in Python, and the command that prints the same."""
    return [
        (graph.show("nerve pathway"), ["show", "nerve pathway"]),
        (graph.show("aip:s2-effectiveness-2"), ["show", "aip:s2-effectiveness-2"]),
        (graph.explain("vertebroplasty", "uses device", "balloon"), ["explain", "vertebroplasty", "uses device", "balloon"]),
        (graph.explain("vertebroplasty", "uses device", "hammer"), ["explain", "vertebroplasty", "uses device", "hammer"]),
        (graph.explain("s2-effectiveness-2.1"), ["explain", "s2-effectiveness-2.1"]),
        (graph.cite("s2-effectiveness-2.1"), ["cite", "s2-effectiveness-2.1"]),
        (graph.why("treatments-for", condition="sciatica"), ["ask", "treatments-for", "sciatica", "--why"]),
    ]  # fmt: skip


def test_python_tells_what_the_command_line_prints(graph: Graph, kg: Kg, folder: Path) -> None:
    for result, command in told(graph):
        assert f"{result}\n" == kg(*command, "--data", folder).stdout
        assert repr(result) == str(result)
        assert [line for line in Page(html(result)).texts if line] == [
            line.strip() for line in str(result).split("\n") if line.strip()
        ]


def test_what_tells_itself_is_still_what_it_is(graph: Graph) -> None:
    shown, denied = graph.show("RFA"), graph.explain("vertebroplasty", "uses device", "balloon")
    claim, cited = graph.explain("s2-effectiveness-2.1"), graph.cite("s2-effectiveness-2.1")
    assert (shown.label, denied.verdict, claim.claim.iri, cited.claim) == (
        "radiofrequency ablation",
        "denied",
        cited.iri,
        claim.claim,
    )
    assert isinstance(shown, Description)
    assert isinstance(denied, Explanation)
    assert isinstance(claim, ClaimExplanation)
    assert isinstance(cited, Citation)
    assert_type(denied.nearby, list[kg.Claim])


def test_why_gives_each_row_its_claims(graph: Graph) -> None:
    reasons = graph.why("treatments-for", condition="sciatica")
    assert [reason.row for reason in reasons] == graph.ask("treatments-for", condition="sciatica").to_dicts()
    for row, claims in reasons:
        assert {graph.store.shorten(claim.subject) for claim in claims} == {row["procedure"]}
        assert {claim.object for claim in claims} == {ox.NamedNode("https://w3id.org/painkg/id/sciatica")}
    assert reasons[0].row["name"] == "epidural steroid injection"


def test_a_claim_is_said_in_english(graph: Graph) -> None:
    claim = next(each for each in all_claims(graph.store) if each.iri.endswith("/s6-description-3.5"))
    assert graph.say(claim) == graph.say("s6-description-3.5") == "Vertebroplasty does not use a balloon."
    with pytest.raises(UsageError, match="s6-description-3"):
        graph.say("s6-description-3")


def test_questions_list_themselves(graph: Graph) -> None:
    listed = graph.questions()
    assert [each.name for each in listed] == [each.name for each in all_questions()]
    assert f"{len(listed)} questions" == str(listed).splitlines()[-1]
    (line,) = (line for line in repr(listed).splitlines() if line.startswith("treatments-for "))
    assert re.split(r"\s{2,}", line)[1:] == ["Which procedures are used for a condition?", "condition='osteoarthritis'"]
    page = Page(html(listed))
    assert page.tags.count("tr") == len(listed) + 1
    assert "condition='osteoarthritis'" in page.texts
    assert str(Questions(listed[:1])).endswith("1 question")


def test_without_pandas_the_extra_is_named(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=re.escape("python -m pip install 'painkg[pandas]'")):
        graph.ask("procedures").to_pandas()
    with pytest.raises(UsageError, match="needs pandas"):
        frame([], [])


def test_public_names() -> None:
    names = kg.__all__
    assert names == sorted(names) == dir(kg)
    assert {name: getattr(kg, name).__module__ for name in names if name != "__version__"} == {
        "Answer": "kg.rows", "Claim": "kg.claims", "DataError": "kg.errors", "Graph": "kg.graph", "OutsideError": "kg.errors",
        "PainKGError": "kg.errors", "UsageError": "kg.errors", "open": "kg.graph",
    }  # fmt: skip


def test_public_names_have_types(graph: Graph, folder: Path) -> None:
    # A type checker reads these; that it runs over the tests is part of `make test`.
    assert_type(kg.open(folder), Graph)
    assert_type(graph.query("ASK {}"), kg.Answer)
    assert_type(graph.why("procedures")[0].claims, list[kg.Claim])
    assert_type(graph.explain("RFA", "targets", "nerve").claims, list[kg.Claim])

"""`kg map`: where a page opens, what a query draws, which passages are quoted, and what is refused without a file."""

from __future__ import annotations

import html.parser
import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import kg.graph
from kg import terms
from kg.assemble import assemble, ontology_quads
from kg.cite.copies import match
from kg.errors import DataError, OutsideError, UsageError
from kg.graph import Graph
from kg.maps.asked import Asked, draw, start_of
from kg.maps.kinds import OTHER, read_kinds
from kg.maps.model import QUERIED, Knowledge, read_knowledge
from kg.maps.page import GENERATOR, map_page
from kg.maps.queried import find, knowledge_of_found
from kg.maps.quotes import read_quotes
from kg.maps.ready import VIEWS
from kg.store import Store
from tests.broken import edit
from tests.conftest import Kg
from tests.map_samples import HOSTILE, claim, document, hostile_store, thing
from tests.review_sample import SCRIPT, TEXT, Sample, write_sample
from tests.test_map import Page
from tests.test_new import KNEE, SECOND

RFA = "radiofrequency-ablation"
EXAMPLE = "https://example.org/"


class Quotes(html.parser.HTMLParser):
    """The passages and marked words of a page as it is without JavaScript."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.passages: list[str] = []
        self.marks: list[str] = []
        self._open: list[str] = []
        self.feed(page)

    # The names that the standard library calls.
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002, D102
        self._open.append(tag)
        if tag == "q":
            self.passages.append("")
        elif tag == "mark":
            self.marks.append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: D102
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:  # noqa: D102
        if "q" in self._open:
            self.passages[-1] += data
        if "mark" in self._open:
            self.marks[-1] += data


def data_of(page: str) -> dict[str, Any]:
    """What the page's script reads."""
    return Page(page).data()


def labels_of(page: str) -> dict[str, str]:
    """The label of each box, by its slug."""
    return {slug: label for slug, label, *_ in data_of(page)["things"]}


def asked_for(graph: Graph, text: str) -> Knowledge:
    return knowledge_of_found(graph.store, read_kinds(), find(graph.store, text))


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    return write_sample(tmp_path)


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        (Asked(), ""),
        (Asked(focus="RFA"), f"#focus={RFA}"),
        (Asked(focus="kg:radiofrequency-ablation", steps=1), f"#focus={RFA}"),
        (Asked(focus="Radiofrequency Neurotomy", steps=3), f"#focus={RFA}&steps=3"),
        (Asked(between=("RFA", terms.KG + "sciatica")), f"#between={RFA},sciatica"),
        (Asked(compare=("kyphoplasty", "VERTEBROPLASTY")), "#compare=kyphoplasty,vertebroplasty"),
        (Asked(compare=("sciatica", "osteoarthritis")), "#compare=sciatica,osteoarthritis"),
        (Asked(view="Overview"), ""),
        *((Asked(view=name), address) for name, address in VIEWS.items()),
    ],
)
def test_a_map_opens_where_it_is_asked_to(graph: Graph, asked: Asked, address: str) -> None:
    assert start_of(graph.store, asked) == address


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked(focus="radiofrequency ablatoin"), ["unknown thing", "“radiofrequency ablation”"]),
        (Asked(focus=""), ["unknown thing “”"]),
        (Asked(focus="RFA", steps=4), ["1 to 3"]),
        (Asked(steps=2), ["--focus THING"]),
        (Asked(view="ladder", focus="RFA"), ["VIEW and --focus", "one of them"]),
        (Asked(between=("RFA", "sciatica"), compare=("RFA", "kyphoplasty"), query="ASK {}"), ["--between and --compare and --query"]),
        (Asked(between=("RFA", RFA)), ["same thing", "radiofrequency ablation", "two different"]),
        (Asked(compare=("RFA", "rfa")), ["same thing"]),
        (Asked(compare=("RFA", "sciatica")), ["(procedure)", "(condition)", "one kind"]),
        (Asked(between=("RFA",)), ["two things, not 1"]),
        (Asked(view="lader"), ["no view “lader”", "did you mean ladder?", *VIEWS]),
        (Asked(view="\x1b[2J"), ["\\u001b[2J"]),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_is_said(graph: Graph, tmp_path: Path, asked: Asked, words: list[str]) -> None:
    with pytest.raises(UsageError) as error:
        graph.map(tmp_path / "map.html", **asked._asdict())
    assert [word for word in words if word not in str(error.value)] == []
    assert list(tmp_path.iterdir()) == []


def test_an_address_keeps_what_a_slug_holds() -> None:
    slug = "https://example.org/a%20b'&#focus"
    address = start_of(hostile_store(), Asked(focus="elsewhere"))
    assert address == "#focus=https%3A%2F%2Fexample.org%2Fa%2520b'%26%23focus"
    assert labels_of(map_page(hostile_store(), address))[slug] == "elsewhere"


def test_the_command_writes_one_page_and_names_it(kg: Kg, here: Path, tmp_path: Path) -> None:
    done = kg("map", "--focus", "RFA", "--steps", "2", "--data", here)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "map     map.html (open it in a browser; it needs no network)\n"
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert page == draw(kg_graph(here), Asked(focus="RFA", steps=2))
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]
    assert data_of(page)["start"] == f"#focus={RFA}&steps=2"


def test_a_dash_is_standard_output(kg: Kg, here: Path, tmp_path: Path) -> None:
    done = kg("map", "--between", "RFA", "sciatica", "-o", "-", "--data", here)
    assert (done.returncode, done.stderr) == (0, "")
    assert data_of(done.stdout)["start"] == f"#between={RFA},sciatica"
    assert list(tmp_path.iterdir()) == []


def kg_graph(data: Path) -> Store:
    store = kg.graph.open(data).store
    assert isinstance(store, Store)
    return store


def test_only_a_map_is_replaced(graph: Graph, tmp_path: Path) -> None:
    mine = tmp_path / "mine.html"
    mine.write_text("<!doctype html><title>mine</title>", encoding="utf-8")
    with pytest.raises(UsageError, match="not a page that this command made"):
        graph.map(mine)
    assert "mine" in mine.read_text(encoding="utf-8")
    assert graph.map(tmp_path / "new.html") == graph.map(tmp_path / "new.html", focus="RFA")
    assert f'content="{GENERATOR}"' in (tmp_path / "new.html").read_text(encoding="utf-8")[:4096]


def test_an_unwritable_place_leaves_nothing(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="cannot be written"):
        graph.map(tmp_path / "none" / "map.html")
    assert list(tmp_path.iterdir()) == []


def test_claims_stand_for_the_triples_they_make(graph: Graph) -> None:
    found = asked_for(
        graph, "CONSTRUCT { ?p kgo:hasMechanism kg:nerve-disruption } { ?p kgo:hasMechanism kg:nerve-disruption }"
    )
    whole = read_knowledge(graph.store, read_kinds())
    expected = [
        each for each in whole.statements if (each.relation, each.object) == ("hasMechanism", "nerve-disruption")
    ]
    assert found.statements == expected
    assert {each.truth for each in expected} >= {"stated", "indirect"}
    assert all(each.source and each.id for each in expected)
    assert set(found.things) == {each.subject for each in expected} | {"nerve-disruption"}
    assert found.documents == whole.documents
    assert found.heading == "What a query finds"


@pytest.mark.parametrize(
    ("pattern", "claims"),
    [
        ("?c kgo:treatedBy kg:kyphoplasty", "kg:kyphoplasty kgo:indicatedFor ?o"),
        ("kg:vertebra kgo:adjacentTo ?a", "kg:facet-joint kgo:adjacentTo ?o"),
    ],
)
def test_what_is_read_from_the_other_end_keeps_its_claims(graph: Graph, pattern: str, claims: str) -> None:
    found = asked_for(graph, f"CONSTRUCT WHERE {{ {pattern} }}")
    assert found.statements == asked_for(graph, f"CONSTRUCT WHERE {{ {claims} }}").statements
    assert {each.truth for each in found.statements} <= {"stated", "indirect"}
    assert len(found.things) > 1


def test_denied_and_conditional_claims_stay_what_they_are(graph: Graph) -> None:
    claims = "SELECT ?subject ?predicate ?object { ?c a kgo:Claim ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object }"
    found = asked_for(graph, claims)
    whole = [each for each in read_knowledge(graph.store, read_kinds()).statements if each.id]
    assert found.statements == whole
    assert {"denied", "conditional"} <= {each.truth for each in found.statements}


def test_hierarchy_without_a_claim_is_by_definition(graph: Graph) -> None:
    found = asked_for(
        graph,
        "CONSTRUCT { ?a ?p ?b } WHERE { VALUES ?p { skos:broader kgo:inFamily } GRAPH graph:concepts { ?a ?p ?b } }",
    )
    assert {each.relation for each in found.statements} == {"broader", "inFamily"}
    assert "definition" in {each.truth for each in found.statements}
    assert QUERIED not in {each.truth for each in found.statements}


def test_what_no_claim_carries_is_drawn_as_such(graph: Graph) -> None:
    query = f"""CONSTRUCT {{
        kg:kyphoplasty <{EXAMPLE}seenBy> <{EXAMPLE}ward/7> ; <{EXAMPLE}times> 12 ; kgo:targets <{EXAMPLE}ward/7> .
        <{EXAMPLE}ward/7> rdfs:label "Ward 7"@en , "Station 7"@de ; rdfs:comment "A ward." .
        <{EXAMPLE}pump> a kgo:Device ; kgo:delivers kg:steroid ; a skos:Concept . }} WHERE {{}}"""
    found = asked_for(graph, query)
    assert {each.truth for each in found.statements} == {QUERIED}
    assert sorted((each.cells, each.words) for each in found.statements) == [
        ((f"{EXAMPLE}pump", "delivers", "steroid"), f"{EXAMPLE}pump delivers steroid."),
        ((f"{EXAMPLE}pump", "rdf:type", "skos:Concept"), f"{EXAMPLE}pump rdf:type skos:Concept."),
        (("kyphoplasty", f"{EXAMPLE}seenBy", "Ward 7"), f"kyphoplasty {EXAMPLE}seenBy Ward 7."),
        (("kyphoplasty", f"{EXAMPLE}times", "12"), f"kyphoplasty {EXAMPLE}times 12."),
        (("kyphoplasty", "targets", "Ward 7"), "Kyphoplasty targets the Ward 7."),
    ]  # fmt: skip
    ward, pump = found.things[f"{EXAMPLE}ward/7"], found.things[f"{EXAMPLE}pump"]
    assert (ward.label, ward.definition, ward.kind.id) == ("Ward 7", "A ward.", OTHER)
    assert f"{EXAMPLE}ward/7" in ward.names
    assert pump.kind.id == "Device"
    assert found.things["kyphoplasty"].kind.id == "Procedure"
    assert found.documents == []
    page = map_page(graph.store, found=find(graph.store, query))
    assert page.count("<td>as the query gives it, without a claim\n") == 5
    assert "0 claims, in reading order, then 5 lines that the query gives and no claim carries." in page
    assert "Drawn from" not in page


def test_types_and_names_are_written_on_boxes(graph: Graph) -> None:
    found = asked_for(
        graph, "CONSTRUCT { ?m a kgo:Mechanism ; skos:prefLabel ?name } { ?m a kgo:Mechanism ; skos:prefLabel ?name }"
    )
    assert found.statements == []
    assert {each.kind.id for each in found.things.values()} == {"Mechanism"}
    assert len(found.things) == 5


def test_strangers_words_of_a_query_stay_words(graph: Graph) -> None:
    lines = " ".join(f"<{EXAMPLE}{name}> <{EXAMPLE}p> {ox.Literal(words)} ." for name, words in HOSTILE.items())
    page = map_page(graph.store, found=find(graph.store, f"CONSTRUCT {{ {lines} }} WHERE {{}}", HOSTILE["script"]))
    labels = set(labels_of(page).values())
    assert {words for words in HOSTILE.values() if words.strip() and words.strip() not in labels} == set()
    tags = [tag for tag, _ in Page(page).tags]
    assert tags.count("script") == 4
    assert "img" not in tags


@pytest.mark.parametrize("columns", ["?subject ?predicate ?object", "?o ?x ?p ?s"])
def test_the_title_is_the_summary_of_the_query(graph: Graph, columns: str) -> None:
    names = "?s ?p ?o" if "?s " in columns + " " and "?subject" not in columns else "?subject ?predicate ?object"
    text = f"#+ summary: Who treats what.\nSELECT {columns} (1 AS ?x2) {{ VALUES ({names}) {{ (kg:kyphoplasty kgo:targets kg:vertebra) }} }}"
    found = find(graph.store, text)
    assert found.title == "Who treats what"
    assert len(found.triples) == 1


# Millions of lines, no two of them alike: whoever reads them all does not come back.
CROSS = (
    "{ ?s a ?a . ?o a ?b BIND(IRI(CONCAT('https://example.org/', ENCODE_FOR_URI(CONCAT(STR(?s), STR(?o))))) AS ?x) }"
)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("ASK {}", "q.rq: answers yes or no; a map is drawn of a CONSTRUCT, or of a SELECT of ?subject ?predicate ?object"),
        ("DESCRIBE kg:balloon", "q.rq: is a DESCRIBE"),
        ("SELECT ?a ?b { ?a ?c ?b }", "q.rq: selects ?a ?b; a map is drawn of"),
        ("SELECT ?s ?p ?o { ?s a kgo:Nothing ; ?p ?o }", "q.rq: finds nothing"),
        ("SELECT ?s ?p ?o { VALUES (?s ?p ?o) { (kg:nerve kgo:partOf kg:joint) ('x' kgo:partOf kg:joint) } }", "q.rq: row 2: ?s is the literal “x”; a line starts at an IRI"),
        ("SELECT ?subject ?predicate ?object { VALUES (?subject ?predicate ?object) { (kg:nerve 'x' kg:joint) } }", "q.rq: row 1: ?predicate is the literal “x”; a line is named by an IRI"),
        ("SELECT ?s ?p ?o { VALUES (?s ?p ?o) { (kg:nerve kgo:partOf UNDEF) } }", "q.rq: row 1: ?o is unbound; a line ends at an IRI or a literal"),
        ("CONSTRUCT { kg:nerve kgo:partOf [] } WHERE {}", "q.rq: triple 1: ?object is a blank node"),
        ("SELECT ?s ?p ?o {", "line 1, column 18"),
        ("SELECT ?s ?p ?o { ?s kgx:a ?o }", "unknown prefix “kgx:”"),
        ("DELETE WHERE { ?s ?p ?o }", "the graph is read-only"),
        ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE would ask another server"),
        ("  ", "the query is empty"),
        (f"SELECT ?s (?x AS ?p) ?o {CROSS}", "q.rq: finds more than 20000 lines"),
        (f"CONSTRUCT {{ ?s ?x ?o . ?o ?x ?s . ?s ?x ?x }} {CROSS}", "q.rq: finds more than 20000 lines"),
        ("SELECT ?s ?p ?o { VALUES (?s ?p ?o) { (kg:nerve kgo:partOf kg:joint) } ?a ?b ?c . ?d ?e ?f }", "with DISTINCT"),
    ],
)  # fmt: skip
def test_what_is_no_map_is_refused(graph: Graph, query: str, words: str) -> None:
    with pytest.raises(UsageError) as error:
        find(graph.store, query, "q.rq")
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--query", "none.rq"], 2, "none.rq: no such file"),
        (["--query", "folder.rq"], 2, "folder.rq: is a folder"),
        (["--query", "bytes.rq"], 2, "bytes.rq: not UTF-8"),
        (["--query", "typo.rq"], 2, "kgo:indicatedFr is nowhere in the graph; did you mean kgo:indicatedFor?\nkg: typo.rq: finds nothing"),
        (["--focus", "RFA", "--query", "typo.rq"], 2, "--focus and --query"),
        (["--focus", "RFA", "--steps", "9"], 2, "--steps"),
        (["--document", "typo.rq"], 2, "holds no passage of any document in the data"),
        (["--document", "none.txt"], 2, "none.txt"),
    ],
)  # fmt: skip
def test_bad_input_ends_with_a_reason_and_no_file(kg: Kg, here: Path, tmp_path: Path, arguments: list[str], code: int, words: str) -> None:  # fmt: skip
    (tmp_path / "folder.rq").mkdir()
    (tmp_path / "bytes.rq").write_bytes(b"SELECT \xff {}")
    (tmp_path / "typo.rq").write_text("CONSTRUCT WHERE { ?s kgo:indicatedFr ?o }", encoding="utf-8")
    done = kg("map", *arguments, "--data", here)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert not (tmp_path / "map.html").exists()


def test_a_query_comes_from_standard_input(kg: Kg, here: Path, tmp_path: Path) -> None:
    done = kg("map", "--query", "-", "--data", here, input="CONSTRUCT WHERE { ?s kgo:targets ?o }")
    assert done.returncode == 0, done.stderr
    assert '<h1 tabindex="-1" dir="auto">What standard input finds</h1>' in (tmp_path / "map.html").read_text(encoding="utf-8")  # fmt: skip


def test_a_query_that_takes_too_long_is_given_up(kg: Kg, here: Path, tmp_path: Path) -> None:
    endless = (
        "SELECT ?s ?p ?o { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(CONCAT(STR(?s), STR(?a), STR(?d))) > 99999) }"
    )
    done = kg("map", "--query", endless, "--timeout", "1", "--data", here)
    assert done.returncode == 3
    assert "no answer within 1 s" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_each_claim_stands_with_its_passage(sample: Sample) -> None:
    store = assemble(sample.data).store
    knowledge = read_knowledge(store, read_kinds())
    quoted = read_quotes(store, knowledge.statements, match([sample.text], store))
    said = {index: each for each in quoted for index in each.claims}
    told = {}
    for index, each in enumerate(knowledge.statements):
        pieces = said[index].marked(index)
        assert "".join(text for text, _ in pieces) in TEXT
        told[each.id] = [text for text, marked in pieces if marked]
    assert told == {
        "sample:s1-description-1.1": ["may", "bring\n‘great’"],
        "sample:s1-description-1.2": ["ease"],
        "sample:s1-description-2.1": ["no"],
        "sample:s2-description-1.1": [],
    }


def test_the_page_quotes_with_and_without_javascript(sample: Sample) -> None:
    store = assemble(sample.data).store
    page = draw(store, Asked(), documents=[sample.text])
    quotes = Quotes(page)
    assert quotes.passages == ["Alpha may  bring\n‘great’ ease."] * 2 + [
        "Alpha brings no ease.",
        "Both bring calm, if with salt; alone never.",
    ]
    assert quotes.marks == ["may", "bring\n‘great’", "ease", "no"]
    data = data_of(page)
    assert [["".join(text for text, _ in pieces), claims] for claims, pieces in data["quotes"]] == [
        ["Alpha may  bring\n‘great’ ease.", [0, 1]],
        ["Alpha brings no ease.", [2]],
        ["Both bring calm, if with salt; alone never.", [3]],
    ]
    assert "This page holds text of its document" in page
    assert SCRIPT not in page
    plain = draw(store, Asked())
    assert data_of(plain)["quotes"] == []
    assert "This page holds text" not in plain
    assert "Alpha brings no ease." not in plain


def test_every_claim_of_our_document_is_quoted(graph: Graph, document_text: Path) -> None:
    knowledge = read_knowledge(graph.store, read_kinds())
    (copy,) = match([document_text], graph.store)
    quoted = read_quotes(graph.store, knowledge.statements, [copy])
    claims = [index for each in quoted for index in each.claims]
    assert sorted(claims) == [index for index, each in enumerate(knowledge.statements) if each.id]
    for each in quoted:
        assert "".join(piece.text for piece in each.pieces) in copy.text
        for index in each.claims:
            marked = [text for text, so in each.marked(index) if so]
            assert bool(marked) == bool(knowledge.statements[index].rests_on)


def test_a_passage_that_the_text_does_not_hold_is_said_so(sample: Sample) -> None:
    store = assemble(sample.data).store
    sample.text.write_bytes(TEXT.replace("Alpha brings no ease.", "Alpha brings some ease.").encode())
    page = draw(store, Asked(), documents=[sample.text])
    assert len(Quotes(page).passages) == 3
    assert page.count("<em>The text at hand does not hold this passage.</em>") == 1
    assert [pieces for claims, pieces in data_of(page)["quotes"] if claims == [2]] == [[]]
    assert "some ease" not in page


def test_of_two_copies_the_text_itself_is_quoted_and_the_other_fills_gaps(sample: Sample, tmp_path: Path) -> None:
    store = assemble(sample.data).store
    knowledge = read_knowledge(store, read_kinds())
    cut, other = tmp_path / "cut.txt", tmp_path / "other.txt"
    cut.write_bytes(TEXT.replace("Alpha brings no ease.", "").encode())
    other.write_bytes(TEXT.replace("\n", "\r\n").encode())
    for paths, first in (
        ([cut, other], "bring\n‘great’"),
        ([other, sample.text], "bring\n‘great’"),
        ([other, cut], "bring\r\n‘great’"),
    ):
        quoted = read_quotes(store, knowledge.statements, match(paths, store))
        assert all(each.pieces for each in quoted)
        assert first in "".join(piece.text for piece in quoted[0].pieces)


def test_a_build_with_the_text_quotes_it_too(kg: Kg, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = kg("build", "--data", SECOND, "--out", out, "--document", KNEE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "it needs no network and holds text of the document" in done.stdout
    passages = Quotes((out / "map.html").read_text(encoding="utf-8")).passages
    assert passages
    assert all(passage in KNEE.read_text(encoding="utf-8") for passage in passages)


@pytest.mark.parametrize("words", [HOSTILE["long"], HOSTILE["arabic"], HOSTILE["emoji"], HOSTILE["script"], "x" * 300])
def test_labels_of_any_kind_are_drawn(sample: Sample, tmp_path: Path, words: str) -> None:
    edit(
        sample.data,
        "concepts/OutcomeScheme.yaml",
        "prefLabel: calm",
        "prefLabel: " + json.dumps(words, ensure_ascii=False),
    )
    page = kg.graph.open(sample.data).map(tmp_path / "map.html", focus="calm", documents=[sample.text])
    text = page.read_text(encoding="utf-8")
    assert labels_of(text)["calm"] == words
    assert data_of(text)["start"] == "#focus=calm"


def test_a_missing_label_is_a_fault_of_a_file_and_line(sample: Sample) -> None:
    line = edit(sample.data, "concepts/OutcomeScheme.yaml", "  prefLabel: calm\n", "")
    with pytest.raises(DataError) as error:
        kg.graph.open(sample.data)
    assert [(Path(fault.path).name, fault.message) for fault in error.value.faults] == [
        ("OutcomeScheme.yaml", "prefLabel missing")
    ]
    assert line - 3 < error.value.faults[0].line <= line


def test_a_graph_from_elsewhere_without_labels_is_drawn() -> None:
    quads = [
        *ontology_quads(),
        *document("A sample"),
        *thing("named", "Procedure", "named"),
        *claim(1, ("named", "indicatedFor", "bare")),
    ]
    quads += [each for each in thing("bare", "Condition", "bare") if "prefLabel" not in each.predicate.value]
    page = map_page(Store.of(quads))
    assert labels_of(page) == {"bare": "bare", "named": "named"}
    assert data_of(page)["links"][0][:2] == [0, 1]


def test_a_view_of_which_the_data_say_nothing_is_refused() -> None:
    quads = [*ontology_quads(), *document("A sample"), *thing("named", "Condition", "named")]
    quads += [*thing("other", "Condition", "other"), *claim(1, ("named", "causes", "other"))]
    store = Store.of(quads)
    with pytest.raises(UsageError, match="says nothing that the view “ladder” would show; there are: overview"):
        map_page(store, "#view=ladder")
    assert data_of(map_page(store, "#focus=named"))["start"] == "#focus=named"

"""The catalogue of the questions: up to date, read by the tools it is for, and good to read."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from pyshacl import validate
from rdflib.namespace import RDF, RDFS, SH, XSD
from rdflib.plugins.sparql import prepareQuery
from ruamel.yaml import YAML

from kg import terms
from kg.catalogue import QUESTIONS, Example, anchor, generate, grouped, groups, known_prefixes, page, turtle
from kg.errors import UsageError
from kg.graph import Graph
from kg.queries import DeclaredQuery, read_query
from kg.questions import all_questions
from kg.rows import Answer
from kg.schema import Ontology
from tests.conftest import ROOT
from tests.expected import expected

FOLDER = ROOT / "queries"
NAMES = [question.name for question in all_questions()]
SCHEMA = "https://schema.org/"
STALE = "is out of date; run: make generate"


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    return generate()


@pytest.fixture(scope="module")
def examples() -> rdflib.Graph:
    return rdflib.Graph().parse(FOLDER / "examples.ttl")


@pytest.fixture(scope="module")
def quads(built: Path) -> ox.Store:
    """The graph as any triple store loads it: no prefixes known, nothing of ours around it."""
    store = ox.Store()
    store.bulk_load(path=built / "graph.nq", format=ox.RdfFormat.N_QUADS)
    return store


def text_of(examples: rdflib.Graph, name: str) -> str:
    return str(examples.value(rdflib.URIRef(QUESTIONS + name), SH.select, any=False))


def declared_prefixes(examples: rdflib.Graph) -> dict[str, str]:
    collection = rdflib.URIRef(QUESTIONS)
    return {
        str(examples.value(each, SH.prefix)): str(examples.value(each, SH.namespace))
        for each in examples.objects(collection, SH.declare)
    }


def canonical(triples: Iterable[ox.Quad]) -> ox.Dataset:
    """Triples to compare as a graph: whatever its blank nodes are called."""
    dataset = ox.Dataset(triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_the_catalogue_is_up_to_date(generated: dict[str, str]) -> None:
    now = canonical(ox.parse(generated["examples.ttl"], format=ox.RdfFormat.TURTLE))
    assert now == canonical(ox.parse(path=FOLDER / "examples.ttl")), f"queries/examples.ttl {STALE}"


def test_the_page_is_up_to_date(generated: dict[str, str]) -> None:
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == generated["README.md"], f"queries/README.md {STALE}"


def test_the_same_questions_make_the_same_bytes(generated: dict[str, str]) -> None:
    code = "import hashlib, kg.catalogue as c\nfor text in c.generate().values(): print(hashlib.sha256(text.encode()).hexdigest())"
    settings = os.environ | {"PYTHONHASHSEED": "11"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8", env=settings)
    assert done.stdout.split() == [hashlib.sha256(text.encode()).hexdigest() for text in generated.values()]


def test_another_parser_reads_the_same_examples(examples: rdflib.Graph) -> None:
    rdflibs = canonical(ox.parse(examples.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES))
    assert rdflibs == canonical(ox.parse(path=FOLDER / "examples.ttl"))


def test_each_question_is_an_example(examples: rdflib.Graph) -> None:
    found = examples.subjects(RDF.type, SH.SPARQLSelectExecutable)
    assert {str(each) for each in found} == {QUESTIONS + name for name in NAMES}


def test_the_query_by_which_others_list_examples_finds_them() -> None:
    store = ox.Store()
    store.load(path=FOLDER / "examples.ttl", format=ox.RdfFormat.TURTLE)
    rows = store.query(
        "SELECT ?question ?text { ?example a sh:SPARQLExecutable ; rdfs:comment ?question ; sh:select|sh:ask|sh:construct ?text }",
        prefixes={"sh": str(SH), "rdfs": terms.RDFS},
    )
    assert isinstance(rows, ox.QuerySolutions)
    assert sorted(row["question"].value for row in rows) == sorted(question.summary for question in all_questions())


def faults(examples: rdflib.Graph) -> list[str]:
    shapes = rdflib.Graph().parse(ROOT / "tests" / "example_shapes.ttl")
    _conforms, report, _text = validate(examples, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    return sorted(str(message) for message in report.objects(None, SH.resultMessage))


def test_the_examples_have_the_shape_that_their_readers_rely_on(examples: rdflib.Graph) -> None:
    assert faults(examples) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("DELETE { ?q schema:target ?t } WHERE { ?q schema:target ?t }", "names its service"),
        ("INSERT { ?q schema:keyword 'x' } WHERE { ?q schema:target ?t }", "the property is schema:keywords"),
        ("INSERT { ?q schema:keywords ' pain' } WHERE { ?q schema:target ?t }", "no space at its ends"),
        ("INSERT { ?q rdfs:comment 'What?' } WHERE { ?q schema:target ?t }", "in a language"),
        ("INSERT { ?q sh:ask 'ASK {}' } WHERE { ?q schema:target ?t }", "one query text"),
        ("DELETE { ?q sh:prefixes ?p } WHERE { ?q sh:prefixes ?p }", "where its prefixes are declared"),
        ("DELETE { ?d sh:namespace ?n } WHERE { ?d sh:namespace ?n }", "where its prefixes are declared"),
        ("INSERT { ?p sh:datatype xsd:string } WHERE { ?q sh:parameter ?p }", "one type"),
    ],
)
def test_the_shapes_find_what_is_wrong(change: str, words: str) -> None:
    broken = rdflib.Graph().parse(FOLDER / "examples.ttl")
    broken.update(change, initNs={"schema": SCHEMA, "sh": SH, "rdfs": RDFS, "xsd": XSD})
    assert any(words in fault for fault in faults(broken))


@pytest.mark.parametrize("name", NAMES)
def test_a_text_stands_alone_and_gives_the_expected_rows(
    graph: Graph, quads: ox.Store, examples: rdflib.Graph, name: str
) -> None:
    text = text_of(examples, name)
    prepareQuery(text)  # raises where a prefix is not declared, or rdflib cannot read it
    for union in (True, False):
        answer = Answer(quads.query(text, use_default_graph_as_union=union), graph.store)
        rows = [["" if cell is None else str(cell) for cell in row.values()] for row in answer.to_dicts()]
        assert [answer.columns, *rows] == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_the_prefixes_of_a_text_are_those_that_are_declared(examples: rdflib.Graph, name: str) -> None:
    text, declared = text_of(examples, name), declared_prefixes(examples)
    used = dict(re.findall(r"^PREFIX (\S*): <(\S*)>$", text, re.MULTILINE))
    assert used.items() <= declared.items()
    # SHACL puts the declarations of sh:prefixes before a text; they must not contradict it.
    prepareQuery("".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in declared.items()) + text)


def test_the_declared_prefixes_are_those_that_questions_may_use(graph: Graph, examples: rdflib.Graph) -> None:
    assert declared_prefixes(examples) == graph.store.prefixes == known_prefixes()


@pytest.mark.parametrize("question", all_questions(), ids=lambda question: question.name)
def test_parameters_are_declared_with_type_and_default(
    graph: Graph, examples: rdflib.Graph, question: DeclaredQuery
) -> None:
    node = rdflib.URIRef(QUESTIONS + question.name)
    found = {}
    for each in examples.objects(node, SH.parameter):
        kind = str(examples.value(each, SH["class"]) or examples.value(each, SH.datatype))
        path, default = examples.value(each, SH.path), examples.value(each, SH.defaultValue)
        found[str(path).rpartition("/")[2]] = (kind, str(default))
    # What the decorators declare, read as a user's words are, is what the query has and the catalogue says.
    values = graph.prepare(question.name, {}).values
    types = {"integer": str(XSD.integer), "text": str(XSD.string)}
    assert found == {
        name: (types.get(parameter.type, terms.KGO + parameter.type), values[name].value)
        for name, parameter in question.parameters.items()
    }


def test_each_type_of_a_parameter_is_a_class_of_the_ontology(examples: rdflib.Graph) -> None:
    classes = Ontology(ROOT / "ontology" / "painkg.ttl")._members[terms.OWL + "Class"]  # noqa: SLF001 - no other use
    assert {str(each) for each in examples.objects(None, SH["class"])} <= set(classes)


def test_each_example_leads_to_its_files(examples: rdflib.Graph) -> None:
    for predicate in (rdflib.URIRef(SCHEMA + "result"), rdflib.DCTERMS.source):
        for iri in examples.objects(None, predicate):
            assert (ROOT / str(iri).removeprefix("https://w3id.org/painkg/")).is_file()


# The decorators: what a grlc-like reader makes of them.

KEYS = {"summary", "description", "voice", "tags", "parameters", "why", "rests-on", "nothing"}


@pytest.mark.parametrize("question", all_questions(), ids=lambda question: question.name)
def test_the_decorators_are_yaml_with_the_keys_that_readers_expect(question: DeclaredQuery) -> None:
    lines = question.text.splitlines()
    decorators = YAML(typ="safe").load("\n".join(line.lstrip("#+") for line in lines if line.startswith("#+")))
    assert decorators == question.decorators
    assert {"summary", "voice", "tags"} <= set(decorators) <= KEYS
    assert all(isinstance(decorators[key], str) for key in ("summary", "description", "nothing") if key in decorators)
    assert 1 <= len(decorators["tags"]) == len(set(decorators["tags"])) <= 3
    assert set(decorators["tags"]) <= {tag for group in groups() for tag in group.tags}


@pytest.mark.parametrize("question", all_questions(), ids=lambda question: question.name)
def test_each_column_of_the_query_is_one_of_the_expected_rows(graph: Graph, question: DeclaredQuery) -> None:
    assert Example(question, graph.store.prefixes).columns == expected(question.name)[0]


def test_a_tag_stands_in_one_group() -> None:
    tags = [tag for group in groups() for tag in group.tags]
    assert len(tags) == len(set(tags))


# The page.


def test_each_question_stands_on_the_page_once(generated: dict[str, str]) -> None:
    headings = re.findall(r"^### (.*)$", generated["README.md"], re.MULTILINE)
    assert sorted(headings) == sorted(NAMES)


def test_the_links_of_the_page_lead_somewhere(generated: dict[str, str]) -> None:
    text = generated["README.md"]
    anchors = [anchor(heading) for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)]
    assert len(anchors) == len(set(anchors))
    targets = re.findall(r"\]\(([^)]*)\)", text)
    assert {target.removeprefix("#") for target in targets if target.startswith("#")} <= set(anchors)
    files = [target for target in targets if not target.startswith(("#", "https://"))]
    assert len(files) >= 2 * len(NAMES)
    assert [target for target in files if not (FOLDER / target).is_file()] == []


def test_the_page_has_no_stray_space_and_no_empty_lines_in_a_row(generated: dict[str, str]) -> None:
    assert not re.search(r"[ \t]$|\n\n\n", generated["README.md"], re.MULTILINE)


@pytest.mark.parametrize("question", all_questions(), ids=lambda question: question.name)
def test_the_command_of_a_question_asks_it_with_its_defaults(
    graph: Graph, generated: dict[str, str], question: DeclaredQuery
) -> None:
    command = Example(question, graph.store.prefixes).command
    assert f"\n{command}\n" in generated["README.md"]
    _kg, _ask, name, *words = shlex.split(command)
    given = {key.removeprefix("--"): value for key, value in zip(words[::2], words[1::2], strict=True)}
    assert list(given) == list(question.parameters)
    assert graph.prepare(name, given).text == graph.prepare(name, {}).text


def test_what_the_page_shows_runs(generated: dict[str, str], built: Path, tmp_path: Path) -> None:
    for folder, target in (("data", ROOT / "data"), ("build", built), ("queries", FOLDER)):
        (tmp_path / folder).symlink_to(target)
    outputs = []
    head = generated["README.md"].partition("\n### ")[0]
    commands = re.findall(r"^kg (.*)$", head, re.MULTILINE)
    blocks = re.findall(r"```python\n(.*?)```", head, re.DOTALL)
    for arguments in [
        *(["-m", "kg", *shlex.split(command), "--data", "data"] for command in commands),
        *(["-c", block.replace("kg.open()", "kg.open('data')")] for block in blocks),
    ]:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        outputs.append(done.stdout)
    assert len(outputs) == 5
    assert all("radiofrequency ablation" in output for output in outputs[:4])
    assert outputs[4].startswith("PREFIX graph: <https://w3id.org/painkg/graph/>\n")


# Whatever a question may hold.

TYPES = r"""
#+ summary: Which <claims> say "a\b" of *a* passage?
#+ description: It says “no_thing” much.
#+ voice: developer
#+ tags: ["evidence", "look-up"]
#+ parameters: {"claim": {"type": "Claim", "default": "aip:s2-description-3.1"}, "basis": {"type": "Basis", "default": "stated"}, "relation": {"type": "Relation", "default": "targets"}, "few": {"type": "integer", "default": 3}, "word": {"type": "text", "default": "the \"nerve\" \\ it's"}}
#+ nothing: No claim has such words.
#+ why: ["?claim kgo:basis ?basis", "?claim rdf:predicate ?relation"]
SELECT (COUNT(?passage) AS ?count) ?word
WHERE {
  VALUES (?claim ?basis ?relation ?few ?word) { (aip:s2-description-3.1 kgo:Stated kgo:targets 3 "the \"nerve\" \\ it's") } # parameters
  GRAPH ?document { ?claim kgo:basis ?basis ; rdf:predicate ?relation ; prov:wasQuotedFrom ?passage }
  FILTER(REGEX(?word, "^\\S+\\.\"", "i") || ?word = '''it's "quoted"''' || ?few = 0) # "oa:"
}
GROUP BY ?word ORDER BY ?word # "last"
"""


@pytest.fixture
def odd(graph: Graph, tmp_path: Path) -> Example:
    """A question with parameters of all types, and with whatever has to be escaped somewhere."""
    path = tmp_path / "odd.rq"
    path.write_text(TYPES.lstrip(), encoding="utf-8")
    return Example(read_query(path), graph.store.prefixes)


def test_parameters_of_any_type_are_declared(odd: Example) -> None:
    graph = rdflib.Graph().parse(data=turtle([odd], odd.prefixes))
    parameters = sorted(graph.objects(None, SH.parameter), key=lambda each: str(graph.value(each, SH.order)))
    assert [graph.value(each, SH["class"]) or graph.value(each, SH.datatype) for each in parameters] == [
        *(rdflib.URIRef(terms.KGO + name) for name in ("Claim", "Basis", "Relation")), XSD.integer, XSD.string
    ]  # fmt: skip
    document = "https://w3id.org/painkg/document/advanced-interventional-procedures/"
    assert [graph.value(each, SH.defaultValue) for each in parameters] == [
        rdflib.URIRef(document + "s2-description-3.1"),
        rdflib.URIRef(terms.KGO + "Stated"),
        rdflib.URIRef(terms.KGO + "targets"),
        rdflib.Literal(3),
        rdflib.Literal('the "nerve" \\ it\'s'),
    ]
    assert faults(graph) == []


def test_quotes_and_backslashes_arrive_as_they_are(odd: Example) -> None:
    graph = rdflib.Graph().parse(data=turtle([odd], odd.prefixes))
    text = text_of(graph, "odd")
    assert text == odd.text
    assert text.endswith(TYPES.partition("SELECT")[2].rstrip())
    # Each prefix that the query uses; not the one that only stands in a comment.
    assert re.findall(r"^PREFIX (\w+):", text, re.MULTILINE) == ["aip", "kgo", "prov", "rdf"]
    prepareQuery(text)
    assert odd.columns == ["count", "word"]
    node = rdflib.URIRef(QUESTIONS + "odd")
    assert graph.value(node, RDFS.comment) == rdflib.Literal('Which <claims> say "a\\b" of *a* passage?', lang="en")
    assert str(graph.value(node, rdflib.DCTERMS.description)).endswith("much. No claim has such words.")


def test_the_page_says_all_of_such_a_question(odd: Example) -> None:
    section = page([odd]).partition("### odd\n")[2]
    assert section.splitlines()[1:] == [
        r'**Which \<claims\> say "a\\b" of \*a\* passage?** It says “no\_thing” much.',
        "",
        "```sh",
        "kg ask odd --claim aip:s2-description-3.1 --basis stated --relation targets --few 3 --word 'the \"nerve\" \\ it'\"'\"'s'",
        "```",
        "",
        "- Nothing: by default no row is the right answer. No claim has such words.",
        "- `--claim` takes: Claim; by default `aip:s2-description-3.1`",
        "- `--basis` takes: Basis, one of Inferred, Stated, StatedJointly; by default `stated`",
        "- `--relation` takes: Relation; by default `targets`",
        "- `--few` takes: integer; by default `3`",
        '- `--word` takes: text; by default `the "nerve" \\ it\'s`',
        "- Columns: `count`, `word`",
        "- Rests on: the claims of `?claim kgo:basis ?basis`, `?claim rdf:predicate ?relation`",
        "- For: developers. Tags: evidence, look-up",
        "- Files: [query](questions/odd.rq), [rows](expected/odd.csv)",
    ]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('["evidence", "look-up"]', '["evidence", "lookup"]', "odd.rq: unknown tag “lookup”; queries/groups.yaml declares look-up, "),
        ('["evidence", "look-up"]', "[]", "odd.rq: no tags; "),
    ],
)  # fmt: skip
def test_a_tag_must_be_declared(tmp_path: Path, before: str, after: str, words: str) -> None:
    path = tmp_path / "odd.rq"
    path.write_text(TYPES.lstrip().replace(before, after), encoding="utf-8")
    with pytest.raises(UsageError, match=re.escape(words)):
        grouped([Example(read_query(path), {})])


def test_a_question_must_be_a_select(tmp_path: Path) -> None:
    path = tmp_path / "yes.rq"
    path.write_text("ASK {}", encoding="utf-8")
    with pytest.raises(UsageError, match=r"yes\.rq: a question is a SELECT query"):
        _ = Example(read_query(path), {}).columns

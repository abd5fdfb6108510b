"""The questions for others, generated from their files: `python -m kg.catalogue`.

`queries/examples.ttl` holds them as RDF, in the vocabulary of SIB's sparql-examples; `queries/README.md` is for people.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
import rdflib
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, XSD
from ruamel.yaml import YAML

from kg import terms
from kg.errors import UsageError
from kg.load import load
from kg.parameters import default_block
from kg.queries import DeclaredQuery, Parameter
from kg.questions import all_questions
from kg.resources import project, share
from kg.schema import Ontology

EXAMPLES_FILE = "examples.ttl"
PAGE_FILE = "README.md"

#: A question is QUESTIONS + its name; what this IRI itself names is the collection.
QUESTIONS = "https://w3id.org/painkg/question/"
#: A parameter is PARAMETERS + its name, which SHACL takes for the name of the variable.
PARAMETERS = "https://w3id.org/painkg/parameter/"
#: A file of the project is FILES + its path.
FILES = "https://w3id.org/painkg/"
#: The service that the examples are for. None is public yet; whoever serves the graph puts theirs in its place.
TARGET = "https://w3id.org/painkg/sparql"

_LICENSE = "https://creativecommons.org/licenses/by/4.0/"
_SCHEMA = rdflib.Namespace("https://schema.org/")
_DATATYPES = {"integer": XSD.integer, "text": XSD.string}
#: A closed list that is no longer than this is written out.
_FEW = 12
_HEAD = """\
# Generated from queries/questions/ by `make generate`: do not edit.
# The questions in the vocabulary of SIB's sparql-examples. Each text stands alone: it declares its prefixes, and holds
# the default values of its parameters in the line marked `# parameters`. schema:result is the file of its rows.
# schema:target, which the vocabulary requires, names a service that is not public yet: put your own in its place.
"""


class Group(NamedTuple):
    """Questions that stand under one heading.

    Attributes:
        heading: what it says.
        tags: the first tag of each of its questions is one of these.
    """

    heading: str
    tags: list[str]


class Example:
    """A question with what its text alone tells of it.

    Args:
        question: the declared query.
        prefixes: those that it need not declare.

    Attributes:
        question: the same.
        prefixes: the same.
    """

    def __init__(self, question: DeclaredQuery, prefixes: dict[str, str]) -> None:
        self.question = question
        self.prefixes = prefixes
        self._body = re.sub(r"\A(#\+.*\n)*", "", question.text).strip()

    @cached_property
    def text(self) -> str:
        """The query without its decorators, with declarations of the prefixes that it uses."""
        used = [prefix for prefix in sorted(self.prefixes) if not self._parses_without(prefix)]
        return "".join(f"PREFIX {prefix}: <{self.prefixes[prefix]}>\n" for prefix in used) + self._body

    @cached_property
    def columns(self) -> list[str]:
        """The names of its columns, in order."""
        solutions = ox.Store().query(self._body, prefixes=self.prefixes)
        if not isinstance(solutions, ox.QuerySolutions):
            raise UsageError(f"queries/questions/{self.question.name}.rq: a question is a SELECT query")
        return [variable.value for variable in solutions.variables]

    @cached_property
    def defaults(self) -> dict[str, rdflib.term.Node]:
        """The term that stands in the query for each of its parameters."""
        block = rdflib.Graph().query(f"SELECT * {{ {default_block(self.question)}\n}}", initNs=self.prefixes)
        return {str(name): term for solution in block.bindings[:1] for name, term in solution.items()}

    @property
    def command(self) -> str:
        """The command that asks it with its default parameters."""
        given = [f"--{each.name} {shlex.quote(each.default)}" for each in self.question.parameters.values()]
        return " ".join(["kg ask", self.question.name, *given])

    def _parses_without(self, prefix: str) -> bool:
        others = {name: namespace for name, namespace in self.prefixes.items() if name != prefix}
        try:
            ox.Store().query(self._body, prefixes=others)
        except SyntaxError:
            return False
        return True


def known_prefixes() -> dict[str, str]:
    """The prefixes that a question need not declare: ours, and one for each document."""
    preferred = terms.PREFIXES["vann"] + "preferredNamespacePrefix"
    quads = [quad for quad in load(project().data).quads if quad.predicate.value == preferred]
    return terms.PREFIXES | {str(quad.object.value): str(quad.subject.value) for quad in quads}  # type: ignore[union-attr]  # a document and its prefix


def groups() -> list[Group]:
    """The groups of questions, as `queries/groups.yaml` declares them."""
    declared = YAML(typ="safe").load((share() / "queries" / "groups.yaml").read_text("utf-8"))
    return [Group(**each) for each in declared]


def grouped(examples: Sequence[Example]) -> list[tuple[Group, list[Example]]]:
    """Each group that has questions, with them: in the order of their first tags, then of their names.

    Raises:
        UsageError: a question carries no tag, or one that no group declares.
    """
    known = groups()
    order = [tag for group in known for tag in group.tags]
    for example in examples:
        unknown = [f"unknown tag “{tag}”" for tag in _tags(example) if tag not in order]
        if unknown or not _tags(example):
            raise UsageError(
                f"queries/questions/{example.question.name}.rq: {(unknown or ['no tags'])[0]}; "
                f"queries/groups.yaml declares {', '.join(order)}"
            )
    placed = sorted(examples, key=lambda each: (order.index(_tags(each)[0]), each.question.name))
    filled = [(group, [each for each in placed if _tags(each)[0] in group.tags]) for group in known]
    return [(group, members) for group, members in filled if members]


def _tags(example: Example) -> list[str]:
    tags: list[str] = example.question.decorators.get("tags", [])
    return tags


def turtle(examples: Sequence[Example], prefixes: dict[str, str]) -> str:
    """The questions as SPARQL examples, in Turtle.

    Args:
        examples: the questions.
        prefixes: those that are declared for all of them.
    """
    graph = rdflib.Graph(bind_namespaces="none")
    own = {"sh": str(SH), "schema": str(_SCHEMA), "question": QUESTIONS, "parameter": PARAMETERS}
    for prefix, namespace in (prefixes | own).items():
        graph.bind(prefix, namespace)
    _add_collection(graph, prefixes)
    for example in examples:
        _add_example(graph, example)
    return _HEAD + graph.serialize(format="turtle").strip() + "\n"


def _add_collection(graph: rdflib.Graph, prefixes: dict[str, str]) -> None:
    collection = rdflib.URIRef(QUESTIONS)
    graph.add((collection, RDF.type, OWL.Ontology))
    graph.add((collection, DCTERMS.title, rdflib.Literal("The questions of PainKG", lang="en")))
    graph.add((collection, DCTERMS.license, rdflib.URIRef(_LICENSE)))
    for prefix, namespace in prefixes.items():
        # The serialiser orders blank nodes by their names: with a name of our own, the same bytes each time.
        declaration = rdflib.BNode(f"prefix-{prefix}")
        graph.add((collection, SH.declare, declaration))
        graph.add((declaration, SH.prefix, rdflib.Literal(prefix)))
        graph.add((declaration, SH.namespace, rdflib.Literal(namespace, datatype=XSD.anyURI)))


def _add_example(graph: rdflib.Graph, example: Example) -> None:
    question = example.question
    node = rdflib.URIRef(QUESTIONS + question.name)
    audience = rdflib.BNode(f"audience-{question.name}")
    said = [question.decorators[key] for key in ("description", "nothing") if key in question.decorators]
    for predicate, value in [
        (RDF.type, SH.SPARQLExecutable),
        (RDF.type, SH.SPARQLSelectExecutable),
        (RDFS.comment, rdflib.Literal(question.summary, lang="en")),
        (DCTERMS.identifier, rdflib.Literal(question.name)),
        (DCTERMS.source, rdflib.URIRef(f"{FILES}queries/questions/{question.name}.rq")),
        (SH.prefixes, rdflib.URIRef(QUESTIONS)),
        (SH.select, rdflib.Literal(example.text)),
        (_SCHEMA.target, rdflib.URIRef(TARGET)),
        (_SCHEMA.result, rdflib.URIRef(f"{FILES}queries/expected/{question.name}.csv")),
        (_SCHEMA.audience, audience),
        *((_SCHEMA.keywords, rdflib.Literal(tag)) for tag in _tags(example)),
        *((DCTERMS.description, rdflib.Literal(" ".join(said), lang="en")) for _ in said[:1]),
    ]:
        graph.add((node, predicate, value))
    graph.add((audience, RDF.type, _SCHEMA.Audience))
    graph.add((audience, _SCHEMA.audienceType, rdflib.Literal(question.decorators["voice"])))
    for order, parameter in enumerate(question.parameters.values()):
        _add_parameter(graph, example, parameter, order)


def _add_parameter(graph: rdflib.Graph, example: Example, parameter: Parameter, order: int) -> None:
    """A parameter as SHACL declares those of a function: its path ends in the name of the variable."""
    node = rdflib.BNode(f"parameter-{example.question.name}-{order:02}")
    graph.add((rdflib.URIRef(QUESTIONS + example.question.name), SH.parameter, node))
    graph.add((node, RDF.type, SH.Parameter))
    graph.add((node, SH.path, rdflib.URIRef(PARAMETERS + parameter.name)))
    graph.add((node, SH.optional, rdflib.Literal("true", datatype=XSD.boolean)))
    graph.add((node, SH.order, rdflib.Literal(order)))
    if parameter.type in _DATATYPES:
        graph.add((node, SH.datatype, _DATATYPES[parameter.type]))
    else:
        graph.add((node, SH["class"], rdflib.URIRef(terms.KGO + parameter.type)))
    if parameter.name in example.defaults:
        graph.add((node, SH.defaultValue, example.defaults[parameter.name]))


def page(examples: Sequence[Example]) -> str:
    """The reference page, in Markdown.

    Args:
        examples: the questions.

    Raises:
        UsageError: a question carries no tag, or one that no group declares.
    """
    ontology = Ontology(share() / "ontology" / "painkg.ttl")
    environment = Environment(
        loader=FileSystemLoader(share() / "queries"),
        autoescape=False,  # noqa: S701 - the page is Markdown, and nobody but us writes into it
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Any] = {
        "words": _words,
        "anchor": anchor,
        "takes": lambda parameter: _takes(ontology, parameter),
    }
    environment.filters.update(filters)
    return environment.get_template(f"{PAGE_FILE}.jinja").render(groups=grouped(examples), questions=QUESTIONS)


def _words(text: str) -> str:
    """Plain words as Markdown: nothing in them is markup."""
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)


def anchor(heading: str) -> str:
    """What a link within a page says for a heading, on GitHub and most other renderers."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _takes(ontology: Ontology, parameter: Parameter) -> str:
    """What a parameter takes: its type, and the values of a short closed list."""
    iri = terms.KGO + parameter.type
    members = [] if ontology.is_kind_of(iri, "Entity") else ontology.members(parameter.type)
    if not 0 < len(members) <= _FEW:
        return parameter.type
    return f"{parameter.type}, one of {', '.join(member.removeprefix(terms.KGO) for member in members)}"


def generate() -> dict[str, str]:
    """The generated files of the folder of queries: their names and texts."""
    prefixes = known_prefixes()
    examples = [Example(question, prefixes) for question in all_questions()]
    return {EXAMPLES_FILE: turtle(examples, prefixes), PAGE_FILE: page(examples)}


def write(folder: Path) -> None:
    """Write the generated files."""
    for name, text in generate().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(share() / "queries")

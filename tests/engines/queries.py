"""The shipped queries, with every value that their parameters can take."""

from __future__ import annotations

import pyoxigraph as ox

from kg.graph import Graph
from kg.parameters import bind
from kg.queries import DeclaredQuery, Parameter, query_folder, shared_query
from kg.questions import all_questions
from kg.resources import share

_MEMBERS = """
SELECT DISTINCT ?member {{
  {{
    GRAPH graph:concepts {{ ?member a ?class }}
    GRAPH graph:ontology {{ ?class rdfs:subClassOf* kgo:{0} }}
  }} UNION {{
    GRAPH graph:ontology {{ ?member a kgo:{0} }}
  }} UNION {{
    GRAPH ?document {{ ?member a kgo:{0} . ?document a kgo:SourceDocument }}
  }}
}} ORDER BY ?member"""
_LITERALS = {"integer": ["0", "1", "6", "50"], "text": ["RFA", "pain", "'\"\\\n?x } #", "ü"]}


def members(graph: Graph, parameter: Parameter) -> list[str]:
    """Every thing, value, claim or passage that a parameter takes; of numbers and texts a few."""
    if parameter.type in _LITERALS:
        return _LITERALS[parameter.type]
    return [row["member"].value for row in graph.store.select(_MEMBERS.format(parameter.type))]


def asked(graph: Graph, question: DeclaredQuery) -> list[str]:
    """A question with its defaults, and with every other value that each of its parameters takes."""
    texts = [graph.prepare(question.name, {}).text]
    for name, parameter in question.parameters.items():
        texts += [graph.prepare(question.name, {name: member}).text for member in members(graph, parameter)]
    return list(dict.fromkeys(texts))


def described(graph: Graph, query: DeclaredQuery) -> str:
    """A query behind `kg show`, `kg stats` or `kg explain`, as it is used."""
    # As shipped it asks for no claim: whoever uses it puts the claims in; the guard lets one query name so many.
    if query.name == "claims":
        claims = graph.store.select(shared_query("queries", "describe", "all-claims.rq").text)
        return bind(query, [[ox.NamedNode(row["claim"].value)] for row in claims[:100]])
    return query.text


def checks() -> list[str]:
    """The checks of `kg check`: rows are faults."""
    return [query.text for query in query_folder("queries", "checks")]


def shipped(graph: Graph) -> list[str]:
    """Every query below `queries/`."""
    folders = sorted({path.parent.name for path in (share() / "queries").glob("*/*.rq")} - {"questions"})
    questions = [text for question in all_questions() for text in asked(graph, question)]
    return questions + [described(graph, query) for name in folders for query in query_folder("queries", name)]

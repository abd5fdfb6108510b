"""Which rule made a triple, and from which premises: the rules of `ontology/rules/` run backwards.

A rule's CONSTRUCT is matched with the triple, and its WHERE then finds the rest. `#+ premises:` of the rule names
the triples that it rests on, in the variables of its WHERE; a `+` after a relation stands for a chain of it, found
step by step. A line of the WHERE that ends in `# before` speaks of the graph before the rule ran, and is left out.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pyoxigraph as ox

from kg import terms
from kg.engine import Engine
from kg.parameters import Term
from kg.queries import DeclaredQuery, query_folder

Triple = tuple[ox.NamedNode, ox.NamedNode, Term]

_RULE = re.compile(r"CONSTRUCT\s*\{(?P<template>.*?)\}\s*(?P<where>WHERE\s*\{.*)", re.DOTALL)
_BEFORE = re.compile(r"^.*# before$", re.MULTILINE)
_INFERRED = terms.GRAPH + "inferred"


class Derivation(NamedTuple):
    """One way in which a rule makes a triple.

    Attributes:
        rule: its name, summary and reason.
        premises: the triples that it was made from, each in the graph.
    """

    rule: DeclaredQuery
    premises: list[Triple]

    @property
    def reason(self) -> str:
        """Why there is such a rule."""
        return str(self.rule.decorators["reason"])


class Rules:
    """The rules, run backwards over one store.

    Args:
        store: the finished graph.
    """

    def __init__(self, store: Engine) -> None:
        self._store = store
        self._rules = query_folder("ontology", "rules")

    def derivations(self, triple: Triple, graph: str) -> list[Derivation]:
        """Every way in which a rule makes this triple, in the order of the rules.

        Args:
            triple: it stands in the graph.
            graph: the IRI of that graph; only rules that write to it are tried.
        """
        found = []
        for rule in self._rules:
            target = rule.decorators["graph"]
            document = target == "document" and not graph.startswith(terms.GRAPH)
            if document or terms.GRAPH + target == graph:
                for template in self._template(rule):
                    found += self._ways(rule, template, triple, graph if document else "")
        return found

    def _template(self, rule: DeclaredQuery) -> list[list[str]]:
        """The triples of a CONSTRUCT, each as its three words; `;` and `,` repeat what stands before."""
        words: list[str] = []
        triples = []
        for word in [*re.findall(r"[;,.](?=\s|$)|[^\s;,]+", _parts(rule)["template"].strip()), "."]:
            if word not in {";", ",", "."}:
                words.append(word)
                continue
            if len(words) == 3:  # noqa: PLR2004 - subject, predicate, object
                triples.append(list(words))
            words = words[: {";": 1, ",": 2, ".": 0}[word]]
        return triples

    def _ways(self, rule: DeclaredQuery, template: list[str], triple: Triple, document: str) -> list[Derivation]:
        bound: dict[str, Term] = {"?document": ox.NamedNode(document)} if document else {}
        for word, term in zip(template, triple, strict=True):
            if bound.setdefault(word, term if word.startswith("?") else self._term(word)) != term:
                return []
        known = {name: term for name, term in bound.items() if name.startswith("?")}
        where = _BEFORE.sub("", _parts(rule)["where"])
        # First in the group, so that the engine starts from what is known; what the rule computes is compared last.
        first = {name: term for name, term in known.items() if f"AS {name})" not in where}
        where = where.replace("{", f"{{ {_values(first)}", 1)
        ways = []
        for row in self._store.select(f"SELECT DISTINCT * {where}\n{_values(known)}"):
            premises = self._premises(rule, row)
            ways.append(Derivation(rule, premises))
        return sorted(ways, key=lambda way: [list(map(str, premise)) for premise in way.premises])

    def _premises(self, rule: DeclaredQuery, row: ox.QuerySolution) -> list[Triple]:
        premises: list[Triple] = []
        for pattern in rule.decorators["premises"]:
            subject, predicate, object_ = (
                row[word[1:]] if word.startswith("?") else self._term(word.removesuffix("+"))
                for word in pattern.split()
            )
            chained = pattern.split()[1].endswith("+")
            premises += self._chain(subject, predicate, object_) if chained else [(subject, predicate, object_)]
        return premises

    def _chain(self, start: ox.NamedNode, relation: ox.NamedNode, end: Term) -> list[Triple]:
        """The shortest chain of a relation from start to end, over triples that no rule inferred."""
        chains: dict[Term, list[Triple]] = {start: []}
        frontier = [start]
        while frontier and not chains.get(end):
            step = (
                f"SELECT DISTINCT ?from ?to {{ VALUES ?from {{ {' '.join(map(str, frontier))} }} "
                f"GRAPH ?graph {{ ?from {relation} ?to }} FILTER(?graph != <{_INFERRED}>) }} ORDER BY ?from ?to"
            )
            frontier = []
            for row in self._store.select(step):
                if row["to"] not in chains:
                    chains[row["to"]] = [*chains[row["from"]], (row["from"], relation, row["to"])]
                    frontier.append(row["to"])
        return chains.get(end, [])

    def _term(self, word: str) -> ox.NamedNode:
        if word == "a":
            return ox.NamedNode(terms.RDF + "type")
        prefix, _, name = word.partition(":")
        return ox.NamedNode(self._store.prefixes[prefix] + name)


def _values(known: dict[str, Term]) -> str:
    return f"VALUES ({' '.join(known)}) {{ ({' '.join(map(str, known.values()))}) }}"


def _parts(rule: DeclaredQuery) -> re.Match[str]:
    parts = _RULE.search(rule.text)
    if not parts:
        raise LookupError(f"{rule.name}: no CONSTRUCT {{ ... }} WHERE {{ ... }}")
    return parts

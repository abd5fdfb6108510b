"""A document's claims, each spoilt in one way, to measure what the comparison with the text catches."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg import terms
from kg.assemble import assemble
from kg.check.lint import lint
from kg.store import Store

DOCUMENT = terms.DOCUMENT + "advanced-interventional-procedures/"
SUBJECT, OBJECT, TYPE = (terms.RDF + name for name in ("subject", "object", "type"))
NUMBERS = {terms.KGO + name for name in ("durationMinMonths", "durationMaxMonths", "minReductionPercent")}
CUE, AS, GROUND, EXPRESSED = (terms.KGO + name for name in ("cue", "as", "ground", "expressedBy"))
FROM = terms.PREFIXES["prov"] + "wasDerivedFrom"
FAMILIES = {terms.KG + name for name in ("anti-inflammatory", "nerve-disruption", "neuromodulation",
                                         "structural-stabilisation", "regenerative")}  # fmt: skip
#: So many other things of its class take the place of each subject and object.
SWAPS = 2
Quads = frozenset[ox.Quad]


class Mutant(NamedTuple):
    """What was spoilt: where, in which way, and the quads that go and come.

    Attributes:
        passage: IRI of the passage.
        kind: in which way.
        gone: quads that go.
        come: quads that come.
    """

    passage: str
    kind: str
    gone: Quads
    come: Quads = frozenset()


class Recall(NamedTuple):
    """How many mutants of each kind were made, and how many the comparison found."""

    made: Counter[str]
    caught: Counter[str]


class Document:
    """The claims of a document, in the graph of the whole, and the texts of its passages.

    Args:
        data: a data folder.
        document: the text.
    """

    def __init__(self, data: Path, document: Path) -> None:
        self.quads: Quads = frozenset(assemble(data).quads)
        text = document.read_bytes().decode("utf-8")
        places = "SELECT ?p ?start ?end { ?p a kgo:Passage ; oa:start ?start ; oa:end ?end }"
        rows = Store.of(self.quads).select(places)
        self.texts = {row["p"].value: text[int(row["start"].value) : int(row["end"].value)] for row in rows}
        self.claims: dict[str, list[ox.Quad]] = defaultdict(list)
        self.classes: dict[str, set[str]] = defaultdict(set)
        self.expressed: dict[str, set[str]] = defaultdict(set)
        own = {quad.subject for quad in self.quads if quad.predicate.value == SUBJECT}
        for quad in sorted(self.quads, key=str):
            if quad.subject in own and quad.graph_name == ox.NamedNode(DOCUMENT):
                self.claims[iri(quad)].append(quad)
            elif quad.predicate.value == TYPE and iri(quad).startswith(terms.KG):
                self.classes[iri(quad)].add(value(quad))
            elif quad.predicate.value == EXPRESSED:
                self.expressed[iri(quad)].add(value(quad))
        self.hedging = {iri(quad) for quad in self.quads if quad.predicate.value == terms.KGO + "hedges"}

    def findings(self, quads: Iterable[ox.Quad]) -> set[str]:
        """The passages of which the comparison finds a fault in a graph."""
        nodes = {found.node for found in lint(Store.of(quads), DOCUMENT, self.texts)}
        # A claim's IRI is its passage's with a number.
        return {node if node in self.texts else node.rpartition(".")[0] for node in nodes}

    def recall(self) -> Recall:
        """Spoil one thing in each passage, again and again until everything was spoilt once."""
        found = Recall(Counter(), Counter())
        waiting: dict[str, list[Mutant]] = defaultdict(list)
        for mutant in self.mutants():
            waiting[mutant.passage].append(mutant)
        for spoilt in zip_longest(*waiting.values()):
            mutants = [mutant for mutant in spoilt if mutant]
            quads = self.quads.difference(*(mutant.gone for mutant in mutants))
            faulty = self.findings(quads.union(*(mutant.come for mutant in mutants)))
            found.made.update(mutant.kind for mutant in mutants)
            found.caught.update(mutant.kind for mutant in mutants if mutant.passage in faulty)
        return found

    def mutants(self) -> Iterator[Mutant]:
        """Claims with another thing of the same class, or another number; passages whose claims all lack a hedge."""
        chance = random.Random(0)  # noqa: S311 - the same mutants each time, no secret
        hedges: dict[tuple[str, str, str], list[set[ox.Quad]]] = defaultdict(list)
        for own in self.claims.values():
            passage = next(value(quad) for quad in own if quad.predicate.value == FROM)
            for quad in own:
                name = quad.predicate.value
                if name in {SUBJECT, OBJECT} and isinstance(quad.object, ox.NamedNode):
                    others = [ox.NamedNode(other) for other in self._alike(value(quad))]
                    for other in chance.sample(others, min(SWAPS, len(others))):
                        yield Mutant(passage, kind(quad, own), frozenset([quad]), instead(quad, other))
                elif name in NUMBERS:
                    for number in (int(value(quad)) + 1, int(value(quad)) + 3, int(value(quad)) * 2):
                        wrong = ox.Literal(str(number), datatype=ox.NamedNode(terms.XSD + "integer"))
                        yield Mutant(passage, "number", frozenset([quad]), instead(quad, wrong))
                elif name in self.hedging and (resting := self._resting(quad, own)):
                    hedges[passage, name, value(quad)].append(resting)
        for (passage, _, _), each in hedges.items():
            yield Mutant(passage, "hedge", frozenset().union(*each))

    def _alike(self, thing: str) -> list[str]:
        return sorted(
            other for other, classes in self.classes.items() if classes == self.classes[thing] and other != thing
        )

    def _resting(self, qualifier: ox.Quad, own: list[ox.Quad]) -> set[ox.Quad]:
        """A qualifier with the cues that it rests on; nothing where it rests on none."""
        words = self.expressed[value(qualifier)] | self.expressed[qualifier.predicate.value]
        cues = {quad for quad in own if quad.predicate.value == CUE and words & {value(quad), *value(quad).split()}}
        return cues | {qualifier} if cues else set()


def kind(core: ox.Quad, own: list[ox.Quad]) -> str:
    """Subject, or object by the words that stand with it."""
    if core.predicate.value == SUBJECT:
        return "subject"
    properties = {quad.predicate.value for quad in own}
    if GROUND in properties:
        return "family with a ground" if value(core) in FAMILIES else "object with a ground"
    return "object with as" if AS in properties else "object"


def instead(quad: ox.Quad, other: ox.NamedNode | ox.Literal) -> Quads:
    """What comes in the place of a quad."""
    return frozenset([ox.Quad(quad.subject, quad.predicate, other, quad.graph_name)])


def iri(quad: ox.Quad) -> str:
    """The subject of a quad."""
    assert isinstance(quad.subject, ox.NamedNode)
    return quad.subject.value


def value(quad: ox.Quad) -> str:
    """The object of a quad: the IRI, or the words."""
    assert isinstance(quad.object, ox.NamedNode | ox.Literal)
    return quad.object.value

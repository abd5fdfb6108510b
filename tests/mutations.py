"""Section 2's claims, each spoilt in one way, to measure what the comparison with the text catches."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg import terms
from kg.assemble import assemble
from kg.check.lint import Finding, lint
from kg.store import Store

DOCUMENT = terms.DOCUMENT + "advanced-interventional-procedures/"
SECTION = DOCUMENT + "s2-"
CORE = {terms.RDF + name for name in ("subject", "object")}
NUMBERS = {terms.KGO + name for name in ("durationMinMonths", "durationMaxMonths", "minReductionPercent")}
CUE, EXPRESSED, FROM = terms.KGO + "cue", terms.KGO + "expressedBy", terms.PREFIXES["prov"] + "wasDerivedFrom"

# Things that section 2 does not name; the data may come to declare them too.
ELSEWHERE = {
    "sciatica": "sciatica", "herniated-disc": "herniated disc", "diabetic-neuropathy": "diabetic neuropathy",
    "spinal-cord-stimulation": "spinal cord stimulation", "kyphoplasty": "kyphoplasty", "balloon": "balloon",
    "blood-flow": "blood flow", "neuromodulation": "neuromodulation", "improved-mobility": "improved mobility",
}  # fmt: skip
Quads = frozenset[ox.Quad]


class Mutant(NamedTuple):
    """What was spoilt, in which way, and the graph that comes of it."""

    node: str
    kind: str
    quads: Quads


class Section:
    """Section 2: its claims in the graph of the whole, and the texts of its passages.

    Args:
        data: a data folder.
        document: the text.
    """

    def __init__(self, data: Path, document: Path) -> None:
        self.quads: Quads = frozenset(assemble(data).quads) | frozenset(_elsewhere())
        text = document.read_bytes().decode("utf-8")
        places = "SELECT ?p ?start ?end { ?p a kgo:Passage ; oa:start ?start ; oa:end ?end }"
        rows = [row for row in Store.of(self.quads).select(places) if row["p"].value.startswith(SECTION)]
        self.texts = {row["p"].value: text[int(row["start"].value) : int(row["end"].value)] for row in rows}
        own = sorted((quad for quad in self.quads if str(quad.subject).startswith(f"<{SECTION}")), key=str)
        claims = [quad.subject for quad in own if quad.predicate.value == terms.RDF + "subject"]
        self.claims = {claim: [quad for quad in own if quad.subject == claim] for claim in claims}

    def findings(self, quads: Iterable[ox.Quad]) -> list[Finding]:
        """What the comparison says of a graph."""
        return list(lint(Store.of(quads), DOCUMENT, self.texts))

    def mutants(self) -> Iterator[Mutant]:
        """Claims with another thing, another number, or without a qualifier; and passages without a word's qualifiers."""
        chance = random.Random(0)  # noqa: S311 - the same mutants each time, no secret
        for claim, own in self.claims.items():
            for quad in own:
                if quad.predicate.value in CORE and isinstance(quad.object, ox.NamedNode):
                    other = ox.NamedNode(terms.KG + chance.choice(sorted(ELSEWHERE)))
                    kind = quad.predicate.value.removeprefix(terms.RDF)
                    yield Mutant(str(claim), kind, self._with(quad, other))
                elif quad.predicate.value in NUMBERS:
                    number = ox.Literal(str(int(value(quad)) + 3), datatype=ox.NamedNode(terms.XSD + "integer"))
                    yield Mutant(str(claim), "number", self._with(quad, number))
                elif resting := self._resting(quad):
                    yield Mutant(str(claim), "qualifier", self.quads - resting)
        yield from self._bare_passages()

    def _bare_passages(self) -> Iterator[Mutant]:
        """A qualifier and its cue dropped from every claim of a passage that has it."""
        drops: dict[tuple[str, str, str], set[ox.Quad]] = {}
        for own in self.claims.values():
            passage = next(value(quad) for quad in own if quad.predicate.value == FROM)
            for quad in own:
                if resting := self._resting(quad):
                    drops.setdefault((passage, quad.predicate.value, value(quad)), set()).update(resting)
        for (passage, qualifier, _), quads in drops.items():
            hedges = ox.Quad(
                ox.NamedNode(qualifier),
                ox.NamedNode(terms.KGO + "hedges"),
                ox.Literal("true", datatype=ox.NamedNode(terms.XSD + "boolean")),
                ox.NamedNode(terms.ONTOLOGY_GRAPH),
            )
            yield Mutant(passage, "hedge" if hedges in self.quads else "preposition", self.quads - quads)

    def _with(self, quad: ox.Quad, other: ox.NamedNode | ox.Literal) -> Quads:
        return self.quads - {quad} | {ox.Quad(quad.subject, quad.predicate, other, quad.graph_name)}

    def _resting(self, qualifier: ox.Quad) -> set[ox.Quad]:
        """A qualifier with the cues that it rests on; nothing where it rests on none."""
        expressed = {qualifier.object, qualifier.predicate}
        words = {value(quad) for quad in self.quads if quad.predicate.value == EXPRESSED and quad.subject in expressed}
        own = [quad for quad in self.claims[qualifier.subject] if quad.predicate.value == CUE]
        cues = {quad for quad in own if words & {value(quad), *value(quad).split()}}
        return cues | {qualifier} if cues else set()


def value(quad: ox.Quad) -> str:
    """The object of a quad: the IRI, or the words."""
    assert isinstance(quad.object, ox.NamedNode | ox.Literal)
    return quad.object.value


def _elsewhere() -> Iterator[ox.Quad]:
    graph = ox.NamedNode(terms.CONCEPTS_GRAPH)
    for slug, name in ELSEWHERE.items():
        label = ox.Literal(name, language="en")
        yield ox.Quad(ox.NamedNode(terms.KG + slug), ox.NamedNode(terms.SKOS + "prefLabel"), label, graph)

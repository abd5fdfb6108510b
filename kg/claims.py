"""Claims as objects: what each says, how firmly, and where its passage stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyoxigraph as ox

from kg import terms
from kg.engine import Engine
from kg.parameters import Term, bind
from kg.queries import shared_query

_FROM = terms.PREFIXES["prov"] + "wasDerivedFrom"
_CORE = {
    terms.RDF + "subject",
    terms.RDF + "predicate",
    terms.RDF + "object",
    terms.RDF + "type",
    _FROM,
}
#: Claims in one query, at most.
_BATCH = 300
_ENDS = (terms.RDF + "subject", terms.RDF + "predicate")
#: What words of its passage are to a claim, by the property that holds them.
_ROLES = {"cue": "cue", "ground": "ground", "as": "wording"}
_CONDITIONS = ("onlyIf", "onlyIfOf", "onlyFor", "onlyWhenCombinedWith")


class Source(NamedTuple):
    """The passage of a claim, as a citation names it."""

    document: str
    title: str
    section: int
    part: str
    ordinal: int

    def __str__(self) -> str:
        place = f"section {self.section}, {self.part}"
        return place if self.part == "heading" else f"{place}, sentence {self.ordinal}"


class Claim(NamedTuple):
    """One claim.

    Attributes:
        iri: its IRI.
        subject: IRI of a thing.
        predicate: IRI of a relation.
        object: a thing, or a literal where the claim gives a name.
        qualifiers: the values of all else it carries, by the IRI of the property.
        source: where its passage stands.
        passage: IRI of its passage.
    """

    iri: str
    subject: str
    predicate: str
    object: Term
    qualifiers: dict[str, list[Term]]
    source: Source
    passage: str = ""

    def values(self, name: str) -> list[str]:
        """The values of one of our properties, as strings: IRIs of terms, lexical forms of literals."""
        return [value.value for value in self.qualifiers.get(terms.KGO + name, [])]

    def value(self, name: str) -> str:
        """The name of the term that is the one value of a property: `Stated` for `basis`."""
        return self.values(name)[0].removeprefix(terms.KGO)

    @property
    def triple(self) -> tuple[ox.NamedNode, ox.NamedNode, Term]:
        """What it states or denies."""
        return ox.NamedNode(self.subject), ox.NamedNode(self.predicate), self.object

    @property
    def rests_on(self) -> list[tuple[str, str]]:
        """Words of its passage that it rests on, each with what they are to it: cue, ground or wording."""
        return [(role, words) for name, role in _ROLES.items() for words in sorted(self.values(name))]

    @property
    def denied(self) -> bool:
        """Whether the text says that it is not so."""
        return self.value("polarity") == "Denied"

    @property
    def conditional(self) -> bool:
        """Whether it holds only under a condition."""
        return any(terms.KGO + name in self.qualifiers for name in _CONDITIONS)


def claims_about(store: Engine, thing: str) -> list[Claim]:
    """The claims that speak of a thing in any role, in reading order."""
    return _claims(store, bind(shared_query("queries", "describe", "claims-about.rq"), [[ox.NamedNode(thing)]]))


def claims_for(store: Engine, triples: Iterable[tuple[Term, Term, Term]]) -> list[Claim]:
    """The claims that state any of these triples, in reading order."""
    return _claims(store, bind(shared_query("queries", "describe", "claims-for.rq"), list(triples)))


def claims_matching(store: Engine, patterns: Iterable[tuple[Term | None, Term | None, Term | None]]) -> list[Claim]:
    """The claims that carry the plain triples of any of these patterns, in reading order; None stands for any term."""
    return _claims(store, bind(shared_query("queries", "describe", "claims-matching.rq"), list(patterns)))


def all_claims(store: Engine) -> list[Claim]:
    """Every claim, in reading order."""
    return _claims(store, shared_query("queries", "describe", "all-claims.rq").text)


def claims_of(store: Engine, iris: Iterable[str]) -> list[Claim]:
    """The claims of these IRIs, in reading order; what is no claim is left out."""
    return _read(store, [[ox.NamedNode(iri)] for iri in iris])


def claims_in(store: Engine, passage: str) -> list[Claim]:
    """The claims that a passage makes, in reading order."""
    return _claims(store, bind(shared_query("queries", "describe", "passage-claims.rq"), [[ox.NamedNode(passage)]]))


def opposed(store: Engine, claims: Iterable[Claim]) -> dict[str, list[str]]:
    """For each of the claims that is contested, the claims that say the opposite; all by IRI."""
    found: dict[str, list[str]] = {}
    chosen = [[ox.NamedNode(claim.iri)] for claim in claims]
    for row in _rows(store, "same-triple.rq", chosen):
        if row["says"].value == "the opposite":
            found.setdefault(row["claim"].value, []).append(row["other"].value)
    return found


def _claims(store: Engine, selection: str) -> list[Claim]:
    return _read(store, [[row["claim"]] for row in store.select(selection)])


def _read(store: Engine, chosen: list[list[ox.NamedNode]]) -> list[Claim]:
    carried: dict[str, dict[str, list[Term]]] = {}
    sources: dict[str, Source] = {}
    order: dict[str, tuple[str, int, int]] = {}
    for row in _rows(store, "claims.rq", chosen):
        iri = row["claim"].value
        carried.setdefault(iri, {}).setdefault(row["property"].value, []).append(row["value"])
        document = row["document"].value
        ordinal = int(row["ordinal"].value)
        sources[iri] = Source(document, row["title"].value, int(row["section"].value), row["part"].value, ordinal)
        order[iri] = (document, int(row["start"].value), _number(iri))
    return [_claim(iri, carried[iri], sources[iri]) for iri in sorted(carried, key=order.__getitem__)]


def _rows(store: Engine, query: str, chosen: list[list[ox.NamedNode]]) -> Iterator[ox.QuerySolution]:
    """The rows of a query about some claims, a batch at a time: engines take the square of a list's length."""
    for start in range(0, len(chosen), _BATCH):
        yield from store.select(bind(shared_query("queries", "describe", query), chosen[start : start + _BATCH]))


def _number(iri: str) -> int:
    """The number of a claim in its passage, so that .10 comes after .9."""
    last = iri.rpartition(".")[2]
    return int(last) if last.isdigit() else 0


def _claim(iri: str, carried: dict[str, list[Term]], source: Source) -> Claim:
    qualifiers = {name: values for name, values in carried.items() if name not in _CORE}
    subject, predicate, passage = (carried[name][0].value for name in (*_ENDS, _FROM))
    return Claim(iri, subject, predicate, carried[terms.RDF + "object"][0], qualifiers, source, passage)

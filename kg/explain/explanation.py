"""Why a triple is in the graph, or in which way it is not."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

import pyoxigraph as ox

from kg import terms
from kg.cite.copies import Passage, passage_of
from kg.claims import Claim, claims_for, claims_of, opposed
from kg.engine import Engine
from kg.errors import UsageError
from kg.explain.derivation import Derivation, Rules, Triple
from kg.explain.identify import Identify
from kg.names import listed
from kg.parameters import Term, bind
from kg.queries import shared_query

NEARBY = 5
_SHORTCUTS = terms.GRAPH + "shortcuts"


class Verdict(StrEnum):
    """How a triple stands with the graph."""

    STATED = "stated"
    STATED_JOINTLY = "stated jointly"
    JOINT_ONLY = "stated jointly, no plain triple"
    INFERRED = "inferred"
    CONDITIONAL = "conditional"
    CONTESTED = "contested"
    DENIED = "denied"
    DEFINITIONAL = "definitional"
    RECORDED = "recorded"
    DERIVED = "derived by rule"
    NOT_STATED = "not stated"
    NOT_MODELLED = "not modelled"


class Explanation(NamedTuple):
    """What the graph has to say of one triple.

    Attributes:
        verdict: how it stands with the graph.
        asked: the three words as they were given.
        triple: subject, predicate, object; None where one of them is unknown.
        claims: those that affirm or deny it, in reading order.
        graphs: the named graphs that hold it as a plain triple; none where it is no plain triple.
        derivations: where rules made it, by which and from which premises.
        nearby: claims with the same subject and relation, or relation and object; for what is not stated.
        notes: whatever else a reader should know, as sentences.
    """

    verdict: Verdict
    asked: tuple[str, str, str]
    triple: Triple | None
    claims: list[Claim] = []  # noqa: RUF012 - a NamedTuple's default, which nobody changes
    graphs: list[str] = []  # noqa: RUF012 - the same
    derivations: list[Derivation] = []  # noqa: RUF012 - the same
    nearby: list[Claim] = []  # noqa: RUF012 - the same
    notes: list[str] = []  # noqa: RUF012 - the same

    @property
    def rule(self) -> str:
        """The name of the rule that made the triple; empty where none did."""
        return self.derivations[0].rule.name if self.derivations else ""

    @property
    def premises(self) -> list[Triple]:
        """The triples from which the rule made it, each once."""
        return list(dict.fromkeys(premise for way in self.derivations for premise in way.premises))


class ClaimExplanation(NamedTuple):
    """What one claim states, on what, and what follows from it.

    Attributes:
        claim: the claim.
        passage: where its words stand.
        makes: the plain triple that it makes; None where it makes none.
        opposite: IRIs of the claims that say the opposite.
        others: the other claims of the same triple.
    """

    claim: Claim
    passage: Passage
    makes: Derivation | None
    opposite: list[str]
    others: list[Claim]


class Explainer:
    """Explains the triples and claims of one store.

    Args:
        store: the graph.
    """

    def __init__(self, store: Engine) -> None:
        self._store = store
        self._rules = Rules(store)

    @cached_property
    def _identify(self) -> Identify:
        """Only what is given in words needs it; it reads every name."""
        return Identify(self._store)

    def claim(self, text: str) -> ClaimExplanation:
        """Explain a claim, given by CURIE, IRI or bare id.

        Raises:
            UsageError: there is no such claim.
        """
        iri = self._identify.citable.resolve(text, ("Claim",))
        node = ox.NamedNode(iri)
        (claim,) = claims_of(self._store, [iri])
        triple = claim.triple
        makes = [
            way for way in self._rules.derivations(triple, _SHORTCUTS) if node in {each[0] for each in way.premises}
        ]
        (row,) = self._rows("citation", [node])
        return ClaimExplanation(
            claim,
            passage_of(row),
            next(iter(makes), None),
            opposed(self._store, [claim]).get(iri, []),
            [other for other in claims_for(self._store, [triple]) if other.iri != iri],
        )

    def words(self, subject: str, predicate: str, object_: str) -> Explanation:
        """Explain a triple given in words: any names of things, of a relation, or a literal as it is or in quotes.

        A thing or relation that is unknown is an answer too: *not modelled*.

        Raises:
            UsageError: a word may mean several things.
        """
        asked = (subject, predicate, object_)
        start, relation = self._identify.node(subject), self._identify.relation(predicate)
        end = self._object(start, relation, object_)
        notes = [self._unknown_thing(word) for word, term in ((subject, start), (object_, end)) if term is None]
        if relation is None:
            near = self._identify.near_relations(predicate)
            notes.append(
                f"No relation is called “{predicate}”; "
                + (f"the nearest: {', '.join(near)}." if near else "none is near.")
            )
        if start is None or relation is None or end is None:
            return Explanation(Verdict.NOT_MODELLED, asked, None, notes=notes)
        return self.triple((start, relation, end))._replace(asked=asked)

    def triple(self, triple: Triple) -> Explanation:
        """Explain a triple given in terms."""
        found = self._direct(triple) or self._mirrored(triple)
        return found or self._absent(triple)

    def _direct(self, triple: Triple) -> Explanation | None:
        """The claims or the graphs that hold this very triple; None where there is neither."""
        subject, predicate, object_ = triple
        asked = (str(subject), str(predicate), str(object_))
        claims = claims_for(self._store, [triple])
        graphs = [row["graph"].value for row in self._rows("holding", triple)]
        derivations = [way for graph in graphs for way in self._rules.derivations(triple, graph)]
        if claims:
            verdict = _of_claims(claims, plain=_SHORTCUTS in graphs)
        elif derivations:
            verdict = Verdict.DERIVED
        elif graphs:
            vocabulary = any(graph.startswith(terms.GRAPH) for graph in graphs)
            verdict = Verdict.DEFINITIONAL if vocabulary else Verdict.RECORDED
        else:
            return None
        return Explanation(verdict, asked, triple, claims, graphs, derivations, notes=self._declared(triple, graphs))

    def _declared(self, triple: Triple, graphs: list[str]) -> list[str]:
        """Where the vocabulary declares a triple."""
        notes = []
        if terms.CONCEPTS_GRAPH in graphs:
            notes += [
                f"It stands in the vocabulary of {row['label'].value} ({self._store.shorten(row['scheme'].value)})."
                for row in self._rows("scheme", [triple[0]])
            ]
        others = [graph for graph in graphs if graph in {terms.ONTOLOGY_GRAPH, terms.GRAPH + "mappings"}]
        return notes + [f"It is declared in {self._store.shorten(graph)}." for graph in others]

    def _mirrors(self, triple: Triple) -> list[Triple]:
        """The same read from the other end, where its relation has an inverse or is symmetric."""
        subject, predicate, object_ = triple
        if not isinstance(object_, ox.NamedNode):
            return []
        return [(object_, row["mirror"], subject) for row in self._rows("mirrors", [predicate])]

    def _mirrored(self, triple: Triple) -> Explanation | None:
        """What claims say of the same from the other end."""
        for mirrored in self._mirrors(triple):
            if found := self._direct(mirrored):
                mirror, asked = self._store.shorten(mirrored[1].value), self._store.shorten(triple[1].value)
                other = "is symmetric" if mirror == asked else f"is {mirror} read from the other end"
                return found._replace(notes=[*found.notes, f"{asked} {other}; this is what is said from there."])
        return None

    def _absent(self, triple: Triple) -> Explanation:
        """Not stated, or not modelled.

        Both things and the relation are known, and no claim states the triple. It counts as *not modelled* rather
        than *not stated* where the text may say it in words that the graph leaves out: where a passage whose claims
        speak of both things carries `kgo:notModelled`, or where every passage that speaks of one of them does.
        A thing of which no passage speaks is known from the vocabulary alone, and nothing is left out for it.
        """
        subject, predicate, object_ = triple
        asked = (str(subject), str(predicate), str(object_))
        left_out = self._left_out(triple)
        if left_out:
            return Explanation(Verdict.NOT_MODELLED, asked, triple, notes=left_out)
        return Explanation(Verdict.NOT_STATED, asked, triple, nearby=self._nearby(triple), notes=self._misfits(triple))

    def _left_out(self, triple: Triple) -> list[str]:
        speaking: dict[Term, set[str]] = {triple[0]: set(), triple[2]: set()}
        reasons: dict[str, str] = {}
        for row in self._rows("speaking", *([term] for term in speaking)):
            speaking[row["thing"]].add(row["passage"].value)
            if row["reason"]:
                reasons[row["passage"].value] = self._store.shorten(row["reason"].value)
        # A thing and itself are no pair.
        passages = set.intersection(*speaking.values()) & set(reasons) if len(speaking) > 1 else set()
        for own in speaking.values():
            if own <= set(reasons):
                passages |= own
        return [
            f"{self._store.shorten(iri)} speaks of it and is not modelled in full ({reasons[iri]})."
            for iri in sorted(passages)
        ]

    def _nearby(self, triple: Triple) -> list[Claim]:
        """Claims of other triples: the same two things first, then broader and narrower objects, then the rest."""
        ends = {triple[0], triple[2]}
        kin = {row["kin"] for row in self._rows("kin", [triple[2]])} if isinstance(triple[2], ox.NamedNode) else set()
        # What a relation's inverse says is stated from the other end.
        asked = [triple, *self._mirrors(triple)]
        iris = [row["claim"].value for row in self._rows("nearby", *asked)]
        claims: dict[Triple, Claim] = {}
        for claim in claims_of(self._store, iris):
            claims.setdefault(claim.triple, claim)

        def distance(claim: Claim) -> tuple[bool, bool, bool]:
            subject, _, object_ = claim.triple
            return {subject, object_} != ends, triple[0] not in {subject, object_}, object_ not in kin

        near = sorted(claims.values(), key=distance)
        own = [claim for claim in near if triple[0] in {claim.triple[0], claim.triple[2]}]
        return (own or near)[:NEARBY]

    def _misfits(self, triple: Triple) -> list[str]:
        """Where a thing is not of the class that the relation asks for."""
        subject, predicate, object_ = triple
        asked: list[list[Term]] = [[subject, predicate, ox.NamedNode(terms.RDFS + "domain")]]
        if isinstance(object_, ox.NamedNode):
            asked.append([object_, predicate, ox.NamedNode(terms.RDFS + "range")])
        sides = {terms.RDFS + "domain": "subject", terms.RDFS + "range": "object"}
        rows = self._rows("class-fit", *asked)
        fitting = {(row["role"], row["thing"]) for row in rows if row["above"] == row["wanted"]}
        relation = self._store.shorten(predicate.value)
        misfits = [
            f"It would not fit: the {sides[row['role'].value]} of {relation} is a thing of the class "
            f"“{row['expected'].value}”, and {self._store.shorten(row['thing'].value)} is of “{row['class'].value}”."
            for row in rows
            if (row["role"], row["thing"]) not in fitting
        ]
        return list(dict.fromkeys(misfits))

    def _object(self, subject: Term | None, relation: ox.NamedNode | None, text: str) -> Term | None:
        quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
        bare = text[1:-1] if quoted else text
        if subject and relation:
            known = self._identify.literal(subject, relation, bare)
            if known or quoted:
                return known or ox.Literal(bare)
        return ox.Literal(bare) if quoted else self._identify.node(text) or self._plain_text(relation, text)

    def _plain_text(self, relation: ox.NamedNode | None, text: str) -> ox.Literal | None:
        """A literal without quotes, after a relation whose values are literals."""
        if relation is None:
            return None
        return ox.Literal(text) if self._takes_literals(relation) else None

    def _takes_literals(self, relation: ox.NamedNode) -> bool:
        kinds = f"<{terms.OWL}DatatypeProperty>, <{terms.OWL}AnnotationProperty>"
        return bool(
            self._store.answer(
                f"ASK {{ GRAPH graph:ontology {{ {relation} a ?kind FILTER(?kind IN ({kinds})) }} }}", union=True
            )
        )

    def _unknown_thing(self, text: str) -> str:
        near = self._identify.names.nearest(text)
        return f"Nothing is called “{text}”; " + (f"did you mean {listed(near)}?" if near else "no name is near.")

    def _rows(self, query: str, *rows: Triple | list[Term]) -> list[ox.QuerySolution]:
        return self._store.select(bind(shared_query("queries", "describe", f"{query}.rq"), rows))


def explain(store: Engine, *words: str) -> Explanation | ClaimExplanation:
    """Explain a claim, given in one word, or a triple, given in three.

    Args:
        store: the graph.
        words: CLAIM, or SUBJECT PREDICATE OBJECT.

    Raises:
        UsageError: neither one word nor three, what is no text, an unknown claim, or a name of several things.
    """
    # Bytes of a command line that are no text come as lone surrogates, which no RDF term may hold.
    if any("\ud800" <= sign <= "\udfff" for word in words for sign in word):
        raise UsageError("the words are not UTF-8")
    if len(words) == 1:
        return Explainer(store).claim(words[0])
    if len(words) == 3:  # noqa: PLR2004 - subject, predicate, object
        return Explainer(store).words(*words)
    raise UsageError(
        f"explain takes a CLAIM, or SUBJECT PREDICATE OBJECT, not {len(words)} words; quote names of several words"
    )


def _of_claims(claims: list[Claim], *, plain: bool) -> Verdict:
    affirmed = [claim for claim in claims if not claim.denied]
    if len(affirmed) < len(claims):
        return Verdict.CONTESTED if affirmed else Verdict.DENIED
    bases = {claim.value("basis") for claim in affirmed if not claim.conditional}
    if not bases:
        return Verdict.CONDITIONAL
    if not plain:
        return Verdict.JOINT_ONLY
    firmest = {"Stated": Verdict.STATED, "StatedJointly": Verdict.STATED_JOINTLY, "Inferred": Verdict.INFERRED}
    return next(verdict for basis, verdict in firmest.items() if basis in bases)

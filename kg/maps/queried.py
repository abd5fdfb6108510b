"""A map of what a query finds: its triples alone, with the claims that make them where there are any."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import pyoxigraph as ox

from kg import terms
from kg.claims import Claim, all_claims
from kg.engine import Engine, Solutions
from kg.english import Speaker
from kg.errors import UsageError, visible
from kg.guard import QUOTED
from kg.maps.kinds import OTHER, Kind, Kinds
from kg.maps.model import (
    QUERIED,
    Knowledge,
    Statement,
    Thing,
    knowledge_of,
    of_claims,
    read_granted,
    read_things,
    slug_of,
    vocabulary,
)
from kg.parameters import Term
from kg.queries import shared_query
from kg.rows import until_it_fails

#: More lines than these nobody reads; what a query finds beyond them is not fetched.
MOST_TRIPLES = 20_000
#: The same lines over and over are read so many times.
_MOST_ROWS = 5 * MOST_TRIPLES

Triple: TypeAlias = tuple[ox.NamedNode, ox.NamedNode, Term]

_COLUMNS = (("subject", "predicate", "object"), ("s", "p", "o"))
_FORM = re.compile(r"(?<![?$:\w-])(?:CONSTRUCT|DESCRIBE)\b(?!\s*:)", re.IGNORECASE)
_WANTED = "a map is drawn of a CONSTRUCT, or of a SELECT of ?subject ?predicate ?object"
_SUMMARY = re.compile(r"^#\+\s*summary:\s*(\S.*)$", re.MULTILINE)
_SHOWN = 60
_TYPE = terms.RDF + "type"
# What these say of a thing is written on its box, and no line.
_LABELS = (terms.SKOS + "prefLabel", terms.RDFS + "label")
_NAMES = (*_LABELS, terms.SKOS + "altLabel")
_DEFINITIONS = (terms.SKOS + "definition", terms.RDFS + "comment")


class Found(NamedTuple):
    """What a query found.

    Attributes:
        title: of its map.
        triples: each once, in a fixed order.
    """

    title: str
    triples: list[Triple]


def find(store: Engine, text: str, name: str = "a query") -> Found:
    """Ask for the triples of a map.

    Args:
        store: is asked.
        text: a CONSTRUCT query, or a SELECT of ?subject ?predicate ?object, or ?s ?p ?o; more columns do no harm.
        name: what messages and the map call it; the query's own `#+ summary:` goes before it in the map.

    Raises:
        UsageError: the query has a fault, is refused, is of another form, or finds nothing, too much, or what is no
            triple that can be drawn.
        OutsideError: the engine is out of reach, or gave up.
    """
    triples: set[Triple] = set()
    for triple in _triples(store.query(text), text, name):
        triples.add(triple)
        if len(triples) > MOST_TRIPLES:
            raise UsageError(f"{name}: finds more than {MOST_TRIPLES} lines, more than a map shows; ask for less")
    if not triples:
        raise UsageError(f"{name}: finds nothing, so there is nothing to draw")
    summary = _SUMMARY.search(text)
    return Found(summary[1].strip().rstrip(".") if summary else f"What {name} finds", sorted(triples, key=_key))


def _key(triple: Triple) -> tuple[str, str, str]:
    return str(triple[0]), str(triple[1]), str(triple[2])


def _triples(solutions: Solutions, text: str, name: str) -> Iterator[Triple]:
    if isinstance(solutions, ox.QueryBoolean):
        raise UsageError(f"{name}: answers yes or no; {_WANTED}")
    if isinstance(solutions, ox.QueryTriples):
        form = _FORM.search(QUOTED.sub(" ", text))
        if form and form[0].upper() == "DESCRIBE":
            raise UsageError(f"{name}: is a DESCRIBE, which each engine answers in its own way; {_WANTED}")
        rows: Iterable[Sequence[object]] = ([each.subject, each.predicate, each.object] for each in solutions)
        return _checked(rows, _COLUMNS[0], f"{name}: triple")
    given = [variable.value for variable in solutions.variables]
    columns = next((columns for columns in _COLUMNS if set(columns) <= set(given)), None)
    if columns is None:
        named = " ".join(f"?{column}" for column in given) or "no column"
        raise UsageError(f"{name}: selects {named}; {_WANTED}")
    return _checked(([row[column] for column in columns] for row in solutions), columns, f"{name}: row")


def _checked(rows: Iterable[Sequence[object]], columns: Sequence[str], place: str) -> Iterator[Triple]:
    """Each row as a triple that can be drawn."""
    for number, (subject, predicate, value) in enumerate(until_it_fails(rows), 1):
        if number > _MOST_ROWS:
            raise UsageError(f"{place} {number}: more than a map reads; ask with DISTINCT, or for less")
        if not isinstance(subject, ox.NamedNode):
            raise UsageError(f"{place} {number}: ?{columns[0]} is {_what(subject)}; a line starts at an IRI")
        if not isinstance(predicate, ox.NamedNode):
            raise UsageError(f"{place} {number}: ?{columns[1]} is {_what(predicate)}; a line is named by an IRI")
        if not isinstance(value, ox.NamedNode | ox.Literal):
            raise UsageError(f"{place} {number}: ?{columns[2]} is {_what(value)}; a line ends at an IRI or a literal")
        yield subject, predicate, value


def _what(term: object) -> str:
    if isinstance(term, ox.Literal):
        return f"the literal “{visible(term.value[:_SHOWN])}”"
    if isinstance(term, ox.NamedNode):
        return f"the IRI <{term.value}>"
    return {type(None): "unbound", ox.BlankNode: "a blank node, which has no name"}.get(type(term), "a triple")


def knowledge_of_found(store: Engine, kinds: Kinds, found: Found) -> Knowledge:
    """What the map of a query shows.

    Claims that carry a triple, or the same read from the other end, stand for it with their sources and hedges. Types
    that the map knows, names and definitions are written on their boxes.

    Args:
        store: knows things and claims.
        kinds: how things look.
        found: by the query.
    """
    speaker = Speaker(store)
    known = read_things(store, speaker, kinds)
    same = _Same(store)
    drawn = [triple for triple in found.triples if not _on_a_box(triple, kinds)]
    wanted = {form for triple in found.triples for form in same.forms(triple)}
    claims = [claim for claim in all_claims(store) if claim.triple in wanted]
    granted = read_granted(store)
    statements = of_claims(store, speaker, claims, granted)
    defined = _by_definition(vocabulary(speaker, granted, statements), drawn, same)
    stated = {form for triple in _stated(claims, defined) for form in same.forms(triple)}
    boxes = _Boxes(store, speaker, kinds, known, found.triples)
    # In the order of the table, which has no rows for what is so by definition.
    statements += [boxes.statement(triple) for triple in drawn if triple not in stated]
    statements += defined
    titles = list(dict.fromkeys(each.document for each in statements if each.document))
    return knowledge_of(boxes.things(statements), statements, titles, found.title)


def _on_a_box(triple: Triple, kinds: Kinds) -> bool:
    """Whether it says what a box is or is called."""
    _, predicate, value = triple
    if isinstance(value, ox.Literal):
        return predicate.value in (*_NAMES, *_DEFINITIONS)
    return predicate.value == _TYPE and value.value.removeprefix(terms.KGO) in kinds.kinds


class _Same:
    """Triples that say the same: a relation and its inverse.

    Args:
        store: holds the ontology.
    """

    def __init__(self, store: Engine) -> None:
        self._inverse: dict[str, ox.NamedNode] = {}
        for row in store.select(shared_query("visualizations", "map-inverses.rq").text):
            self._inverse.setdefault(row["relation"].value, row["inverse"])

    def forms(self, triple: Triple) -> Iterator[Triple]:
        """The triple itself, and as it reads from the other end."""
        subject, predicate, value = triple
        yield triple
        if isinstance(value, ox.NamedNode) and predicate.value in self._inverse:
            yield value, self._inverse[predicate.value], subject


def _by_definition(statements: list[Statement], triples: list[Triple], same: _Same) -> list[Statement]:
    """Those that the triples ask for."""
    wanted = {form for triple in triples for form in same.forms(triple)}
    return [each for each in statements if _triple_of(each) in wanted]


def _triple_of(each: Statement) -> Triple:
    """The triple of a statement of the vocabulary."""
    space = terms.SKOS if each.relation == "broader" else terms.KGO
    return _iri(each.subject), ox.NamedNode(space + each.relation), _iri(each.object)


def _iri(slug: str) -> ox.NamedNode:
    return ox.NamedNode(slug if ":" in slug else terms.KG + slug)


def _stated(claims: list[Claim], defined: list[Statement]) -> Iterator[Triple]:
    yield from (claim.triple for claim in claims)
    yield from map(_triple_of, defined)


class _Boxes:
    """The boxes of a query's map, and the lines that no claim carries.

    Args:
        store: shortens IRIs.
        speaker: names terms of the ontology.
        kinds: how things look.
        known: the things of the graph.
        triples: found by the query.
    """

    def __init__(
        self, store: Engine, speaker: Speaker, kinds: Kinds, known: dict[str, Thing], triples: list[Triple]
    ) -> None:
        self._store = store
        self._speaker = speaker
        self._kinds = kinds
        self._things = dict(known)
        self._said: dict[str, list[tuple[str, Term]]] = {}
        self._subjects = {slug_of(triple[0].value) for triple in triples}
        for subject, predicate, value in triples:
            self._said.setdefault(subject.value, []).append((predicate.value, value))

    def things(self, statements: list[Statement]) -> dict[str, Thing]:
        """The things at the ends of statements, and whatever the query says something of."""
        ends = {slug for each in statements for slug in (each.subject, each.object) if slug} | self._subjects
        for slug in ends - set(self._things):
            self._box(_iri(slug))
        return {slug: self._things[slug] for slug in sorted(ends)}

    def statement(self, triple: Triple) -> Statement:
        """A line that no claim carries."""
        subject, predicate, value = triple
        ours = self._speaker.defined_label(predicate)
        start, end = self._box(subject), self._box(value)
        cells = (start.label, ours or self._curie(predicate.value), end.label)
        words = " ".join(cells) + "."
        if ours:
            words = self._speaker.state(ox.Literal(start.label), predicate, ox.Literal(end.label))
            if ":" in start.label and words[1:].startswith(start.label[1:]):
                words = start.label[0] + words[1:]  # an IRI keeps its small letter
        relation = predicate.value.removeprefix(terms.KGO).removeprefix(terms.SKOS) if ours else cells[1]
        ends = sorted({start.slug, end.slug})
        basis = "as the query gives it, without a claim"
        return Statement("", start.slug, relation, end.slug, cells, words, "", "", basis, [], [], [], QUERIED, "", ends)

    def _box(self, term: Term) -> Thing:
        slug = _slug(term)
        if slug not in self._things:
            self._things[slug] = self._of_literal(term) if isinstance(term, ox.Literal) else self._of_iri(term)
        return self._things[slug]

    def _of_literal(self, term: ox.Literal) -> Thing:
        return Thing(_slug(term), term.value.strip() or "“”", self._kinds.kinds[OTHER], "", [], group=False)

    def _of_iri(self, term: ox.NamedNode) -> Thing:
        said = self._said.get(term.value, [])
        curie = self._curie(term.value)
        names = list(dict.fromkeys([*_words(said, _NAMES), self._speaker.defined_label(term), curie, term.value]))
        label, *others = [name for name in names if name.strip()]
        definition = next(iter(_words(said, _DEFINITIONS)), self._speaker.definition(term))
        return Thing(_slug(term), label, self._kind(said), definition, others, group=False)

    def _kind(self, said: list[tuple[str, Term]]) -> Kind:
        """The kind of what the graph does not know, where the query gives it a class of ours."""
        classes = {value.value.removeprefix(terms.KGO) for predicate, value in said if predicate == _TYPE}
        return next((kind for name, kind in self._kinds.kinds.items() if name in classes), self._kinds.kinds[OTHER])

    def _curie(self, iri: str) -> str:
        return self._store.shorten(iri).strip("<>")


def _slug(term: Term) -> str:
    """What the address calls a box; the space keeps a literal apart from every IRI."""
    if isinstance(term, ox.Literal):
        return "literal " + hashlib.sha256(str(term).encode()).hexdigest()[:16]
    return slug_of(term.value)


def _words(said: list[tuple[str, Term]], properties: Sequence[str]) -> list[str]:
    """What these properties say, in their order; English, or what names no language, goes first."""
    found = [
        (properties.index(predicate), value.language not in {None, "en"}, value.value)
        for predicate, value in said
        if predicate in properties and isinstance(value, ox.Literal)
    ]
    return [words for _, _, words in sorted(found)]

"""From what a user types to any node of the graph: things, claims, passages, documents, terms and relations."""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg import terms
from kg.citable import Citable, one_of
from kg.engine import Engine
from kg.names import Names, term_key
from kg.parameters import Term, bind
from kg.queries import shared_query

_RDF_TYPE = terms.RDF + "type"
# Words of a sentence frame that do not tell one relation from another.
_FILLERS = {"is", "the", "a", "an", "to", "be", "of"}


class Identify:
    """Names of everything in a store.

    Args:
        store: is asked.
    """

    def __init__(self, store: Engine) -> None:
        self._store = store
        self.names = Names(store)
        self.citable = Citable(store)
        # By IRI and CURIE as they are written: kgo:Certainty is a class, kgo:certainty a property.
        self._exact: dict[str, str] = {}
        self._terms: dict[str, set[str]] = {}
        # The relations by their names, and by the words in which they are spoken.
        self._named: dict[str, set[str]] = {}
        self._spoken: dict[str, set[str]] = {}
        for row in store.select(shared_query("queries", "describe", "terms.rq").text):
            self._learn(row["term"].value, row["label"], row["sentence"], property_=row["kind"].value == "property")

    def _learn(self, iri: str, label: Term | None, sentence: Term | None, *, property_: bool) -> None:
        self._exact |= {iri: iri, self._store.shorten(iri): iri}
        keys = {iri.casefold(), self._store.shorten(iri).casefold(), term_key(re.split(r"[#/]", iri)[-1])}
        keys |= {term_key(label.value)} if label else set()
        table = self._named if property_ else self._terms
        for key in keys:
            table.setdefault(key, set()).add(iri)
        if property_ and sentence:
            self._spoken.setdefault(_spoken(re.sub(r"\{\w+\}", "", sentence.value)), set()).add(iri)

    def node(self, text: str) -> ox.NamedNode | None:
        """What a name means: a thing, else a document, passage or claim, else a term, else any IRI of the graph.

        Raises:
            UsageError: several have that name.
        """
        found = (
            self.names.find(text)
            or self.citable.find(text)
            or self._exact.get(text.strip("<>"))
            or one_of(text, _first(text, self._terms, self._named), self._store)
            or self._mentioned(text)
        )
        return ox.NamedNode(found) if found else None

    def relation(self, text: str) -> ox.NamedNode | None:
        """The relation of that local name, label, CURIE, IRI, or of the words in which it is spoken (“used for”).

        Raises:
            UsageError: several relations are so called.
        """
        if term_key(text) in {"a", "type"}:
            return ox.NamedNode(_RDF_TYPE)
        found = _first(text, self._named) or self._spoken.get(_spoken(text), set())
        iri = one_of(text, found, self._store)
        return ox.NamedNode(iri) if iri else None

    def near_relations(self, text: str) -> list[str]:
        """At most three relations, as CURIEs, whose names are near to a text."""
        from difflib import get_close_matches  # noqa: PLC0415 - only for a name that was not found

        known = {key: iris for key, iris in self._named.items() if ":" not in key} | self._spoken
        near = get_close_matches(term_key(text), known, n=6, cutoff=0.5)
        return list(dict.fromkeys(self._store.shorten(iri) for key in near for iri in sorted(known[key])))[:3]

    def literal(self, subject: Term, predicate: Term, text: str) -> ox.Literal | None:
        """The literal that a relation of a subject has or a claim says it has, given by its text in any case."""
        query = bind(shared_query("queries", "describe", "literals.rq"), [[subject, predicate]])
        wanted = text.casefold()
        return next(
            (row["object"] for row in self._store.select(query) if row["object"].value.casefold() == wanted), None
        )

    def _mentioned(self, text: str) -> str | None:
        prefix, colon, name = text.strip("<>").partition(":")
        iri = self._store.prefixes[prefix] + name if prefix in self._store.prefixes else text.strip("<>")
        try:
            node = ox.NamedNode(iri) if colon else None
        except ValueError:  # no IRI
            return None
        query = shared_query("queries", "describe", "mentioned.rq")
        return iri if node and self._store.select(bind(query, [[node]])) else None


def _first(text: str, *tables: dict[str, set[str]]) -> set[str]:
    """What the first table that knows the text has for it: as IRI or CURIE, else as a name."""
    return next(
        (table[key] for table in tables for key in (text.strip("<>").casefold(), term_key(text)) if key in table), set()
    )


def _spoken(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.casefold())
    return "".join(word for word in words if word not in _FILLERS)

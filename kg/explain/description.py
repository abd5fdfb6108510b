"""All that is known of one thing; and what a document, a passage, a claim or a term of the ontology is."""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

from kg import terms
from kg.claims import Claim, claims_about, claims_in, claims_of
from kg.engine import Engine
from kg.english import Speaker
from kg.names import Names
from kg.parameters import Term, bind
from kg.queries import shared_query

_BROADER = terms.SKOS + "broader"
_FACTS = {"Passage": "passage-facts", "SourceDocument": "document-facts"}


class Description(NamedTuple):
    """All that is known of one thing, or of another node of the graph.

    Attributes:
        iri: the node.
        label: its preferred name; for a passage or a claim its CURIE.
        classes: names of its classes.
        names: its other names.
        definition: in our own words; empty for what has none.
        broader: labels of the things it is a kind of, by the concept scheme.
        narrower: labels of the things that are kinds of it, likewise.
        granted: all else that the vocabulary takes for granted between it and other things, in words.
        facts: for what is no thing, what it is: a name and a value for each.
        claims: every claim that speaks of it, in reading order; of a passage those that it makes.
    """

    iri: str
    label: str
    classes: list[str]
    names: list[str]
    definition: str
    broader: list[str]
    narrower: list[str]
    granted: list[str]
    facts: list[tuple[str, str]]
    claims: list[Claim]


def describe(store: Engine, speaker: Speaker, text: str) -> Description:
    """Describe a thing given by any of its names; a document, passage, claim or term by its CURIE, IRI, id or label.

    Args:
        store: the graph.
        speaker: speaks it.
        text: the name.

    Raises:
        UsageError: nothing, or more than one, has that name.
    """
    names = Names(store)
    thing = names.find(text)
    if thing is None:
        from kg.explain.identify import Identify  # noqa: PLC0415 - hardly ever asked for, and it reads the whole vocabulary

        node = Identify(store).node(text)
        # Where there is no such node, names say what is near.
        return _node(store, speaker, node) if node else _thing(store, speaker, names.resolve(text))
    return _thing(store, speaker, thing)


def _thing(store: Engine, speaker: Speaker, iri: str) -> Description:
    node = ox.NamedNode(iri)
    rows = _rows(store, "thing", node)
    called = [row["name"].value for row in _rows(store, "names") if row["thing"].value == iri]
    plain = [(row["subject"], row["predicate"], row["object"]) for row in _rows(store, "plain", node)]
    return Description(
        iri,
        called[0],
        sorted({row["class"].value for row in rows}),
        list(dict.fromkeys(called[1:])),
        rows[0]["definition"].value,
        sorted(speaker.label(each[2]) for each in plain if each[1].value == _BROADER and each[0] == node),
        sorted(speaker.label(each[0]) for each in plain if each[1].value == _BROADER and each[2] == node),
        [speaker.state(*each).removesuffix(".") for each in plain if each[1].value != _BROADER],
        [],
        claims_about(store, iri),
    )


def _node(store: Engine, speaker: Speaker, node: ox.NamedNode) -> Description:
    rows = _rows(store, "kinds", node)
    types = {row["type"].value.removeprefix(terms.KGO) for row in rows}
    # What the ontology has no label for is one of OWL's kinds, said by its name.
    classes = [row["label"].value for row in rows if row["label"]] or [
        speaker.label(row["type"]).lower() for row in rows
    ]
    facts = next((_FACTS[name] for name in sorted(types) if name in _FACTS), "term-facts")
    spoken = [(row["fact"].value, _value(store, speaker, row["value"])) for row in _rows(store, facts, node)]
    curie = store.shorten(node.value)
    label = dict(spoken).get("title") or speaker.defined_label(node)
    return Description(
        node.value,
        label or curie,
        classes,
        [curie] if label else [],
        speaker.definition(node),
        [],
        [],
        [],
        spoken,
        claims_in(store, node.value) or claims_of(store, [node.value]),
    )


def _value(store: Engine, speaker: Speaker, value: Term) -> str:
    if isinstance(value, ox.Literal):
        return value.value
    label = speaker.defined_label(value)
    return f"{label} ({store.shorten(value.value)})" if label else store.shorten(value.value)


def _rows(store: Engine, query: str, *node: Term) -> list[ox.QuerySolution]:
    declared = shared_query("queries", "describe", f"{query}.rq")
    return store.select(bind(declared, [node]) if node else declared.text)

"""What the map shows: things, what is said of them, and the links between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple, TypeAlias

import pyoxigraph as ox

from kg import terms
from kg.claims import Claim, all_claims, opposed
from kg.engine import Engine
from kg.english import Speaker
from kg.maps.kinds import Kind, Kinds
from kg.parameters import Term
from kg.queries import shared_query

#: The length of a step that the vocabulary takes for granted: many things are of one kind, and that says little.
_GRANTED = 2
#: Every object of a script has these: a box of such a name would be taken for one that is there.
_TAKEN = frozenset(
    {
        *(
            "constructor",
            "hasOwnProperty",
            "isPrototypeOf",
            "propertyIsEnumerable",
            "toLocaleString",
            "toString",
            "valueOf",
        ),
        *("__proto__", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__"),
    }
)
#: What a reader must not overlook of a claim.
FLAGS = ("denied", "conditional", "contested")
#: How firmly a line holds that a query gives and no claim carries.
QUERIED = "queried"
#: Subject, relation and object of what the vocabulary takes for granted.
Granted: TypeAlias = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]


class Thing(NamedTuple):
    """A box of the map; `group` where it stands for several, such as all procedures."""

    slug: str
    label: str
    kind: Kind
    definition: str
    names: list[str]
    group: bool

    @property
    def words(self) -> str:
        """What stands on its box: the glyph of its kind and its label."""
        return f"{self.kind.glyph} {self.label}"


class Trigger(NamedTuple):
    """What opens a next step.

    Attributes:
        id: the local name of a term of the ontology.
        label: its label.
        of: slug of the thing whose success, failure or severity it is; nothing where the claim names none.
    """

    id: str
    label: str
    of: str


class Statement(NamedTuple):
    """A claim, or what the vocabulary takes for granted, ready to read.

    Attributes:
        id: the claim as a CURIE; nothing for vocabulary.
        subject: slug.
        relation: local name of the relation.
        object: slug; nothing where a name is given instead.
        cells: subject, relation and object as a table shows them.
        words: in one English sentence.
        source: where the text says it.
        document: title of the text.
        basis: stated, stated jointly, inferred or definition.
        cues: words of the text that its hedges rest on.
        flags: what a reader must not overlook: denied, conditional, contested.
        opposites: the claims that say the opposite, each by its document and id.
        truth: name of the style of its line.
        hedge: the modal verb that the text says it with, if any.
        mentions: slugs of all things that it speaks of, in any role.
        length: of the step between its two things in a path, as `kg.path` counts; 0 where it makes none.
        passage: the passage of the claim, as a CURIE.
        rests_on: words of that passage that the claim rests on.
        claim: itself; nothing for vocabulary.
        triggers: what opens the step that it speaks of, if it is one.
    """

    id: str
    subject: str
    relation: str
    object: str
    cells: tuple[str, str, str]
    words: str
    source: str
    document: str
    basis: str
    cues: list[str]
    flags: list[str]
    opposites: list[str]
    truth: str
    hedge: str
    mentions: list[str]
    length: int = 1
    passage: str = ""
    rests_on: tuple[str, ...] = ()
    claim: Claim | None = None
    triggers: tuple[Trigger, ...] = ()

    def caption(self, slug: str, kinds: Kinds) -> str:
        """What it says its other end is to this one; of what is contested, neither that it is so nor that it is not."""
        words = kinds.captions(self.relation, self.cells[1])[slug != self.subject]
        if self.truth == "contested":
            return f"{words} (contested)"
        return f"not {words}" if self.truth == "denied" else words


class Link(NamedTuple):
    """All statements of one truth between two things that point the same way.

    Two things that stand to each other alike, such as what is combined with each other, have one link between them.

    Attributes:
        ends: slugs, in order of codepoints.
        truth: name of the style of its line.
        statements: indexes.
        arrows: at which of the two ends an arrow stands.
        length: of the step that it makes in a path: that of its shortest statement; 0 where none makes one.
    """

    ends: tuple[str, str]
    truth: str
    statements: list[int]
    arrows: tuple[bool, bool]
    length: int

    def other(self, slug: str) -> str:
        """The end that is not this one."""
        return self.ends[1] if self.ends[0] == slug else self.ends[0]


class Knowledge(NamedTuple):
    """All that the map shows, in a fixed order.

    Attributes:
        things: by slug.
        statements: claims in reading order, then the vocabulary's own.
        links: between things.
        documents: titles.
        said: indexes of the statements that mention a thing, by its slug.
        linked: indexes of the links of a thing, by its slug.
        title: what the map is of, where it is not of whole documents.
    """

    things: dict[str, Thing]
    statements: list[Statement]
    links: list[Link]
    documents: list[str]
    said: dict[str, list[int]]
    linked: dict[str, list[int]]
    title: str = ""

    @property
    def told(self) -> int:
        """How many statements, from the first, a text or a query says; the rest is so by definition."""
        return sum(1 for each in self.statements if each.id or each.truth == QUERIED)

    @property
    def heading(self) -> str:
        """What the map is of: the document by its title, or how many there are."""
        if self.title:
            return self.title
        return self.documents[0] if len(self.documents) == 1 else f"{len(self.documents)} documents"


def read_knowledge(store: Engine, kinds: Kinds) -> Knowledge:
    """Everything that the map shows of a store."""
    speaker = Speaker(store)
    granted = read_granted(store)
    statements = of_claims(store, speaker, all_claims(store), granted)
    statements += vocabulary(speaker, granted, statements)
    documents = [row["title"].value for row in store.select(shared_query("visualizations", "map-documents.rq").text)]
    return knowledge_of(read_things(store, speaker, kinds), statements, documents)


def knowledge_of(
    things: dict[str, Thing], statements: list[Statement], documents: list[str], title: str = ""
) -> Knowledge:
    """What the map shows of these things and statements.

    Args:
        things: by slug, in order.
        statements: in reading order.
        documents: titles of those that the statements are from.
        title: what the map is of, where it is not of whole documents.
    """
    links = _links(statements, things)
    said = _index(things, (each.mentions for each in statements))
    linked = _index(things, (link.ends for link in links))
    return Knowledge(things, statements, links, documents, said, linked, title)


def _index(things: Iterable[str], groups: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """For each thing, the places of the groups that it is in."""
    found: dict[str, list[int]] = {slug: [] for slug in things}
    for place, group in enumerate(groups):
        for slug in group:
            if slug in found:
                found[slug].append(place)
    return found


def slug_of(iri: str) -> str:
    """The name of a thing in links: its IRI without our namespace, but for names that vis-network cannot bear."""
    slug = iri.removeprefix(terms.KG)
    return iri if slug in _TAKEN else slug


def local_name(iri: str) -> str:
    """The last part of an IRI."""
    return re.split(r"[#/]", iri)[-1]


def read_things(store: Engine, speaker: Speaker, kinds: Kinds) -> dict[str, Thing]:
    """Every thing of a store, by slug.

    Raises:
        UsageError: a thing is of a class that the map cannot draw.
    """
    names: dict[str, list[str]] = {}
    for row in store.select(shared_query("queries", "describe", "names.rq").text):
        names.setdefault(row["thing"].value, []).append(row["name"].value)
    found: dict[str, tuple[str, str, set[str]]] = {}
    for row in store.select(shared_query("visualizations", "map-things.rq").text):
        definition = row["definition"].value if row["definition"] else ""
        # Data that was never checked may lack a label.
        label = row["label"].value if row["label"] else speaker.label(row["thing"])
        found.setdefault(row["thing"].value, (label, definition, set()))[2].add(row["class"].value)
    things = {}
    for iri in sorted(found):
        label, definition, classes = found[iri]
        others = [name for name in dict.fromkeys(names.get(iri, [])) if name != label]
        things[slug_of(iri)] = Thing(
            slug_of(iri), label, kinds.of(classes), definition, others, terms.KGO + "Group" in classes
        )
    return things


def of_claims(store: Engine, speaker: Speaker, claims: list[Claim], granted: Iterable[Granted]) -> list[Statement]:
    """Claims as statements, in the same order."""
    opposites = _opposites(store, claims)
    taken = {tuple(term.value for term in triple) for triple in granted}
    return [_of_claim(claim, speaker, store, opposites.get(claim.iri, []), taken) for claim in claims]


def _opposites(store: Engine, claims: list[Claim]) -> dict[str, list[str]]:
    """For each claim that is contested, by IRI, who says the opposite and where."""
    cited = {claim.iri: f"{claim.source.title}, {store.shorten(claim.iri)}" for claim in claims}
    return {iri: [cited[other] for other in others] for iri, others in opposed(store, claims).items()}


def read_granted(store: Engine) -> list[Granted]:
    """What the vocabulary itself says between things."""
    rows = store.select(shared_query("visualizations", "map-vocabulary.rq").text)
    return [(row["subject"], row["relation"], row["object"]) for row in rows]


def _of_claim(
    claim: Claim, speaker: Speaker, store: Engine, opposites: list[str], granted: set[tuple[str, ...]]
) -> Statement:
    thing = claim.object.value if isinstance(claim.object, ox.NamedNode) else ""
    cells = tuple(speaker.label(term) for term in (_node(claim.subject), _node(claim.predicate), claim.object))
    said = (claim.denied, claim.conditional, bool(opposites))
    flags = [name for name, so in zip(FLAGS, said, strict=True) if so]
    return Statement(
        store.shorten(claim.iri),
        slug_of(claim.subject),
        local_name(claim.predicate),
        slug_of(thing),
        (cells[0], cells[1], cells[2]),
        speaker.say(claim),
        str(claim.source),
        claim.source.title,
        speaker.label(_node(claim.values("basis")[0])),
        sorted(claim.values("cue")),
        flags,
        opposites,
        _truth(claim, flags),
        ", ".join(speaker.label(_node(value)) for value in claim.values("certainty")),
        sorted({slug_of(value) for value in [claim.subject, thing, *_named(claim)] if value}),
        _length(claim, flags, granted),
        store.shorten(claim.passage),
        tuple(words for _, words in claim.rests_on),
        claim,
        _triggers(claim, speaker),
    )


def _triggers(claim: Claim, speaker: Speaker) -> tuple[Trigger, ...]:
    of = ", ".join(map(slug_of, sorted(claim.values("triggerOf"))))
    return tuple(Trigger(local_name(each), speaker.label(_node(each)), of) for each in sorted(claim.values("trigger")))


def _length(claim: Claim, flags: list[str], granted: set[tuple[str, ...]]) -> int:
    """What is denied, conditional or contested is no step, nor is a cause of several together."""
    relation = local_name(claim.predicate)
    if flags or (relation == "causes" and claim.value("basis") == "StatedJointly"):
        return 0
    taken = relation == "broader" or (claim.subject, claim.predicate, claim.object.value) in granted
    return _GRANTED if taken else 1


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _named(claim: Claim) -> Iterable[str]:
    """Things that a qualifier names, such as what an outcome is compared with."""
    values: list[Term] = [value for values in claim.qualifiers.values() for value in values]
    return (value.value for value in values if isinstance(value, ox.NamedNode) and value.value.startswith(terms.KG))


def _truth(claim: Claim, flags: list[str]) -> str:
    """The flag that tells most, else how it is stated."""
    plain = "stated" if claim.value("basis") == "Stated" else "indirect"
    return next((name for name in ("contested", "denied", "conditional") if name in flags), plain)


def vocabulary(speaker: Speaker, granted: Iterable[Granted], claimed: list[Statement]) -> list[Statement]:
    """Hierarchy that no claim states as well."""
    known = {(each.subject, each.relation, each.object) for each in claimed}
    found = []
    for stated in granted:
        triple = (slug_of(stated[0].value), local_name(stated[1].value), slug_of(stated[2].value))
        if triple in known:
            continue
        subject, relation, thing = map(speaker.label, stated)
        words = speaker.state(*stated)
        ends = sorted({triple[0], triple[2]})
        cells = (subject, relation, thing)
        found.append(
            Statement("", *triple, cells, words, "", "", "definition", [], [], [], "definition", "", ends, _GRANTED)
        )
    return found


def _links(statements: list[Statement], things: dict[str, Thing]) -> list[Link]:
    together: dict[tuple[str, str, str], dict[str, list[int]]] = {}
    for index, each in enumerate(statements):
        if each.subject != each.object and each.subject in things and each.object in things:
            first, second = sorted((each.subject, each.object))
            together.setdefault((first, second, each.truth), {}).setdefault(each.object, []).append(index)
    links = []
    for first, second, truth in sorted(together):
        towards = together[first, second, truth]
        ways = [{statements[index].relation for index in towards.get(end, [])} for end in (first, second)]
        if ways[0] == ways[1]:
            said = [(sorted(chain(*towards.values())), (True, True))]
        else:
            said = [(towards[end], (end == first, end == second)) for end in sorted(towards)]
        links += [Link((first, second), truth, each, arrows, _shortest(statements, each)) for each, arrows in said]
    return links


def _shortest(statements: list[Statement], indexes: list[int]) -> int:
    return min((statements[index].length for index in indexes if statements[index].length), default=0)

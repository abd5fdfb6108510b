"""Stores for tests of the map: with labels that strangers might write, and as large as a whole document."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg import terms
from kg.assemble import ontology_quads
from kg.store import Store

RDF, SKOS, KGO = terms.RDF, terms.SKOS, terms.KGO
DOCUMENT = terms.DOCUMENT + "sample/"
CONCEPTS = ox.NamedNode(terms.CONCEPTS_GRAPH)
HERE = ox.NamedNode(DOCUMENT)

HOSTILE = {
    "script": "</script><script>window.canary=1</script>",
    "image": "<img src=x onerror=window.canary=1>",
    "quotes": "\"'`${window.canary=1}\\",
    "template": "{{ 7 * 7 }} {% raw %}",
    "comment": "<!-- <script> ]]>",
    "emoji": "🦴🧠👩‍⚕️ spine",
    "long": "endless " * 37 + "ends",
    "unbroken": "x" * 300,
    "arabic": "ألم أسفل الظهر المزمن",
    "turned": "left\u202eright\u2028line\u2029end",
    "empty": " ",
}

Triple = tuple[str, str, str]


def node(slug: str) -> ox.NamedNode:
    return ox.NamedNode(slug if ":" in slug else terms.KG + slug)


def thing(slug: str, kind: str, label: str, definition: str = "") -> Iterable[ox.Quad]:
    yield ox.Quad(node(slug), ox.NamedNode(RDF + "type"), ox.NamedNode(KGO + kind), CONCEPTS)
    yield ox.Quad(node(slug), ox.NamedNode(RDF + "type"), ox.NamedNode(SKOS + "Concept"), CONCEPTS)
    yield ox.Quad(node(slug), ox.NamedNode(SKOS + "prefLabel"), ox.Literal(label, language="en"), CONCEPTS)
    if definition:
        yield ox.Quad(node(slug), ox.NamedNode(SKOS + "definition"), ox.Literal(definition, language="en"), CONCEPTS)


def document(title: str) -> Iterable[ox.Quad]:
    passage = ox.NamedNode(DOCUMENT + "s1-description-1")
    facts: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (HERE, RDF + "type", ox.NamedNode(KGO + "SourceDocument")),
        (HERE, terms.PREFIXES["dcterms"] + "title", ox.Literal(title)),
        (HERE, terms.PREFIXES["vann"] + "preferredNamespacePrefix", ox.Literal("sample")),
        (passage, RDF + "type", ox.NamedNode(KGO + "Passage")),
        (passage, KGO + "section", ox.Literal(1)),
        (passage, KGO + "part", ox.NamedNode(KGO + "Description")),
        (passage, KGO + "ordinal", ox.Literal(1)),
        (passage, terms.PREFIXES["oa"] + "start", ox.Literal(0)),
    ]
    return [ox.Quad(subject, ox.NamedNode(predicate), value, HERE) for subject, predicate, value in facts]


def claim(number: int, triple: Triple, **qualifiers: str) -> Iterable[ox.Quad]:
    """One claim; a qualifier is one of our terms, the slug of a thing after `kg:`, or text after `text:`."""
    subject, predicate, value = triple
    said = {"basis": "Stated", "polarity": "Affirmed"} | qualifiers
    iri = ox.NamedNode(f"{DOCUMENT}s1-description-1.{number}")
    relation = ox.NamedNode((SKOS if predicate in {"broader", "altLabel"} else KGO) + predicate)
    facts: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (RDF + "type", ox.NamedNode(KGO + "Claim")),
        (RDF + "subject", node(subject)),
        (RDF + "predicate", relation),
        (RDF + "object", _value(value, terms.KG)),
        (terms.PREFIXES["prov"] + "wasDerivedFrom", ox.NamedNode(DOCUMENT + "s1-description-1")),
    ]
    facts += [(KGO + name, _value(word, KGO)) for name, word in said.items()]
    return [ox.Quad(iri, ox.NamedNode(name), each, HERE) for name, each in facts]


def _value(word: str, space: str) -> ox.NamedNode | ox.Literal:
    if word.startswith("text:"):
        return ox.Literal(word.removeprefix("text:"))
    return node(word.removeprefix("kg:")) if word.startswith("kg:") else ox.NamedNode(space + word)


def hostile_store() -> Store:
    """Things, a document and cues whose words try to break out; every style of line."""
    quads = [*ontology_quads(), *document(HOSTILE["script"]), *thing("target", "Procedure", "target", HOSTILE["image"])]
    styles: list[dict[str, str]] = [
        {},
        {"basis": "Inferred", "ground": "text:" + HOSTILE["script"]},
        {"basis": "StatedJointly"},
        {"polarity": "Denied", "cue": "text:" + HOSTILE["image"]},
        {"onlyIf": "Failure", "onlyIfOf": "kg:target"},
    ]
    for number, (slug, label) in enumerate(HOSTILE.items()):
        quads += thing(slug, "Condition", label, label)
        quads += claim(number, ("target", "indicatedFor", slug), **styles[number % len(styles)])
    quads += claim(90, ("target", "indicatedFor", "emoji"), polarity="Denied", cue="text:not")
    quads += claim(91, ("target", "altLabel", "text:" + HOSTILE["quotes"]))
    quads += thing("https://example.org/a b".replace(" ", "%20") + "'&#focus", "Mechanism", "elsewhere")
    return Store.of(quads)


def large_store() -> Store:
    """As many things and claims as a whole document gives, linked by a fixed rule."""
    plan = {
        "Procedure": (11, "{} guided block injection"),
        "Condition": (34, "chronic {} pain syndrome"),
        "PhysiologicalProcess": (8, "{} hyperactivity"),
        "AnatomicalStructure": (26, "{} nerve root"),
        "Mechanism": (5, "{} disruption"),
        "Action": (14, "interrupt {} signals"),
        "Agent": (9, "{} anesthetic"),
        "Device": (6, "{} electrode"),
        "Technique": (7, "{} placement"),
        "Outcome": (8, "improved {} function"),
        "Therapy": (4, "{} surgery"),
        "Person": (1, "{} patient"),
        "Site": (3, "{} damage site"),
    }
    words = ["cervical", "lumbar", "sacral", "occipital", "sphenopalatine", "genicular", "facet", "radicular"]
    quads = [*ontology_quads(), *document("A large sample")]
    slugs: dict[str, list[str]] = {}
    for kind, (count, pattern) in plan.items():
        for number in range(count):
            slug = f"{kind.lower()}-{number}"
            slugs.setdefault(kind, []).append(slug)
            quads += thing(slug, kind, f"{pattern.format(words[number % 8])} {number // 8 + 1}", "A sample.")
    relations = {
        "indicatedFor": ("Procedure", "Condition", 6),
        "hasMechanism": ("Procedure", "Mechanism", 2),
        "performs": ("Procedure", "Action", 4),
        "targets": ("Procedure", "AnatomicalStructure", 4),
        "usesAgent": ("Procedure", "Agent", 2),
        "usesDevice": ("Procedure", "Device", 1),
        "usesTechnique": ("Procedure", "Technique", 2),
        "hasOutcome": ("Procedure", "Outcome", 3),
        "escalatesTo": ("Procedure", "Procedure", 1),
        "affects": ("Condition", "AnatomicalStructure", 2),
        "causes": ("PhysiologicalProcess", "Condition", 3),
        "broader": ("Condition", "Condition", 1),
    }
    styles: list[dict[str, str]] = [{}, {}, {"basis": "Inferred", "ground": "text:sample"}, {"basis": "StatedJointly"}]
    number = 0
    for place, (relation, (subjects, objects, each)) in enumerate(relations.items()):
        for at, subject in enumerate(slugs[subjects]):
            for step in range(each):
                target = slugs[objects][(at * (place + 3) + step * (place + 5) + 1) % len(slugs[objects])]
                if target != subject:
                    number += 1
                    quads += claim(number, (subject, relation, target), **styles[number % len(styles)])
    # One thing that nearly everything is linked to.
    for procedure in slugs["Procedure"]:
        number += 1
        quads += claim(number, (procedure, "hasOutcome", "outcome-0"))
    return Store.of(quads)


class Canaries:
    """Markup that runs or breaks out where it is not held as words; each says where it stood.

    Attributes:
        places: all that were made.
    """

    def __init__(self) -> None:
        self.places: list[str] = []

    def __call__(self, place: str) -> str:
        """A canary for a place."""
        self.places.append(place)
        run = f"window.canary=`{place}`"
        return (
            f"{place} </title></style></textarea></script><script>{run}</script><img src=x onerror={run}>"
            f"\"'><svg onload={run}><!-- {{{{ 7 * 7 }}}} ]]> javascript:{run}"
        )


def canary_store() -> tuple[Store, list[str]]:
    """A document each of whose strings that a contributor can write is a canary; and the places of them."""
    canary = Canaries()
    quads = [*ontology_quads(), *document(canary("title"))]
    styles: list[dict[str, str]] = [
        {},
        {"basis": "Inferred"},
        {"basis": "StatedJointly", "certainty": "Can"},
        {"polarity": "Denied"},
        {"onlyIf": "Failure", "onlyIfOf": "kg:procedure-0"},
        {"alternativeGroup": "text:" + canary("group")},
    ]
    slugs = {
        kind: [f"{kind.lower()}-{number}" for number in range(count)]
        for kind, count in {"Procedure": 2, "Condition": len(styles), "Mechanism": 1, "AnatomicalStructure": 1}.items()
    }
    for kind, each in slugs.items():
        for slug in each:
            quads += thing(slug, kind, canary(f"label {slug}"), canary(f"definition {slug}"))
            name = ox.Literal(canary(f"name {slug}"), language="en")
            quads.append(ox.Quad(node(slug), ox.NamedNode(SKOS + "altLabel"), name, CONCEPTS))
    number = 0
    for subject in slugs["Procedure"]:
        for style, condition in zip(styles, slugs["Condition"], strict=True):
            number += 1
            words = {name: "text:" + canary(f"{name} {number}") for name in ("cue", "ground", "as")}
            quads += claim(number, (subject, "indicatedFor", condition), **words, **style)
    quads += claim(80, ("procedure-0", "hasMechanism", "mechanism-0"), cue="text:" + canary("cue 80"))
    quads += claim(81, ("condition-0", "affects", "anatomicalstructure-0"))
    # What is affirmed above is denied here: contested, with the document's title beside it.
    quads += claim(
        90, ("procedure-0", "indicatedFor", "condition-0"), polarity="Denied", cue="text:" + canary("cue 90")
    )
    quads += claim(91, ("procedure-0", "altLabel", "text:" + canary("literal")))
    return Store.of(quads), canary.places


# A subject's kind, the relation that it takes up in turn, and the kind of its object.
_PLAN = [
    ("Procedure", "indicatedFor", "Condition"),
    ("Procedure", "targets", "AnatomicalStructure"),
    ("Condition", "affects", "AnatomicalStructure"),
    ("Procedure", "usesAgent", "Agent"),
    ("Condition", "causes", "Condition"),
    ("Procedure", "hasMechanism", "Mechanism"),
    ("Agent", "performs", "Action"),
    ("Procedure", "hasOutcome", "Outcome"),
]
_KINDS = ["Condition", "Procedure", "AnatomicalStructure", "Condition", "Agent", "Action", "Outcome", "Mechanism"]
_WORDS = ["cervical", "lumbar", "sacral", "occipital", "sphenopalatine", "genicular", "facet", "radicular"]


def sized_triples(things: int, claims: int) -> tuple[dict[str, tuple[str, str]], list[Triple]]:
    """Things by slug, each with kind and label, and triples between them, by a fixed rule.

    Args:
        things: how many; at least 8, so that each kind has one.
        claims: how many; no two are alike, and none is of a thing with itself.
    """
    made: dict[str, tuple[str, str]] = {}
    by_kind: dict[str, list[str]] = {}
    for number in range(things):
        kind = _KINDS[number % len(_KINDS)]
        slug = f"{kind.lower()}-{number}"
        made[slug] = (kind, f"{_WORDS[number // len(_KINDS) % len(_WORDS)]} {kind.lower()} {number}")
        by_kind.setdefault(kind, []).append(slug)
    found: dict[Triple, None] = {}
    turn = 0
    while len(found) < claims:
        subject_kind, relation, object_kind = _PLAN[turn % len(_PLAN)]
        subjects, objects = by_kind[subject_kind], by_kind[object_kind]
        step = turn // len(_PLAN)
        # A stride that shares no factor with most sizes, and one more each time round.
        subject = subjects[step % len(subjects)]
        value = objects[(step * 7919 + step // len(subjects) + turn) % len(objects)]
        turn += 1
        if subject != value:
            found[subject, relation, value] = None
    return made, list(found)


def sized_store(things: int, claims: int) -> Store:
    """A document of so many things and claims; some are inferred, denied or conditional."""
    made, triples = sized_triples(things, claims)
    styles: list[dict[str, str]] = [
        {},
        {},
        {"certainty": "Can", "cue": "text:can"},
        {"basis": "Inferred", "ground": "text:sample"},
        {"basis": "StatedJointly"},
        {"polarity": "Denied", "cue": "text:not"},
        {},
    ]
    quads = [*ontology_quads(), *document("A sized sample")]
    for slug, (kind, label) in made.items():
        quads += thing(slug, kind, label, "A sample.")
    for number, triple in enumerate(triples, 1):
        quads += claim(number, triple, **styles[number % len(styles)])
    return Store.of(quads)

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

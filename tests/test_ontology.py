"""The ontology is complete, in its profile, and what is generated from it is up to date."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
import rdflib
from jsonschema import Draft202012Validator
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg import terms
from kg.claims import _CONDITIONS
from kg.load import as_json_ld, load
from kg.parse import parse
from kg.queries import query_folder
from kg.resources import project, share
from kg.schema import Ontology, generate

ONTOLOGY = share() / "ontology"
KGO = rdflib.Namespace(terms.KGO)


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ONTOLOGY / "painkg.ttl", format="turtle")


def ours(graph: rdflib.Graph, *kinds: rdflib.URIRef) -> set[rdflib.URIRef]:
    found = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    return {rdflib.URIRef(str(term)) for term in found if str(term).startswith(terms.KGO)}


def test_every_term_is_documented(ontology: rdflib.Graph) -> None:
    declared = {term for term in ontology.subjects(RDF.type) if str(term).startswith(terms.KGO)}
    assert len(declared) > 150
    for term in declared:
        for needed in (RDFS.label, SKOS.definition, SKOS.example):
            assert len(list(ontology.objects(term, needed))) == 1, (term, needed)


def test_every_property_has_a_domain_and_a_range(ontology: rdflib.Graph) -> None:
    for term in ours(ontology, OWL.ObjectProperty, OWL.DatatypeProperty):
        assert (term, RDFS.range, None) in ontology, term
        # A hash is of a document and of a passage, which have no class in common.
        assert (term, RDFS.domain, None) in ontology or term == KGO.sha256, term
    classes = set(ontology.subjects(RDF.type, OWL.Class))
    for place in ontology.objects(None, RDFS.domain):
        assert place in classes


def test_every_thing_class_is_disjoint_from_its_siblings(ontology: rdflib.Graph) -> None:
    top = {KGO.Entity, KGO.Treatment, KGO.Performer, KGO.Location, KGO.ConditionOrProcess, KGO.Group}
    kinds = sorted(
        term for term in ours(ontology, OWL.Class) if KGO.Entity in ontology.transitive_objects(term, RDFS.subClassOf)
    )
    leaves = [kind for kind in kinds if kind not in top]
    assert len(leaves) == 13
    pairs = {frozenset(pair) for pair in ontology.subject_objects(OWL.disjointWith)}
    assert len(pairs) == 13 * 12 // 2


def test_every_class_of_things_has_a_scheme_of_its_own(ontology: rdflib.Graph) -> None:
    classes = [str(term) for term in ontology.objects(None, KGO.schemeClass)]
    leaves = [terms.KGO + name for name in Ontology(ONTOLOGY / "painkg.ttl").entity_classes() if name != "Group"]
    assert sorted(classes) == sorted(leaves)


def test_it_keeps_to_the_profile(ontology: rdflib.Graph) -> None:
    # OWL 2 RL without blank nodes: named classes, subclasses, disjointness, inverses, transitivity, domains, ranges.
    allowed = {"Ontology", "Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "TransitiveProperty",
        "SymmetricProperty",
               "disjointWith", "inverseOf", "versionInfo"}  # fmt: skip
    used = {
        str(node).removeprefix(str(OWL)) for triple in ontology for node in triple if str(node).startswith(str(OWL))
    }
    assert used <= allowed
    assert not any(isinstance(node, rdflib.BNode) for triple in ontology for node in triple)


def test_every_relation_and_qualifier_is_spoken(ontology: rdflib.Graph) -> None:
    for relation in ontology.subjects(RDF.type, KGO.Relation):
        for frame in (KGO.sentence, KGO.modalSentence, KGO.deniedSentence):
            words = str(ontology.value(relation, frame))
            assert "{subject}" in words
            assert "{object}" in words
            assert ("{modal}" in words) == (frame == KGO.modalSentence)
    phrases = " ".join(str(words) for words in ontology.objects(None, KGO.phrase))
    for qualifier in [
        *ontology.subjects(RDF.type, KGO.Qualifier),
        *ontology.subjects(RDF.type, KGO.ConditionQualifier),
    ]:
        name = str(qualifier).removeprefix(terms.KGO)
        assert (qualifier, KGO.phrase, None) in ontology or f"{{{name}}}" in phrases, name


def test_every_value_of_a_qualifier_is_spoken(ontology: rdflib.Graph) -> None:
    unspoken = {KGO.Stated, KGO.Affirmed, KGO.Denied}
    silent = {KGO.PassagePart, KGO.NotModelledReason}
    for kind in ontology.subjects(RDFS.subClassOf, KGO.Value):
        for value in ontology.subjects(RDF.type, kind):
            assert (value, KGO.phrase, None) in ontology or value in unspoken or kind in silent, value


def test_the_generated_files_are_up_to_date() -> None:
    for name, text in generate(ONTOLOGY).items():
        assert (ONTOLOGY / name).read_text(encoding="utf-8") == text, f"{name} is out of date; run: make generate"


def test_the_schemas_are_schemas() -> None:
    for path in ONTOLOGY.glob("*.schema.json"):
        Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


def test_another_json_ld_parser_reads_the_same_triples() -> None:
    ours_read = {quad.triple for quad in load(project().data).quads}
    theirs = rdflib.Graph()
    for path in sorted((share() / "data").glob("*/*.yaml")):
        tree = parse(path)
        theirs.parse(data=json.dumps(as_json_ld(tree)), format="json-ld", base=tree["@context"][1]["@base"])
    lines = theirs.serialize(format="nt", encoding="utf-8")
    assert {quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)} == ours_read


def test_every_rule_says_what_it_adds_and_why() -> None:
    rules = query_folder("ontology", "rules")
    assert len(rules) == 11
    for rule in rules:
        assert rule.summary.endswith(".")
        assert rule.decorators["reason"].endswith(".")
        assert rule.decorators["graph"] in {"concepts", "document", "shortcuts", "inferred"}
        assert rule.decorators["premises"]


def test_shapes_are_read(ontology: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(ONTOLOGY / "shapes.ttl", format="turtle")
    used = {str(node) for triple in shapes for node in triple if str(node).startswith(terms.KGO)}
    assert used <= {str(term) for term in ontology.subjects()}


def test_every_condition_is_known_where_conditions_are_named(ontology: rdflib.Graph) -> None:
    """Checks, a question and the claims name the conditions; a new one has to come to all of them."""
    conditions = {str(term).removeprefix(terms.KGO) for term in ontology.subjects(RDF.type, KGO.ConditionQualifier)}
    assert set(_CONDITIONS) == conditions
    for name in (
        "checks/shortcut-without-claim",
        "checks/claim-without-shortcut",
        "questions/procedures-by-mechanism",
        "questions/duration-of-relief",
    ):
        text = (share() / "queries" / f"{name}.rq").read_text(encoding="utf-8")
        assert [each for each in sorted(conditions - {"onlyIfOf"}) if f"kgo:{each}" not in text] == []

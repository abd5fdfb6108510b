"""The answers are worth what they would notice: each planted mistake changes some of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import terms
from kg.assemble import derive, ontology_quads
from kg.graph import Graph
from kg.load import load
from kg.resources import project
from tests import expected as kept
from tests.expected import answered, answered_otherwise, expected

CLAIM = terms.DOCUMENT + "advanced-interventional-procedures/"
Change = Callable[[ox.Quad], Iterable[ox.Quad]]


@pytest.fixture(scope="module")
def asserted() -> set[ox.Quad]:
    """What the files say, before any rule."""
    return set(ontology_quads()) | set(load(project().data).quads)


def planted(asserted: set[ox.Quad], claim: str, change: Change) -> Graph:
    """The graph after the quads of one claim went through a change."""
    node = ox.NamedNode(CLAIM + claim)
    own = {quad for quad in asserted if node in {quad.subject, quad.object}}
    assert own, f"no claim {claim}"
    changed = {new for quad in own for new in change(quad)}
    assert changed != own, f"nothing was planted in {claim}"
    return Graph(derive((asserted - own) | changed)[1])


def dropped(_quad: ox.Quad) -> Iterable[ox.Quad]:
    """The claim is gone."""
    return []


def denied(quad: ox.Quad) -> Iterable[ox.Quad]:
    """An affirmed claim is denied."""
    yield quad
    if quad.predicate.value == terms.RDF + "predicate":
        yield ox.Quad(quad.subject, _kgo("polarity"), _kgo("Denied"), quad.graph_name)


def affirmed(quad: ox.Quad) -> Iterable[ox.Quad]:
    """A denied claim is affirmed."""
    is_denial = quad.object == _kgo("Denied")
    yield ox.Quad(quad.subject, quad.predicate, _kgo("Affirmed"), quad.graph_name) if is_denial else quad


def without(*names: str) -> Change:
    """A claim loses what these properties say."""
    return lambda quad: [] if quad.predicate in {_kgo(name) for name in names} else [quad]


def other(name: str, value: ox.NamedNode | ox.Literal) -> Change:
    """A property of a claim has another value."""
    return lambda quad: [
        ox.Quad(quad.subject, quad.predicate, value, quad.graph_name) if quad.predicate == _kgo(name) else quad
    ]


def _kgo(name: str) -> ox.NamedNode:
    return ox.NamedNode(terms.KGO + name)


# What is planted: the claim, the change; a question that has to notice.
MISTAKES = [
    ("s2-indications-1.1", dropped, "treatments-for"),
    ("s3-description-2.1", dropped, "controlled-by-the-patient"),
    ("s6-description-3.5", affirmed, "denied-statements"),
    ("s6-description-2.4", denied, "procedures-using-device"),
    ("s2-description-3.8", denied, "procedures-by-mechanism"),
    ("s4-description-3.5", without("onlyWhenCombinedWith"), "conditional-statements"),
    ("s2-description-3.1", without("certainty"), "next-step"),
    ("s2-description-3.1", other("trigger", _kgo("Failure")), "next-step"),
    ("s2-effectiveness-2.1", other("durationMinMonths", ox.Literal(16)), "duration-of-relief"),
    ("s3-effectiveness-2.1", without("minReductionPercent"), "reduction-of-at-least"),
    ("s6-effectiveness-1.1", without("evidence"), "evidence-wording"),
    ("s4-description-1.3", other("basis", _kgo("Stated")), "procedures-by-mechanism"),
]


def test_nothing_planted_changes_nothing(asserted: set[ox.Quad]) -> None:
    assert answered_otherwise(Graph(derive(asserted)[1])) == []


@pytest.mark.parametrize(("claim", "change", "question"), MISTAKES)
def test_a_planted_mistake_changes_an_answer(asserted: set[ox.Quad], claim: str, change: Change, question: str) -> None:
    broken = planted(asserted, claim, change)
    assert answered(broken, question) != expected(question)


def test_a_swapped_row_is_seen(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns, first, second, *rest = (kept.FOLDER / "treatments-for.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "treatments-for.csv").write_text("\n".join([columns, second, first, *rest]), encoding="utf-8")
    assert answered(graph, "treatments-for") == expected("treatments-for")
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    assert answered(graph, "treatments-for") != expected("treatments-for")

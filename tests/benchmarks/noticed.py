"""How many planted mistakes the expected answers notice: `python -m tests.benchmarks.noticed`.

Every claim is dropped, turned around, and robbed of each of its hedges and conditions, one mistake at a time; the graph is
derived anew, all questions are asked with their defaults, and a mistake counts as noticed where an answer is another.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from kg import terms
from kg.assemble import derive, ontology_quads
from kg.graph import Graph
from kg.load import load
from kg.resources import project
from tests.expected import answered_otherwise

_KEPT = {"basis", "polarity", "cue", "ground"}


def mistakes(quads: set[ox.Quad]) -> Iterator[tuple[str, Callable[[ox.Quad], Iterable[ox.Quad]]]]:
    """For the quads of one claim: the kind of each mistake, and what becomes of each quad."""
    yield "dropped", lambda _quad: []
    yield "turned around", _turned
    for predicate in sorted({quad.predicate.value for quad in quads}):
        name = predicate.removeprefix(terms.KGO)
        if predicate.startswith(terms.KGO) and name not in _KEPT:
            yield f"without {name}", lambda quad, name=name: [] if quad.predicate.value == terms.KGO + name else [quad]  # type: ignore[misc]


def _turned(quad: ox.Quad) -> Iterable[ox.Quad]:
    polarity, denied, affirmed = (ox.NamedNode(terms.KGO + name) for name in ("polarity", "Denied", "Affirmed"))
    if quad.predicate == polarity:
        yield ox.Quad(quad.subject, polarity, affirmed, quad.graph_name)
        return
    yield quad
    if quad.predicate.value == terms.RDF + "predicate":
        yield ox.Quad(quad.subject, polarity, denied, quad.graph_name)


def main() -> None:
    """Plant each mistake and count, by kind, how many are noticed."""
    asserted = set(ontology_quads()) | set(load(project().data).quads)
    if wrong := answered_otherwise(Graph(derive(asserted)[1])):
        sys.exit(f"answered otherwise before anything is planted: {', '.join(wrong)}")
    of_claim: dict[str, set[ox.Quad]] = {}
    claims = {quad.subject for quad in asserted if quad.predicate.value == terms.RDF + "predicate"}
    for quad in asserted:
        for node in {quad.subject, quad.object} & claims:
            of_claim.setdefault(str(node), set()).add(quad)
    made: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    for number, (_, own) in enumerate(sorted(of_claim.items()), 1):
        if sys.stderr.isatty():
            sys.stderr.write(f"claim {number} of {len(of_claim)}\n")
        for kind, change in mistakes(own):
            changed = {new for quad in own for new in change(quad)}
            if changed != own:
                made[kind] += 1
                noticed[kind] += bool(answered_otherwise(Graph(derive((asserted - own) | changed)[1])))
    print(f"{'mistake':28} {'made':>5} {'noticed':>8}")
    for kind, count in sorted(made.items(), key=lambda each: (-each[1], each[0])):
        print(f"{kind:28} {count:5} {noticed[kind]:7} {100 * noticed[kind] / count:4.0f} %")
    print(f"{'all':28} {made.total():5} {noticed.total():7} {100 * noticed.total() / made.total():4.0f} %")


if __name__ == "__main__":
    main()

"""All named questions in one process, embedded engine against rdflib: `python -m tests.benchmarks.questions [ROUNDS]`.

Both hold the same quads and get the same text; every row is read. Each round asks every question of both engines, one
after the other, so that noise of the machine falls on both alike; the medians are compared.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial

import kg
from kg.questions import all_questions

ROUNDS = 7


def seconds(ask: Callable[[], Iterable[object]]) -> float:
    """Wall time of asking and of reading every row."""
    start = time.perf_counter()
    for _ in ask():
        pass
    return time.perf_counter() - start


def main(rounds: int) -> None:
    """Measure every question on both engines; print medians, ratios, and the geometric mean of the ratios."""
    graph = kg.open()
    dataset = graph.rdflib()
    prefixes = graph.store.prefixes
    texts = {question.name: graph.prepare(question.name, {}).text for question in all_questions()}
    ours: dict[str, list[float]] = {name: [] for name in texts}
    theirs: dict[str, list[float]] = {name: [] for name in texts}
    for number in range(rounds):
        for name, text in texts.items():
            ours[name].append(seconds(partial(graph.store.select, text)))
            theirs[name].append(seconds(partial(dataset.query, text, initNs=prefixes)))
        if sys.stderr.isatty():
            sys.stderr.write(f"round {number + 1} of {rounds}\n")
    print(f"{'question':36} {'kg ms':>8} {'rdflib ms':>10} {'ratio':>7}")
    ratios = []
    for name in texts:
        one, other = statistics.median(ours[name]), statistics.median(theirs[name])
        ratios.append(other / one)
        print(f"{name:36} {1000 * one:8.2f} {1000 * other:10.1f} {other / one:7.0f}")
    slowest = max(statistics.median(values) for values in ours.values())
    print(f"\n{len(texts)} questions; slowest {1000 * slowest:.1f} ms")
    print(f"rdflib is slower by {statistics.geometric_mean(ratios):.0f} (geometric mean), {min(ratios):.0f} at least")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)

"""`queries/examples.ttl` is what other readers of Turtle take it for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import rdflib
from rdflib.compare import isomorphic

from tests.conftest import ROOT

from .installing import run

EXAMPLES = ROOT / "queries" / "examples.ttl"


@pytest.mark.parametrize(
    ("package", "command"),
    [
        ("raptor2-utils", ["rapper", "--quiet", "--input", "turtle", "--output", "ntriples"]),
        ("serdi", ["serdi", "-i", "turtle", "-o", "ntriples"]),
    ],
    ids=["rapper", "serdi"],
)
def test_a_reader_finds_the_same_examples(
    program: Callable[[str, str], object], package: str, command: list[str]
) -> None:
    program(command[0], package)
    done = run([*command, str(EXAMPLES)], ROOT, check=False)
    assert done.returncode == 0, done.stderr.decode()
    theirs = rdflib.Graph().parse(data=done.stdout.decode(), format="nt")
    assert isomorphic(theirs, rdflib.Graph().parse(EXAMPLES))

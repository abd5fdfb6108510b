"""`graph.nq` is what every reader of N-Quads takes it for, and it is its own canonical form."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pyoxigraph as ox
import pytest

from .installing import run

#: A program that reads N-Quads and writes what it read as N-Quads, or fails.
Reader: TypeAlias = Callable[[Path], subprocess.CompletedProcess[bytes]]


class Debian(NamedTuple):
    """A reader from Debian: its package, and its command without the file."""

    package: str
    command: tuple[str, ...]


DEBIAN = {
    "rapper": Debian("raptor2-utils", ("rapper", "--quiet", "--input", "nquads", "--output", "nquads")),
    "serdi": Debian("serdi", ("serdi", "-i", "nquads", "-o", "nquads")),
}


@pytest.fixture(params=[*DEBIAN, "n3"])
def reader(request: pytest.FixtureRequest) -> Reader:
    """Each reader in turn."""
    if request.param == "n3":
        scripts: Path = request.getfixturevalue("node_scripts")
        command = ["node", "n3.mjs"]
        return lambda path: run([*command, str(path)], scripts, check=False)
    debian = DEBIAN[request.param]
    request.getfixturevalue("program")(debian.command[0], debian.package)
    return lambda path: run([*debian.command, str(path)], path.parent, check=False)


def quads(n_quads: bytes) -> set[ox.Quad]:
    return set(ox.parse(n_quads, format=ox.RdfFormat.N_QUADS))


def test_a_reader_finds_the_same_quads(reader: Reader, built: Path) -> None:
    record = built / "graph.nq"
    done = reader(record)
    assert done.returncode == 0, done.stderr.decode()
    expected = quads(record.read_bytes())
    assert expected
    assert quads(done.stdout) == expected


def test_a_reader_refuses_a_broken_line(reader: Reader, built: Path, tmp_path: Path) -> None:
    lines = (built / "graph.nq").read_bytes().splitlines(keepends=True)
    number = next(number for number, line in enumerate(lines) if b'"@en <' in line)
    lines[number] = lines[number].replace(b'"@en <', b"@en <")
    (tmp_path / "broken.nq").write_bytes(b"".join(lines))
    assert reader(tmp_path / "broken.nq").returncode != 0


def canonical(path: Path, node_scripts: Path) -> bytes:
    return run(["node", "canonize.mjs", str(path)], node_scripts).stdout


def test_the_record_is_its_own_canonical_form(built: Path, node_scripts: Path) -> None:
    record = built / "graph.nq"
    assert canonical(record, node_scripts) == record.read_bytes()


def test_another_order_is_not_the_canonical_form(built: Path, node_scripts: Path, tmp_path: Path) -> None:
    record = built / "graph.nq"
    turned = tmp_path / "turned.nq"
    turned.write_bytes(b"".join(reversed(record.read_bytes().splitlines(keepends=True))))
    assert canonical(turned, node_scripts) == record.read_bytes() != turned.read_bytes()

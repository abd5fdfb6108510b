"""From the YAML of a data folder to quads, with the line of everything that a fault may name.

The files are YAML-LD: once its context is embedded, a standard JSON-LD parser reads each. What this module
adds is only what a parser would pass over in silence: a duplicate key, an unknown key, a value that is not
in its list, an id that is used twice.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
from ruamel.yaml.comments import CommentedMap

from kg import terms
from kg.errors import DataError, Fault
from kg.parse import parse
from kg.resources import share, shown
from kg.schema import CONCEPTS_SCHEMA, CONTEXT_FILE, DOCUMENT_SCHEMA
from kg.shape import shape_faults

_LISTS = ("things", "passages", "claims")


class Place(NamedTuple):
    """Where a node stands: its file, its line and the lines of its keys."""

    path: str
    line: int
    keys: dict[str, int]


class Loaded(NamedTuple):
    """A data folder as quads.

    Attributes:
        quads: in the order of the files; concepts in `graph:concepts`, each document in a graph of its own.
        places: where each thing, passage, claim and document is declared, by IRI.
        files: how many files were read.
    """

    quads: list[ox.Quad]
    places: dict[str, Place]
    files: int


def load(data: Path) -> Loaded:
    """Read every file of a data folder.

    Args:
        data: holds `concepts/*.yaml` and `documents/*.yaml`.

    Raises:
        DataError: with every fault of every file that has one.
    """
    quads: list[ox.Quad] = []
    places: dict[str, Place] = {}
    faults: list[Fault] = []
    files = []
    for folder, schema in _FOLDERS.items():
        for path in _visible_files(data / folder):
            if path.suffix == ".yaml":
                files.append((path, schema))
            else:
                faults.append(Fault(shown(path), 0, "data-folder", "not read: the name of a data file ends in .yaml"))
    if not files:
        message = "holds no concepts/*.yaml and no documents/*.yaml; is it a PainKG data folder?"
        raise DataError([Fault(shown(data), 0, "data-folder", message)])
    for path, schema in files:
        try:
            read, found = _load_file(path, schema)
            _refuse_repeated_ids(found, places)
        except DataError as error:
            faults.extend(error.faults)
        else:
            quads.extend(read)
            places.update(found)
    if faults:
        raise DataError(faults)
    return Loaded(quads, places, len(files))


def _load_file(path: Path, schema: str) -> tuple[list[ox.Quad], dict[str, Place]]:
    """The quads of one file, and where its nodes stand."""
    tree = parse(path)
    faults = shape_faults(tree, shown(path), schema)
    if not faults and schema == DOCUMENT_SCHEMA:
        faults = list(_document_faults(tree, path))
    if faults:
        raise DataError(faults)
    found = _places(tree, path)
    quads = list(_quads(tree))
    _refuse_lost_nodes(found, quads)
    return quads, found


def _visible_files(folder: Path) -> list[Path]:
    """The files of a folder, in order, but for those that editors and systems hide."""
    return sorted(path for path in folder.glob("*") if not path.name.startswith("."))


def _document_faults(tree: CommentedMap, path: Path) -> Iterator[Fault]:
    """Ids that contradict the place at which they stand."""
    name = shown(path)
    base = tree["@context"][1]["@base"]
    expected = f"{terms.DOCUMENT}{path.stem}/"
    for key, value in (("id", tree["id"]), ("@context", base)):
        if value != expected:
            yield Fault(
                name, tree.lc.data[key][0] + 1, "document-name", f"the file's name asks for {expected}, not {value}"
            )
    passages = {passage["id"] for passage in tree["passages"]}
    for passage in tree["passages"]:
        for claim in passage.get("claims", []):
            owner = claim["id"].rpartition(".")[0]
            if owner != passage["id"]:
                known = f"stands under {passage['id']}" if owner in passages else "belongs to a passage that is missing"
                message = f"claim {claim['id']} {known}; a claim stands under its own passage"
                yield Fault(name, claim.lc.data["id"][0] + 1, "claim-place", message)


def _places(tree: CommentedMap, path: Path) -> dict[str, Place]:
    """Where each node with an id stands.

    Raises:
        DataError: an id stands twice in the file.
    """
    name = shown(path)
    base = tree["@context"][1]["@base"]
    found: dict[str, Place] = {}
    faults = []
    for node in _nodes(tree):
        iri = base + node["id"] if ":" not in node["id"] else node["id"]
        lines = {str(key): at[0] + 1 for key, at in node.lc.data.items()}
        place = Place(name, lines["id"], lines)
        if iri in found:
            faults.append(_repeated(place, node["id"], found[iri]))
        found[iri] = place
    if faults:
        raise DataError(faults)
    return found


def _nodes(node: CommentedMap) -> Iterator[CommentedMap]:
    yield node
    for key in _LISTS:
        for child in node.get(key, []):
            yield from _nodes(child)


def _repeated(place: Place, name: str, first: Place) -> Fault:
    message = f"id {name} is used already at {first.path}:{first.line}; ids are used once"
    return Fault(place.path, place.line, "repeated-id", message)


def _refuse_repeated_ids(found: dict[str, Place], before: dict[str, Place]) -> None:
    # A scheme may be spread over several files; it is the only node that may.
    repeated = [iri for iri in found if iri in before and not iri.startswith("kgo:")]
    if repeated:
        raise DataError([_repeated(found[iri], iri.rpartition("/")[2], before[iri]) for iri in repeated])


def _refuse_lost_nodes(found: dict[str, Place], read: list[ox.Quad]) -> None:
    """A JSON-LD parser passes over what it cannot use; nothing that stands in a file may go that way."""
    subjects = {quad.subject.value for quad in read if isinstance(quad.subject, ox.NamedNode)}
    lost = [place for iri, place in found.items() if iri not in subjects and not iri.startswith("kgo:")]
    if lost:
        raise DataError([Fault(place.path, place.line, "json-ld", "nothing was read from this node") for place in lost])


@functools.cache
def context() -> dict[str, Any]:
    """The JSON-LD context of every data file."""
    text = (share() / "ontology" / CONTEXT_FILE).read_text(encoding="utf-8")
    entries: dict[str, Any] = json.loads(text)["@context"]
    return entries


def as_json_ld(tree: CommentedMap) -> dict[str, Any]:
    """The file as JSON-LD with its context embedded, for any parser of the standard."""
    own = tree["@context"][1]
    return {**tree, "@context": [context(), dict(own)]}


def _quads(tree: CommentedMap) -> Iterator[ox.Quad]:
    base = tree["@context"][1]["@base"]
    graph = terms.CONCEPTS_GRAPH if base == terms.KG else base
    text = json.dumps(as_json_ld(tree))
    # pyoxigraph returns nothing, in silence, where no base is given.
    for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD, base_iri=base):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph))


_FOLDERS = {"concepts": CONCEPTS_SCHEMA, "documents": DOCUMENT_SCHEMA}

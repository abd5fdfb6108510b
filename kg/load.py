"""From the YAML of a data folder to quads, with the line of everything that a fault may name.

The files are YAML-LD: once its context is embedded, a standard JSON-LD parser reads each. What this module
adds is only what a parser would pass over in silence: a duplicate key, an unknown key, a value that is not
in its list, an id that is used twice.
"""

from __future__ import annotations

import difflib
import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError, best_match
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from kg import terms
from kg.errors import DataError, Fault, OutsideError
from kg.resources import share, shown
from kg.schema import CONCEPTS_SCHEMA, CONTEXT_FILE, DOCUMENT_SCHEMA

MAX_FILE_BYTES = 16 * 1024 * 1024
_LISTED = 8
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
            tree = _parse(path)
            _check_shape(tree, path, schema)
            found = _places(tree, path)
            _refuse_repeated_ids(found, places)
            read = list(_quads(tree))
            _refuse_lost_nodes(found, read)
            quads.extend(read)
            places.update(found)
        except DataError as error:
            faults.extend(error.faults)
    if faults:
        raise DataError(faults)
    return Loaded(quads, places, len(files))


def _visible_files(folder: Path) -> list[Path]:
    """The files of a folder, in order, but for those that editors and systems hide."""
    return sorted(path for path in folder.glob("*") if not path.name.startswith("."))


def _parse(path: Path) -> CommentedMap:
    name = shown(path)
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise _fault(name, 0, "yaml", f"larger than {MAX_FILE_BYTES // 1024**2} MiB; split it")
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise _fault(
            name, error.object[: error.start].count(b"\n") + 1, "yaml", "not UTF-8; save it as UTF-8"
        ) from error
    except OSError as error:
        raise OutsideError(f"{name}: cannot be read: {error.strerror}") from error
    try:
        tree = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = str(error.problem or error.context).splitlines()[0]
        raise _fault(name, mark.line + 1 if mark else 0, "yaml", f"broken YAML: {reason}") from error
    except YAMLError as error:
        raise _fault(name, 0, "yaml", f"broken YAML: {str(error).splitlines()[0]}") from error
    except RecursionError as error:
        raise _fault(name, 0, "yaml", "nested too deeply to be data") from error
    except ValueError as error:
        raise _fault(name, 0, "yaml", f"broken YAML: {error}") from error
    if not isinstance(tree, CommentedMap):
        raise _fault(name, 1, "yaml", "empty, or not a mapping of keys to values")
    _refuse_what_json_lacks(tree, name, set())
    return tree


def _fault(path: str, line: int, check: str, message: str) -> DataError:
    return DataError([Fault(path, line, check, message)])


def _refuse_what_json_lacks(node: Any, name: str, seen: set[int]) -> None:
    """Aliases and merges, by which a small file can grow without bound; keys that are no words; half characters."""
    if isinstance(node, str) and not node.isascii() and any("\ud800" <= sign <= "\udfff" for sign in node):
        raise _fault(name, 0, "yaml", f"{node!r} holds half a character (a lone surrogate)")
    if not isinstance(node, CommentedMap | CommentedSeq):
        return
    line = node.lc.line + 1
    if id(node) in seen:
        raise _fault(name, line, "yaml", "an alias (*name) repeats this part; write it out")
    seen.add(id(node))
    if isinstance(node, CommentedMap):
        if node.merge:
            raise _fault(name, line, "yaml", "a merge (<<) repeats another part; write it out")
        for key in node:
            if not isinstance(key, str):
                raise _fault(
                    name, line, "yaml", f"the key {key!r} is no word; write it in quotes if it is meant to be one"
                )
    for child in node.values() if isinstance(node, CommentedMap) else node:
        _refuse_what_json_lacks(child, name, seen)


def _pattern(_validator: Any, pattern: str, instance: object, _schema: Any) -> Iterator[ValidationError]:
    """As JSON Schema has it: in Python, `$` would also match before a line end."""
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _is_integer(_checker: object, value: object) -> bool:
    """JSON Schema counts 6.0 as an integer; RDF engines do not agree on it."""
    return isinstance(value, int) and not isinstance(value, bool)


@functools.cache
def _validator(schema: str) -> Draft202012Validator:
    strict = validators.extend(  # type: ignore[no-untyped-call]  # untyped in its stubs
        Draft202012Validator,
        {"pattern": _pattern},
        type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer),
    )
    text = (share() / "ontology" / schema).read_text(encoding="utf-8")
    validator: Draft202012Validator = strict(json.loads(text))
    return validator


def _check_shape(tree: CommentedMap, path: Path, schema: str) -> None:
    name = shown(path)
    faults = [
        Fault(name, _line(tree, [*error.absolute_path], key), "shape", message)
        for found in _validator(schema).iter_errors(tree)
        for error in _closest(found)
        for key, message in _explain(error)
    ]
    if not faults and schema == DOCUMENT_SCHEMA:
        faults = list(_document_faults(tree, path))
    if faults:
        raise DataError(faults)


def _closest(error: ValidationError) -> Iterator[ValidationError]:
    """Of the branches of an anyOf, the one that the data most likely meant."""
    if error.validator == "anyOf" and error.context:
        of_kind = [e for e in error.context if e.validator != "type" or e.relative_path]
        yield best_match(of_kind or error.context) or error
    else:
        yield error


def _explain(error: ValidationError) -> Iterator[tuple[str, str]]:
    """The key at fault ('' for the node itself) and what is wrong, for people."""
    known: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    instance: Any = error.instance
    if error.validator == "additionalProperties":
        for key in sorted(set(instance) - set(known["properties"])):
            yield key, f"unknown key “{key}”{did_you_mean(key, known['properties'])}"
    elif error.validator == "enum":
        choices = [str(choice) for choice in known["enum"]]
        listed = ", ".join(choices) if len(choices) <= _LISTED else f"{len(choices)} terms of the ontology"
        yield "", f"“{instance}” is not one of {listed}{did_you_mean(str(instance), choices)}"
    elif error.validator == "required":
        missing = [key for key in known["required"] if key not in instance]
        yield "", f"{', '.join(missing)} missing"
    elif error.validator == "pattern":
        yield "", f"“{instance}” is not {known.get('description', 'of the right form')}"
    elif error.validator == "not":
        yield "", str(known["not"]["description"])
    elif error.validator == "const":
        yield "", f"must be {json.dumps(known['const'])}; leave the key out otherwise"
    elif error.validator == "type":
        yield "", f"must be of type {known['type']}"
    else:
        yield "", error.message


def did_you_mean(word: str, known: Any) -> str:
    """A hint that names the nearest known word; empty where none is near."""
    lower = {str(name).lower(): str(name) for name in known}
    near = difflib.get_close_matches(word.lower(), lower, n=1)
    return f"; did you mean “{lower[near[0]]}”?" if near else ""


def _line(tree: CommentedMap, path: list[str | int], key: str) -> int:
    """The line, from 1, of a place in the tree: of a key of the node there, or of the node."""
    node: Any = tree
    line = 0
    for step in [*path, key] if key else path:
        if isinstance(node, CommentedMap | CommentedSeq) and step in node.lc.data:
            line = node.lc.data[step][0]
        node = node[step]
    return line + 1


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
def _context() -> dict[str, Any]:
    text = (share() / "ontology" / CONTEXT_FILE).read_text(encoding="utf-8")
    context: dict[str, Any] = json.loads(text)["@context"]
    return context


def as_json_ld(tree: CommentedMap) -> dict[str, Any]:
    """The file as JSON-LD with its context embedded, for any parser of the standard."""
    own = tree["@context"][1]
    return {**tree, "@context": [_context(), dict(own)]}


def _quads(tree: CommentedMap) -> Iterator[ox.Quad]:
    base = tree["@context"][1]["@base"]
    graph = terms.CONCEPTS_GRAPH if base == terms.KG else base
    text = json.dumps(as_json_ld(tree))
    # pyoxigraph returns nothing, in silence, where no base is given.
    for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD, base_iri=base):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph))


_FOLDERS = {"concepts": CONCEPTS_SCHEMA, "documents": DOCUMENT_SCHEMA}

"""Whether a file has the shape that the ontology's JSON Schema asks for, and if not, what is wrong in words."""

from __future__ import annotations

import difflib
import functools
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError, best_match
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from kg.errors import Fault
from kg.resources import share

_TYPES = {"array": "a list", "object": "a mapping", "string": "text", "integer": "a whole number"}
#: A list of choices up to this long is given in full.
_LISTED = 8


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


def shape_faults(tree: CommentedMap, name: str, schema: str) -> list[Fault]:
    """What in a tree is not of the shape that a schema asks for.

    Args:
        tree: a parsed file.
        name: the file, as faults name it.
        schema: the name of a schema file of the ontology.
    """
    errors = [error for found in _validator(schema).iter_errors(tree) for error in _closest(found)]
    # What a claim needs depends on what it says; where that is no relation, nothing follows.
    unsaid = {tuple(error.absolute_path)[:-1] for error in errors if _key(error) == "says"}
    return [
        Fault(name, _line(tree, [*error.absolute_path], key), "shape", message)
        for error in errors
        if not (tuple(error.absolute_path) in unsaid and error.validator in {"required", "not"})
        for key, message in _explain(error)
    ]


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
    elif instance is None:
        yield "", f"{_key(error)} is empty"
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
        yield "", f"{_key(error)} must be {_TYPES[known['type']]}"
    else:
        yield "", error.message


def _key(error: ValidationError) -> str:
    """The key whose value is at fault."""
    words = [str(step) for step in error.absolute_path if isinstance(step, str)]
    return words[-1] if words else "the file"


def did_you_mean(word: str, known: Iterable[Any]) -> str:
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

"""One YAML file as a tree that remembers its lines: YAML 1.2, duplicate keys refused, and nothing that JSON lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from kg.errors import DataError, Fault, OutsideError
from kg.resources import shown

MAX_FILE_BYTES = 16 * 1024 * 1024


class _Constructor(RoundTripConstructor):
    """Names the line of a value that cannot be read as what it says it is."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - the library's signature
        """As the library does, but for the errors that it lets through."""
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise MarkedYAMLError(problem=f"unreadable value ({error})", problem_mark=node.start_mark) from error


def parse(path: Path) -> CommentedMap:
    """Read one file.

    Raises:
        DataError: it is not YAML, or holds what JSON has no word for; the fault names file and line.
        OutsideError: it cannot be read.
    """
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
    if text.lstrip("\ufeff").startswith("%"):
        raise _fault(name, 1, "yaml", "a directive (%) may change how the rest is read; leave it out")
    try:
        reader = YAML(typ="rt")
        reader.Constructor = _Constructor
        tree = reader.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = ", ".join(str(part).splitlines()[0] for part in (error.context, error.problem) if part)
        raise _fault(name, mark.line + 1 if mark else 0, "yaml", f"broken YAML: {reason}") from error
    except YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        raise _fault(name, line, "yaml", f"broken YAML: {str(error).splitlines()[0]}") from error
    except RecursionError as error:
        raise _fault(name, 0, "yaml", "nested too deeply to be data") from error
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

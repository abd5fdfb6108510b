"""`kg new`: a document becomes a claims file to fill in: its passages as places and hashes, none of its words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from kg import terms
from kg.engine import Engine
from kg.errors import OutsideError, UsageError
from kg.files import write_beside
from kg.parse import MAX_FILE_BYTES, parse
from kg.queries import shared_query
from kg.resources import Project, shown
from kg.schema import CONCEPTS_SCHEMA, DOCUMENT_SCHEMA
from kg.text.segment import Passage, cut
from kg.text.source import passage_hashes, read_document, sha256

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PREFIX = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

_DOCUMENT = """\
# yaml-language-server: $schema={schema}
# Passages are places (offsets in code points) and hashes; the words stay in the document. Under each passage write
# its claims, in place of []:
#   - {{id: s1-description-1.1, subject: SLUG, says: RELATION, object: SLUG, certainty: May, cue: may}}
# Subject and object are things that ../concepts/ declares; each hedge has its cue, the word that it rests on.
# A passage that states nothing to model gets a reason in place of its claims: notModelled: Structural
# (editors that know JSON Schema list relations, hedges and reasons).
"@context":
  - {context}
  - "@base": {document}
id: {document}
type: SourceDocument
title: {title}
prefix: {prefix}
sha256: {sha256}
textLength: {length}
passages:
"""

_PASSAGE = """
  - id: {id}
    start: {start}
    end: {end}
    sha256: {sha256}
    normalizedSha256: {normalized_sha256}
    normalizedLength: {normalized_length}
    claims: []
"""

_CONCEPTS = """\
# yaml-language-server: $schema={schema}
# The things that claims speak of, a file a class. Write them in place of []:
#   - id: knee-injection
#     type: Procedure
#     prefLabel: knee injection
#     definition: In your own words, what it is.
# Further keys: altLabel (other names), broader (the slug of what it is a kind of).
# Each further class has a file like this one with a scheme of its own as its id:
#   {schemes}
"@context":
  - {context}
  - "@base": {things}
id: kgo:ProcedureScheme
things: []
"""


class Naming(NamedTuple):
    """How a new document is called.

    Attributes:
        name: a slug; the last part of the document's IRI, and the name of its file.
        title: as citations give it; made from the name where empty.
        prefix: of its passages and claims; made from the initials of the name where empty.
    """

    name: str
    title: str = ""
    prefix: str = ""


class Vocabulary(NamedTuple):
    """What a new document needs to know of the ontology.

    Attributes:
        labels: for each label that opens a part of a section, the part's name in ids.
        schemes: those that things are declared in, as the data writes them.
    """

    labels: dict[str, str]
    schemes: list[str]

    @classmethod
    def read(cls, store: Engine) -> Vocabulary:
        """The vocabulary of the ontology in a store."""
        parts = store.select(shared_query("queries", "describe", "parts.rq").text)
        names = {row["label"].value: row["part"].value.removeprefix(terms.KGO) for row in parts}
        # An id has its part in small letters, and gives it back with a capital.
        labels = {label: name.lower() for label, name in names.items() if name == name.capitalize()}
        schemes = store.select(shared_query("queries", "describe", "schemes.rq").text)
        return cls(labels, [store.shorten(row["scheme"].value) for row in schemes])


class Made(NamedTuple):
    """What was made.

    Attributes:
        document: the claims file.
        concepts: the starter for things; none where the folder has things already.
        prefix: of the document.
        passages: in reading order.
    """

    document: Path
    concepts: Path | None
    prefix: str
    passages: list[Passage]


def new(chosen: Project, naming: Naming, source: Path, vocabulary: Vocabulary) -> Made:
    """Cut a document into passages and write its claims file, and a starter for things where there are none.

    Args:
        chosen: the data folder; made where it does not exist.
        naming: name, title and prefix.
        source: the text of the document.
        vocabulary: of the ontology.

    Raises:
        UsageError: a name that cannot be used or is taken, or a document that holds no text.
        DataError: a claims file beside it is broken.
        OutsideError: something cannot be read or written.
    """
    if chosen.data.exists() and not chosen.data.is_dir():
        raise UsageError(f"{chosen.data}: is a file; choose a folder with --data")
    path = chosen.data / "documents" / f"{_checked_name(naming.name)}.yaml"
    if path.exists():
        raise UsageError(f"{shown(path)}: exists already and is left as it is; choose another NAME")
    text = read_document(source)
    passages = cut(text, vocabulary.labels)
    if not passages:
        raise UsageError(f"{source}: holds no text, so there is nothing to cut into passages")
    title = _checked_title(naming.title or _title(naming.name))
    prefix = _chosen_prefix(naming, _taken_prefixes(path.parent))
    content = _document_file(path, text, passages, title, prefix)
    parts = -(-len(content.encode()) // MAX_FILE_BYTES)
    if parts > 1:
        raise UsageError(
            f"{source}: {len(passages)} passages are more than one file holds; cut the document into {parts + 1} parts"
        )
    concepts = chosen.data / "concepts" / "procedures.yaml"
    starts = not any((chosen.data / "concepts").glob("*.yaml"))
    if starts:
        _write(concepts, _concepts_file(concepts, vocabulary.schemes))
    _write(path, content)
    return Made(path, concepts if starts else None, prefix, passages)


def _checked_name(name: str) -> str:
    if not _SLUG.fullmatch(name):
        raise UsageError(f"“{name}” is no slug; use lower-case letters and digits, words joined by hyphens: knee-pain")
    return name


def _title(name: str) -> str:
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:]


def _checked_title(title: str) -> str:
    if not title.isprintable() or title != title.strip():
        raise UsageError(f"--title {title!r}: give text in one line, without spaces at its ends")
    return title


def _taken_prefixes(documents: Path) -> dict[str, str]:
    """The prefixes that cannot be used, and what has each."""
    taken = dict.fromkeys(terms.PREFIXES, "PainKG itself")
    for path in sorted(documents.glob("*.yaml")):
        taken[str(parse(path).get("prefix"))] = shown(path)
    return taken


def _chosen_prefix(naming: Naming, taken: Mapping[str, str]) -> str:
    """The prefix that was asked for; else the initials of the name, with a number where they are taken."""
    if naming.prefix:
        if not _PREFIX.fullmatch(naming.prefix):
            raise UsageError(f"--prefix {naming.prefix}: use lower-case letters and digits, a letter first")
        if naming.prefix in taken:
            raise UsageError(f"--prefix {naming.prefix}: is taken by {taken[naming.prefix]}; choose another")
        return naming.prefix
    # A prefix starts with a letter, as SPARQL has it.
    initials = "".join(word[0] for word in naming.name.split("-")).lstrip("0123456789") or "d"
    candidates = [initials, *(f"{initials}{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in candidates if each not in taken)


def _document_file(path: Path, text: str, passages: Iterable[Passage], title: str, prefix: str) -> str:
    parts = []
    for passage in passages:
        hashes = passage_hashes(text[passage.start : passage.end])
        parts.append(_PASSAGE.format(**passage._asdict(), **hashes._asdict()))
    head = _DOCUMENT.format(
        schema=_schema_place(path, DOCUMENT_SCHEMA),
        context=terms.CONTEXT_IRI,
        document=f"{terms.DOCUMENT}{path.stem}/",
        # JSON is YAML: in quotes, no title and no prefix can be taken for a number or a truth value.
        title=json.dumps(title, ensure_ascii=False),
        prefix=json.dumps(prefix),
        sha256=sha256(text),
        length=len(text),
    )
    return head + "".join(parts)


def _concepts_file(path: Path, schemes: list[str]) -> str:
    lines = [", ".join(schemes[i : i + 5]) for i in range(0, len(schemes), 5)]
    return _CONCEPTS.format(
        schema=_schema_place(path, CONCEPTS_SCHEMA),
        schemes=",\n#   ".join(lines),
        context=terms.CONTEXT_IRI,
        things=terms.KG,
    )


def _schema_place(path: Path, name: str) -> str:
    """Where an editor finds the schema: beside the data folder, else at its IRI."""
    beside = Path("..", "..", "ontology", name)
    return beside.as_posix() if (path.parent / beside).is_file() else terms.CONTEXT_IRI.rpartition("/")[0] + f"/{name}"


def _write(path: Path, content: str) -> None:
    """Write a file beside its place and move it there, unless something stands there by then.

    Raises:
        UsageError: something does.
        OutsideError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_beside(path, content.encode(), replace=False)
    except FileExistsError as error:
        raise UsageError(f"{shown(path)}: is in the way, and is left as it is") from error
    except OSError as error:
        raise OutsideError(f"{shown(path)}: cannot be written: {error.strerror or error}") from error

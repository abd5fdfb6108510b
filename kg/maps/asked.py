"""What of a map is asked for, and where its page opens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from kg.cite.copies import match
from kg.engine import Engine
from kg.english import Speaker
from kg.errors import UsageError
from kg.maps.kinds import read_kinds
from kg.maps.model import Thing, read_things, slug_of
from kg.maps.page import GENERATOR, map_page
from kg.maps.queried import Found, find
from kg.maps.ready import view_address
from kg.names import Names, listed
from kg.pages import write_page
from kg.progress import Progress, silent

MOST_STEPS = 3
#: What the page's script leaves as it is in an address: JavaScript's encodeURIComponent, and commas.
_PLAIN = "!*'(),"


class Asked(NamedTuple):
    """What a map opens at, each by any name; at most one of them is given.

    Attributes:
        view: a ready view.
        focus: a thing.
        steps: how far around the focus; None for its neighbours alone.
        between: two things, for the paths that connect them.
        compare: two things of one kind.
        query: the text of a query; the map is then of what it finds.
    """

    view: str | None = None
    focus: str | None = None
    steps: int | None = None
    between: Sequence[str] = ()
    compare: Sequence[str] = ()
    query: str | None = None


def draw(
    store: Engine,
    asked: Asked,
    found: Found | None = None,
    documents: Sequence[Path] = (),
    progress: Progress = silent,
) -> str:
    """The page of a map that opens where it is asked to.

    Args:
        store: holds things, claims and the ontology.
        asked: where it opens.
        found: what the query found that is asked for.
        documents: texts from which passages are quoted.
        progress: told each step.

    Raises:
        UsageError: more than one place is asked for, a name is unknown, or a text is of no document of the store.
        OutsideError: a text cannot be read.
    """
    start = start_of(store, asked)
    copies = match(list(documents), store, progress)
    progress("drawing the map")
    return map_page(store, start, found=found, copies=copies)


def save(store: Engine, asked: Asked, out: Path, documents: Sequence[Path] = ()) -> Path:
    """Draw a map and write its page; see `draw`.

    Returns:
        The file.

    Raises:
        UsageError: as for `draw`; or the query gives no triples; or the file is there and is no map.
        OutsideError: a text cannot be read, or the page not be written.
    """
    refuse_several(asked)
    found = find(store, asked.query) if asked.query is not None else None
    write_page(draw(store, asked, found, documents), out, GENERATOR)
    return out


def start_of(store: Engine, asked: Asked) -> str:
    """The address at which a map opens; empty for the overview.

    Raises:
        UsageError: more than one place is asked for, or a name is unknown.
    """
    refuse_several(asked)
    if asked.view is not None:
        return view_address(asked.view)
    if asked.focus is not None:
        (thing,) = _resolved(store, [asked.focus])
        steps = f"&steps={asked.steps}" if asked.steps and asked.steps > 1 else ""
        return f"#focus={_written(thing)}{steps}"
    if asked.between:
        return f"#between={_written(*_two(store, 'between', asked.between))}"
    if asked.compare:
        return f"#compare={_written(*_alike(_two(store, 'compare', asked.compare)))}"
    return ""


def refuse_several(asked: Asked) -> None:
    """See that a map is asked to open at one place.

    Raises:
        UsageError: at more, or it is asked for more steps than it draws, or around nothing.
    """
    options = {
        "VIEW": asked.view,
        "--focus": asked.focus,
        "--between": asked.between or None,
        "--compare": asked.compare or None,
        "--query": asked.query,
    }
    given = [name for name, value in options.items() if value is not None]
    if len(given) > 1:
        raise UsageError(f"a map opens at one place, but {' and '.join(given)} are given; give one of them")
    if asked.steps is None:
        return
    if asked.focus is None:
        raise UsageError("--steps counts from a thing; give it with --focus THING")
    if not 1 <= asked.steps <= MOST_STEPS:
        raise UsageError(f"--steps {asked.steps}: a map goes 1 to {MOST_STEPS} steps from a thing")


def _resolved(store: Engine, names: Sequence[str]) -> list[Thing]:
    found = Names(store)
    things = read_things(store, Speaker(store), read_kinds())
    return [things[slug_of(found.resolve(name))] for name in names]


def _two(store: Engine, option: str, names: Sequence[str]) -> list[Thing]:
    if len(names) != 2:  # noqa: PLR2004 - two ends
        raise UsageError(f"--{option} takes two things, not {len(names)}")
    things = _resolved(store, names)
    if things[0] == things[1]:
        raise UsageError(f"{listed(names)} are the same thing, {things[0].label}; --{option} takes two different ones")
    return things


def _alike(things: list[Thing]) -> list[Thing]:
    if len({thing.kind.id for thing in things}) > 1:
        what = " and ".join(f"“{thing.label}” ({thing.kind.name})" for thing in things)
        raise UsageError(f"only things of one kind can be compared, two procedures perhaps, not {what}")
    return things


def _written(*things: Thing) -> str:
    return quote(",".join(thing.slug for thing in things), safe=_PLAIN)

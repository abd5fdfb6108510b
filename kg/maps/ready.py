"""The ready views of a map: what they are called, and where in its page they are."""

from __future__ import annotations

from kg.errors import UsageError, visible
from kg.maps.lessons import Lessons

#: The address of each by its name, as the page's scripts read it; the overview has none.
VIEWS = {
    "overview": "",
    "ladder": "#view=ladder",
    "body": "#view=body",
    "mechanisms": "#view=mechanisms",
    "unsaid": "#view=unsaid",
    "tour": "#tour=1",
    "exercises": "#exercise=1",
}


def refuse_missing(address: str, ready: set[str], taught: Lessons) -> None:
    """See that a map has the ready view at which it is to open.

    Args:
        address: of a view, or of anything else.
        ready: the pictures that stand ready, by their names.
        taught: the lessons of the map.

    Raises:
        UsageError: it has not; the message lists those that it has.
    """
    has = {"": True, **{f"#view={name}": True for name in ready}}
    has |= {"#view=unsaid": taught.unsaid is not None}
    has |= {"#tour=1": bool(taught.data["tour"]), "#exercise=1": bool(taught.data["exercises"])}
    names = {view: name for name, view in VIEWS.items()}
    if address in names and not has.get(address):
        there = ", ".join(name for name, view in VIEWS.items() if has.get(view))
        raise UsageError(f"the data says nothing that the view “{names[address]}” would show; there are: {there}")


def view_address(name: str) -> str:
    """Where a ready view is.

    Args:
        name: of the view, in any case.

    Raises:
        UsageError: there is no such view; the message lists all, and the nearest.
    """
    wanted = name.strip().casefold()
    if wanted in VIEWS:
        return VIEWS[wanted]
    from difflib import get_close_matches  # noqa: PLC0415 - only for a name that is unknown

    near = get_close_matches(wanted, VIEWS, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}? " if near else ""
    raise UsageError(f"no view “{visible(name)}”; {hint}there are: {', '.join(VIEWS)}")

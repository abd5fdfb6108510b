"""The ready views of a map: what they are called, and where in its page they are."""

from __future__ import annotations

from kg.errors import UsageError, visible

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

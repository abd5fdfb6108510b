"""The states of the map that hold for every proof: each is looked at in many ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from tests.browser.conftest import Visit


def nothing(visit: Visit) -> None:
    """The address says it all."""


def search(visit: Visit) -> None:
    """Type a name of which there are several."""
    visit.page.get_by_role("combobox", name="Find").fill("nerve")
    visit.page.get_by_role("option").first.wait_for()


def find_nothing(visit: Visit) -> None:
    """Type a name that nothing has."""
    visit.page.get_by_role("combobox", name="Find").fill("zzz")


def open_menu(visit: Visit) -> None:
    """Open the menu of all views, and its lists."""
    visit.page.locator("#menu > summary").click()
    for each in visit.page.locator("#menu li summary").all():
        each.click()


def reach_table(visit: Visit) -> None:
    """Go to a link of the table."""
    visit.page.locator("#claims tbody a").nth(4).focus()


def answer(visit: Visit, *, right: bool) -> None:
    """Answer the item that is shown."""
    options = visit.page.evaluate(
        """() => {
          const [, kind, number] = painkg.state.exercise.match(/^(.*)-(\\d+)$/);
          return painkg.data.exercises.find(({ id }) => id === kind).items[number - 1].right;
        }"""
    )
    buttons = visit.page.locator("#panel fieldset button")
    places = [at for at in range(buttons.count()) if (at in options) is right]
    buttons.nth(places[0]).click()


def answer_wrongly(visit: Visit) -> None:
    """Answer the item that is shown, and not right."""
    answer(visit, right=False)


class State(NamedTuple):
    """A state of the map.

    Attributes:
        name: of the state.
        fragment: of its address.
        page: which map; a name that `visit` knows.
        reach: what else leads there.
    """

    name: str
    fragment: str = ""
    page: str = "ours"
    reach: Callable[[Visit], None] = nothing


RFA = "radiofrequency-ablation"
STATES = [
    State("overview"),
    State("focus", f"#focus={RFA}"),
    State("line", f"#focus={RFA}&with=osteoarthritis&as=indirect"),
    State("two steps", f"#focus={RFA}&steps=2"),
    State("three steps", "#focus=patient&steps=3"),
    State("line of a step", f"#focus={RFA}&steps=2&with=nerve-block"),
    State("more of a step", f"#focus={RFA}&steps=2&more=2"),
    State("paths", "#between=spinal-cord-stimulation,osteoarthritis"),
    State("comparison", "#compare=kyphoplasty,vertebroplasty"),
    State("choosing the second", f"#focus={RFA}&pick=compare"),
    State("embedded", f"#focus={RFA}&embed=1"),
    State("denied", "#focus=vertebroplasty&with=balloon"),
    State("more", "#more=anatomy", "large"),
    State("contested", "#focus=target&with=emoji&as=contested", "hostile"),
    State("hidden", f"#focus={RFA}&hide=Condition,Agent"),
    State("ladder", "#view=ladder"),
    State("body map", "#view=body"),
    State("more of a view", "#view=body&more=affecting", "large"),
    State("mechanisms", "#view=mechanisms"),
    State("menu", reach=open_menu),
    State("tour", "#tour=6"),
    State("last stop", "#tour=14"),
    State("exercise", "#exercise=mechanism-1"),
    State("answered", "#exercise=saying-2", reach=answer_wrongly),
    State("sheet", "#exercise=sheet"),
    State("silence", "#view=unsaid"),
    State("strange words", "#exercise=saying-1", "hostile"),
    State("unknown", "#focus=nonsense"),
    State("search", reach=search),
    State("nothing found", f"#focus={RFA}", reach=find_nothing),
    State("table", reach=reach_table),
]


def states(*names: str) -> pytest.MarkDecorator:
    """A parameter `state`: those of these names, or all."""
    chosen = [state for state in STATES if not names or state.name in names]
    return pytest.mark.parametrize("state", chosen, ids=lambda state: state.name)


class Mode(NamedTuple):
    """How a reader looks at it.

    Attributes:
        name: of the mode.
        width: of the window, in CSS pixels.
        settings: of the browser, as Playwright calls them.
    """

    name: str
    width: int = 1280
    settings: dict[str, str] = {}  # noqa: RUF012 - a tuple's default, never changed

    def open(self, visit: Callable[..., Visit], state: State, **more: object) -> Visit:
        """Open a state in this mode."""
        found = visit(state.page, state.fragment, self.width, **self.settings, **more)
        state.reach(found)
        return found


DARK = {"color_scheme": "dark"}
PHONE, DESKTOP, LARGE = 390, 1280, 1920
MODES = [
    Mode("light"),
    Mode("dark", settings=DARK),
    Mode("phone", PHONE),
    Mode("dark phone", PHONE, DARK),
    Mode("320 px", 320),
    Mode("projector", LARGE),
    Mode("dark projector", LARGE, DARK),
    Mode("forced colors", settings={"forced_colors": "active"}),
    Mode("dark forced colors", settings={"forced_colors": "active"} | DARK),
    Mode("reduced motion", settings={"reduced_motion": "reduce"}),
]


def modes(*names: str) -> pytest.MarkDecorator:
    """A parameter `mode`: those of these names, or all."""
    chosen = [mode for mode in MODES if not names or mode.name in names]
    return pytest.mark.parametrize("mode", chosen, ids=lambda mode: mode.name)

"""Every state at every width: nothing is asked for, nothing goes wrong, nothing moves, and every load is the same."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Open, Visit
from tests.browser.states import STATES, Mode, State, modes, states

pytestmark = pytest.mark.browser


PAGES = sorted({each.page for each in STATES})
LONG = ("overview", "focus", "three steps", "paths", "ladder")


def reach(opened: Visit, state: State) -> None:
    """Load a state anew."""
    opened.go(state.fragment)
    state.reach(opened)


def picture(opened: Visit) -> tuple[list[dict[str, Any]], str, str]:
    """Where the boxes are, what stands beside them, and the address."""
    return opened.boxes(), opened.page.inner_text("#panel"), opened.page.url


@pytest.mark.parametrize("page", PAGES)
@modes("light", "phone")
def test_same_at_first_later_and_at_the_next_load(visit: Open, page: str, mode: Mode) -> None:
    # That nothing was asked for, and nothing complained of, is looked at whenever a visit ends.
    opened = visit(page, "", mode.width, **mode.settings)
    for state in (each for each in STATES if each.page == page):
        reach(opened, state)
        first = picture(opened)
        assert first[0] or state.fragment.startswith(("#exercise=", "#view=unsaid")), state.name  # no picture there
        # For one state a whole while; two seconds of each would be minutes.
        opened.page.wait_for_timeout(2000 if state.name in LONG else 50)
        assert picture(opened) == first, state.name
        reach(opened, state)
        assert picture(opened) == first, state.name


@pytest.mark.parametrize("page", PAGES)
@modes("320 px", "dark phone", "projector", "dark projector")
def test_page_fits_the_window_and_can_be_read(visit: Open, page: str, mode: Mode) -> None:
    opened = visit(page, "", mode.width, **mode.settings)
    for state in (each for each in STATES if each.page == page):
        reach(opened, state)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= mode.width, state.name
        small = opened.page.evaluate(
            """() => [...document.querySelectorAll("main *, header *")].filter((each) =>
              each.checkVisibility() && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
              && parseFloat(getComputedStyle(each).fontSize) < 12).map((each) => each.outerHTML.slice(0, 80))"""
        )
        assert small == [], state.name


@modes("light")
@states("overview", "focus", "line", "table")
def test_nothing_is_drawn_when_nothing_happens(visit: Open, state: State, mode: Mode) -> None:
    opened = mode.open(visit, state)
    opened.page.wait_for_timeout(500)
    counted = opened.page.evaluate(
        """() => new Promise((done) => {
          let drawn = 0;
          const count = () => { drawn += 1; };
          painkg.network.on("afterDrawing", count);
          setTimeout(() => { painkg.network.off("afterDrawing", count); done(drawn); }, 1500);
        })"""
    )
    assert counted == 0

"""The map by keys alone: wherever they lead, one sees where one is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Open, Visit
from tests.browser.states import RFA, Mode, State, modes, states

pytestmark = pytest.mark.browser

HERE = """() => {
  const at = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  const { top, bottom, left, right, width } = at.getBoundingClientRect();
  return {
    tag: at.tagName, id: at.id, box: at.dataset.id || "", text: at.textContent.trim(),
    ringed: outlineStyle !== "none" && outlineWidth !== "0px",
    seen: width > 0 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
  };
}"""


def here(visit: Visit) -> dict[str, Any]:
    """What has the focus of the keyboard: it is on the screen, and what can be chosen has a ring."""
    found: dict[str, Any] = visit.page.evaluate(HERE)
    assert found["seen"], found
    # A heading is read on from; it takes no key but those for scrolling.
    assert found["ringed"] or found["tag"] == "H2", found
    return found


def press(visit: Visit, *keys: str) -> dict[str, Any]:
    """Press keys one after the other."""
    for key in keys:
        visit.page.keyboard.press(key)
        visit.page.wait_for_timeout(30)
    return here(visit)


def test_walk_from_a_name_to_a_source_and_back(visit: Open) -> None:
    opened = visit()
    assert press(opened, "Tab")["id"] == "search"
    opened.page.keyboard.type("rfa")
    assert press(opened, "Enter")["text"] == "radiofrequency ablation"
    assert opened.reaches(RFA)
    # From the panel into the picture, and over it.
    first = press(opened, "ArrowLeft")["box"]
    lanes = opened.page.evaluate("Object.fromEntries(painkg.shown.view.boxes.map(([id, x]) => [id, x]))")
    assert lanes[first] < lanes[RFA]
    second = press(opened, "ArrowDown")["box"]
    assert second != first
    assert lanes[second] == lanes[first]
    # The line to it, with where the text says so.
    assert " and " in press(opened, "Space")["text"]
    assert opened.page.evaluate("painkg.state.with") == second
    for line in opened.page.locator("#panel li .meta").all_inner_texts():
        assert "section " in line
    assert press(opened, "Escape")["text"] == "radiofrequency ablation"
    assert opened.page.evaluate("painkg.state.with") == ""
    # To the neighbour, and back as the browser's own key does, which a browser without a window does not know.
    assert press(opened, "ArrowLeft")["box"] == first
    assert press(opened, "ArrowDown")["box"] == second
    assert press(opened, "Enter")["tag"] == "H2"
    assert opened.reaches(second)
    opened.page.go_back()
    assert opened.reaches(RFA)
    assert here(opened)["box"] == second
    assert press(opened, "Escape")["box"] == RFA
    assert opened.reaches("")
    opened.page.go_back()
    assert opened.reaches(RFA)
    assert here(opened)["text"] == "radiofrequency ablation"


def test_links_of_the_panel_are_reached_with_tab(visit: Open) -> None:
    opened = visit(fragment="#focus=heated-needle")
    opened.page.evaluate("painkg.arrive()")
    found = press(opened, "Tab")
    while found["tag"] != "A" or found["box"]:
        found = press(opened, "Tab")
    assert press(opened, "Enter")["text"] == found["text"]
    opened.until(f"painkg.data.things[painkg.state.focus].label === '{found['text']}'")
    assert opened.page.evaluate("document.activeElement.closest('#panel') !== null")


@modes("light", "phone", "projector")
@states("overview", "focus", "more", "contested")
def test_arrows_lead_to_every_box_and_never_off_the_picture(visit: Open, state: State, mode: Mode) -> None:
    opened = mode.open(visit, state)
    # Each link with where the four arrows lead from it.
    ways = opened.page.evaluate(
        """() => {
          const found = {};
          for (const link of document.querySelectorAll("#boxes a")) {
            found[link.dataset.id] = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].map((key) => {
              link.focus({ preventScroll: true });
              const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
              link.dispatchEvent(event);
              return [document.activeElement.dataset.id, event.defaultPrevented];
            });
          }
          return found;
        }"""
    )
    assert len(ways) > 3
    assert all(handled for steps in ways.values() for _, handled in steps)
    place = {
        box: (x, y) for box, x, y in opened.page.evaluate("painkg.shown.view.boxes.map(([id, x, y]) => [id, x, y])")
    }
    for box, steps in ways.items():
        for (other, _), (axis, sign) in zip(steps, ((0, -1), (0, 1), (1, -1), (1, 1)), strict=True):
            assert other == box or (place[other][axis] - place[box][axis]) * sign > 0, (box, other)
    reached, fresh = set(), {next(iter(ways))}
    while fresh:
        reached |= fresh
        fresh = {other for box in fresh for other, _ in ways[box]} - reached
    assert reached == set(ways)


def test_home_and_end_and_what_belongs_to_the_browser(visit: Open) -> None:
    opened = visit()
    opened.page.evaluate("document.querySelectorAll('#boxes a')[9].focus()")
    boxes = opened.page.evaluate("[...document.querySelectorAll('#boxes a')].map((link) => link.dataset.id)")
    assert press(opened, "End")["box"] == boxes[-1]
    assert press(opened, "Home")["box"] == boxes[0]
    kept = opened.page.evaluate(
        """() => ["ctrlKey", "metaKey", "shiftKey", "altKey"].filter((held) =>
          !document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true, [held]: true })))"""
    )
    assert kept == []
    assert here(opened)["box"] == boxes[0]
    # In the overview no box has a line, so the key scrolls as anywhere.
    assert opened.page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true, cancelable: true }))"
    )


@states("search")
def test_escape_closes_the_search_first(visit: Open, state: State) -> None:
    opened = visit(fragment=f"#focus={RFA}")
    state.reach(opened)
    assert press(opened, "ArrowDown")["id"] == "search"
    assert (
        opened.page.get_by_role("option", selected=True).inner_text()
        == opened.page.get_by_role("option").nth(1).inner_text()
    )
    assert press(opened, "Escape")["id"] == "search"
    assert opened.page.locator("#found").is_hidden()
    assert opened.reaches(RFA)
    press(opened, "Escape")
    assert opened.reaches("")


@states("overview", "focus", "line", "two steps", "comparison", "ladder", "tour", "menu")
def test_tab_leads_through_the_page_with_a_ring(visit: Open, state: State) -> None:
    opened = visit(state.page, state.fragment)
    state.reach(opened)
    first = press(opened, "Tab")
    for _ in range(25):
        press(opened, "Tab")
    for _ in range(25):
        back = press(opened, "Shift+Tab")
    assert back == first

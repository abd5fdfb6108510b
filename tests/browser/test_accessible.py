"""The map as axe judges it: no violation in any state, however it is looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Open, Visit
from tests.browser.states import Mode, State, modes, states

pytestmark = pytest.mark.browser

# All of axe's default rules, best practices too, and one that it leaves out by default.
OPTIONS = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"], "iframes": False}
# Every row of the table is built alike: the whole table is judged once for each mode, elsewhere its first rows are.
FIRST_ROWS = {"exclude": ["tbody tr:nth-child(n+7)"]}


def violations(visit: Visit, axe: Path, part: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    """What axe finds wrong: the rule, the element, and what is the matter with it."""
    # Evaluated by the browser's own protocol, so that the page keeps its policy.
    visit.page.evaluate(axe.read_text(encoding="utf-8"))
    found: dict[str, Any] = visit.page.evaluate(
        "([part, options]) => axe.run({ include: ['html'], ...part }, options)", [part, OPTIONS]
    )
    return [
        (rule["id"], node["html"][:200], node["failureSummary"])
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@modes("light")
@states()
def test_axe_finds_nothing_wrong(visit: Open, axe: Path, state: State, mode: Mode) -> None:
    assert violations(mode.open(visit, state), axe, FIRST_ROWS) == []


@modes("dark", "phone", "dark forced colors")
@states("overview", "focus", "line", "table", "answered")
def test_nor_in_the_dark_or_on_a_phone(visit: Open, axe: Path, state: State, mode: Mode) -> None:
    assert violations(mode.open(visit, state), axe, FIRST_ROWS) == []


@modes("dark phone", "320 px", "projector", "forced colors", "reduced motion")
@states("overview", "focus")
def test_nor_wherever_else_it_is_looked_at(visit: Open, axe: Path, state: State, mode: Mode) -> None:
    assert violations(mode.open(visit, state), axe, FIRST_ROWS) == []


@modes("light", "dark", "phone", "forced colors")
@states("overview")
def test_nor_in_the_whole_table(visit: Open, axe: Path, state: State, mode: Mode) -> None:
    assert violations(mode.open(visit, state), axe, {}) == []


def test_axe_sees_what_is_wrong(visit: Open, axe: Path) -> None:
    opened = visit()
    opened.page.evaluate("document.querySelector('label[for=search]').remove()")
    opened.page.evaluate("document.getElementById('search').removeAttribute('placeholder')")
    opened.page.evaluate("document.querySelector('h1').style.color = '#bbb'")
    found = {rule for rule, _, _ in violations(opened, axe, FIRST_ROWS)}
    assert {"label", "color-contrast"} <= found


@modes("forced colors", "dark forced colors")
@states("overview", "focus", "contested", "hidden")
def test_picture_takes_up_forced_colors(visit: Open, state: State, mode: Mode) -> None:
    opened = mode.open(visit, state)
    ink, paper = opened.page.evaluate(
        "(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.body))"
    )
    assert {ink, paper} == {"rgb(0, 0, 0)", "rgb(255, 255, 255)"}
    drawn = opened.page.evaluate(
        """() => painkg.nodes.get().filter((node) => node.shape === "box")
          .map(({ color, font }) => [color.background, color.border, font.color])"""
    )
    assert drawn
    for background, border, letters in drawn:
        assert letters != background
        assert {background, letters} == {ink, paper}
        assert border == ink
    lines = opened.page.evaluate("painkg.edges.get().map((edge) => edge.color.color)")
    assert set(lines) <= {ink}
    # On the ground of a lane, where the canvas is neither a box nor a letter.
    assert (
        opened.page.evaluate(
            """() => {
              const [, x, y] = painkg.shown.view.bands[0];
              const at = painkg.network.canvasToDOM({ x: x + 4, y: y + 12 });
              const { canvas } = painkg.network.canvas.frame;
              const by = canvas.width / canvas.clientWidth;
              const [r, g, b] = canvas.getContext("2d").getImageData(at.x * by, at.y * by, 1, 1).data;
              return `rgb(${r}, ${g}, ${b})`;
            }"""
        )
        == paper
    )


@modes("forced colors")
@states("search")
def test_chosen_name_stands_out_where_colors_are_forced(visit: Open, state: State, mode: Mode) -> None:
    opened = mode.open(visit, state)
    grounds = opened.page.evaluate(
        "[...document.querySelectorAll('#found li')].map((row) => getComputedStyle(row).backgroundColor)"
    )
    assert len(grounds) > 1
    assert grounds[0] not in grounds[1:]


@modes("reduced motion")
@states("overview", "focus", "search")
def test_nothing_moves_by_itself(visit: Open, state: State, mode: Mode) -> None:
    opened = mode.open(visit, state)
    assert opened.page.evaluate("document.getAnimations().length") == 0
    moving = opened.page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((each) => {
          const { scrollBehavior, transitionDuration, animationName } = getComputedStyle(each);
          return scrollBehavior !== "auto" || transitionDuration !== "0s" || animationName !== "none";
        }).map((each) => each.outerHTML.slice(0, 100))"""
    )
    assert moving == []

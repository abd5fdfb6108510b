"""The tour, the exercises and the table of silence in Chromium: by keys, by pointer, by link, on a phone and on paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Open, Visit
from tests.browser.states import State, answer, states
from tests.browser.test_map import check_picture

pytestmark = pytest.mark.browser


def tab_to(visit: Visit, words: str) -> None:
    """Go on by Tab to what has these words."""
    for _ in range(30):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.textContent") == words:
            return
    raise AssertionError(f"no Tab leads to {words}")


@states("tour", "last stop", "exercise", "answered", "sheet", "silence", "strange words")
def test_link_reproduces_it(visit: Open, state: State) -> None:
    opened = visit(state.page, state.fragment)
    again = visit(state.page)
    again.page.evaluate("(hash) => { location.hash = hash; }", state.fragment)
    again.until(f"painkg.state.{state.fragment[1:].split('=')[0]} !== ''")
    for place in ("#panel", "#unsaid"):
        text = [each.page.locator(place).inner_text() for each in (opened, again)]
        assert text[0] == text[1]
    assert opened.page.title() == again.page.title()


# ---------------------------------------------------------------- The tour


def heading(visit: Visit) -> str:
    text: str = visit.page.locator("#panel h2").inner_text()
    return text


def test_tour_by_keys_alone(visit: Open) -> None:
    opened = visit()
    tab_to(opened, "Views")
    opened.page.keyboard.press("Enter")
    tab_to(opened, "Guided tour")
    opened.page.keyboard.press("Enter")
    opened.until("painkg.state.tour === '1'")
    assert heading(opened).startswith("Introduction: ")
    seen = [heading(opened)]
    stops = opened.page.evaluate("painkg.data.tour.length")
    for _ in range(stops - 1):
        opened.page.keyboard.press("ArrowRight")
        assert opened.page.evaluate("document.activeElement.textContent") == heading(opened)
        seen.append(heading(opened))
    assert len(set(seen)) == stops
    opened.page.keyboard.press("ArrowRight")
    assert heading(opened) == seen[-1]
    opened.page.keyboard.press("ArrowLeft")
    assert heading(opened) == seen[-2]
    opened.page.keyboard.press("Escape")
    assert opened.reaches("")
    opened.until("painkg.state.tour === ''")


def test_tour_by_buttons_and_back(visit: Open) -> None:
    opened = visit(fragment="#tour=1")
    assert opened.page.get_by_role("button", name="Previous").is_disabled()
    for _ in range(2):
        opened.page.get_by_role("button", name="Next").click()
    assert opened.page.url.endswith("#tour=3")
    opened.page.go_back()
    opened.until("painkg.state.tour === '2'")
    assert heading(opened).startswith("Section 1 of 7: ")


def test_last_stop_leads_to_the_exercises(visit: Open) -> None:
    opened = visit(fragment="#tour=14")
    assert opened.page.get_by_role("button", name="Next").is_disabled()
    opened.page.get_by_role("link", name="On to the exercises").click()
    opened.until("painkg.state.exercise === 'mechanism-1'")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["ours", "large"])
def test_each_stop_draws_its_thing(visit: Open, name: str, width: int) -> None:
    opened = visit(name, "#tour=1", width)
    for number, stop in enumerate(opened.page.evaluate("painkg.data.tour"), 1):
        opened.page.evaluate("(tour) => painkg.go({ tour })", str(number))
        check_picture(opened, stop["title"])
        shown = [box["id"] for box in opened.boxes()]
        assert stop["thing"] in shown


def test_boxes_of_other_sections_stand_back(visit: Open) -> None:
    opened = visit(fragment="#tour=6")
    letters: dict[str, str] = opened.page.evaluate(
        """() => Object.fromEntries(painkg.nodes.get().filter(({ shape }) => shape === "box").map(({ id, font }) => [id, font.color]))"""
    )
    assert letters["interventional-pain-procedure"] != letters["local-anesthetic"]
    said = opened.page.evaluate(
        """() => painkg.data.tour[5].about.flatMap((index) => painkg.data.statements[index].ends)"""
    )
    strong = {slug for slug, colour in letters.items() if colour == letters["local-anesthetic"]}
    assert strong <= set(said)


@pytest.mark.parametrize(
    "fragment",
    ["#tour=0", "#tour=15", "#tour=-1", "#tour=1e0", "#exercise=hedge-99", "#exercise=__proto__", "#view=no"],
)
def test_what_there_is_not_shows_the_overview(visit: Open, fragment: str) -> None:
    opened = visit(fragment=fragment)
    assert opened.page.locator("#map").is_visible()
    assert "The map has nothing called" in opened.page.locator("#told").inner_text()


# ---------------------------------------------------------------- The exercises


def test_right_and_wrong_are_told_in_words_with_the_claims(visit: Open) -> None:
    opened = visit(fragment="#exercise=mechanism-1")
    assert opened.page.locator("#map").is_hidden()
    assert opened.page.locator("#claims").is_hidden()
    assert opened.page.locator("#panel li.indirect, #panel li.stated").count() == 0
    status = opened.page.locator("#panel [role=status]")
    assert status.inner_text() == ""
    answer(opened, right=True)
    assert re.fullmatch(r"✓ Right: .+\. 1 right of 1 answered so far\.", status.inner_text())
    assert "section " in opened.page.locator("#panel .meta").first.inner_text()
    opened.page.get_by_role("link", name="Next").click()
    opened.until("painkg.state.exercise === 'mechanism-2'")
    answer(opened, right=False)
    assert re.fullmatch(r"✗ Not right: .+\. Right is: .+\. 1 right of 2 answered so far\.", status.inner_text())
    # The first answer counts, and it is still there on the way back.
    opened.page.go_back()
    opened.until("painkg.state.exercise === 'mechanism-1'")
    assert status.inner_text().startswith("✓ Right: ")
    assert opened.page.locator("#panel fieldset button:enabled").count() == 1


def test_exercise_by_keys_alone(visit: Open) -> None:
    opened = visit(fragment="#exercise=hedge-1")
    opened.page.evaluate("painkg.arrive()")
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.parentElement.tagName") == "FIELDSET"
    opened.page.keyboard.press("Enter")
    assert "answered so far" in opened.page.locator("#panel [role=status]").inner_text()
    assert opened.page.evaluate("document.activeElement.ariaPressed") == "true"
    tab_to(opened, "Next")
    opened.page.keyboard.press("Enter")
    opened.until("painkg.state.exercise === 'hedge-2'")
    assert opened.page.evaluate("document.activeElement.tagName") == "H2"
    opened.page.keyboard.press("Escape")
    assert opened.reaches("")
    assert opened.page.locator("#map").is_visible()
    assert len(opened.boxes()) > 5


def test_conditional_mechanism_says_so(visit: Open) -> None:
    items = visit().page.evaluate("painkg.data.exercises[0].items.map(({ about, notes }) => [about, notes])")
    number, notes = next((at, notes) for at, (about, notes) in enumerate(items, 1) if about == "nerve block")
    opened = visit(fragment=f"#exercise=mechanism-{number}")
    opened.page.locator("#panel fieldset button").nth(int(next(iter(notes)))).click()
    assert "The text has it only under a condition." in opened.page.locator("#panel [role=status]").inner_text()


def test_every_item_can_be_answered(visit: Open) -> None:
    opened = visit(fragment="#exercise=1")
    total = opened.page.evaluate("painkg.data.exercises.flatMap(({ items }) => items).length")
    for _ in range(total):
        answer(opened, right=True)
        assert opened.page.locator("#panel [role=status]").inner_text().startswith("✓ Right: ")
        opened.page.locator("#panel .turns a").last.click()
    opened.until("painkg.state.exercise === 'sheet'")


def test_sheet_has_all_answers_and_prints(visit: Open) -> None:
    opened = visit(fragment="#exercise=sheet")
    exercises: list[dict[str, Any]] = opened.page.evaluate("painkg.data.exercises")
    items = [item for exercise in exercises for item in exercise["items"]]
    assert opened.page.locator("#panel .sheet > li").count() == len(items)
    text = opened.page.locator("#panel .answer").all_inner_texts()
    assert all(each.startswith("Answer: ") for each in text)
    opened.page.emulate_media(media="print")
    assert opened.page.locator("#panel .answer").last.is_visible()
    assert opened.page.locator("#claims").is_hidden()
    assert opened.page.locator("#map").is_hidden()


def test_strangers_words_stay_words_in_exercises(visit: Open) -> None:
    opened = visit("hostile", "#exercise=sheet")
    assert "window.canary" in opened.page.locator("#panel").inner_text()
    assert opened.page.locator("#panel img, #panel script, #unsaid img, #unsaid script").count() == 0
    assert opened.page.evaluate("window.canary") is None


# ---------------------------------------------------------------- What the text does not say


def test_silence_stands_without_javascript(visit: Open) -> None:
    opened = visit(java_script_enabled=False)
    table = opened.page.locator("#unsaid table")
    assert table.is_visible()
    assert opened.page.locator("#views").is_hidden()
    row = table.locator("tr", has=opened.page.get_by_role("rowheader", name="vertebroplasty"))
    assert "denied (1)" in row.inner_text()
    assert "not stated" in row.inner_text()


def test_menu_leads_to_the_silence_and_a_row_to_its_procedure(visit: Open) -> None:
    opened = visit()
    opened.page.locator("#menu summary").first.click()
    opened.page.get_by_role("link", name="What the text does not say").click()
    opened.until("Math.abs(document.getElementById('unsaid').getBoundingClientRect().top) < 60")
    assert opened.page.evaluate("document.activeElement.id") == "silent"
    assert opened.page.title().startswith("What the text does not say · ")
    opened.page.locator("#unsaid").get_by_role("link", name="kyphoplasty").click()
    assert opened.reaches("kyphoplasty")
    assert opened.page.evaluate("document.getElementById('stage').getBoundingClientRect().top") > -1
    opened.page.go_back()
    opened.until("painkg.state.view === 'unsaid'")
    opened.page.get_by_role("button", name="Overview").click()
    assert opened.page.locator("#map").is_visible()


def test_silence_prints_across_the_paper_and_fits(visit: Open, tmp_path: Path) -> None:
    opened = visit(fragment="#view=unsaid", width=980)  # a Letter page between its margins, on its side
    printed = tmp_path / "silence.pdf"
    opened.page.pdf(path=str(printed), prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", printed.read_bytes())
    # Its own pages lie on their side, those of the claims stand.
    assert {float(width) > float(height) for width, height in boxes} == {True, False}
    opened.page.emulate_media(media="print")
    place = opened.page.locator("#unsaid table").bounding_box()
    assert place
    assert place["x"] + place["width"] <= 980

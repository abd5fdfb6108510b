"""The review page in Chromium: its width, its light, its memory, and that nothing leaves it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.assemble import assemble
from kg.resources import project
from kg.review.page import render, review_of
from tests.browser.conftest import Open, Visit

pytestmark = pytest.mark.browser

CLAIM = '[id="s1-description-1.1"]'
JUDGED = f"{CLAIM} select"
NOTE = f"{CLAIM} input"
# The contrast of every text with what is behind it, as WCAG 2 computes it; one colour at a time.
CONTRAST = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).map((c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if ((channels(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest("script, noscript, .unseen, [hidden]")) continue;
    const [one, other] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => b - a);
    found.push([(one + 0.05) / (other + 0.05), element.className || element.tagName]);
  }
  return found;
}"""


@pytest.fixture
def ours(maps: dict[str, Path], document_text: Path, tmp_path: Path) -> str:
    path = tmp_path / "ours-review.html"
    path.write_bytes(render(review_of(assemble(project().data).store, document_text)).encode())
    maps["review-ours"] = path
    return "review-ours"


def check_width(visit: Open, name: str, width: int) -> Visit:
    opened = visit(name, width=width)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    return opened


@pytest.mark.parametrize("width", [320, 768, 1920])
def test_the_page_never_scrolls_sideways(visit: Open, width: int) -> None:
    opened = check_width(visit, "review", width)
    opened.page.select_option(JUDGED, "missing")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.page.evaluate("window.canary") is None


@pytest.mark.parametrize("width", [320, 768, 1920])
def test_nor_does_that_of_our_document(visit: Open, ours: str, width: int) -> None:
    check_width(visit, ours, width)


def test_a_sentence_stands_beside_its_claims_where_there_is_room_and_above_them_where_not(visit: Open) -> None:
    for width, beside in ((320, False), (1280, True)):
        page = visit("review", width=width).page
        text = page.locator("#s1-description-1 .text").bounding_box()
        claims = page.locator("#s1-description-1 .claims").bounding_box()
        assert text
        assert claims
        assert (abs(text["y"] - claims["y"]) < 2 and text["x"] + text["width"] <= claims["x"]) is beside
        assert (text["y"] + text["height"] <= claims["y"]) is not beside


def test_a_claim_lights_its_words_when_it_has_the_focus_or_the_pointer(visit: Open) -> None:
    page = visit("review").page
    lit = page.locator("#s1-description-1 mark.lit")
    assert lit.count() == 0
    page.focus(JUDGED)
    assert lit.all_inner_texts() == ["may", "bring\n‘great’"]
    page.focus('[id="s1-description-1.2"] input')
    assert lit.all_inner_texts() == ["ease"]
    page.hover(f"{CLAIM} .sentence")
    assert lit.all_inner_texts() == ["may", "bring\n‘great’"]
    page.hover("#s1-description-1 mark.ground")
    assert page.locator(".claim.lit").get_attribute("id") == "s1-description-1.2"
    page.hover("h1")
    assert page.locator(".lit").count() == 0


def test_verdicts_and_notes_survive_a_reload(visit: Open) -> None:
    opened = visit("review")
    page = opened.page
    assert page.inner_text("#review-count") == "0 of 9 reviewed"
    page.select_option(JUDGED, "wrong")
    page.fill(NOTE, 'not "so" <b>')
    page.select_option("#s1-heading-1 .text select", "agree")
    opened.go()
    assert page.input_value(JUDGED) == "wrong"
    assert page.input_value(NOTE) == 'not "so" <b>'
    assert page.inner_text("#review-count") == "2 of 9 reviewed: 1 agree, 1 wrong, 0 missing"
    page.select_option(JUDGED, "")
    page.fill(NOTE, "")
    opened.go()
    assert page.inner_text("#review-count") == "1 of 9 reviewed: 1 agree, 0 wrong, 0 missing"


def downloaded(visit: Visit) -> dict[str, Any]:
    with visit.page.expect_download() as download:
        visit.page.click("#review-save")
    assert download.value.suggested_filename == "sample-review.json"
    found: dict[str, Any] = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    return found


def load(visit: Visit, content: object) -> str:
    text = content if isinstance(content, str) else json.dumps(content)
    visit.page.set_input_files(
        "#review-file", {"name": "r.json", "mimeType": "application/json", "buffer": text.encode()}
    )
    visit.until("document.getElementById('review-status').textContent.includes('r.json')")
    message: str = visit.page.inner_text("#review-status")
    visit.page.evaluate("document.getElementById('review-status').textContent = ''")
    return message


def test_a_review_is_downloaded_and_loaded_elsewhere(visit: Open) -> None:
    first, second = visit("review"), visit("review")
    first.page.select_option(JUDGED, "missing")
    first.page.fill(NOTE, "a hedge")
    review = downloaded(first)
    (entry,) = review["reviewed"]
    assert (entry["id"], entry["verdict"], entry["note"]) == ("s1-description-1.1", "missing", "a hedge")
    assert "may provide ease" in entry["claim"]
    assert load(second, review) == "Loaded 1 from r.json."
    assert second.page.input_value(NOTE) == "a hedge"
    assert downloaded(second) == review
    gone = {**entry, "id": "s9-description-1.1"}
    assert "1 of them are on claims that are no longer here" in load(second, {**review, "reviewed": [gone]})
    assert [each["id"] for each in downloaded(second)["reviewed"]] == ["s1-description-1.1", "s9-description-1.1"]


def test_a_verdict_on_a_claim_that_has_changed_is_asked_for_again(visit: Open) -> None:
    opened = visit("review")
    opened.page.select_option(JUDGED, "agree")
    review = downloaded(opened)
    review["reviewed"][0]["version"] = "of another day"
    load(opened, review)
    assert opened.page.inner_text("#review-count") == "0 of 9 reviewed"
    opened.page.click(f"{CLAIM} .changed")
    assert opened.page.inner_text("#review-count") == "1 of 9 reviewed: 1 agree, 0 wrong, 0 missing"
    assert not opened.page.is_visible(f"{CLAIM} .changed")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("no JSON", "it is not JSON"),
        ("null", "it is a review of another document"),
        ({"sha256": "0" * 64, "reviewed": []}, "it is a review of another document"),
    ],
)
def test_what_is_no_review_of_this_document_is_not_loaded(visit: Open, content: object, reason: str) -> None:
    assert load(visit("review"), content) == f"r.json was not loaded: {reason}."


def test_the_keyboard_goes_from_one_open_judgement_to_the_next(visit: Open) -> None:
    page = visit("review").page
    focused = "document.activeElement.closest('[data-judge]').dataset.judge"
    seen = []
    for _ in range(9):
        page.focus("#review-next")
        page.keyboard.press("Enter")
        seen.append(page.evaluate(focused))
        page.keyboard.press("a")
    assert seen == page.evaluate("[...document.querySelectorAll('[data-judge]')].map((each) => each.dataset.judge)")
    assert page.is_disabled("#review-next")
    assert page.inner_text("#review-count") == "9 of 9 reviewed: 9 agree, 0 wrong, 0 missing"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_can_be_read_against_what_is_behind_it(visit: Open, scheme: str) -> None:
    page = visit("review", color_scheme=scheme).page
    page.select_option(JUDGED, "wrong")
    page.focus(JUDGED)
    contrasts = page.evaluate(CONTRAST)
    assert len(contrasts) > 100
    assert [each for each in contrasts if each[0] < 4.5] == []


def test_every_field_has_a_name(visit: Open) -> None:
    page = visit("review").page
    assert page.get_by_role("combobox", name="Verdict on this claim").count() == 4
    assert page.get_by_role("textbox", name="Note on this passage").count() == 5
    assert page.get_by_role("group", name="sample:s1-description-1.1").count() == 1


def test_print_has_two_columns_and_no_controls(visit: Open) -> None:
    page = visit("review", width=718, color_scheme="dark").page
    page.emulate_media(media="print")
    assert not page.is_visible("#review-save")
    assert not page.is_visible(JUDGED)
    text = page.locator("#s1-description-1 .text").bounding_box()
    claims = page.locator("#s1-description-1 .claims").bounding_box()
    assert text
    assert claims
    assert text["x"] + text["width"] <= claims["x"]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"

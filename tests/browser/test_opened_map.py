"""Maps that `kg map` makes, in Chromium: where they open, the passages they quote, and the lines of a query."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from kg import terms
from kg.assemble import assemble
from kg.graph import Graph
from kg.maps.asked import Asked, draw
from kg.maps.page import map_page
from kg.maps.queried import find
from kg.maps.ready import VIEWS
from tests.browser.conftest import Open
from tests.browser.test_map import check_picture
from tests.map_samples import HOSTILE
from tests.review_sample import TEXT, write_sample

pytestmark = pytest.mark.browser

GONE = "Alpha brings no ease."
LINES = " ".join(
    f"kg:kyphoplasty <https://example.org/{name}> {words!r} ." for name, words in [("a", "one"), ("b", "<b>")]
)
QUERY = f"""CONSTRUCT {{ kg:kyphoplasty ?p ?o . {LINES} <https://example.org/x> kgo:delivers kg:kyphoplasty }}
WHERE {{ VALUES ?p {{ kgo:performs kgo:usesDevice }} kg:kyphoplasty ?p ?o }}"""

NAMES = "CONSTRUCT { kg:__proto__ kgo:affects kg:constructor . kg:constructor kgo:affects kg:toString } WHERE {}"


@pytest.fixture(scope="module")
def maps(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Maps of the sample with its text, with a text that lacks a passage, and of a query."""
    folder = tmp_path_factory.mktemp("opened")
    sample = write_sample(folder)
    store = assemble(sample.data).store
    pages = {"quoted": draw(store, Asked(focus="alpha"), documents=[sample.text])}
    sample.text.write_bytes(TEXT.replace(GONE, "").encode())
    pages["gap"] = draw(store, Asked(), documents=[sample.text])
    pages["queried"] = map_page(graph.store, "#focus=kyphoplasty", found=find(graph.store, QUERY, HOSTILE["image"]))
    pages["names"] = map_page(graph.store, found=find(graph.store, NAMES))
    for name, page in pages.items():
        (folder / f"{name}.html").write_bytes(page.encode())
    return {name: folder / f"{name}.html" for name in pages}


def test_opens_where_it_was_made_to_and_goes_on_from_there(visit: Open) -> None:
    opened = visit("quoted")
    assert opened.reaches("alpha")
    assert opened.page.url.endswith("#focus=alpha")
    opened.page.get_by_role("button", name="Overview").click()
    assert opened.reaches("")
    opened.page.go_back()
    assert opened.reaches("alpha")
    assert visit("quoted", "#focus=ease").reaches("ease")
    assert visit("gap").reaches("")


def test_each_claim_of_the_panel_quotes_its_passage_with_its_own_words_marked(visit: Open) -> None:
    opened = visit("quoted")
    quoted = opened.page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("#panel li")].map((claim) => [
          claim.querySelector("p").textContent.split(" ").slice(-1)[0],
          [claim.querySelector("blockquote").textContent, [...claim.querySelectorAll("mark")].map((mark) => mark.textContent)],
        ]))"""
    )
    assert quoted["ease."] == ["Alpha brings no ease.", ["no"]]
    assert quoted["“ease”)."] == ["Alpha may  bring\n‘great’ ease.", ["ease"]]
    assert opened.page.evaluate("window.canary") is None


def test_a_passage_that_the_text_lacks_is_said_so(visit: Open) -> None:
    opened = visit("gap", "#focus=alpha")
    claim = opened.page.locator("#panel li", has_text="does not provide ease")
    assert claim.locator("blockquote").count() == 0
    assert "The text at hand does not hold this passage." in claim.inner_text()
    assert opened.page.locator("#panel blockquote").count() == 3


@pytest.mark.parametrize("scripts", [True, False])
def test_passages_open_in_the_table_and_stand_on_paper(visit: Open, scripts: bool) -> None:  # noqa: FBT001 - a column
    opened = visit("quoted", java_script_enabled=scripts)
    quote = opened.page.locator("td q").nth(2)
    # What is not rendered has no inner text.
    assert (quote.text_content(), quote.inner_text()) == (GONE, "")
    opened.page.emulate_media(media="print")
    assert quote.inner_text() == GONE
    opened.page.emulate_media(media="screen")
    assert quote.inner_text() == ""
    opened.page.locator("td summary").nth(2).press("Enter")
    assert quote.inner_text() == GONE


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_map_of_a_query_is_a_map(visit: Open, width: int) -> None:
    opened = visit("queried", width=width)
    assert opened.reaches("kyphoplasty")
    check_picture(opened, "focus")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    lines = opened.page.locator("#panel li.queried")
    assert lines.count() == 3
    assert "as the query gives it, without a claim" in lines.first.inner_text()
    assert opened.page.locator("#panel li.stated").count() >= 3
    assert "from the query, without a claim" in opened.page.locator("#lines").inner_text()
    opened.page.keyboard.press("Escape")
    assert opened.reaches("")
    check_picture(opened, "overview")
    opened.page.get_by_label("Find").fill("example.org/x")
    opened.page.keyboard.press("Enter")
    assert opened.reaches("https://example.org/x")
    assert opened.page.evaluate("window.canary") is None


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["__proto__", "constructor", "toString"])
def test_things_may_be_called_as_scripts_call_theirs(visit: Open, name: str, width: int) -> None:
    slug = terms.KG + name
    opened = visit("names", f"#focus={quote(slug)}", width)
    assert opened.reaches(slug)
    check_picture(opened, slug)
    assert opened.page.locator("#panel li").count() > 0


@pytest.mark.parametrize("name", VIEWS)
def test_each_view_of_the_command_is_one_of_the_page(visit: Open, graph: Graph, name: str, tmp_path: Path) -> None:
    page = tmp_path / "view.html"
    graph.map(page, name)
    opened = visit("quoted")
    opened.path = page
    opened.go()
    state = opened.page.evaluate("painkg.state")
    assert state["unknown"] == ""
    assert bool(opened.page.evaluate("painkg.place(painkg.state)")) == (name != "overview")


def test_a_page_that_starts_elsewhere_keeps_its_overview(visit: Open) -> None:
    opened = visit("quoted")
    assert opened.reaches("alpha")
    opened.page.get_by_role("button", name="Overview").click()
    assert opened.reaches("")
    assert opened.page.url.endswith("#view=overview")
    opened.page.reload()
    assert opened.reaches("")
    assert opened.page.locator("#panel").is_hidden()
    opened.page.locator("#menu summary").first.click()
    assert opened.page.get_by_role("link", name="Overview").get_attribute("href") == "#view=overview"

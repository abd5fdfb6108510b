"""Markup in every string that a contributor can write stays words, in every state and in all that leaves the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.maps.page import map_page
from tests.browser.conftest import Open, Visit
from tests.browser.states import State
from tests.map_samples import canary_store

pytestmark = pytest.mark.browser


def search(visit: Visit) -> None:
    """Type what is part of every canary."""
    visit.page.get_by_role("combobox", name="Find").fill("script")
    visit.page.get_by_role("option").first.wait_for()


# A new view adds a row.
STATES = [
    State("overview"),
    State("procedure", "#focus=procedure-0"),
    State("condition", "#focus=condition-0"),
    State("mechanism", "#focus=mechanism-0"),
    State("steps", "#focus=procedure-0&steps=3"),
    State("paths", "#between=procedure-0,condition-1"),
    State("comparison", "#compare=procedure-0,procedure-1"),
    State("body", "#view=body"),
    State("mechanisms", "#view=mechanisms"),
    State("unsaid", "#view=unsaid"),
    State("tour", "#tour=2"),
    State("exercise", "#exercise=1"),
    State("sheet", "#exercise=sheet"),
    State("contested", "#focus=procedure-0&with=condition-0&as=contested"),
    State("denied", "#focus=procedure-1&with=condition-3"),
    State("hidden", "#focus=procedure-0&hide=Condition"),
    State("unknown", "#focus=</script><script>window.canary=`address`</script>"),
    State("search", "#focus=procedure-0", reach=search),
]
# What the page is made of, by name; what stands in the strings would add to it.
ELEMENTS = """() => ({
  foreign: [...document.querySelectorAll(
    "img, iframe, object, embed, form, style ~ style, base, svg[onload], template, math")].map((each) => each.outerHTML.slice(0, 120)),
  scripts: document.scripts.length,
  handlers: [...document.querySelectorAll("*")].filter((each) =>
    [...each.attributes].some(({ name, value }) => name.startsWith("on") || /^\\s*javascript:/i.test(value))).length,
  links: [...document.links].filter(({ href }) => href.split("#")[0] !== location.href.split("#")[0]).length,
  headings: document.querySelectorAll("h1").length,
})"""


@pytest.fixture(scope="module")
def canaries(maps: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The places of the canaries, whose map is the page `canaries`."""
    store, places = canary_store()
    maps["canaries"] = tmp_path_factory.mktemp("canaries") / "map.html"
    maps["canaries"].write_bytes(map_page(store).encode())
    return places


def check(opened: Visit) -> dict[str, Any]:
    """Nothing ran, and no element came from a string."""
    assert opened.page.evaluate("typeof window.canary") == "undefined"
    found: dict[str, Any] = opened.page.evaluate(ELEMENTS)
    assert found["foreign"] == []
    assert (found["handlers"], found["links"], found["headings"]) == (0, 0, 1)
    return found


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_nothing_runs_and_nothing_breaks_out(visit: Open, canaries: list[str], state: State, width: int) -> None:
    assert canaries
    opened = visit("canaries", state.fragment, width)
    state.reach(opened)
    assert check(opened)["scripts"] == 4
    title = opened.page.title()
    assert "<script>window.canary=`title`</script>" in title
    assert "49" not in opened.page.inner_text("body")
    opened.page.emulate_media(media="print")
    check(opened)


def test_every_string_is_shown_as_it_is_written(visit: Open, canaries: list[str]) -> None:
    opened = visit("canaries")
    seen = opened.page.evaluate("document.body.innerText")
    for slug in opened.page.evaluate("Object.keys(painkg.data.things)"):
        opened.go(f"#focus={slug}")
        seen += opened.page.evaluate("document.getElementById('panel').innerText")
    missing = [place for place in canaries if f"<script>window.canary=`{place}`</script>" not in seen]
    # The ground of what is stated is shown nowhere; a group of alternatives needs no name.
    assert {place.split()[0] for place in missing} <= {"ground", "group"}, missing
    assert "ground 2" not in missing


def test_without_javascript_too(visit: Open, canaries: list[str]) -> None:
    assert canaries
    opened = visit("canaries", java_script_enabled=False)
    assert opened.page.locator("img, iframe, object, form, svg[onload]").count() == 0
    assert opened.page.locator("script").count() == 4
    assert opened.page.locator("tbody tr").count() > 10


def test_printed_canaries_are_words(visit: Open, canaries: list[str], tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed: pip install -e .[browser]")
    assert canaries
    opened = visit("canaries", "#focus=procedure-0")
    opened.page.pdf(path=str(tmp_path / "map.pdf"))
    check(opened)
    reader = pypdf.PdfReader(tmp_path / "map.pdf")
    assert "/JavaScript" not in json.dumps([str(key) for key in reader.trailer["/Root"]])
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert "<script>window.canary=`literal`</script>" in text


@pytest.mark.parametrize("state", STATES[:6], ids=lambda state: state.name)
def test_drawing_that_is_taken_away_is_inert(visit: Open, canaries: list[str], state: State) -> None:
    assert canaries
    opened = visit("canaries", state.fragment)
    kinds = opened.page.evaluate(
        """() => {
          const read = new DOMParser().parseFromString(painkg.drawing(), "image/svg+xml");
          return [...read.querySelectorAll("*")].flatMap((each) =>
            [each.localName, ...[...each.attributes].map(({ name }) => name).filter((name) => /^on|href/.test(name))]);
        }"""
    )
    assert set(kinds) <= {"svg", "g", "defs", "title", "desc", "rect", "path", "text", "tspan", "line", "circle"}
    assert "text" in kinds
    check(opened)

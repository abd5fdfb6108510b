"""The ready views in Chromium: what is drawn, the menu that leads to them, and the gallery."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.graph import Graph
from kg.maps.blocks import Pen
from kg.maps.kinds import read_kinds
from kg.maps.layout import View
from kg.maps.model import read_knowledge
from kg.maps.payload import Views
from kg.maps.svg import draw_svg
from kg.maps.views import drawn_in, ready_views
from tests.browser.conftest import Open, Visit
from tests.browser.test_map import WIDTHS, check_picture

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

VIEWS = ["ladder", "body", "mechanisms"]
RFA = "radiofrequency-ablation"
SVG = "{http://www.w3.org/2000/svg}"


def shows(visit: Visit, view: str) -> bool:
    visit.until(f"window.painkg.state.view === '{view}'")
    return True


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["ours", "large"])
def test_nothing_overlaps_and_everything_can_be_read(visit: Open, name: str, width: int) -> None:
    for view in VIEWS:
        opened = visit(name, f"#view={view}", width)
        check_picture(opened, view)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        wide = opened.page.evaluate("window.painkg.shown.layout")
        assert wide == ("wide" if width >= 1280 else wide)


@pytest.mark.parametrize("view", VIEWS)
def test_a_link_opens_the_same_view_with_its_claims(visit: Open, view: str) -> None:
    opened = visit(fragment=f"#view={view}")
    first = opened.boxes()
    heading = opened.page.locator("#panel h2").inner_text()
    assert heading in opened.page.title()
    listed = opened.page.locator("#panel li").count()
    assert listed == opened.page.evaluate("(id) => window.painkg.data.views[id].statements.length", view)
    opened.go(f"#view={view}")
    assert opened.boxes() == first
    opened.page.evaluate("window.painkg.go({})")
    opened.page.go_back()
    assert shows(opened, view)
    assert opened.page.locator("#panel h2").inner_text() == heading


def test_a_box_leads_on_and_escape_leads_out(visit: Open) -> None:
    opened = visit(fragment="#view=ladder")
    opened.page.mouse.click(*opened.centre(RFA))
    assert opened.reaches(RFA)
    opened.page.go_back()
    assert shows(opened, "ladder")
    opened.page.keyboard.press("Escape")
    assert shows(opened, "")
    assert opened.page.locator("#panel").is_hidden()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_menu_leads_to_every_view(visit: Open, width: int) -> None:
    opened = visit(width=width)
    for view in VIEWS:
        opened.page.locator("#menu > summary").click()
        place = opened.page.locator("#views").bounding_box()
        assert place
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= width
        opened.page.locator(f"#views a[href='#view={view}']").click()
        assert shows(opened, view)
        assert not opened.page.locator("#views").is_visible()
    opened.page.locator("#menu > summary").click()
    assert opened.page.locator("#views a[aria-current]").get_attribute("href") == "#view=mechanisms"
    opened.page.get_by_role("link", name="Overview", exact=True).click()
    assert shows(opened, "")


def test_menu_by_keyboard_alone(visit: Open) -> None:
    opened = visit()
    keys = opened.page.keyboard
    opened.page.locator("#search").focus()
    keys.press("Tab")
    keys.press("Enter")
    assert opened.page.locator("#views").is_visible()
    keys.press("Escape")
    assert not opened.page.locator("#views").is_visible()
    keys.press("Enter")
    entries = opened.page.locator("#views > li > a").evaluate_all("(links) => links.map((link) => link.hash)")
    for _ in range(entries.index("#view=ladder") + 1):
        keys.press("Tab")
    assert opened.page.evaluate("document.activeElement.hash") == "#view=ladder"
    keys.press("Enter")
    assert shows(opened, "ladder")
    assert opened.page.evaluate("document.activeElement.textContent") == "Treatment ladder"


def test_menu_lists_things_by_kind(visit: Open, graph: Graph) -> None:
    opened = visit()
    knowledge = read_knowledge(graph.store, read_kinds())
    opened.page.locator("#menu > summary").click()
    for title, kind in (("by mechanism", "Mechanism"), ("by condition", "Condition"), ("by procedure", "Procedure")):
        slugs = {f"#focus={slug}" for slug, thing in knowledge.things.items() if thing.kind.id == kind}
        lines = opened.page.locator("#views details").filter(has_text=title)
        lines.locator("summary").click()
        links = lines.locator("a")
        assert {links.nth(at).get_attribute("href") for at in range(links.count())} == slugs
        assert lines.locator("summary").inner_text() == f"{title} ({len(slugs)})"
    opened.page.locator(f"#views a[href='#focus={RFA}']").click()
    assert opened.reaches(RFA)


def test_more_opens_what_a_view_leaves_out(visit: Open) -> None:
    opened = visit("large", "#view=body")
    link = opened.page.locator("#boxes a[data-id='more affecting']")
    words = link.inner_text()
    link.press("Enter")
    opened.until("window.painkg.state.more === 'affecting'")
    assert shows(opened, "body")
    missing = opened.page.locator("#panel li")
    assert missing.count() == opened.page.evaluate("window.painkg.data.views.body.left.affecting.slugs.length")
    assert f"+{missing.count()} more" in words
    assert opened.page.locator("#panel h2").inner_text().endswith(f": {missing.count()} more")


def test_a_line_opens_its_claims(visit: Open) -> None:
    opened = visit(fragment="#view=ladder")
    place = opened.page.evaluate(
        """() => {
          const { data, network, shown } = window.painkg;
          const ends = ["facet-joint-injection", "radiofrequency-ablation"];
          const [, x1, y1, x2] = shown.view.curves.find(([link, , , , , bend]) =>
            bend === "line" && ends.every((end) => data.links[link].includes(end)));
          const at = network.canvasToDOM({ x: (x1 + x2) / 2, y: y1 });
          const frame = document.getElementById("map").getBoundingClientRect();
          return [frame.left + at.x, frame.top + at.y];
        }"""
    )
    opened.page.mouse.click(*place)
    opened.until("Boolean(window.painkg.state.with)")
    assert "may be followed by" in opened.page.locator("#panel").inner_text()


def test_words_of_a_line_go_with_either_of_its_boxes(visit: Open) -> None:
    opened = visit(fragment="#view=ladder")
    assert "inadequate" in opened.page.evaluate("painkg.drawing()")
    kind = opened.page.evaluate("painkg.data.things['medication'].kind")
    opened.go(f"#view=ladder&hide={kind}")
    drawn = opened.page.evaluate("painkg.drawing()")
    assert "success (may)" in drawn
    assert "inadequate" not in drawn


def numbers(path: str) -> list[float]:
    return [round(float(each), 1) for each in re.findall(r"-?[\d.]+", path)]


@pytest.mark.parametrize("name", ["view=ladder", "view=body", "view=mechanisms", f"focus={RFA}"])
def test_drawings_of_python_are_those_of_the_page(visit: Open, graph: Graph, name: str) -> None:
    kinds = read_kinds()
    knowledge = read_knowledge(graph.store, kinds)
    pen = Pen(knowledge, kinds, drawn_in(kinds)[0])
    views: dict[str, View] = {f"view={each.id}": each.draw(pen) for each in ready_views(knowledge)}
    views[f"focus={RFA}"] = Views(knowledge, kinds).focus(RFA, pen.measure)
    drawn = ET.fromstring(draw_svg(views[name], pen, name))  # noqa: S314 - our own
    opened = visit(fragment=f"#{name}")
    whole = ET.fromstring(opened.page.evaluate("window.painkg.drawing()"))  # noqa: S314 - our own
    shown = whole.find(f"{SVG}g[@class='picture']")
    assert shown is not None
    (ground,) = drawn.findall(f"{SVG}rect[@class='ground']")
    drawn.remove(ground)
    for part in ("path", "rect"):
        places = [
            sorted(
                numbers(
                    each.attrib.get("d", "")
                    or " ".join(each.attrib.get(key, "0") for key in ("x", "y", "width", "height"))
                )
                for each in root.iter(f"{SVG}{part}")
            )
            for root in (drawn, shown)
        ]
        assert places[0] == places[1], part
    words = [sorted("".join(each.itertext()) for each in root.iter(f"{SVG}text")) for root in (drawn, shown)]
    assert words[0] == words[1]


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_gallery_reads_well_and_leads_to_the_map(browser: Browser, built: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844}, java_script_enabled=True)
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    gallery = built / "gallery.html"
    page.goto(gallery.as_uri())
    assert asked == [gallery.as_uri()]
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    visible = page.locator(".both svg:visible")
    assert visible.count() == 1 + len(VIEWS)
    letters = page.evaluate(
        """() => [...document.querySelectorAll(".both svg")].filter((each) => each.clientWidth)
          .map((each) => each.clientWidth / each.viewBox.baseVal.width * Number(each.getAttribute("font-size")))"""
    )
    assert min(letters) >= (12 if width > 320 else 10)
    page.locator("h3 a", has_text="Body map").click()
    page.wait_for_url(re.compile(r"map\.html#view=body$"))
    page.close()

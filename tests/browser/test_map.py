"""The map in Chromium: what is drawn, what a click, a key and a link do, and that nothing leaves the page."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from kg.claims import all_claims
from kg.graph import Graph
from tests.browser.conftest import Open, Visit
from tests.map_samples import HOSTILE

pytestmark = pytest.mark.browser

RFA = "radiofrequency-ablation"
WIDTHS = [390, 1280, 1920]


def overlapping(boxes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (one["id"], other["id"])
        for one, other in itertools.combinations(boxes, 2)
        if one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    ]


def check_picture(visit: Visit, name: str) -> None:
    boxes = visit.boxes()
    frame = visit.page.locator("#map").bounding_box()
    assert frame
    assert boxes, name
    assert not overlapping(boxes), name
    assert min(box["letters"] for box in boxes) >= 12, name
    for box in boxes:
        assert box["left"] >= -1, name
        assert box["right"] <= frame["width"] + 1, name
        assert box["top"] >= -1, name
        assert box["bottom"] <= frame["height"] + 1, name
        assert box["bottom"] - box["top"] >= box["lines"] * box["letters"], name


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["ours", "large", "hostile"])
def test_nothing_overlaps_and_everything_can_be_read(visit: Open, name: str, width: int) -> None:
    opened = visit(name, width=width)
    check_picture(opened, "overview")
    slugs = opened.page.evaluate("Object.keys(window.painkg.data.things)")
    assert len(slugs) > 5
    slugs = slugs if len(slugs) < 60 else slugs[::5]
    for slug in slugs:
        opened.page.evaluate("(focus) => window.painkg.go({ focus })", slug)
        assert opened.reaches(slug)
        check_picture(opened, slug)


@pytest.mark.parametrize("width", WIDTHS)
def test_page_never_scrolls_sideways(visit: Open, width: int) -> None:
    for fragment in ("", f"#focus={RFA}"):
        opened = visit(fragment=fragment, width=width)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("fragment", ["", f"#focus={RFA}"])
def test_same_positions_at_every_load_and_later(visit: Open, fragment: str) -> None:
    opened = visit(fragment=fragment)
    first = opened.boxes()
    opened.page.wait_for_timeout(1500)
    later = opened.boxes()
    opened.go(fragment)
    assert first == later == opened.boxes()


def test_drawn_where_python_put_it(visit: Open) -> None:
    opened = visit(fragment=f"#focus={RFA}")
    wrong = opened.page.evaluate(
        """() => window.painkg.shown.view.boxes.filter(([id, x, y, w, h]) => {
          const at = window.painkg.network.getPosition(id);
          const { width, height } = window.painkg.network.body.nodes[id].shape;
          return at.x !== x || at.y !== y || Math.abs(width - w) > 0.5 || Math.abs(height - h) > 0.5;
        })"""
    )
    assert wrong == []


def test_click_focuses_and_escape_goes_back(visit: Open) -> None:
    opened = visit()
    opened.page.mouse.click(*opened.centre(RFA))
    assert opened.reaches(RFA)
    assert opened.page.url.endswith(f"#focus={RFA}")
    assert opened.page.locator("#panel h2").inner_text() == "radiofrequency ablation"
    opened.page.keyboard.press("Escape")
    assert opened.reaches("")
    assert opened.page.locator("#panel").is_hidden()
    opened.page.go_back()
    assert opened.reaches(RFA)
    opened.page.get_by_role("button", name="Overview").click()
    assert opened.reaches("")


def test_browser_back_retraces_the_steps(visit: Open) -> None:
    opened = visit()
    opened.page.mouse.click(*opened.centre(RFA))
    opened.page.mouse.click(*opened.centre("pain-relief"))
    assert opened.reaches("pain-relief")
    opened.page.go_back()
    assert opened.reaches(RFA)
    opened.page.go_back()
    assert opened.reaches("")
    opened.page.go_forward()
    assert opened.reaches(RFA)


def test_link_reproduces_the_view(visit: Open) -> None:
    opened = visit()
    opened.page.mouse.click(*opened.centre("facet-joint"))
    again = visit(fragment="#" + opened.page.url.split("#")[1])
    assert again.reaches("facet-joint")
    assert again.boxes() == opened.boxes()
    assert again.page.locator("#panel").inner_text() == opened.page.locator("#panel").inner_text()


@pytest.mark.parametrize("fragment", ["#focus=nonsense", "#focus=%", "#focus=__proto__", "#with=x&as=toString&hide=,,"])
def test_link_to_nothing_shows_the_overview(visit: Open, fragment: str) -> None:
    opened = visit(fragment=fragment)
    assert opened.reaches("")
    assert len(opened.boxes()) > 5


def test_focus_is_dark_and_draws_only_its_own_lines(visit: Open) -> None:
    opened = visit(fragment=f"#focus={RFA}")
    ends = opened.page.evaluate("painkg.edges.get().map((edge) => painkg.data.links[edge.link].slice(0, 2))")
    assert ends
    assert all(RFA in each for each in ends)
    shade, others = opened.page.evaluate(
        """(id) => [painkg.nodes.get(id).color.background,
          painkg.nodes.get().filter((n) => n.shape === "box" && n.id !== id).map((n) => n.color.background)]""",
        RFA,
    )
    assert shade == "#171b21"
    assert set(others) == {"#ffffff"}


def test_line_opens_its_own_claims(visit: Open) -> None:
    opened = visit(fragment=f"#focus={RFA}")
    place = opened.page.evaluate(
        """() => {
          const edge = painkg.edges.get().find((each) => painkg.data.links[each.link].includes("osteoarthritis"));
          const ends = painkg.network.getPositions([edge.from, edge.to]);
          const middle = { x: (ends[edge.from].x + ends[edge.to].x) / 2, y: (ends[edge.from].y + ends[edge.to].y) / 2 };
          const at = painkg.network.canvasToDOM(middle);
          const frame = document.getElementById("map").getBoundingClientRect();
          return [frame.left + at.x, frame.top + at.y];
        }"""
    )
    opened.page.mouse.click(*place)
    assert "with=osteoarthritis" in opened.page.url
    claims = opened.page.locator("#panel li")
    assert claims.count() == 1
    assert "osteoarthritis" in claims.first.inner_text()
    assert "section 2, Indications, sentence 1" in claims.first.inner_text()
    opened.page.get_by_role("link", name="All about radiofrequency ablation").click()
    assert opened.page.locator("#panel li").count() > 5


def test_panel_speaks_every_claim_with_its_source(visit: Open, graph: Graph) -> None:
    opened = visit(fragment=f"#focus={RFA}")
    text = opened.page.locator("#panel").inner_text()
    shown = graph.show(RFA)
    assert shown.definition in text
    for claim in shown.claims:
        assert graph.speaker().say(claim) in text
        assert str(claim.source) in text


def test_search_finds_other_names(visit: Open) -> None:
    opened = visit()
    field = opened.page.get_by_role("combobox", name="Find")
    field.fill("rfa")
    assert opened.page.get_by_role("option").first.inner_text() == "RFA: radiofrequency ablation"
    field.press("Enter")
    assert opened.reaches(RFA)
    field.fill("zzz")
    assert opened.page.get_by_text("Nothing by that name").is_visible()
    field.fill("nerve")
    opened.page.get_by_role("option").nth(1).click()
    opened.until("painkg.state.focus.includes('nerve')")


def test_keyboard_alone_reaches_everything(visit: Open) -> None:
    opened = visit()
    reached = []
    for _ in range(80):
        opened.page.keyboard.press("Tab")
        box = opened.page.evaluate("document.activeElement.dataset.id || document.activeElement.id")
        outline = opened.page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        reached.append(box)
        assert outline != "0px", box
        if box == RFA:
            break
    assert reached[0] == "search"
    assert reached[-1] == RFA
    opened.page.keyboard.press("Enter")
    opened.until("document.activeElement.tagName === 'H2'")
    assert opened.reaches(RFA)


def test_legend_filters_and_the_link_remembers_it(visit: Open) -> None:
    opened = visit(fragment=f"#focus={RFA}")
    opened.page.get_by_label("condition").first.uncheck()
    left = {box["id"] for box in opened.boxes()}
    assert RFA in left
    assert "osteoarthritis" not in left
    assert "hide=Condition" in opened.page.url
    assert opened.page.evaluate("painkg.edges.get().filter((edge) => edge.hidden).length") > 0
    again = visit(fragment="#" + opened.page.url.split("#")[1])
    assert {box["id"] for box in again.boxes()} == left
    assert not again.page.get_by_label("condition").first.is_checked()


def test_pointing_at_a_box_shows_its_links_only(visit: Open) -> None:
    drawn = "painkg.edges.get().filter((edge) => edge.color.color !== 'rgba(0,0,0,0)').map((edge) => edge.link)"
    opened = visit()
    assert opened.page.evaluate(drawn) == []
    opened.page.mouse.move(*opened.centre(RFA))
    links = opened.page.evaluate(f"{drawn}.map((link) => painkg.data.links[link].slice(0, 2))")
    assert links
    assert all(RFA in each for each in links)


def test_left_out_boxes_are_listed(visit: Open) -> None:
    opened = visit("large")
    opened.page.locator("#boxes a[data-id='more anatomy']").click()
    missing = opened.page.evaluate("painkg.data.left[''].anatomy")
    assert opened.page.locator("#panel li").count() == len(missing) > 0
    opened.page.locator("#panel li a").first.click()
    assert opened.reaches(missing[0])


def test_swiping_over_the_map_scrolls_the_page(visit: Open) -> None:
    opened = visit(width=390, has_touch=True, is_mobile=True)
    session = opened.page.context.new_cdp_session(opened.page)
    x, y = 200, 600
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        point = {"x": x, "y": y - 30 * step}
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    opened.until("window.scrollY > 100")
    assert opened.reaches("")


def test_tapping_opens(visit: Open) -> None:
    opened = visit(width=390, has_touch=True, is_mobile=True)
    opened.page.touchscreen.tap(*opened.centre(RFA))
    assert opened.reaches(RFA)


def test_table_stands_without_javascript(visit: Open, graph: Graph) -> None:
    opened = visit(java_script_enabled=False)
    rows = opened.page.locator("tbody tr")
    assert rows.count() == len(all_claims(graph.store))
    assert rows.first.is_visible()
    assert opened.page.locator("#stage").is_hidden()
    assert opened.page.locator("tbody a").first.get_attribute("href") == f"#focus={RFA}"


def test_link_in_the_table_opens_the_map(visit: Open) -> None:
    opened = visit()
    opened.page.locator("tbody a", has_text="heated needle").first.click()
    opened.until("painkg.state.focus === 'heated-needle'")
    assert opened.page.evaluate("document.getElementById('stage').getBoundingClientRect().top") > -1


def test_strangers_words_stay_words(visit: Open) -> None:
    opened = visit("hostile")
    for slug in ["target", *HOSTILE]:
        opened.page.evaluate("(focus) => window.painkg.go({ focus })", slug)
        assert opened.reaches(slug)
        assert opened.page.locator("#panel img, #panel script").count() == 0
    opened.page.get_by_role("combobox", name="Find").fill("script")
    assert opened.page.evaluate("window.canary") is None
    assert opened.page.locator("h1").count() == 1


def test_policy_forbids_what_the_page_does_not_need(visit: Open) -> None:
    opened = visit()
    outcome = opened.page.evaluate(
        """() => new Promise((done) => {
          document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
          const script = document.createElement("script");
          script.textContent = "window.canary = 1";
          document.body.append(script);
          setTimeout(() => done("ran: " + window.canary), 500);
        })"""
    )
    assert outcome == "script-src-elem"
    assert len(opened.complaints) == 1
    opened.complaints.clear()


def test_dark_and_light(visit: Open) -> None:
    opened = visit(color_scheme="dark", fragment=f"#focus={RFA}")
    ground = "getComputedStyle(document.body).backgroundColor"
    fill = "painkg.nodes.get('heat').color.background"
    assert (opened.page.evaluate(ground), opened.page.evaluate(fill)) == ("rgb(20, 24, 29)", "#14181d")
    opened.page.get_by_role("button", name="Light").click()
    assert (opened.page.evaluate(ground), opened.page.evaluate(fill)) == ("rgb(255, 255, 255)", "#ffffff")


def test_page_is_idle_when_nothing_happens(visit: Open) -> None:
    opened = visit(fragment=f"#focus={RFA}")
    opened.page.wait_for_timeout(300)
    drawn = opened.page.evaluate(
        """() => new Promise((done) => {
          let count = 0;
          painkg.network.on("afterDrawing", () => { count += 1; });
          setTimeout(() => done(count), 1000);
        })"""
    )
    assert drawn <= 1


def test_prints_the_table(visit: Open, tmp_path: Path) -> None:
    opened = visit(fragment=f"#focus={RFA}")
    opened.page.emulate_media(media="print")
    assert opened.page.locator("#search").is_hidden()
    assert opened.page.locator("tbody tr").last.is_visible()
    printed = tmp_path / "map.pdf"
    opened.page.pdf(path=str(printed))
    assert printed.stat().st_size > 10_000


def test_whole_page_is_one_file(maps: dict[str, Path]) -> None:
    data = maps["ours"].read_text("utf-8")
    assert json.loads(data.split('id="data">')[1].split("</script>")[0])["links"]

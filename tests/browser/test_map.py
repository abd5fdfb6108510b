"""The map in Chromium: what is drawn, what a click, a key and a link do, and that nothing leaves the page."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from kg.claims import all_claims
from kg.graph import Graph
from tests.browser.conftest import Open, Visit
from tests.conftest import CLAIMS
from tests.map_samples import HOSTILE

pytestmark = pytest.mark.browser

RFA = "radiofrequency-ablation"
WIDTHS = [320, 390, 800, 1280, 1920]


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
        style, width = opened.page.evaluate(
            "(({ outlineStyle, outlineWidth }) => [outlineStyle, outlineWidth])(getComputedStyle(document.activeElement))"
        )
        reached.append(box)
        assert style != "none", box
        assert width != "0px", box
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


def test_pointing_at_a_box_lights_all_that_it_is_linked_to(visit: Open) -> None:
    lit = "painkg.nodes.get().filter((node) => node.color.border !== '#c3cad3').map((node) => node.id)"
    opened = visit()
    assert len(opened.page.evaluate(lit)) == len(opened.boxes())
    opened.page.mouse.move(*opened.centre(RFA))
    linked = opened.page.evaluate(
        "(id) => painkg.data.links.map((link) => link.slice(0, 2)).filter((ends) => ends.includes(id)).flat()", RFA
    )
    assert set(opened.page.evaluate(lit)) == set(linked) & {box["id"] for box in opened.boxes()}
    assert "facet-joint-injection" in linked
    assert opened.page.evaluate("painkg.edges.length") > 0
    opened.page.mouse.move(5, 5)
    assert opened.page.evaluate("painkg.edges.length") == 0
    assert len(opened.page.evaluate(lit)) == len(opened.boxes())


HELD = "document.activeElement.dataset.id"


def test_keyboard_stays_where_it_was_when_all_is_drawn_anew(visit: Open) -> None:
    opened = visit()
    opened.page.evaluate("painkg.rest('pain-relief')")
    opened.page.set_viewport_size({"width": 700, "height": 800})
    opened.until("painkg.shown.layout === 'middle'")
    assert opened.page.evaluate(HELD) == "pain-relief"
    opened.page.keyboard.press("Enter")
    opened.until("document.activeElement.tagName === 'H2'")
    assert opened.page.locator("#choice").inner_text() == "Chosen: pain relief"
    opened.page.keyboard.press("Escape")
    assert opened.page.evaluate(HELD) == "pain-relief"
    opened.page.keyboard.press("Enter")
    assert opened.reaches("pain-relief")
    opened.page.go_back()
    assert opened.reaches("")
    assert opened.page.evaluate(HELD) == "pain-relief"
    opened.page.keyboard.press("Enter")
    assert opened.reaches("pain-relief")
    opened.page.get_by_role("button", name="Overview").click()
    assert opened.page.evaluate(HELD) == opened.page.evaluate("painkg.shown.view.boxes[0][0]")


def test_link_to_where_one_is_leads_to_the_panel(visit: Open) -> None:
    opened = visit(fragment="#focus=heated-needle")
    opened.page.locator("#claims tbody a", has_text="heated needle").first.press("Enter")
    assert opened.page.evaluate("document.activeElement.tagName") == "H2"
    assert opened.page.locator("#panel h2").inner_text() == "heated needle"
    assert opened.page.evaluate("document.getElementById('stage').getBoundingClientRect().top") > -1
    opened.page.mouse.click(*opened.centre(RFA))
    assert opened.reaches(RFA)
    assert opened.page.evaluate("document.activeElement.tagName") != "H2"


def test_denied_is_said_in_words(visit: Open) -> None:
    opened = visit("hostile", "#focus=target", width=390)
    captions = opened.page.evaluate("painkg.shown.view.captions.map((each) => each[0])")
    assert {"used for", "not used for", "used for (contested)"} <= set(captions)
    headings = opened.page.locator("#panel h3").all_inner_texts()
    named = [each.rpartition(" (")[0] for each in headings]
    assert named == ["used for", "not used for", "used for (contested)", "also called"]
    last = "painkg.edges.get().filter((edge) => painkg.data.links[edge.link].includes(id)).at(-1)"
    denied = opened.page.evaluate(f"(id) => {last}", "template")
    assert (denied["label"], denied["color"]["color"]) == ("✕", "#b3001b")
    dashed = opened.page.evaluate(f"(id) => {last}.dashes", "image")
    assert dashed == opened.page.evaluate("painkg.data.truths.indirect.dashes")


@pytest.mark.parametrize(("scheme", "tone"), [("light", "#5b2bd0"), ("dark", "#bfa8ff")])
def test_contested_line_has_its_style_and_names_both_sides(visit: Open, scheme: str, tone: str) -> None:
    opened = visit("hostile", "#focus=target&with=emoji&as=contested", color_scheme=scheme)
    style = opened.page.evaluate("painkg.data.truths.contested")
    lines = opened.page.evaluate("painkg.edges.get().filter((edge) => painkg.data.links[edge.link].includes('emoji'))")
    assert {json.dumps(line["dashes"]) for line in lines} == {json.dumps(style["dashes"])}
    assert {line["color"]["color"] for line in lines} == {tone}
    assert style["mark"] in {line.get("label") for line in lines}
    # Turned with its line, the mark would look like that of a denial.
    assert {line["font"]["align"] for line in lines} == {"horizontal"}
    claims = opened.page.locator("#panel li").all_inner_texts()
    assert [" is not used for " in each for each in claims] == [False, True]
    for each, other in zip(claims, ("sample:s1-description-1.90", "sample:s1-description-1.5"), strict=True):
        assert f"{other} says the opposite" in each


def test_caption_goes_with_its_boxes(visit: Open) -> None:
    opened = visit()
    shown = """() => {
      const words = [];
      const draw = CanvasRenderingContext2D.prototype.fillText;
      CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
        words.push(text);
        return draw.call(this, text, ...rest);
      };
      painkg.network.redraw();
      CanvasRenderingContext2D.prototype.fillText = draw;
      return words;
    }"""
    assert "Agents" in opened.page.evaluate(shown)
    opened.page.get_by_label("agent").uncheck()
    assert "Agents" not in opened.page.evaluate(shown)


def test_search_shows_its_list_again(visit: Open) -> None:
    opened = visit()
    field = opened.page.get_by_role("combobox", name="Find")
    field.fill("nerve")
    found = opened.page.get_by_role("listbox")
    field.blur()
    assert found.is_hidden()
    field.focus()
    assert found.is_visible()
    field.blur()
    field.fill("zzz")
    assert opened.page.locator("#status").inner_text() == "Nothing by that name"
    assert found.is_hidden()


def test_address_keeps_only_what_fits(visit: Open) -> None:
    opened = visit(fragment=f"#focus={RFA}&with=vertebra&as=denied&more=anatomy")
    state = opened.page.evaluate("painkg.state")
    assert (state["focus"], state["with"], state["as"], state["more"]) == (RFA, "", "", "")
    opened.go(f"#focus={RFA}&with=osteoarthritis&as=indirect")
    assert opened.page.evaluate("painkg.state.as") == "indirect"
    opened.page.keyboard.press("Escape")
    assert opened.page.url.endswith(f"#focus={RFA}")
    opened.go("#focus=nonsense")
    opened.page.get_by_role("button", name="Overview").click()
    assert opened.page.locator("#panel").is_hidden()


@pytest.mark.parametrize(
    ("width", "fragment", "layout"),
    [
        (599, "", "narrow"),
        (700, "", "middle"),
        (1100, "", "wide"),
        (1199, f"#focus={RFA}", "wide"),
        (1200, f"#focus={RFA}", "wide"),
    ],
)
def test_layout_fits_the_window(visit: Open, width: int, fragment: str, layout: str) -> None:
    opened = visit(fragment=fragment, width=width)
    assert opened.page.evaluate("painkg.shown.layout") == layout
    check_picture(opened, layout)
    if fragment:
        columns = opened.page.evaluate("getComputedStyle(document.getElementById('stage')).gridTemplateColumns")
        assert len(columns.split()) == (2 if width >= 1200 else 1)


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
    rows = opened.page.locator("#claims tbody tr")
    assert rows.count() == len(all_claims(graph.store))
    assert rows.first.is_visible()
    assert opened.page.locator("#stage").is_hidden()
    assert opened.page.locator("#claims tbody a").first.get_attribute("href") == "#focus=interventional-pain-procedure"


def test_link_in_the_table_opens_the_map(visit: Open) -> None:
    opened = visit()
    opened.page.locator("#claims tbody a", has_text="heated needle").first.click()
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


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("fragment", ["", f"#focus={RFA}"])
def test_prints_the_whole_picture_and_its_claims(visit: Open, tmp_path: Path, fragment: str, width: int) -> None:
    opened = visit(fragment=fragment, width=width)
    printed = tmp_path / "map.pdf"
    # What the browser draws for the paper: the first picture is the canvas, finer than on a screen.
    opened.page.evaluate(
        """() => window.addEventListener("beforeprint", () => {
          const { layout, view, scale, room } = painkg.shown;
          const { width } = painkg.network.canvas.frame.canvas;
          window.paper = { layout, part: (width / devicePixelRatio) / (view.size[0] * scale), high: view.size[1] * scale };
        })"""
    )
    before = opened.boxes()
    opened.page.pdf(path=str(printed), format="A4")
    pages = len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes()))
    # The picture on up to two; about nine claims of the table on a page, but a focus is printed with its own alone.
    assert (2 <= pages <= 7) if fragment else (3 <= pages <= 2 + CLAIMS / 7)
    paper = opened.page.evaluate("window.paper")
    assert paper["part"] == pytest.approx(1, abs=0.01)
    assert paper["high"] <= 2 * 860 + 1
    opened.until("!painkg.printing")
    assert opened.boxes() == before
    opened.page.emulate_media(media="print")
    assert opened.page.locator("#search").is_hidden()
    assert opened.page.locator("#claims tbody tr").last.is_visible() is (not fragment)
    opened.page.set_viewport_size({"width": 700, "height": 1000})
    place = opened.page.locator("#map canvas").bounding_box()
    assert place
    assert place["width"] <= 700
    assert place["height"] <= 900


def test_whole_page_is_one_file(maps: dict[str, Path]) -> None:
    data = maps["ours"].read_text("utf-8")
    assert json.loads(data.split('id="data">')[1].split("</script>")[0])["links"]

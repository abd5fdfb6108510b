"""Steps, paths, comparisons and what can be taken away: what the page lays out by itself, in Chromium."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from kg import terms
from kg.graph import Graph
from kg.maps.kinds import read_kinds
from kg.maps.model import read_knowledge, slug_of
from kg.path import Paths
from tests.browser.conftest import Open, Visit
from tests.browser.test_map import RFA, WIDTHS, check_picture

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser

PAIR = "kyphoplasty,vertebroplasty"


def picked(found: Visit, expression: str, given: Any = None) -> Any:
    return found.page.evaluate(expression, given)


def columns(opened: Visit) -> list[list[str]]:
    """The boxes of a picture in columns, from left to right."""
    boxes = picked(opened, "painkg.shown.view.boxes.map(([id, x]) => [x, id])")
    return [[slug for x, slug in boxes if x == place] for place in sorted({x for x, _ in boxes})]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["ours", "large", "hostile"])
def test_every_picture_can_be_read(visit: Open, name: str, width: int) -> None:
    opened = visit(name, width=width)
    slugs = picked(opened, "Object.keys(painkg.data.things)")
    some = slugs[:: max(1, len(slugs) // 7)]
    states: list[dict[str, str]] = [{"focus": slug, "steps": steps} for slug in some for steps in "23"]
    states += [{key: f"{one},{other}"} for one, other in pairwise(some) for key in ("between", "compare")]
    for state in states:
        picked(opened, "(state) => painkg.go(state)", state)
        check_picture(opened, json.dumps(state))
        assert picked(opened, "painkg.shown.view.boxes.length") <= 60
        assert picked(opened, "document.documentElement.scrollWidth") <= width


def test_data_are_those_of_python(visit: Open, graph: Graph) -> None:
    kinds = read_kinds()
    knowledge = read_knowledge(graph.store, kinds)
    opened = visit()
    unpacked = picked(opened, "painkg.data")
    assert list(unpacked["things"]) == list(knowledge.things)
    for slug, thing in knowledge.things.items():
        found = unpacked["things"][slug]
        assert (found["label"], found["definition"], found["names"]) == (thing.label, thing.definition, thing.names)
        assert found["said"] == knowledge.said[slug]
    for found, each in zip(unpacked["statements"], knowledge.statements, strict=True):
        assert (found["id"], found["words"], found["source"]) == (each.id, each.words, each.source)
        assert found["ends"] == [each.subject, each.object if each.object in knowledge.things else ""]
        assert (found["basis"], found["truth"], found["cues"], found["hedge"]) == (
            each.basis,
            each.truth,
            each.cues,
            each.hedge,
        )
    for found, link in zip(unpacked["links"], knowledge.links, strict=True):
        assert found == [*link.ends, link.truth, link.statements, *map(int, link.arrows), link.length]
    said = picked(opened, "(slug) => painkg.said(slug).map(([words]) => words)", RFA)
    known = [knowledge.statements[index] for index in knowledge.said[RFA]]
    captions = {each.caption(RFA, kinds) if RFA in (each.subject, each.object) else "also mentioned" for each in known}
    assert set(said) == captions


def test_steps_lead_on_from_what_is_affirmed(visit: Open) -> None:
    opened = visit(fragment=f"#focus={RFA}")
    group = opened.page.get_by_role("group", name="Steps from the filled box")
    group.get_by_role("button", name="2").click()
    assert opened.page.url.endswith(f"#focus={RFA}&steps=2")
    first, second, third = columns(opened)
    assert first == [RFA]
    assert "osteoarthritis" in second
    assert "epidural-steroid-injection" in third
    linked = "([a, b]) => painkg.between(a, b).length > 0"
    shown = [slug for slug in third if not slug.startswith("more")]
    assert all(any(picked(opened, linked, [one, other]) for one in second) for other in shown)
    group.get_by_role("button", name="3").click()
    assert len(columns(opened)) == 4
    assert opened.page.locator("[data-steps='3']").get_attribute("aria-pressed") == "true"


def test_more_of_a_step_is_listed(visit: Open) -> None:
    opened = visit(fragment=f"#focus={RFA}&steps=2")
    box = opened.page.locator("#boxes a[data-id='more 2']")
    box.click()
    assert opened.page.url.endswith("&steps=2&more=2")
    heading = opened.page.locator("#panel h2").inner_text()
    assert heading == f"2 steps: {opened.page.locator('#panel li').count()} more"
    opened.page.keyboard.press("Escape")
    assert opened.page.url.endswith("&steps=2")


def paths_of(graph: Graph, pair: tuple[str, str]) -> set[tuple[str, ...]]:
    start, end = (terms.KG + slug for slug in pair)
    return {(slug_of(start), *(slug_of(step.end) for step in path)) for path in Paths(graph.store).between(start, end)}


@pytest.mark.parametrize(
    "pair",
    [
        ("spinal-cord-stimulation", "osteoarthritis"),
        (RFA, "nerve-block"),
        ("kyphoplasty", "vertebroplasty"),
        ("patient", "sciatica"),
        ("vertebra", "prp-injection"),
        ("heat", "facet-joint"),
        ("regenerative", "anti-inflammatory"),
    ],
)
def test_paths_are_those_of_the_command(visit: Open, graph: Graph, pair: tuple[str, str]) -> None:
    opened = visit(fragment=f"#between={','.join(pair)}")
    lines = opened.page.locator("#panel ol.paths li")
    found = {
        tuple(link.split("=")[-1] for link in line.locator("a").evaluate_all("(all) => all.map((a) => a.hash)"))
        for line in lines.all()
    }
    wanted = paths_of(graph, pair)
    assert found <= wanted
    assert len(found) == min(len(wanted), 12)
    steps = {step for path in found for step in pairwise(path)}
    drawn = picked(opened, "painkg.shown.view.curves.map(([link]) => painkg.data.links[link].slice(0, 2))")
    known = {frozenset(each) for each in drawn}
    boxes = {slug for slug, *_ in picked(opened, "painkg.shown.view.boxes")}
    assert {frozenset(each) for each in steps if boxes.issuperset(each)} <= known


def test_no_path_says_so(visit: Open) -> None:
    opened = visit("hostile", "#between=emoji,elsewhere")
    assert opened.reaches("")
    opened.go("#between=target,https%3A%2F%2Fexample.org%2Fa%2520b'%26%23focus")
    assert "Nothing that the text affirms" in opened.page.locator("#panel").inner_text()
    assert len(columns(opened)) == 2


@pytest.mark.parametrize("fragment", ["#between=a,b", f"#between={RFA},{RFA}", f"#compare={RFA}", f"#compare={PAIR},x"])
def test_half_a_pair_shows_the_overview(visit: Open, fragment: str) -> None:
    opened = visit(fragment=fragment)
    assert picked(opened, "painkg.place(painkg.state)") == ""
    assert "The map has nothing called" in opened.page.locator("#told").inner_text()


def test_what_is_not_of_one_kind_is_not_compared(visit: Open) -> None:
    opened = visit(fragment=f"#focus={RFA}")
    opened.page.get_by_role("button", name="Compare with…").click()
    assert "choose the other procedure" in opened.page.locator("#told").inner_text()
    opened.page.locator("#boxes a[data-id='osteoarthritis']").click()
    told = opened.page.locator("#told")
    assert "Only things of one kind can be compared" in told.inner_text()
    assert picked(opened, "painkg.place(painkg.state)") == ""
    told.get_by_role("link", name="radiofrequency ablation").click()
    assert picked(opened, "painkg.place(painkg.state)") == f"focus={RFA}"


def test_second_of_two_is_chosen_on_the_map_or_by_name(visit: Open) -> None:
    opened = visit(fragment=f"#focus={RFA}")
    opened.page.get_by_role("button", name="Paths to…").click()
    assert "choose the other end" in opened.page.locator("#told").inner_text()
    opened.page.locator("#boxes a[data-id='osteoarthritis']").click()
    assert opened.page.url.endswith(f"#between={RFA},osteoarthritis")
    opened.page.go_back()
    opened.page.keyboard.press("Escape")
    assert opened.page.url.endswith(f"#focus={RFA}")
    opened.page.get_by_role("button", name="Compare with…").click()
    field = opened.page.get_by_role("combobox", name="Find")
    field.fill("nerve block")
    field.press("Enter")
    assert opened.page.url.endswith(f"#compare={RFA},nerve-block")
    assert picked(opened, "painkg.chosen(painkg.state)") == [RFA, "nerve-block"]


def test_comparison_tells_denied_from_not_stated(visit: Open) -> None:
    opened = visit(fragment=f"#compare={PAIR}")
    left, one, both, other, *right = columns(opened)
    assert (one, other) == (["kyphoplasty"], ["vertebroplasty"])
    assert "restore-vertebral-height" in left
    assert "bone-cement" in both
    assert right == []

    def cells(relation: str) -> list[str]:
        row: Locator = opened.page.locator(".two tbody tr", has=opened.page.get_by_role("rowheader", name=relation))
        texts: list[str] = row.locator("td").all_inner_texts()
        return texts

    assert cells("uses device")[0].strip() == "balloon"
    assert "denied" in cells("uses device")[1]
    assert cells("acts to")[1] == "not stated"
    assert all("both" in cell for cell in cells("uses agent"))
    opened.page.locator(".two summary").first.click()
    assert "section " in opened.page.locator(".two details[open]").inner_text()


@pytest.mark.parametrize("fragment", ["", f"#focus={RFA}", f"#focus={RFA}&steps=2", f"#compare={PAIR}"])
def test_drawing_holds_what_the_picture_shows(visit: Open, fragment: str, tmp_path: Path) -> None:
    opened = visit(fragment=fragment, accept_downloads=True)
    opened.page.locator("#take summary").click()
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="Drawing (SVG)").click()
    download.value.save_as(tmp_path / "map.svg")
    opened.page.hover("h1")  # away from boxes that may lie beneath the menu, which would draw their lines
    root = ET.parse(tmp_path / "map.svg").getroot()  # noqa: S314 - our own file
    space = "{http://www.w3.org/2000/svg}"
    words = " ".join("".join(text.itertext()) for text in root.iter(space + "text"))
    for label in picked(opened, "painkg.shown.view.boxes.map(([id]) => painkg.nodes.get(id).label)"):
        assert label.replace("\n", "") in words.replace(" ", "") or label.replace("\n", "") in words
    lines = picked(opened, "painkg.edges.get().filter((edge) => !edge.hidden).length")
    assert sum("fill" in path.attrib and path.get("fill") == "none" for path in root.iter(space + "path")) == lines
    # What it is, how it reads and whence it comes go with it.
    assert str(opened.page.title()) in words
    assert "Not medical advice. Drawn from" in words
    truths = picked(
        opened,
        "[...new Set(painkg.edges.get().filter(({hidden}) => !hidden).map(({link}) => painkg.data.truths[painkg.data.links[link][2]].label))]",
    )
    kinds = picked(
        opened,
        "[...new Set(painkg.shown.view.boxes.flatMap(([id]) => painkg.has(painkg.data.things, id) ? [painkg.data.kinds[painkg.data.things[id].kind].name] : []))]",
    )
    assert kinds
    for name in [*truths, *kinds]:
        assert name in words
    outside = """() => {
      const page = new DOMParser().parseFromString(painkg.drawing(), "image/svg+xml");
      const drawing = document.body.appendChild(document.adoptNode(page.documentElement));
      const room = drawing.getBoundingClientRect();
      const isOut = (one) => one.left < room.left || one.right > room.right || one.top < room.top || one.bottom > room.bottom;
      return [...drawing.querySelectorAll("text")].filter((each) => isOut(each.getBoundingClientRect())).map((each) => each.textContent);
    }"""
    assert picked(opened, outside) == []


def test_image_is_three_times_as_fine(visit: Open, tmp_path: Path) -> None:
    opened = visit(fragment=f"#focus={RFA}", accept_downloads=True)
    opened.page.locator("#take summary").click()
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="Picture (PNG)").click()
    download.value.save_as(tmp_path / "map.png")
    head = (tmp_path / "map.png").read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    size = [int.from_bytes(head[at : at + 4], "big") for at in (16, 20)]
    drawing = ET.fromstring(picked(opened, "painkg.drawing()"))  # noqa: S314 - our own
    assert size == [3 * int(drawing.attrib[side]) for side in ("width", "height")]


def test_embedded_map_is_the_picture_alone(visit: Open) -> None:
    opened = visit(fragment=f"#focus={RFA}&embed=1")
    assert opened.page.locator(".controls").is_hidden()
    whole = opened.page.get_by_role("link", name="Open the whole map")
    assert str(whole.get_attribute("href")).endswith(f"#focus={RFA}")
    assert opened.page.locator("#claims").is_hidden()
    opened.page.locator("#boxes a[data-id='osteoarthritis']").click()
    assert opened.page.url.endswith("#focus=osteoarthritis&embed=1")


def test_code_to_embed_names_the_view(visit: Open) -> None:
    opened = visit(fragment=f"#focus={RFA}&steps=2")
    opened.page.evaluate(
        "() => { navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }; }"
    )
    opened.page.locator("#take summary").click()
    opened.page.get_by_role("button", name="Copy code to embed").click()
    opened.until("window.copied")
    assert f"#focus={RFA}&amp;steps=2&amp;embed=1" in opened.page.evaluate("window.copied")
    opened.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    opened.page.locator("#take summary").click()
    opened.page.get_by_role("button", name="Copy the link").click()
    assert opened.page.get_by_label("To copy").input_value() == opened.page.url


def test_pointing_at_a_box_draws_its_lines_alone(visit: Open) -> None:
    opened = visit()
    lines = "painkg.edges.get().map((edge) => painkg.data.links[edge.link].slice(0, 2))"
    assert picked(opened, lines) == []
    opened.page.hover(f"#boxes a[data-id='{RFA}']")
    drawn = picked(opened, lines)
    assert all(RFA in ends for ends in drawn)
    shown = set(picked(opened, "painkg.shown.view.boxes.map(([id]) => id)"))
    linked = picked(opened, "(id) => painkg.near.get(id).map(([other]) => other)", RFA)
    assert {end for ends in drawn for end in ends} - {RFA} == set(linked) & shown
    opened.page.hover("h1")
    assert picked(opened, lines) == []
    opened.go(f"#focus={RFA}&steps=2")
    opened.page.hover("#boxes a[data-id='nerve-block']")
    quiet = picked(opened, "getComputedStyle(document.documentElement).getPropertyValue('--rule').trim()")
    loud = picked(
        opened,
        f"painkg.edges.get().filter((edge) => edge.color.color !== '{quiet}').map((e) => painkg.data.links[e.link].slice(0, 2))",
    )
    assert loud
    assert all("nerve-block" in ends for ends in loud)

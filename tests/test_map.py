"""The map without a browser: the same bytes each time, nothing overlaps, nothing escapes, nothing is left out."""

from __future__ import annotations

import html
import html.parser
import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg import terms
from kg.assemble import ontology_quads
from kg.claims import all_claims
from kg.engine import Engine
from kg.graph import Graph
from kg.maps.kinds import OTHER, Kinds, read_kinds
from kg.maps.layout import View
from kg.maps.model import Knowledge, Statement, read_knowledge, slug_of
from kg.maps.order import Shown, shown
from kg.maps.page import SCRIPTS, map_page
from kg.maps.payload import MOST_BOXES, Views, embed
from kg.maps.wrap import cut, text_width, wrap
from kg.store import Store
from tests.conftest import ROOT
from tests.map_samples import HOSTILE, claim, document, hostile_store, large_store, thing


class Page(html.parser.HTMLParser):
    """What a browser without JavaScript would see of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: dict[str | None, list[list[str]]] = {}
        self.links: list[str | None] = []
        self.scripts: list[str] = []
        self._open: list[str] = []
        self._rows: list[list[str]] = []
        self.feed(text)

    # The names that the standard library calls.
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)
        if tag == "table":
            self.tables[dict(attrs).get("id")] = self._rows = []
        elif tag == "tr":
            self._rows.append([])
        elif tag in {"td", "th"}:
            self._rows[-1].append("")
        elif tag == "a" and "table" in self._open and self._rows is self.tables.get("claims"):
            self.links.append(dict(attrs)["href"])
        elif tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: D102
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:  # noqa: D102
        if self._open and self._open[-1] == "script":
            self.scripts[-1] += data
        elif {"td", "th"} & set(self._open):
            self._rows[-1][-1] += data

    @property
    def rows(self) -> list[list[str]]:
        """The table of every claim."""
        return self.tables["claims"]

    def data(self) -> dict[str, Any]:
        """What the page's script reads."""
        parsed: dict[str, Any] = json.loads(self.scripts[0])
        return parsed


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    return read_kinds()


def nothing() -> Store:
    return Store.of([])


@pytest.fixture(scope="module", params=["ours", "large", "hostile", "nothing"])
def store(request: pytest.FixtureRequest, graph: Graph) -> Engine:
    if request.param == "ours":
        return graph.store
    return {"large": large_store, "hostile": hostile_store, "nothing": nothing}[request.param]()


@pytest.fixture(scope="module")
def page(store: Engine) -> Page:
    return Page(map_page(store))


@pytest.fixture(scope="module")
def views(store: Engine, kinds: Kinds) -> Views:
    return Views(read_knowledge(store, kinds), kinds)


def all_views(views: Views) -> list[tuple[str, View]]:
    found = []
    for measure in views.metrics:
        found.append((f"{measure.name} overview", views.overview(measure)))
        slugs = views.knowledge.things if measure.focus_width else ()
        found += [(f"{measure.name} {slug}", views.focus(slug, measure)) for slug in slugs]
    return found


def corners(shape: Any) -> tuple[float, float, float, float]:
    return shape.x - shape.w / 2, shape.y - shape.h / 2, shape.x + shape.w / 2, shape.y + shape.h / 2


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_same_bytes_whatever_the_process(built: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from kg.store import Store; from kg.maps.page import SCRIPTS, map_page; "
        "sys.stdout.buffer.write(map_page(Store.open(Path(sys.argv[1]))).encode())"
    )
    pages = []
    for seed, zone, locale in (("0", "UTC", "C"), ("4711", "Asia/Tokyo", "tr_TR.UTF-8")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        folder = tmp_path / seed
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", script, built], cwd=folder, env=environment, capture_output=True, check=True
        )
        pages.append(done.stdout)
        assert not list(folder.iterdir())
    assert pages[0] == pages[1]
    assert pages[0] == (built / "map.html").read_bytes()


def test_no_boxes_overlap(views: Views) -> None:
    bad = [
        (name, one.id, other.id)
        for name, view in all_views(views)
        for one, other in itertools.combinations(view.boxes, 2)
        if overlap(corners(one), corners(other))
    ]
    assert not bad


def test_captions_and_headings_stay_clear_of_boxes(views: Views) -> None:
    bad = []
    for name, view in all_views(views):
        words = [
            (each.words, (each.x, each.y - 7, each.x + text_width(each.words) * 13, each.y + 7))
            for each in view.captions
        ]
        words += [(band.id, (band.x, band.y + 8, band.x + band.w, band.y + 30)) for band in view.bands]
        bad += [(name, each, box.id) for each, place in words for box in view.boxes if overlap(place, corners(box))]
        bad += [
            (name, one[0], other[0]) for one, other in itertools.combinations(words, 2) if overlap(one[1], other[1])
        ]
    assert not bad


def test_every_box_stands_in_its_lane_and_in_the_picture(views: Views) -> None:
    for name, view in all_views(views):
        bands = {band.id: band for band in view.bands}
        for box in view.boxes if "" not in bands else ():  # columns of their own, which test_map_views looks at
            lane = box.id[5:] if box.id.startswith("more ") else views.knowledge.things[box.id].kind.lane
            left, top, right, bottom = corners(box)
            band = bands[lane]
            assert band.x <= left, name
            assert right <= band.x + band.w <= view.width, name
            assert band.y <= top, name
            assert bottom <= band.y + band.h <= view.height, name


def test_lines_of_a_focus_touch_it_and_cross_no_box(views: Views) -> None:
    for measure in (each for each in views.metrics if each.focus_width):
        for slug in views.knowledge.things:
            view = views.focus(slug, measure)
            assert {curve.link for curve in view.curves} <= {
                index for index, link in enumerate(views.knowledge.links) if slug in link.ends
            }
            for curve in view.curves:
                # Straight parts; curved ones run in the space between lanes or boxes, which the next test shows.
                if curve.bend == "line":
                    x1, x2 = sorted((curve.x1, curve.x2))
                    y1, y2 = sorted((curve.y1, curve.y2))
                    place = (x1 - 0.5, y1 + 0.5 if x1 == x2 else y1 - 0.5, x2 + 0.5, y2 - 0.5 if x1 == x2 else y2 + 0.5)
                    crossed = [box.id for box in view.boxes if box.id != slug and overlap(place, corners(box))]
                    assert not crossed, (measure.name, slug)


def test_curved_lines_cross_no_box(views: Views) -> None:
    for name, view in all_views(views):
        if name.endswith(" overview"):
            continue
        for curve in view.curves:
            x1, x2 = sorted((curve.x1, curve.x2))
            y1, y2 = sorted((curve.y1, curve.y2))
            place = (x1 + 0.5, y1, x2 - 0.5, y2)
            crossed = [box.id for box in view.boxes if curve.bend != "line" and overlap(place, corners(box))]
            assert not crossed, name


def test_every_neighbour_is_drawn_or_counted(views: Views) -> None:
    for slug, near in views.near.items():
        lanes = views.focus_lanes(slug)
        drawn = {each for lane in lanes.values() for each in lane.slugs}
        counted = {each for lane in lanes.values() for each in lane.left_out}
        assert drawn | counted == near
        assert not drawn & counted
        linked = {views.knowledge.links[curve.link].other(slug) for curve in views.focus(slug, views.metrics[0]).curves}
        assert linked == drawn


def test_never_more_boxes_than_can_be_read(views: Views) -> None:
    assert all(len(view.boxes) <= MOST_BOXES for _, view in all_views(views))


def test_a_lane_says_how_many_it_leaves_out(kinds: Kinds) -> None:
    views = Views(read_knowledge(large_store(), kinds), kinds)
    labels = {box.id: box.lines for box in views.overview(views.metrics[0]).boxes}
    missing = {lane: len(each.left_out) for lane, each in views.overview_lanes.items()}
    assert sum(missing.values()) == len(views.knowledge.things) - sum(
        1 for box in labels if not box.startswith("more ")
    )
    assert {f"more {lane}": (f"+{count} more",) for lane, count in missing.items() if count}.items() <= labels.items()
    assert any(missing.values())


def test_short_lanes_leave_their_room_to_the_long_ones() -> None:
    lanes = {"a": ["1"], "b": [str(number) for number in range(100, 140)]}
    found = shown(lanes, [["a"], ["b"]], 11, {slug: (False, int(slug)) for slug in ["1", *lanes["b"]]})
    assert found["a"] == Shown(["1"], [])
    assert found["b"].slugs == [str(number) for number in range(131, 140)]
    assert len(found["b"].left_out) == 31


def test_a_kind_that_goes_first_keeps_its_boxes() -> None:
    found = shown({"a": ["1", "2", "3"]}, [["a"]], 2, {"1": (True, 0), "2": (False, 9), "3": (False, 8)})
    assert found["a"] == Shown(["1"], ["2", "3"])


def test_the_overview_has_every_procedure_and_mechanism(views: Views) -> None:
    boxes = {box.id for box in views.overview(views.metrics[0]).boxes}
    wanted = {slug for slug, thing in views.knowledge.things.items() if thing.kind.id in {"Procedure", "Mechanism"}}
    assert wanted <= boxes


def test_every_class_has_a_kind(graph: Graph, kinds: Kinds) -> None:
    rows = graph.store.select(
        "SELECT ?class { GRAPH graph:ontology { ?class a owl:Class ; rdfs:subClassOf+ kgo:Entity } "
        "FILTER NOT EXISTS { GRAPH graph:ontology { ?narrower rdfs:subClassOf ?class } } }"
    )
    classes = {row["class"].value.removeprefix(terms.KGO) for row in rows}
    assert len(classes) > 10
    assert classes == set(kinds.kinds) - {OTHER}, (
        "visualizations/kinds.yaml: add to “kinds” what is missing, remove the rest"
    )
    assert {kind.lane for kind in kinds.kinds.values()} <= {lane.id for lane in kinds.lanes}
    assert len({kind.glyph for kind in kinds.kinds.values()}) == len(kinds.kinds), "each kind needs a glyph of its own"


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_can_be_told_from_what_is_behind_them(kinds: Kinds) -> None:
    lanes = {lane.id: lane for lane in kinds.lanes}
    paper = {"light": "#ffffff", "dark": "#14181d"}
    bad = []
    for theme, fill in paper.items():
        for kind in kinds.kinds.values():
            for behind in (fill, getattr(lanes[kind.lane], theme)):
                bad += [(kind.id, theme, behind)] if contrast(getattr(kind, theme), behind) < 4.5 else []
        for truth in kinds.truths.values():
            for behind in (fill, *(getattr(lane, theme) for lane in kinds.lanes)):
                bad += [(truth.id, theme, behind)] if contrast(getattr(truth, theme), behind) < 3 else []
    assert not bad


def test_table_has_every_claim_without_javascript(store: Engine, page: Page, kinds: Kinds) -> None:
    knowledge = read_knowledge(store, kinds)
    claims = [each for each in knowledge.statements if each.id]
    assert len(claims) == len(all_claims(store))
    assert len(page.rows) == len(claims) + 1
    for row, each in zip(page.rows[1:], claims, strict=True):
        subject, _, value = each.cells
        relation = each.caption(each.subject, kinds)
        assert row[:5] == [
            subject,
            relation,
            value,
            each.words,
            each.source if len(knowledge.documents) == 1 else row[4],
        ]
        assert row[5].startswith(each.basis)
    assert len(page.links) == sum(1 + bool(each.object) for each in claims)
    assert all(link and link.startswith("#focus=") for link in page.links)


def test_page_is_whole_and_asks_for_nothing(page: Page, store: Engine) -> None:
    text = map_page(store)
    assert text.startswith('<!doctype html>\n<html lang="en">')
    names = [tag for tag, _ in page.tags]
    assert names.count("h1") == names.count("title") == 1
    policy = next(a["content"] for t, a in page.tags if t == "meta" and a.get("http-equiv"))
    assert policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    for tag, attributes in page.tags:
        assert "src" not in attributes
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        if "href" in attributes:
            assert (attributes["href"] or "").startswith(("#", "data:,")), tag
    assert "sourceMappingURL" not in text
    assert "@import" not in text
    assert not re.search(r"url\(", next(iter(re.findall(r"<style>(.*?)</style>", text, re.DOTALL))))
    assert "Not medical advice" in text


def test_no_words_leave_their_place() -> None:
    text = map_page(hostile_store())
    page = Page(text)
    assert [tag for tag, _ in page.tags].count("script") == 4
    assert not [tag for tag, _ in page.tags if tag == "img"]
    labels = {slug: label for slug, label, *_ in page.data()["things"]}
    assert {slug: labels[slug] for slug in HOSTILE} == HOSTILE
    assert any(row[2] == HOSTILE["script"] for row in page.rows)
    assert "49" not in labels["template"]
    for number in (0, 1):
        assert not re.search("[<>&\u2028\u2029]", page.scripts[number])


def test_embedded_json_is_what_went_in() -> None:
    value = {"<a>&": ["</script>", "\u2028\u2029", "🦴", '"\\']}
    assert json.loads(embed(value)) == value
    assert embed(value).isascii()


def test_line_styles_say_how_firmly_a_claim_holds(kinds: Kinds) -> None:
    knowledge = read_knowledge(hostile_store(), kinds)
    truths = {each.truth for each in knowledge.statements}
    assert truths == {"stated", "indirect", "denied", "conditional", "contested"}
    assert {link.truth for link in knowledge.links} == truths
    legend = re.findall(r'<span class="line (\w+)">', map_page(hostile_store()))
    assert set(legend) == truths
    # One line for both sides of a dispute; its caption takes neither.
    (contested,) = (link for link in knowledge.links if link.ends == ("emoji", "target"))
    sides = [knowledge.statements[at] for at in contested.statements]
    assert [each.flags for each in sides] == [["contested"], ["denied", "contested"]]
    assert {each.caption("target", kinds) for each in sides} == {"used for (contested)"}


def test_a_thing_lists_every_claim_that_speaks_of_it(graph: Graph, kinds: Kinds) -> None:
    knowledge = read_knowledge(graph.store, kinds)
    for slug, indexes in knowledge.said.items():
        assert len(indexes) == len(set(indexes))
        claims = {knowledge.statements[index].id for index in indexes} - {""}
        assert claims == {graph.store.shorten(claim.iri) for claim in graph.show(slug).claims}


def test_steps_of_paths_are_those_of_the_network(graph: Graph, kinds: Kinds) -> None:
    knowledge = read_knowledge(graph.store, kinds)
    walked: dict[frozenset[str], int] = {}
    for link in (link for link in knowledge.links if link.length):
        ends = frozenset(link.ends)
        walked[ends] = min(walked.get(ends, link.length), link.length)
    lengths: dict[frozenset[str], int] = {}
    for subject, object_, edge in graph.networkx().edges(data=True):
        ends = frozenset((slug_of(subject), slug_of(object_)))
        length = 2 if edge["hierarchy"] or edge["definitional"] else 1
        lengths[ends] = min(lengths.get(ends, length), length)
    assert walked == {ends: length for ends, length in lengths.items() if len(ends) > 1}


def test_hierarchy_of_the_vocabulary_is_no_claim(graph: Graph, kinds: Kinds) -> None:
    def plain(knowledge: Knowledge) -> list[Statement]:
        return [each for each in knowledge.statements if not each.id]

    found = plain(read_knowledge(graph.store, kinds))
    assert ("chronic-neck-pain", "broader", "neck-pain") in {(s.subject, s.relation, s.object) for s in found}
    assert {each.truth for each in found} == {"definition"}


def test_a_thing_of_no_known_class_is_refused(kinds: Kinds) -> None:
    with pytest.raises(Exception, match=r"kinds\.yaml: no kind for https://example\.org/Other"):
        kinds.of({"https://example.org/Other"})


@pytest.mark.parametrize("label", [*HOSTILE.values(), "● anti-inflammatory", "a-b c-d", "-", ""])
@pytest.mark.parametrize("width", [4.0, 10.0, 24.0])
def test_lines_fit_their_box(label: str, width: float) -> None:
    lines = wrap(label, width, 3)
    assert 1 <= len(lines) <= 3
    assert all(text_width(line) <= width for line in lines)
    assert not re.search("[\u202e\u2028\n]", "".join(lines))
    assert text_width(cut(label, width)) <= width


def test_words_break_at_spaces_and_hyphens() -> None:
    assert wrap("▲ anti-inflammatory", 9, 3) == ["▲ anti-", "inflammatory"]
    assert wrap("radiofrequency ablation", 11, 3) == ["radiofrequency", "ablation"]
    assert wrap("one two three four five six", 5, 2)[1].endswith("…")


def test_only_what_the_build_hashes_is_in_the_folder() -> None:
    # `kg build` hashes the files of this folder, not of folders in it, to know whether a map is current.
    assert all(path.is_file() for path in (ROOT / "visualizations").iterdir())
    scripts = sorted((ROOT / "visualizations").glob("*.js"))
    assert {path.name for path in scripts if path.name.startswith("map-")} == set(SCRIPTS)
    assert all(len(path.read_text("utf-8").splitlines()) < 400 for path in scripts)


def test_store_without_classes_draws_an_empty_map() -> None:
    text = map_page(Store.of([ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.Literal("c"))]))
    assert "0 claims" in text


def test_every_relation_has_a_caption(graph: Graph, kinds: Kinds) -> None:
    rows = graph.store.select("SELECT ?relation { GRAPH graph:ontology { ?relation a kgo:Relation } }")
    relations = {row["relation"].value.rpartition("#")[2].rpartition("/")[2] for row in rows}
    assert len(relations) > 20
    assert relations <= set(kinds.relations), "visualizations/kinds.yaml: add to “relations” what is missing"


def test_opposite_relations_are_two_lines(graph: Graph, kinds: Kinds) -> None:
    knowledge = read_knowledge(graph.store, kinds)
    ends = ("facet-joint-injection", "radiofrequency-ablation")
    links = [link for link in knowledge.links if link.ends == ends]
    assert [link.arrows for link in links] == [(True, False), (False, True)]
    for link in links:
        assert len({knowledge.statements[index].object for index in link.statements}) == 1


def test_what_holds_both_ways_is_one_line(kinds: Kinds) -> None:
    quads = [*ontology_quads(), *document("Both ways"), *thing("a", "Procedure", "a"), *thing("b", "Procedure", "b")]
    quads += [*claim(1, ("a", "combinedWith", "b")), *claim(2, ("b", "combinedWith", "a"))]
    knowledge = read_knowledge(Store.of(quads), kinds)
    assert [(link.statements, link.arrows) for link in knowledge.links] == [([0, 1], (True, True))]


def test_captions_keep_hedges_and_denials(kinds: Kinds) -> None:
    quads = [*ontology_quads(), *document("Hedges"), *thing("a", "Procedure", "a")]
    for slug in ("can", "both", "sure", "never"):
        quads += thing(slug, "Outcome", slug)
    quads += claim(1, ("a", "hasOutcome", "can"), certainty="Can")
    quads += [*claim(2, ("a", "hasOutcome", "both"), certainty="May"), *claim(3, ("a", "hasOutcome", "both"))]
    quads += [*claim(4, ("a", "hasOutcome", "sure")), *claim(5, ("a", "hasOutcome", "never"), polarity="Denied")]
    views = Views(read_knowledge(Store.of(quads), kinds), kinds)
    captions = {words: ids for words, _, _, ids in views.focus("a", views.metrics[0]).captions}
    assert captions["brings (can)"] == ("can",)
    assert captions["not brings"] == ("never",)
    assert {slug for words, ids in captions.items() if words == "brings" for slug in ids} <= {"both", "sure"}


def test_page_of_today_stays_light(graph: Graph) -> None:
    # 469 kB of it are vis-network.
    assert len(map_page(graph.store).encode()) < 800_000


def test_what_is_so_by_definition_stands_without_javascript(graph: Graph, kinds: Kinds) -> None:
    knowledge = read_knowledge(graph.store, kinds)
    text = map_page(graph.store)
    static = text[: text.index('<script type="application/json"')]
    defined = knowledge.statements[knowledge.told :]
    assert defined
    assert all(html.escape(each.words) in static for each in defined)

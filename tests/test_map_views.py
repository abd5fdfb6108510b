"""The ready views, the drawings and the gallery: true to the claims, nothing overlaps, nothing escapes."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest

from kg import terms
from kg.assemble import ontology_quads
from kg.claims import Claim, all_claims
from kg.engine import Engine
from kg.graph import Graph
from kg.maps.blocks import Pen
from kg.maps.columns import levels
from kg.maps.gallery import MOST_PICTURES, gallery_page, generate
from kg.maps.kinds import Kinds, read_kinds
from kg.maps.ladder import read_ladder
from kg.maps.layout import View
from kg.maps.model import Knowledge, read_knowledge
from kg.maps.overview import MORE
from kg.maps.payload import MOST_BOXES, Views
from kg.maps.queried import find, knowledge_of_found
from kg.maps.regions import read_body
from kg.maps.svg import draw_svg
from kg.maps.views import ReadyView, drawn_in, pens_of, ready_views, views_data
from kg.maps.whole import draw_whole
from kg.maps.wrap import text_width
from kg.pages import policy
from kg.store import Store
from tests.conftest import ROOT
from tests.map_samples import HOSTILE, claim, document, hostile_store, large_store, thing
from tests.test_map import corners, overlap

pytestmark = pytest.mark.long

SVG = "{http://www.w3.org/2000/svg}"
LADDER = {"escalatesTo", "triedAfter"}


def gallery_of(store: Engine, link: str = "map.html") -> str:
    kinds = read_kinds()
    return gallery_page(read_knowledge(store, kinds), kinds, link)


def sample(*quads: Any, things: dict[str, str]) -> Store:
    """A store of things, by slug and class, with the quads of some claims."""
    made = [*ontology_quads(), *document("A sample")]
    for slug, kind in things.items():
        made += thing(slug, kind, slug)
    return Store.of([*made, *itertools.chain(*quads)])


def procedures(count: int) -> dict[str, str]:
    return {f"p{number}": "Procedure" for number in range(count)}


def chain_store() -> Store:
    """Ten steps, one after the other, and one that leads back to the first."""
    steps = [claim(at, (f"p{at}", "escalatesTo", f"p{(at + 1) % 10}"), trigger="Failure") for at in range(10)]
    return sample(*steps, things=procedures(10))


def many_store() -> Store:
    """More things of every sort than a picture has room for."""
    kinds = {"p": "Procedure", "t": "Therapy", "c": "Condition", "a": "AnatomicalStructure", "m": "Mechanism"}
    things = {f"{letter}{number}": kind for letter, kind in kinds.items() for number in range(70)}
    number = itertools.count()
    quads: list[Any] = []
    for at in range(70):
        quads += claim(next(number), (f"p{at}", "triedAfter", f"t{at}"), trigger="InadequateResponse")
        quads += claim(next(number), (f"p{at}", "escalatesTo", f"p{(at * 3 + 1) % 70}"), trigger="Success")
        quads += claim(next(number), (f"p{at}", "optionBeside", f"p{(at * 7 + 2) % 70}"))
        quads += claim(next(number), (f"p{at}", "alternativeTo", f"t{(at * 5 + 3) % 70}"))
        quads += claim(next(number), (f"p{at}", "hasMechanism", f"m{(at * 3) % 70}"))
        quads += claim(next(number), (f"p{at}", "targets", f"a{(at * 11) % 70}"))
        quads += claim(next(number), (f"c{at}", "affects", f"a{(at * 13) % 70}"))
        quads += claim(next(number), (f"a{at}", "partOf", f"a{at // 4}"))
    return sample(quads, things=things)


def hostile_ladder() -> Store:
    """Labels that try to break out, in every view and at every end of a line."""
    quads = [*ontology_quads(), *document(HOSTILE["script"])]
    slugs = list(HOSTILE)
    for slug, label in HOSTILE.items():
        quads += thing(slug, "Procedure", label)
        quads += thing(f"body-{slug}", "AnatomicalStructure", label)
        quads += thing(f"way-{slug}", "Mechanism", label)
    for at, slug in enumerate(slugs):
        after = slugs[(at + 1) % len(slugs)]
        quads += claim(4 * at, (slug, "escalatesTo", after), trigger="Failure", triggerOf=f"kg:{slugs[at - 1]}")
        quads += claim(4 * at + 1, (slug, "targets", f"body-{slug}"), polarity="Denied", cue="text:not")
        quads += claim(4 * at + 2, (slug, "hasMechanism", f"way-{slug}"), onlyIf="Failure", onlyIfOf=f"kg:{after}")
        quads += claim(4 * at + 3, (f"body-{slug}", "partOf", f"body-{after}"))
    return Store.of(quads)


STORES: dict[str, Callable[[], Store]] = {
    "large": large_store,
    "many": many_store,
    "chain": chain_store,
    "hostile": hostile_ladder,
}


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    return read_kinds()


@pytest.fixture(scope="module", params=["ours", *STORES])
def store(request: pytest.FixtureRequest, graph: Graph) -> Engine:
    return graph.store if request.param == "ours" else STORES[request.param]()


@pytest.fixture(scope="module")
def knowledge(store: Engine, kinds: Kinds) -> Knowledge:
    return read_knowledge(store, kinds)


@pytest.fixture(scope="module")
def ours(graph: Graph, kinds: Kinds) -> Knowledge:
    return read_knowledge(graph.store, kinds)


Drawn = tuple[str, ReadyView, Pen, View]


@pytest.fixture(scope="module")
def drawn(knowledge: Knowledge, kinds: Kinds) -> list[Drawn]:
    """Every ready view in every layout."""
    pens = [Pen(knowledge, kinds, measure) for measure in drawn_in(kinds)]
    found = [
        (f"{each.id} {pen.measure.name}", each, pen, each.draw(pen)) for each in ready_views(knowledge) for pen in pens
    ]
    assert found
    return found


Place = tuple[float, float, float, float]


def words_of(pen: Pen, view: View) -> list[tuple[str, Place]]:
    """The captions and headings of a picture, with the room that they take."""
    font = pen.measure.font - 1
    found: list[tuple[str, Place]] = [
        (each.words, (each.x, each.y - 6, each.x + text_width(each.words) * font, each.y + 6)) for each in view.captions
    ]
    return found + [(band.title or band.id, (band.x, band.y + 8, band.x + band.w, band.y + 30)) for band in view.bands]


def test_no_boxes_overlap(drawn: list[Drawn]) -> None:
    bad = [
        (name, one.id, other.id)
        for name, _, _, view in drawn
        for one, other in itertools.combinations(view.boxes, 2)
        if overlap(corners(one), corners(other))
    ]
    assert not bad


def test_each_thing_has_one_box_and_never_more_than_can_be_read(drawn: list[Drawn]) -> None:
    for name, _, _, view in drawn:
        ids = [box.id for box in view.boxes]
        assert len(ids) == len(set(ids)) <= MOST_BOXES, name


def test_nothing_is_off_the_canvas(drawn: list[Drawn]) -> None:
    for name, _, pen, view in drawn:
        places = [corners(box) for box in view.boxes] + [place for _, place in words_of(pen, view)]
        places += [(band.x, band.y, band.x + band.w, band.y + band.h) for band in view.bands]
        places += [(min(c.x1, c.x2), min(c.y1, c.y2), max(c.x1, c.x2), max(c.y1, c.y2)) for c in view.curves]
        for left, top, right, bottom in places:
            assert left >= 0, name
            assert top >= 0, name
            assert right <= view.width, name
            assert bottom <= view.height, name


def test_words_stay_clear_of_boxes_and_of_each_other(drawn: list[Drawn]) -> None:
    bad = []
    for name, _, pen, view in drawn:
        words = words_of(pen, view)
        bad += [(name, said, box.id) for said, place in words for box in view.boxes if overlap(place, corners(box))]
        bad += [
            (name, one[0], other[0]) for one, other in itertools.combinations(words, 2) if overlap(one[1], other[1])
        ]
    assert not bad


def points(curve: Any) -> list[tuple[float, float]]:
    """Points on a line as the canvas draws it."""
    if curve.bend == "line":
        steps = [at / 20 for at in range(21)]
        return [(curve.x1 + t * (curve.x2 - curve.x1), curve.y1 + t * (curve.y2 - curve.y1)) for t in steps]
    reach = 0.65 * (curve.x2 - curve.x1)
    xs, ys = (curve.x1, curve.x1 + reach, curve.x2 - reach, curve.x2), (curve.y1, curve.y1, curve.y2, curve.y2)
    found = []
    for at in range(41):
        t = at / 40
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        x, y = (sum(w * each for w, each in zip(weights, axis, strict=True)) for axis in (xs, ys))
        found.append((x, y))
    return found


def test_no_line_crosses_a_label(drawn: list[Drawn]) -> None:
    bad = []
    for name, _, pen, view in drawn:
        font = pen.measure.font - 1
        places = [(box.id, corners(box)) for box in view.boxes]
        places += [
            (each.words, (each.x, each.y - 6, each.x + text_width(each.words) * font, each.y + 6))
            for each in view.captions
        ]
        bad += [
            (name, label)
            for curve in view.curves
            for x, y in points(curve)
            for label, (left, top, right, bottom) in places
            if left < x < right and top < y < bottom
        ]
    assert not bad


def test_lines_lead_to_the_ends_of_their_links(drawn: list[Drawn]) -> None:
    for name, _, pen, view in drawn:
        places = {box.id: corners(box) for box in view.boxes}
        met: dict[int, set[str]] = {}
        for curve in view.curves:
            for x, y in ((curve.x1, curve.y1), (curve.x2, curve.y2)):
                near = [
                    slug for slug, (x1, y1, x2, y2) in places.items() if x1 - 1 <= x <= x2 + 1 and y1 - 1 <= y <= y2 + 1
                ]
                met.setdefault(curve.link, set()).update(near)
        for link, ends in met.items():
            assert ends == set(pen.knowledge.links[link].ends), name


def test_the_claims_behind_every_line_are_listed(drawn: list[Drawn]) -> None:
    for name, each, pen, view in drawn:
        assert each.statements == sorted(set(each.statements)), name
        for curve in view.curves:
            assert set(pen.knowledge.links[curve.link].statements) & set(each.statements), name


def test_what_has_no_box_is_counted(drawn: list[Drawn]) -> None:
    for name, each, pen, view in drawn:
        boxes = {box.id.removeprefix(MORE): box.lines for box in view.boxes if box.id.startswith(MORE)}
        assert set(boxes) <= set(each.left_out), name
        for title, lines in boxes.items():
            missing = each.left_out[title][1]
            assert lines == (f"+{len(missing)} more",), name
            assert not {box.id for box in view.boxes} & set(missing), name
            assert set(missing) <= set(pen.knowledge.things), name


def test_a_view_without_room_says_so(kinds: Kinds) -> None:
    views = ready_views(read_knowledge(many_store(), kinds))
    assert [each.id for each in views if each.left_out] == ["ladder", "body", "mechanisms"]


def test_labels_can_be_read_where_a_view_is_drawn(drawn: list[Drawn]) -> None:
    # Beside the panel a window of 1280 pixels has 905 for the picture, one of 390 has 374.
    for name, _, pen, view in drawn:
        room = 905 if pen.measure.name == "wide" else 374
        assert pen.measure.font * min(1, room / view.width) >= 12, name


def steps(claims: list[Claim]) -> set[tuple[str, str]]:
    """What comes before what, read from the claims themselves."""
    found = set()
    for each in claims:
        relation = each.predicate.removeprefix(terms.KGO)
        ends = (each.subject.removeprefix(terms.KG), each.object.value.removeprefix(terms.KG))
        if relation in LADDER:
            found.add(ends if relation == "escalatesTo" else ends[::-1])
    return found


def test_the_ladder_goes_up_with_the_claims(graph: Graph, ours: Knowledge) -> None:
    ladder = read_ladder(ours)
    place = {slug: at for at, slugs in enumerate(ladder.levels) for slug in slugs}
    expected = steps(all_claims(graph.store))
    assert {(step.before, step.after) for step in ladder.steps} == expected
    assert all(place[before] < place[after] for before, after in expected)
    assert ("facet-joint-injection", "radiofrequency-ablation") in expected
    assert {ours.things[slug].kind.id for slug in ladder.levels[0]} == {"Therapy"}
    assert all(ours.things[slug].kind.id == "Procedure" for slugs in ladder.levels[1:] for slug in slugs)


def test_every_trigger_of_the_claims_stands_on_the_ladder(graph: Graph, ours: Knowledge, kinds: Kinds) -> None:
    pen = Pen(ours, kinds, drawn_in(kinds)[0])
    view = next(each for each in ready_views(ours) if each.id == "ladder").draw(pen)
    labels = {row["term"].value: row["label"].value for row in graph.store.select(TRIGGERS)}
    checked = 0
    for each in all_claims(graph.store):
        if each.predicate.removeprefix(terms.KGO) not in LADDER:
            continue
        ends = {each.subject.removeprefix(terms.KG), each.object.value.removeprefix(terms.KG)}
        words = " ".join(caption.words for caption in view.captions if set(caption.ids) == ends)
        for trigger in each.values("trigger"):
            assert f"{kinds.triggers[trigger.removeprefix(terms.KGO)]} {labels[trigger]}" in words
            checked += 1
        if each.values("certainty"):
            assert "(may)" in words
    assert checked > 5


TRIGGERS = "SELECT ?term ?label { GRAPH graph:ontology { ?term a kgo:Trigger ; rdfs:label ?label } }"


def test_every_trigger_has_a_glyph_that_its_summary_names(graph: Graph, ours: Knowledge, kinds: Kinds) -> None:
    named = {row["term"].value.removeprefix(terms.KGO): row["label"].value for row in graph.store.select(TRIGGERS)}
    assert set(kinds.triggers) == set(named), "visualizations/kinds.yaml: “triggers” are those of the ontology"
    summary = next(each for each in ready_views(ours) if each.id == "ladder").summary
    for term, glyph in kinds.triggers.items():
        assert re.search(rf"{glyph} (an? )?{named[term]}", summary)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], [["a", "b", "c"]]),
        ([("a", "b"), ("b", "c")], [["a"], ["b"], ["c"]]),
        ([("a", "b"), ("b", "c"), ("a", "c")], [["a"], ["b"], ["c"]]),
        ([("a", "c"), ("b", "c")], [["a", "b"], ["c"]]),
        ([("a", "b"), ("b", "a")], [["a", "c"], ["b"]]),
        ([("a", "b"), ("b", "c"), ("c", "a")], [["a"], ["b"], ["c"]]),
        ([("a", "b"), ("b", "a"), ("c", "a"), ("b", "c")], [["b"], ["c"], ["a"]]),
    ],
)
def test_levels_are_the_longest_ways(pairs: list[tuple[str, str]], expected: list[list[str]]) -> None:
    slugs = {"a", "b", "c"}
    assert levels(slugs, pairs, dict.fromkeys(slugs, 0)) == expected


def test_a_circle_of_steps_is_drawn_whole(kinds: Kinds) -> None:
    knowledge = read_knowledge(chain_store(), kinds)
    pens = [Pen(knowledge, kinds, measure) for measure in drawn_in(kinds)]
    assert [len(slugs) for slugs in read_ladder(knowledge).levels] == [1] * 10
    for pen in pens:
        view = next(each for each in ready_views(knowledge) if each.id == "ladder").draw(pen)
        assert {curve.link for curve in view.curves} == set(range(len(knowledge.links)))


def test_arrows_of_the_ladder_point_to_what_comes_after(kinds: Kinds) -> None:
    quads = [claim(1, ("after", "triedAfter", "before")), claim(2, ("after", "escalatesTo", "last"))]
    things = {"before": "Therapy", "after": "Procedure", "last": "Procedure"}
    knowledge = read_knowledge(sample(*quads, things=things), kinds)
    for measure in drawn_in(kinds):
        pen = Pen(knowledge, kinds, measure)
        view = next(each for each in ready_views(knowledge) if each.id == "ladder").draw(pen)
        places = {box.id: corners(box) for box in view.boxes}
        heads = [(curve.x2, curve.y2) for curve in view.curves if curve.head]
        assert not any(curve.tail for curve in view.curves)
        assert len(heads) == 2
        for (x, y), slug in itertools.product(heads, ["after", "last"]):
            left, top, right, bottom = places[slug]
            if left <= x <= right and top <= y <= bottom:
                places[slug] = (0, 0, 0, 0)
        assert places["after"] == places["last"] == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("qualifiers", "words", "truth"),
    [
        ({"trigger": "Success", "triggerOf": "kg:a"}, "✓ success", "stated"),
        ({"trigger": "Failure", "triggerOf": "kg:c"}, "✗ failure of c", "stated"),
        ({"trigger": "Failure", "certainty": "May"}, "✗ failure (may)", "stated"),
        ({}, "followed by", "stated"),
        ({"polarity": "Denied", "cue": "text:not"}, "not: followed by", "denied"),
        ({"basis": "Inferred", "ground": "text:then"}, "followed by", "indirect"),
        ({"onlyFor": "kg:c", "trigger": "Success"}, "✓ success", "conditional"),
    ],
)
def test_lines_of_the_ladder_say_what_the_claim_says(
    qualifiers: dict[str, str], words: str, truth: str, kinds: Kinds
) -> None:
    made = claim(1, ("a", "escalatesTo", "b"), **qualifiers)
    knowledge = read_knowledge(sample(made, things={"a": "Procedure", "b": "Procedure", "c": "Procedure"}), kinds)
    view = next(each for each in ready_views(knowledge)).draw(Pen(knowledge, kinds, drawn_in(kinds)[0]))
    assert " ".join(each.words for each in view.captions) == words
    assert {knowledge.links[curve.link].truth for curve in view.curves} == {truth}


def test_what_says_nothing_of_a_view_has_none(kinds: Kinds) -> None:
    knowledge = read_knowledge(hostile_store(), kinds)
    assert not {each.relation for each in knowledge.statements} & {*LADDER, "affects", "targets", "hasMechanism"}
    assert ready_views(knowledge) == []
    assert views_data(ready_views(knowledge), pens_of(knowledge, kinds), lambda *_: ["a picture"]) == {}


def test_only_alternatives_make_a_ladder_too(kinds: Kinds) -> None:
    quads = [claim(1, ("a", "alternativeTo", "t")), claim(2, ("b", "alternativeTo", "t"))]
    knowledge = read_knowledge(sample(*quads, things={"a": "Procedure", "b": "Procedure", "t": "Therapy"}), kinds)
    for measure in drawn_in(kinds):
        view = ready_views(knowledge)[0].draw(Pen(knowledge, kinds, measure))
        assert {box.id for box in view.boxes} == {"a", "b", "t"}
        assert [each.words for each in view.captions][:1] == ["has the alternative"] or measure.name == "narrow"


def test_regions_are_what_is_one_in_the_data(ours: Knowledge) -> None:
    body = read_body(ours)
    region = {slug: group.words for group in body.regions for slug in group.ids}
    assert len(region) == sum(len(group.ids) for group in body.regions)
    for link in ours.links:
        for index in link.statements:
            if ours.statements[index].relation in {"partOf", "broader", "adjacentTo", "surrounds"}:
                one, other = link.ends
                if one in region and other in region:
                    assert region[one] == region[other]
    assert region["sympathetic-nerve"] == ours.things["nerve"].label


def test_the_body_map_has_every_target_and_whatever_is_affected(ours: Knowledge) -> None:
    body = read_body(ours)
    shown = {(each.thing, each.structure) for each in [*body.affecting, *body.targeting]}
    left_out = {slug for slugs in body.left_out for slug in slugs}
    said = {(each.subject, each.object) for each in ours.statements if each.relation in {"affects", "targets"}}
    assert {pair for pair in said if not left_out & set(pair)} == shown


def test_each_mechanism_has_its_procedures_by_how_firmly_it_is_said(graph: Graph, ours: Knowledge) -> None:
    view = next(each for each in ready_views(ours) if each.id == "mechanisms")
    listed = {ours.statements[index].id for index in view.statements}
    claims = [each for each in all_claims(graph.store) if each.predicate == terms.KGO + "hasMechanism"]
    assert listed == {graph.store.shorten(each.iri) for each in claims}


def test_a_drawing_is_xml_and_the_same_twice(drawn: list[Drawn], knowledge: Knowledge) -> None:
    again = {each.id: each for each in ready_views(read_knowledge_anew(knowledge))}
    for name, each, pen, view in drawn:
        text = draw_svg(view, pen, each.title, each.summary)
        assert text == draw_svg(again[each.id].draw(pen), pen, each.title, each.summary), name
        root = ET.fromstring(text)  # noqa: S314 - our own
        assert root.findtext(f"{SVG}title") == each.title
        assert root.findtext(f"{SVG}desc") == each.summary
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags <= {"svg", "title", "desc", "style", "rect", "g", "text", "tspan", "path"}, name
        assert len(root.findall(f".//{SVG}g")) == len(view.boxes)


def read_knowledge_anew(knowledge: Knowledge) -> Knowledge:
    """The same, its things in another order: no picture depends on it."""
    return knowledge._replace(things=dict(reversed(list(knowledge.things.items()))))


def test_a_drawing_holds_every_label_as_text(ours: Knowledge, kinds: Kinds) -> None:
    pen = Pen(ours, kinds, drawn_in(kinds)[0])
    view = Views(ours, kinds).focus("radiofrequency-ablation", pen.measure)
    root = ET.fromstring(  # noqa: S314 - our own
        draw_svg(view, pen, "RFA", chosen="radiofrequency-ablation")
    )
    spoken = [" ".join(part.text or "" for part in text) for text in root.iter(f"{SVG}text") if len(text)]
    assert spoken == [" ".join(box.lines) for box in view.boxes]
    chosen = [group for group in root.iter(f"{SVG}g") if "chosen" in group.attrib["class"].split()]
    assert len(chosen) == 1
    sizes = [float(each.attrib["font-size"]) for each in root.iter() if "font-size" in each.attrib]
    assert min(sizes) >= 12
    # A denied line bears its mark.
    marks = [curve for curve in view.curves if curve.last and ours.links[curve.link].truth == "denied"]
    assert len([each for each in root.iter(f"{SVG}text") if "denied" in each.attrib.get("class", "")]) == len(marks)


@pytest.mark.parametrize("bad", ["\x00\x08", "\ufffe", "<b>&", "]]>", "\u2028"])
def test_titles_of_drawings_are_only_words(bad: str, kinds: Kinds, ours: Knowledge) -> None:
    text = draw_svg(View(10, 10), Pen(ours, kinds, drawn_in(kinds)[0]), f"a{bad}b", bad)
    assert ET.fromstring(text).findtext(f"{SVG}title")  # noqa: S314 - our own


def test_gallery_shows_each_view_and_leads_to_it(graph: Graph, ours: Knowledge) -> None:
    page = gallery_of(graph.store, "other.html")
    assert page == gallery_of(graph.store, "other.html")
    assert len(page.encode()) < 1_000_000
    links = re.findall(r'<h3><a href="([^"]*)"', page)
    kinds = {"Mechanism", "Procedure", "Condition"}
    expected = {f"other.html#focus={slug}" for slug, thing in ours.things.items() if thing.kind.id in kinds}
    expected |= {f"other.html#view={each.id}" for each in ready_views(ours)} | {"other.html"}
    assert set(links) == expected
    assert len(links) == len(expected)
    assert page.count('class="picture') == len(expected)


def test_gallery_is_whole_and_asks_for_nothing(store: Engine) -> None:
    page = gallery_of(store)
    assert "<script" not in page
    assert "<img" not in page
    assert not re.search(r"\s(src|style|on\w+)=", re.sub(r"<style>.*?</style>|>[^<]*<", "><", page, flags=re.DOTALL))
    style = next(iter(re.findall(r"<style>(.*?)</style>", page, re.DOTALL)))
    assert policy([], style) in page.replace("&#39;", "'")
    assert "url(" not in style
    assert page.count("<h1") == page.count("<title>") == 1
    assert "{{" not in page or "{{ 7 * 7 }}" in page


def test_gallery_names_what_it_has_no_room_to_draw(kinds: Kinds) -> None:
    store = many_store()
    page = gallery_of(store)
    assert len(page.encode()) < 1_000_000
    knowledge = read_knowledge(store, kinds)
    named = re.findall(r'#focus=(p\d+)" dir="auto">p\d+</a></h3>\n<p>(\d+) claims</p>\n</li>', page)
    assert len(named) > MOST_PICTURES
    procedures = {slug for slug, thing in knowledge.things.items() if thing.kind.id == "Procedure"}
    assert {slug: int(count) for slug, count in named} == {slug: len(knowledge.said[slug]) for slug in procedures}


def test_no_words_leave_their_place_in_the_gallery() -> None:
    page = gallery_of(hostile_ladder())
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;/script&gt;" in page
    for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        ET.fromstring(drawing)  # noqa: S314 - our own


def test_the_picture_of_the_readme_is_up_to_date() -> None:
    for name, text in generate().items():
        path = ROOT / "visualizations" / name
        assert path.read_text("utf-8") == text, f"visualizations/{name} is out of date; run: make generate"
        shown = re.search(rf"!\[([^\]]+)\]\(visualizations/{name}\)", (ROOT / "README.md").read_text("utf-8"))
        assert shown
        assert len(shown[1]) > 60


def test_every_ready_view_of_the_data_is_there(ours: Knowledge) -> None:
    assert [each.id for each in ready_views(ours)] == ["ladder", "body", "mechanisms"]


MECHANISMS = "CONSTRUCT { ?s kgo:hasMechanism ?o } WHERE { GRAPH graph:shortcuts { ?s kgo:hasMechanism ?o } }"
CAUSES = "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?p { kgo:causes kgo:affects } GRAPH graph:shortcuts { ?s ?p ?o } }"
CIRCLE = (
    "CONSTRUCT { kg:a kgo:causes kg:b . kg:b kgo:causes kg:c . kg:c kgo:causes kg:a . kg:c kgo:causes kg:b } WHERE {}"
)


@pytest.mark.parametrize("query", [MECHANISMS, CAUSES, CIRCLE])
def test_few_lines_are_drawn_in_the_first_picture(graph: Graph, kinds: Kinds, query: str) -> None:
    knowledge = knowledge_of_found(graph.store, kinds, find(graph.store, query))
    measure = drawn_in(kinds)[0]
    view = Views(knowledge, kinds).overview(measure)
    assert {box.id for box in view.boxes} == set(knowledge.things)
    assert {curve.link for curve in view.curves} == set(range(len(knowledge.links)))
    assert not [pair for pair in itertools.combinations(view.boxes, 2) if overlap(*map(corners, pair))]
    places = {box.id: box for box in view.boxes}
    for at, link in enumerate(knowledge.links):
        parts = [curve for curve in view.curves if curve.link == at]
        ends = {(parts[0].x1, parts[0].tail), (parts[-1].x2, parts[-1].head)}
        sides = {
            slug: (places[slug].x - places[slug].w // 2, places[slug].x + places[slug].w // 2) for slug in link.ends
        }
        for slug, arrow in zip(link.ends, link.arrows, strict=True):
            assert any(x in sides[slug] and bool(shown) == arrow for x, shown in ends)


def test_many_lines_are_left_to_the_lanes(graph: Graph, kinds: Kinds) -> None:
    for store in (graph.store, large_store(), Store.of([])):
        knowledge = read_knowledge(store, kinds)
        assert draw_whole(Pen(knowledge, kinds, drawn_in(kinds)[0])) is None

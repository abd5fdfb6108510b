"""The map's tour, exercises and table of silence: every answer follows from the claims, and silence is silence."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter

import pytest

from kg.assemble import ontology_quads
from kg.claims import Claim
from kg.engine import Engine
from kg.graph import Graph
from kg.maps.exercises import exercises, exercises_data
from kg.maps.items import MOST_ITEMS, Exercise, Item, by_hash, in_turns
from kg.maps.kin import Kin
from kg.maps.kinds import read_kinds
from kg.maps.model import Knowledge, read_knowledge
from kg.maps.page import map_page
from kg.maps.passages import read_passages
from kg.maps.tour import MAIN, MOST_THINGS, Stop, tour
from kg.maps.unsaid import Unsaid, unsaid
from kg.store import Store
from tests.map_samples import HOSTILE, claim, document, hostile_store, large_store, thing
from tests.test_map import Page

KINDS = read_kinds()


class Lessons:
    """All that is taught of a store."""

    def __init__(self, store: Engine) -> None:
        self.store = store
        self.knowledge: Knowledge = read_knowledge(store, KINDS)
        self.passages = read_passages(store)
        self.tour: list[Stop] = tour(self.knowledge, KINDS, self.passages)
        self.exercises: dict[str, Exercise] = {each.id: each for each in exercises(store, self.knowledge, KINDS)}
        self.unsaid: Unsaid | None = unsaid(self.knowledge, KINDS, self.passages)


@pytest.fixture(scope="module")
def ours(graph: Graph) -> Lessons:
    return Lessons(graph.store)


@pytest.fixture(scope="module", params=["ours", "large", "hostile"])
def any_lessons(request: pytest.FixtureRequest, ours: Lessons) -> Lessons:
    return {"ours": lambda: ours, "large": lambda: Lessons(large_store()), "hostile": lambda: Lessons(hostile_store())}[
        request.param
    ]()


def right(item: Item) -> list[str]:
    return [option.words for option in item.options if option.right]


def made(*claims: tuple[tuple[str, str, str], dict[str, str]], **things: str) -> Lessons:
    """The lessons of a small document."""
    quads = [*ontology_quads(), *document("Small")]
    for slug, kind in things.items():
        quads += thing(slug, kind, slug)
    for number, (triple, qualifiers) in enumerate(claims, 1):
        quads += claim(number, triple, **qualifiers)
    return Lessons(Store.of(quads))


# ---------------------------------------------------------------- The tour


def test_tour_goes_through_the_sections_in_reading_order(ours: Lessons) -> None:
    titles = [stop.title for stop in ours.tour]
    assert titles[0] == "Introduction: interventional pain procedure"
    assert titles[-1] == "Closing: chronic pain condition"
    numbers = [int(found[1]) for title in titles if (found := re.match(r"Section (\d) of 7: ", title))]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 8))
    assert "Section 4 of 7: radiofrequency ablation" in titles
    procedures = {s for s, each in ours.knowledge.things.items() if each.kind.id == MAIN and not each.group}
    assert procedures <= {stop.thing for stop in ours.tour}


def test_each_claim_of_a_section_stands_at_one_of_its_stops(any_lessons: Lessons) -> None:
    statements = any_lessons.knowledge.statements
    told: set[int] = set()
    for stop in any_lessons.tour:
        assert stop.about == sorted(stop.about)
        assert all(stop.thing in statements[index].mentions for index in stop.about)
        told |= {*stop.about, *stop.aside}
    left_out = sum(stop.left_out for stop in any_lessons.tour)
    # A section stops at its main things alone; the claims on its other procedures stand in the table.
    if len(any_lessons.tour) > MOST_THINGS:
        assert len(told) + left_out == sum(1 for each in statements if each.claim)


def test_a_stop_tells_how_firmly_its_claims_hold(ours: Lessons) -> None:
    (stop,) = (each for each in ours.tour if each.title == "Section 6 of 7: vertebroplasty")
    truths = Counter(ours.knowledge.statements[index].truth for index in stop.about)
    assert truths["denied"] == 2
    assert f"Of {len(stop.about)} claims: {truths['indirect']} stated jointly or inferred, 2 denied." in stop.look


def test_a_section_without_procedures_stops_at_what_it_speaks_of_most() -> None:
    lessons = made((("b", "causes", "a"), {}), (("c", "causes", "a"), {}), a="Condition", b="Condition", c="Condition")
    assert [(stop.title, stop.about) for stop in lessons.tour] == [("Section 1 of 1: a", [0, 1])]


# ---------------------------------------------------------------- The exercises


def test_there_are_three_kinds_with_a_handful_of_items_each(ours: Lessons) -> None:
    assert list(ours.exercises) == ["mechanism", "hedge", "saying"]
    assert all(5 <= len(each.items) <= MOST_ITEMS for each in ours.exercises.values())


def test_each_item_can_be_answered_and_is_asked_once(any_lessons: Lessons) -> None:
    for exercise in any_lessons.exercises.values():
        assert len({item.about for item in exercise.items}) == len(exercise.items)
        for item in exercise.items:
            words = [option.words for option in item.options]
            assert len(set(words)) == len(words) > 1
            assert 1 <= len(right(item)) < len(words), item.about
            assert (len(right(item)) > 1) == ("answers are right" in item.told)


def test_mechanisms_are_those_of_plain_claims(ours: Lessons) -> None:
    knowledge = ours.knowledge
    slugs = {each.label: slug for slug, each in knowledge.things.items()}
    for item in ours.exercises["mechanism"].items:
        plain = {
            knowledge.things[each.object].label
            for each in knowledge.statements
            if each.subject == slugs[item.about] and each.relation == "hasMechanism" and not each.flags
        }
        assert set(right(item)) == plain
        assert len(item.options) == 5
    answers = {item.about: right(item) for item in ours.exercises["mechanism"].items}
    assert answers["PRP injection"] == ["anti-inflammatory", "regenerative"]


def test_a_conditional_mechanism_is_not_right_and_told_as_such(ours: Lessons) -> None:
    (item,) = (each for each in ours.exercises["mechanism"].items if each.about == "nerve block")
    assert right(item) == ["nerve disruption"]
    notes = {option.words: option.note for option in item.options if option.note}
    assert notes == {"anti-inflammatory": "The text has it only under a condition."}


def hedges(each: Claim, store: Engine) -> set[str]:
    found = {*each.values("certainty"), *each.values("frequency")}
    rows = store.select("SELECT ?term ?label { GRAPH graph:ontology { ?term rdfs:label ?label } }")
    return {row["label"].value for row in rows if row["term"].value in found} or {"no hedge"}


def test_hedges_are_those_of_the_claims_and_out_of_the_question(ours: Lessons) -> None:
    found: set[str] = set()
    for item in ours.exercises["hedge"].items:
        claims = [each for each in (ours.knowledge.statements[index].claim for index in item.claims) if each]
        assert set(right(item)) == set[str]().union(*(hedges(each, ours.store) for each in claims))
        assert not [option for option in item.options if re.search(rf"\b{option.words}\b", item.about)]
        found |= set(right(item))
    assert {"can", "may", "often", "no hedge"} <= found


def test_what_two_sentences_hedge_differently_has_two_right_answers() -> None:
    said = ("a", "hasOutcome", "b")
    lessons = made((said, {"certainty": "Can"}), (said, {"certainty": "May"}), a="Procedure", b="Outcome")
    (item,) = lessons.exercises["hedge"].items
    assert right(item) == ["can", "may"]
    assert item.told == "2 answers are right; one is enough."
    assert item.claims == [0, 1]


def test_what_is_hedged_elsewhere_is_not_asked_as_unhedged() -> None:
    said = ("a", "hasOutcome", "b")
    lessons = made((said, {"certainty": "Can", "onset": "Immediate"}), (said, {}), a="Procedure", b="Outcome")
    assert [right(item) for item in lessons.exercises["hedge"].items] == [["can"]]


def verdicts(exercise: Exercise) -> dict[str, str]:
    return {item.about: right(item)[0] for item in exercise.items}


def test_sayings_agree_with_the_claims(any_lessons: Lessons) -> None:
    if "saying" not in any_lessons.exercises:
        pytest.skip("nothing to ask")
    labels = {KINDS.truths[name].label: name for name in ("stated", "indirect", "denied")}
    for item in any_lessons.exercises["saying"].items:
        (answer,) = right(item)
        statements = [any_lessons.knowledge.statements[index] for index in item.claims]
        if answer == "not said":
            assert item.told.startswith("No claim connects the two.")
        else:
            assert {each.truth for each in statements} == {labels[answer]}
            assert not any(each.hedge for each in statements)
            assert len({(each.subject, each.relation, each.object) for each in statements}) == 1


def test_ours_has_each_verdict(ours: Lessons) -> None:
    counts = Counter(verdicts(ours.exercises["saying"]).values())
    assert counts["denied"] == 2
    assert min(counts[each] for each in ("stated", "stated jointly or inferred", "not said")) >= 3
    assert verdicts(ours.exercises["saying"])["Vertebroplasty uses a balloon."] == "denied"


def test_what_is_not_said_no_claim_and_no_rule_connects(ours: Lessons, graph: Graph) -> None:
    silent = [about for about, answer in verdicts(ours.exercises["saying"]).items() if answer == "not said"]
    assert silent
    things = sorted(ours.knowledge.things.items(), key=lambda each: -len(each[1].label))
    for about in silent:
        # The two things, by their names in the sentence, the longest first.
        left, found = about.lower(), []
        for slug, each in things:
            if re.search(rf"\b{re.escape(each.label.lower())}\b", left):
                left = left.replace(each.label.lower(), " ")
                found.append(slug)
        assert len(found) == 2, about
        one, other = (f"<https://w3id.org/painkg/id/{slug}>" for slug in found)
        ends = f"{one} ?any {other}", f"{other} ?any {one}", f"?claim ?role {one} ; ?other {other}"
        for pattern in ends:
            assert not list(graph.store.select(f"SELECT * {{ GRAPH ?graph {{ {pattern} }} }}")), about


def test_kin_are_above_and_below_but_not_beside() -> None:
    kin = Kin(
        made(
            (("joint", "broader", "body"), {}),
            (("knee", "broader", "joint"), {}),
            (("hip", "broader", "joint"), {}),
            (("a", "targets", "knee"), {}),
            a="Procedure",
            joint="AnatomicalStructure",
            knee="AnatomicalStructure",
            hip="AnatomicalStructure",
            body="AnatomicalStructure",
        ).knowledge
    )
    assert kin.connected("a", "knee")
    assert kin.connected("a", "joint")
    assert kin.connected("body", "a")
    assert not kin.connected("a", "hip")


@pytest.mark.parametrize(
    "qualifiers",
    [
        {"polarity": "Denied"},
        {"onlyIf": "Failure", "onlyIfOf": "kg:a"},
        {"basis": "Inferred", "ground": "text:x"},
        {"certainty": "May"},
    ],
)
def test_what_is_said_in_any_way_is_never_unsaid(qualifiers: dict[str, str]) -> None:
    lessons = made(
        (("a", "targets", "x"), qualifiers),
        (("b", "targets", "x"), {}),
        (("b", "targets", "y"), {}),
        a="Procedure",
        b="Procedure",
        x="Site",
        y="Site",
    )
    silent = [about for about, answer in verdicts(lessons.exercises["saying"]).items() if answer == "not said"]
    assert "A targets the x." not in silent
    assert silent in (["A targets the y."], [])


def test_items_are_chosen_without_chance() -> None:
    words = [f"word {number}" for number in range(20)]
    assert by_hash(words, str) == by_hash(words[::-1], str) != words
    assert in_turns(["a1", "a2", "b1", "a3", "b2"], lambda each: each[0]) == ["a1", "b1", "a2", "b2", "a3"]


def test_options_are_packed_once_where_items_share_them(ours: Lessons) -> None:
    for data, exercise in zip(exercises_data(list(ours.exercises.values())), ours.exercises.values(), strict=True):
        for packed, item in zip(data["items"], exercise.items, strict=True):
            words = packed.get("options", data["options"])
            assert words == [option.words for option in item.options]
            assert [words[at] for at in packed["right"]] == right(item)


# ---------------------------------------------------------------- What the text does not say


def test_each_cell_agrees_with_the_claims(ours: Lessons) -> None:
    found = ours.unsaid
    assert found
    cells = {
        (row.thing.slug, name): each for row in found.rows for name, each in zip(found.columns, row.cells, strict=True)
    }
    assert len(found.rows) == 11
    assert cells["vertebroplasty", "uses device"] == ("denied", "denied (1)")
    assert cells["vertebroplasty", "uses technique"] == ("stated", "stated (1), denied (1)")
    assert cells["vertebroplasty", "how long"] == ("silent", "not stated")
    assert cells["facet-joint-injection", "how soon"] == ("stated", "stated (1)")
    assert cells["nerve-block", "works by"] == ("indirect", "only inferred (2), conditional (1)")
    assert cells["facet-joint-injection", "used for"] == ("indirect", "only stated jointly (4)")
    for (slug, name), cell in cells.items():
        if name in KINDS.aspects:
            continue
        said = [
            each
            for each in ours.knowledge.statements
            if each.subject == slug and KINDS.captions(each.relation, each.cells[1])[0] == name
        ]
        assert sum(map(int, re.findall(r"\d+", cell.words))) == len(said)


def test_what_is_said_of_one_procedure_only_has_no_column(ours: Lessons) -> None:
    found = ours.unsaid
    assert found
    assert ("combined with", "nerve block") in found.rare
    assert not {name for name, _ in found.rare} & set(found.columns)
    relations = {
        KINDS.captions(each.relation, each.cells[1])[0]
        for each in ours.knowledge.statements
        if each.subject in {row.thing.slug for row in found.rows} and each.relation not in {"altLabel", "broader"}
    }
    assert relations == {*found.columns, *(name for name, _ in found.rare)} - set(KINDS.aspects)


def test_passages_without_claims_are_counted_by_reason(ours: Lessons, graph: Graph) -> None:
    found = ours.unsaid
    assert found
    whole = Counter(row["reason"] for row in graph.ask("passages-without-claims").to_dicts())
    part = Counter(row["reason"] for row in graph.ask("partly-modelled").to_dicts())
    assert {each.name: (each.whole, each.part) for each in found.reasons} == {
        name: (whole[name], part[name]) for name in whole | part
    }


def test_the_table_stands_in_the_page_with_what_is_denied_and_conditional(ours: Lessons, graph: Graph) -> None:
    text = map_page(graph.store)
    (name,) = (each for each in Page(text).tables if each != "claims")
    rows = Page(text).tables[name]
    assert len(rows) == 12
    section = text.partition('<section id="unsaid"')[2].partition("</section>")[0]
    for each in ours.knowledge.statements:
        if each.truth in {"denied", "conditional"}:
            assert each.words in section


def test_a_long_table_keeps_the_procedures_of_which_most_is_said() -> None:
    many: dict[str, str] = {f"p{number:02}": "Procedure" for number in range(70)} | {"x": "Site", "y": "Site"}
    claims: list[tuple[tuple[str, str, str], dict[str, str]]] = [
        ((slug, "targets", "x"), {}) for slug in many if slug[0] == "p"
    ]
    lessons = made(*claims, (("p69", "targets", "y"), {}), **many)
    assert lessons.unsaid
    assert (len(lessons.unsaid.rows), lessons.unsaid.left_out) == (60, 10)
    assert lessons.unsaid.rows[-1].thing.slug == "p69"


# ---------------------------------------------------------------- All of them


def test_an_empty_graph_has_none_of_them_and_no_entry() -> None:
    lessons = Lessons(Store.of([]))
    assert (lessons.tour, lessons.exercises, lessons.unsaid) == ([], {}, None)
    text = map_page(Store.of([]))
    links = [attributes.get("href") for tag, attributes in Page(text).tags if tag == "a"]
    assert not [href for href in links if href and href.startswith(("#tour", "#exercise", "#view"))]
    assert 'id="unsaid"' not in text


def test_strangers_words_stay_words() -> None:
    text = map_page(hostile_store())
    section = text.partition('<section id="unsaid"')[2].partition("</section>")[0]
    assert "&lt;" in section
    assert HOSTILE["script"] not in section
    data = Page(text).data()
    assert any(HOSTILE["script"] in item["about"] for each in data["exercises"] for item in each["items"])


@pytest.mark.long
def test_same_lessons_whatever_the_order_of_hashes() -> None:
    code = (
        "from tests.map_samples import large_store; from tests.test_map_lessons import Lessons; l = Lessons(large_store()); "
        "print([stop for stop in l.tour], l.exercises, l.unsaid and l.unsaid.columns)"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": "."},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "4711")
    }
    assert len(found) == 1

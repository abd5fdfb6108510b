"""The ready views: pictures that answer what learners ask first, each with the claims behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from kg.maps.blocks import Pen
from kg.maps.families import draw_families, read_families
from kg.maps.kinds import Kinds
from kg.maps.ladder import draw_ladder, read_ladder
from kg.maps.layout import Metrics, View, metrics
from kg.maps.model import Knowledge
from kg.maps.regions import draw_body, read_body

_DRAWN = ("wide", "narrow")


class ReadyView(NamedTuple):
    """A picture that stands ready.

    Attributes:
        id: its name in links.
        title: its heading.
        summary: how to read it.
        statements: indexes of the statements behind it, in reading order.
        left_out: what it has no box for, by the name of the box that says how many.
        draw: makes the picture with a pen.
    """

    id: str
    title: str
    summary: str
    statements: list[int]
    left_out: dict[str, tuple[str, list[str]]]
    draw: Callable[[Pen], View]


def ready_views(knowledge: Knowledge) -> list[ReadyView]:
    """The ready views of which the statements say anything."""
    found = [_ladder(knowledge), _body(knowledge), _families(knowledge)]
    return [each for each in found if each.statements]


def _ladder(knowledge: Knowledge) -> ReadyView:
    ladder = read_ladder(knowledge)
    return ReadyView(
        "ladder",
        "Treatment ladder",
        "What is tried first, and what the text puts after it. The words on a line say what opens the step: "
        "✓ success, ✗ failure, ↓ an inadequate response, ↑ greater severity. What is offered instead of a treatment, "
        "or beside it, stands beneath it. Where no line leads, the text does not say what comes before or after.",
        ladder.statements,
        _left_out({"ladder": ("Treatment ladder", ladder.left_out)}),
        lambda pen: draw_ladder(ladder, pen),
    )


def _body(knowledge: Knowledge) -> ReadyView:
    body = read_body(knowledge)
    structures, affecting, targeting = body.left_out
    left_out = {
        "structures": ("Structures", structures),
        "affecting": ("Affecting them", affecting),
        "targeting": ("Targeting them", targeting),
        "others": ("Affecting or targeting them", sorted({*affecting, *targeting})),
    }
    return ReadyView(
        "body",
        "Body map",
        "The structures of the body by region. Lines lead to what affects them and to the procedures that target "
        "them. A region holds what is called a part or a kind of one structure, or next to it.",
        body.statements,
        _left_out(left_out),
        lambda pen: draw_body(body, pen),
    )


def _families(knowledge: Knowledge) -> ReadyView:
    found = read_families(knowledge)
    return ReadyView(
        "mechanisms",
        "Mechanisms",
        "How procedures work: each family of mechanisms with its procedures. A dotted line is inferred from the "
        "words of the text, or said of several together; a full line is stated.",
        found.statements,
        _left_out({"families": ("Mechanisms", found.left_out[0]), "members": ("Procedures", found.left_out[1])}),
        lambda pen: draw_families(found, pen),
    )


def _left_out(lists: dict[str, tuple[str, list[str]]]) -> dict[str, tuple[str, list[str]]]:
    return {name: (title, slugs) for name, (title, slugs) in lists.items() if slugs}


def drawn_in(kinds: Kinds) -> list[Metrics]:
    """The layouts in which each ready view is drawn."""
    return [measure for measure in metrics(kinds.lanes) if measure.name in _DRAWN]


def views_data(ready: list[ReadyView], pens: list[Pen], pack: Callable[[View, int], list[Any]]) -> dict[str, Any]:
    """The ready views as the page's script reads them.

    Args:
        ready: the views.
        pens: one for each layout.
        pack: a picture, with the width of most of its boxes, as plain lists.
    """
    return {
        each.id: {
            "title": each.title,
            "summary": each.summary,
            "statements": each.statements,
            "left": {name: {"title": title, "slugs": slugs} for name, (title, slugs) in each.left_out.items()},
            "layouts": {pen.measure.name: [pen.box, pack(each.draw(pen), pen.box)] for pen in pens},
        }
        for each in ready
    }


def pens_of(knowledge: Knowledge, kinds: Kinds) -> list[Pen]:
    """For each layout in which ready views are drawn, what they are drawn with."""
    return [Pen(knowledge, kinds, measure) for measure in drawn_in(kinds)]

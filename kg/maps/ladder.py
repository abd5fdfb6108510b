"""The treatment ladder: what is tried first, what comes next, and what opens each step."""

from __future__ import annotations

from typing import NamedTuple

from kg.maps.blocks import Beside, Pen
from kg.maps.columns import Column, Route, draw_columns, levels
from kg.maps.layout import Group, View
from kg.maps.model import Knowledge, Statement
from kg.maps.zigzag import draw_zigzag

_ESCALATES, _AFTER = "escalatesTo", "triedAfter"
_BESIDE = ("alternativeTo", "optionBeside")
_MOST = 40
_MOST_BESIDE = 18
_MOST_COLUMNS = 3
_WIDTH = 1000
_TITLES = ("Tried before", "Then", "After that", "Later")
_INSTEAD = "Alternatives"


class Step(NamedTuple):
    """One thing comes after another: the link that says so, and the statements."""

    before: str
    after: str
    link: int
    said: list[int]


class Ladder(NamedTuple):
    """What the ladder shows.

    Attributes:
        steps: in order of their links.
        levels: the things of each level, from the first.
        beside: what the text offers instead of a thing, or beside it, by that thing.
        apart: things of which only this is said: each stands beside the ladder with what is offered instead of it.
        left_out: things for which there is no room.
        statements: indexes of all statements behind it.
    """

    steps: list[Step]
    levels: list[list[str]]
    beside: dict[str, list[tuple[str, int]]]
    apart: list[str]
    left_out: list[str]
    statements: list[int]


def read_ladder(knowledge: Knowledge) -> Ladder:
    """The ladder of what the statements say."""
    steps = _steps(knowledge)
    weight: dict[str, int] = {}
    for step in steps:
        for slug in (step.before, step.after):
            weight[slug] = weight.get(slug, 0) + 1
    heaviest = sorted(weight, key=lambda slug: (-weight[slug], -len(knowledge.said[slug]), slug))
    kept = set(heaviest[:_MOST])
    steps = [step for step in steps if step.before in kept and step.after in kept]
    found = levels(kept, [(step.before, step.after) for step in steps], _least(knowledge, kept))
    beside, apart, said = _beside(knowledge, kept)
    ends = {
        slug for index in said for slug in (knowledge.statements[index].subject, knowledge.statements[index].object)
    }
    placed = kept.union(apart, (other for others in beside.values() for other, _ in others))
    left_out = sorted((ends | set(weight)) - placed)
    indexes = sorted({index for step in steps for index in step.said} | said)
    return Ladder(steps, found, beside, apart, left_out, indexes)


def _steps(knowledge: Knowledge) -> list[Step]:
    found = []
    for at, link in enumerate(knowledge.links):
        ways: dict[tuple[str, str], list[int]] = {}
        for index in link.statements:
            each = knowledge.statements[index]
            if each.relation == _ESCALATES:
                ways.setdefault((each.subject, each.object), []).append(index)
            elif each.relation == _AFTER:
                ways.setdefault((each.object, each.subject), []).append(index)
        found += [Step(before, after, at, said) for (before, after), said in ways.items()]
    return found


def _least(knowledge: Knowledge, slugs: set[str]) -> dict[str, int]:
    """Procedures stand no further to the left than what comes after therapies, even where nothing comes before them."""
    return {slug: int(knowledge.things[slug].kind.id == "Procedure") for slug in slugs}


def _beside(knowledge: Knowledge, ladder: set[str]) -> tuple[dict[str, list[tuple[str, int]]], list[str], set[int]]:
    """What stands beneath a thing of the ladder, or beneath one beside it; each thing has one box at most."""
    beside: dict[str, list[tuple[str, int]]] = {}
    apart: list[str] = []
    said = set()
    placed = set(ladder)
    for at, link in enumerate(knowledge.links):
        indexes = [index for index in link.statements if knowledge.statements[index].relation in _BESIDE]
        if not indexes:
            continue
        said |= set(indexes)
        subject, object_ = knowledge.statements[indexes[0]].subject, knowledge.statements[indexes[0]].object
        anchor, other = (subject, object_) if subject in placed else (object_, subject)
        if other in placed or len(placed) - len(ladder) > _MOST_BESIDE - 2:
            continue
        if anchor in placed and anchor not in ladder and anchor not in apart:
            continue  # it stands beneath another itself
        if anchor not in placed:
            apart.append(anchor)
        placed |= {anchor, other}
        beside.setdefault(anchor, []).append((other, at))
    return beside, apart, said


def draw_ladder(ladder: Ladder, pen: Pen) -> View:
    """The ladder as a picture: from left to right, or from top to bottom on a phone and where there are many steps."""
    wide = pen.measure.focus_width and len(ladder.levels) <= _MOST_COLUMNS
    place = {slug: at for at, slugs in enumerate(ladder.levels) for slug in slugs}
    full = set() if wide else _unlike(ladder.steps, pen)
    routes = []
    for step in ladder.steps:
        # In a circle, one step leads back.
        back = place[step.before] > place[step.after]
        start, end = (step.after, step.before) if back else (step.before, step.after)
        words = _words(step, pen, full=step.after in full)
        routes.append(Route(step.link, start, end, words, (back, not back)))
    columns = [Column([Group(_title(at), slugs)]) for at, slugs in enumerate(ladder.levels)]
    if columns and ladder.left_out:
        columns[-1] = columns[-1]._replace(name="ladder", left_out=tuple(ladder.left_out))
    beside = {
        slug: [Beside(other, link, _beside_words(slug, link, pen)) for other, link in said]
        for slug, said in ladder.beside.items()
    }
    if not wide:
        apart = [Column([Group(_INSTEAD, ladder.apart)])] if ladder.apart else []
        return draw_zigzag(
            pen, [*columns, *apart], routes, pen.measure.focus_width or pen.measure.overview_width, beside
        )
    if ladder.apart and columns:
        columns[0] = columns[0]._replace(groups=[*columns[0].groups, Group(_INSTEAD, ladder.apart)], fixed=True)
    elif ladder.apart:
        columns = [Column([Group(_INSTEAD, ladder.apart)])]
    return draw_columns(pen, columns, routes, _WIDTH, beside)


def _title(level: int) -> str:
    return _TITLES[min(level, len(_TITLES) - 1)]


def _unlike(steps: list[Step], pen: Pen) -> set[str]:
    """The things that are not reached alike from all that comes before: there it has to be said from which."""
    said: dict[str, set[tuple[str, ...]]] = {}
    for step in steps:
        said.setdefault(step.after, set()).add(_words(step, pen, full=False))
    return {slug for slug, words in said.items() if len(words) > 1}


def _words(step: Step, pen: Pen, *, full: bool) -> tuple[str, ...]:
    """What opens a step: the trigger with its glyph, of which thing, and the modal verb of the text."""
    return tuple(dict.fromkeys(_trigger(pen.knowledge.statements[index], step, pen, full=full) for index in step.said))


def _trigger(each: Statement, step: Step, pen: Pen, *, full: bool) -> str:
    things = pen.knowledge.things
    found = []
    for trigger in each.triggers:
        of = trigger.of if trigger.of in things and (full or trigger.of != step.before) else ""
        glyph = pen.kinds.triggers.get(trigger.id, "•")
        found.append(f"{glyph} {trigger.label}" + (f" of {things[of].label}" if of else ""))
    words = ", ".join(found) or pen.kinds.captions(each.relation, each.cells[1])[each.subject != step.before]
    words = (
        f"not: {words}" if each.truth == "denied" else f"{words} (contested)" if each.truth == "contested" else words
    )
    return f"{words} ({each.hedge})" if each.hedge else words


def _beside_words(anchor: str, link: int, pen: Pen) -> str:
    statements = [pen.knowledge.statements[index] for index in pen.knowledge.links[link].statements]
    said = dict.fromkeys(each.caption(anchor, pen.kinds) for each in statements if each.relation in _BESIDE)
    return ", ".join(said)

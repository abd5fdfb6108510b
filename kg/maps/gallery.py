"""`gallery.html`: the pictures of the map on one page, each leading to its view there; it needs no script."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from kg.assemble import assemble
from kg.maps.blocks import Pen
from kg.maps.kinds import Kinds, read_kinds
from kg.maps.layout import View
from kg.maps.model import Knowledge, read_knowledge
from kg.maps.payload import Views
from kg.maps.svg import draw_svg, svg_style
from kg.maps.views import ReadyView, pens_of, ready_views
from kg.pages import own, policy, templates
from kg.resources import project, share

#: The pictures of the page take up to so many bytes; the things for which nothing is left are named with their counts.
MOST_BYTES = 900_000
#: Of more things of a kind than this, none has a picture.
MOST_PICTURES = 60
_KINDS = ("Mechanism", "Procedure", "Condition")
#: The picture that the README shows, and the view that it is of.
SHOWN, SHOWN_VIEW = "treatment-ladder.svg", "ladder"


class Card(NamedTuple):
    """One picture of the gallery.

    Attributes:
        href: the view in the map.
        title: its name.
        note: what is said under its name.
        wide: the picture; nothing where there is no room for it.
        narrow: the picture for a phone, where it has one of its own.
    """

    href: str
    title: str
    note: str
    wide: str
    narrow: str = ""


class Section(NamedTuple):
    """Pictures under one heading."""

    title: str
    cards: list[Card]


def gallery_page(knowledge: Knowledge, kinds: Kinds, link: str = "map.html") -> str:
    """The gallery of a map, as a whole page.

    Args:
        knowledge: what the map shows.
        kinds: how it looks.
        link: where the map lies, as seen from the page.
    """
    present = {each.truth for each in knowledge.links}
    style = own("gallery.css") + svg_style(kinds)
    page: str = (
        templates()
        .get_template("gallery.html.jinja")
        .render(
            knowledge=knowledge,
            truths=[truth for truth in kinds.truths.values() if truth.id in present],
            sections=_sections(knowledge, kinds, link),
            drawing=Markup,  # escaped by `draw_svg`
            style=Markup(style),  # noqa: S704 - ours
            policy=policy([], style),
            link=link,
        )
    )
    return page


def _sections(knowledge: Knowledge, kinds: Kinds, link: str) -> list[Section]:
    views = Views(knowledge, kinds)
    pens = {pen.measure.name: pen for pen in pens_of(knowledge, kinds)}
    whole = [
        Card(
            link,
            "Overview",
            "All things by lane.",
            *(_drawn(pen, views.overview(pen.measure)) for pen in pens.values()),
        )
    ]
    whole += [_ready(each, pens, link) for each in ready_views(knowledge)]
    found = [Section("The whole", whole)]
    left = MOST_BYTES - sum(len(card.wide) + len(card.narrow) for card in whole)
    for name in _KINDS:
        cards = _of_kind(views, pens["wide"], name, link)
        size = sum(len(card.wide) for card in cards)
        if size > left:
            cards = [card._replace(wide="") for card in cards]
        left -= sum(len(card.wide) for card in cards)
        if cards:
            found.append(Section(kinds.kinds[name].plural, cards))
    return found


def _ready(each: ReadyView, pens: dict[str, Pen], link: str) -> Card:
    pictures = (_drawn(pen, each.draw(pen)) for pen in pens.values())
    return Card(f"{link}#view={each.id}", each.title, each.summary, *pictures)


def _of_kind(views: Views, pen: Pen, name: str, link: str) -> list[Card]:
    """The things of a kind by name, each with its picture unless there are too many."""
    things = [thing for thing in views.knowledge.things.values() if thing.kind.id == name]
    cards = []
    for thing in sorted(things, key=lambda thing: (thing.label, thing.slug)):
        said = len(views.knowledge.said[thing.slug])
        many = len(things) > MOST_PICTURES
        picture = "" if many else _drawn(pen, views.focus(thing.slug, pen.measure), thing.slug)
        href = f"{link}#focus={quote(thing.slug, safe='')}"
        cards.append(Card(href, thing.label, f"{said} {'claim' if said == 1 else 'claims'}", picture))
    return cards


def _drawn(pen: Pen, view: View, chosen: str = "") -> str:
    return draw_svg(view, pen, "", chosen=chosen, alone=False)


def generate() -> dict[str, str]:
    """The generated files of the folder of visualizations: their names and texts."""
    kinds = read_kinds()
    knowledge = read_knowledge(assemble(project(None).data).store, kinds)
    view = next(each for each in ready_views(knowledge) if each.id == SHOWN_VIEW)
    pen = pens_of(knowledge, kinds)[0]
    title = f"{view.title}: {knowledge.heading}"
    return {SHOWN: draw_svg(view.draw(pen), pen, title, view.summary)}


def write(folder: Path) -> None:
    """Write the generated files."""
    for name, text in generate().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(share() / "visualizations")

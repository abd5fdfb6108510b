"""`map.html`: one file, drawn by pyvis through a template of our own, that asks nothing of any network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from pyvis.network import Network

from kg.cite.copies import Copy
from kg.engine import Engine
from kg.errors import OutsideError
from kg.maps.kinds import Kinds, read_kinds
from kg.maps.layout import View
from kg.maps.lessons import NO_LESSONS, lessons
from kg.maps.model import QUERIED, Knowledge, Statement, read_knowledge
from kg.maps.payload import Views, embed, payload, rows_in_table
from kg.maps.queried import Found, knowledge_of_found
from kg.maps.quotes import Quoted, quotes_data, read_quotes
from kg.maps.ready import refuse_missing
from kg.maps.views import ready_views
from kg.pages import own, policy, templates

#: Marks the pages of maps.
GENERATOR = "kg map"
_VIS = ("lib", "vis-9.1.2", "vis-network.min.js")
SCRIPTS = (
    "map-state.js",
    "map-layers.js",
    "map-two.js",
    "map-canvas.js",
    "map-panel.js",
    "map-export.js",
    "map-tools.js",
    "map-table.js",
    "map-views.js",
    "map-controls.js",
    "map-tour.js",
    "map-exercises.js",
    "map-unsaid.js",
    "map-keys.js",
    "map-start.js",
)
_OPTIONS: dict[str, Any] = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "dragNodes": False,
        "dragView": False,
        "zoomView": False,
        "hover": True,
        "keyboard": {"enabled": False},
        "selectConnectedEdges": False,
        "tooltipDelay": 86400000,
    },
    "nodes": {"shape": "box", "chosen": False, "physics": False},
    "edges": {"chosen": False, "physics": False, "smooth": False, "selectionWidth": 0},
}


def map_page(
    store: Engine,
    start: str = "",
    *,
    found: Found | None = None,
    copies: Sequence[Copy] = (),
    knowledge: Knowledge | None = None,
) -> str:
    """The map of a store, as a whole page.

    Args:
        store: holds things, claims and the ontology.
        start: the address at which it opens; empty for the overview.
        found: what a query found, where the map is of that alone.
        copies: texts of documents, from which the passages of claims are quoted.
        knowledge: all that the store tells, if it was read before.

    Raises:
        UsageError: a thing is of a class that the map cannot draw.
        OutsideError: the installed pyvis has no script that can be taken into a page.
    """
    kinds = read_kinds()
    if found:
        knowledge = knowledge_of_found(store, kinds, found)
    knowledge = knowledge or read_knowledge(store, kinds)
    quoted = read_quotes(store, knowledge.statements, copies)
    views = Views(knowledge, kinds)
    taught = NO_LESSONS if found else lessons(store, knowledge, kinds)
    ready = ready_views(knowledge)
    refuse_missing(start, {each.id for each in ready}, taught)
    script = "".join(map(_slim, map(own, SCRIPTS)))
    style = _slim_style(own("map.css"))
    environment = templates()
    environment.filters["embed"] = lambda data: Markup(embed(data))  # noqa: S704 - escaped by `embed`
    environment.filters["fragment"] = lambda slug: "#focus=" + quote(slug, safe="")
    environment.filters["relation"] = lambda each: _relation(each, kinds)
    environment.globals.update(
        knowledge=knowledge,
        rows=_rows(knowledge, quoted),
        defined=knowledge.statements[knowledge.told :],
        left_out=knowledge.told - rows_in_table(knowledge.told),
        quoted=bool(quoted),
        generator=GENERATOR,
        present=_present(knowledge, kinds),
        ready=ready,
        data=_without_first(payload(views, ready), views.metrics[0].name)
        | {"start": start, "quotes": quotes_data(quoted)}
        | taught.data,
        unsaid=taught.unsaid,
        vis=Markup(_vis_script()),  # noqa: S704 - checked for what would end the element
        script=Markup(script),  # noqa: S704 - ours
        style=Markup(style),  # noqa: S704 - ours
        policy=policy([_vis_script(), script], style),
    )
    network = _network(views)
    network.templateEnv = environment
    network.path = "map.html.jinja"
    page: str = network.generate_html()
    return page


def _rows(knowledge: Knowledge, quoted: list[Quoted]) -> list[tuple[Statement, list[tuple[str, bool]] | None]]:
    """The rows of the table: what a text or a query says, each with its passage where a text is at hand."""
    quotes = {index: each.marked(index) for each in quoted for index in each.claims}
    listed = knowledge.statements[: rows_in_table(knowledge.told)]
    return [(each, quotes.get(index)) for index, each in enumerate(listed)]


def _without_first(data: dict[str, Any], layout: str) -> dict[str, Any]:
    """What the page's script reads, without the boxes that pyvis hands it."""
    data["layouts"][layout]["overview"][1] = []
    return data


def _relation(each: Statement, kinds: Kinds) -> str:
    """The relation of a row of the table, which reads from the subject to the object."""
    return each.caption(each.subject, kinds)


def _network(views: Views) -> Network:
    """The first picture as pyvis holds it; the page's script draws the others with the same calls."""
    network = Network(directed=True)
    network.options = _OPTIONS
    _add_boxes(network, views.overview(views.metrics[0]), views.knowledge)
    return network


def _add_boxes(network: Network, view: View, knowledge: Knowledge) -> None:
    for box in view.boxes:
        thing = knowledge.things.get(box.id)
        network.add_node(
            box.id,
            label="\n".join(box.lines),
            shape="box",
            color=thing.kind.light if thing else "#6b7480",
            x=box.x,
            y=box.y,
            widthConstraint=box.w,
            heightConstraint=box.h,
        )


def _present(knowledge: Knowledge, kinds: Kinds) -> dict[str, Any]:
    """What the legend names: kinds with their counts, and the styles of lines, where there are any."""
    counts = {kind: sum(thing.kind.id == kind for thing in knowledge.things.values()) for kind in kinds.kinds}
    truths = {link.truth for link in knowledge.links}
    return {
        "kinds": [(kind, counts[kind.id]) for kind in kinds.kinds.values() if counts[kind.id]],
        "truths": [truth for truth in kinds.truths.values() if truth.id in truths],
        "claims": sum(1 for each in knowledge.statements if each.id),
        "queried": sum(1 for each in knowledge.statements if each.truth == QUERIED),
    }


def _slim(script: str) -> str:
    """A script of ours without indents, comments and needless ends of lines; no string of it has such signs in it."""
    bare = re.sub(r"^\s*//.*\n|^\s+|(?<=[;{,(]) // .*$", "", script, flags=re.MULTILINE)
    return re.sub(r"(?<=[;{,(])\n", "", bare)


def _slim_style(style: str) -> str:
    """A style sheet of ours without comments and needless space; no string of it has such signs in it."""
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))


@cache
def _vis_script() -> str:
    """The vis-network script of the installed pyvis, without the line that names a file of its authors."""
    text = files("pyvis").joinpath(*_VIS).read_text("utf-8")
    script = text.rpartition("//# sourceMappingURL")[0] or text
    if "</script" in script.lower() or "<!--" in script:
        raise OutsideError("pyvis: its vis-network script would end the page's script element; install pyvis 0.3.2")
    return script

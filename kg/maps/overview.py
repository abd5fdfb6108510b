"""The first picture: all things in their lanes, as many as can be read."""

from __future__ import annotations

from kg.maps.kinds import Kinds
from kg.maps.layout import HEADING, Band, Flow, Group, Metrics, View, cells_of
from kg.maps.model import Knowledge
from kg.maps.order import Shown

#: Starts the id of a box “+n more”; the space keeps it apart from every IRI.
MORE = "more "


def overview(
    knowledge: Knowledge, kinds: Kinds, lanes: dict[str, Shown], labels: dict[str, tuple[str, ...]], measure: Metrics
) -> View:
    """Lay out the overview.

    Args:
        knowledge: all that the map shows.
        kinds: how it looks.
        lanes: the things that have a box.
        labels: of the boxes, in lines.
        measure: of the layout.
    """
    view = View(measure.overview_width)
    flow = Flow(view, labels, measure.font, measure.overview_box, measure.gap)
    width = 2 * measure.overview_box + measure.gap + 2 * measure.pad
    step = (measure.overview_width - width) // max(1, len(measure.columns) - 1)
    for column, names in enumerate(measure.columns):
        y, x = 0, column * step
        for name in (name for name in names if lanes[name].slugs or lanes[name].left_out):
            top = y
            cells = cells_of(_groups(knowledge, kinds, lanes[name], name), 2)
            y = flow.put(cells, x + measure.pad, y + HEADING) + measure.pad - measure.gap
            view.bands.append(Band(name, x, top, width, y - top, empty=False))
            y += 14
    _even(view, measure)
    return view


def _groups(knowledge: Knowledge, kinds: Kinds, lane: Shown, name: str) -> list[Group]:
    """The things of a lane by kind; the caption of the kind that the lane is named for is left out."""
    title = next(each.title for each in kinds.lanes if each.id == name)
    by_kind: dict[str, list[str]] = {}
    for slug in lane.slugs:
        by_kind.setdefault(knowledge.things[slug].kind.plural, []).append(slug)
    groups = [Group("" if plural == title else plural, slugs) for plural, slugs in by_kind.items()]
    return [*groups, Group("", [MORE + name])] if lane.left_out else groups


def _even(view: View, measure: Metrics) -> None:
    """Let the last lane of each column reach as far down as the longest."""
    view.height = max((band.y + band.h for band in view.bands), default=HEADING)
    last = {band.x: index for index, band in enumerate(view.bands)} if len(measure.columns) > 1 else {}
    for index in last.values():
        band = view.bands[index]
        view.bands[index] = band._replace(h=view.height - band.y)

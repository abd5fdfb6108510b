"""What a search found, in English: things, then claims with their places."""

from __future__ import annotations

from collections.abc import Iterator

from kg.engine import Engine
from kg.english import Speaker
from kg.errors import visible
from kg.explain.evidence import Evidence
from kg.names import Names, listed
from kg.search import Found, Search
from kg.told import Told, in_lines

#: A message shows at most so much of what was typed.
_SHOWN = 60


class Findings(Told, list[Found]):
    """Results, the best first, which tell themselves.

    Attributes:
        notes: what the results themselves do not say: that there are more, or that none holds the words.
    """

    notes: tuple[str, ...] = ()


def findings(store: Engine, speaker: Speaker, text: str, limit: int) -> Findings:
    """Search, and tell what was found.

    Args:
        store: the graph.
        speaker: speaks it.
        text: a name, or words.
        limit: at most so many results.

    Raises:
        UsageError: the text is empty.
    """
    everything = Search(store, speaker).find(text)
    found = Findings(everything[:limit])
    found.notes = tuple(_notes(store, text, everything, limit))
    found.text = in_lines(_lines(store, speaker, found) if found else found.notes)
    return found


def _notes(store: Engine, text: str, found: list[Found], limit: int) -> Iterator[str]:
    """What the results themselves do not say."""
    typed = visible(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
    if not found:
        near = Names(store).nearest(text)
        yield f"nothing holds “{typed}”" + (f"; did you mean {listed(near)}?" if near else "")
    elif found[0].near:
        yield f"nothing holds “{typed}”; this is spelt nearly so"
    if len(found) > limit:
        yield f"{len(found) - limit} more; --limit {len(found)} shows them too"


def _lines(store: Engine, speaker: Speaker, found: list[Found]) -> Iterator[str]:
    claims = [each.claim for each in found if each.claim]
    for each in found:
        if each.kind == "thing":
            how = "" if each.matched == f"name “{each.text}”" else f" · {each.matched}"
            yield f"{each.text} ({', '.join(each.classes)}) · {store.shorten(each.iri)}{how}"
    if claims and len(claims) < len(found):
        yield ""
    titled = len({claim.source.document for claim in claims}) > 1
    yield from Evidence(store, speaker).lines(claims, titled=titled)

"""From what a user types to a document, passage or claim: CURIE, IRI, bare id or title, in any case."""

from __future__ import annotations

from kg import terms
from kg.engine import Engine
from kg.errors import UsageError
from kg.names import listed
from kg.queries import shared_query


class Citable:
    """The ids of documents, passages and claims.

    Args:
        store: holds them.
    """

    def __init__(self, store: Engine) -> None:
        store.expect_graph()
        self._store = store
        self._nodes: dict[str, set[str]] = {}
        self._class: dict[str, str] = {}
        for row in store.select(shared_query("queries", "describe", "nodes.rq").text):
            iri = row["node"].value
            for key in (iri, store.shorten(iri), row["id"].value):
                self._nodes.setdefault(key.casefold(), set()).add(iri)
            self._class[iri] = row["class"].value.removeprefix(terms.KGO)

    def find(self, text: str) -> str | None:
        """The document, passage or claim of that CURIE, IRI, bare id or title; None where there is none.

        Raises:
            UsageError: several documents have that id.
        """
        return one_of(text, self._nodes.get(text.strip().strip("<>").casefold(), set()), self._store)

    def resolve(self, text: str, kinds: tuple[str, ...] = ("Claim", "Passage")) -> str:
        """The IRI of a claim or passage, given by its CURIE, IRI or bare id, in any case.

        Raises:
            UsageError: none is named so, or several are; the message lists the nearest.
        """
        found = self.find(text)
        if found and self._class[found] in kinds:
            return found
        # Only for an id that was not found: the import costs more than the query.
        from difflib import get_close_matches  # noqa: PLC0415

        known = [self._store.shorten(iri) for iri, kind in sorted(self._class.items()) if kind in kinds]
        near = get_close_matches(text if ":" in text else f":{text}", known, n=3, cutoff=0.6)
        hint = f"; did you mean {', '.join(near)}?" if near else "; `kg show THING` names the claims about a thing"
        raise UsageError(f"no {' or '.join(kinds).lower()} is named “{text}”{hint}")


def one_of(text: str, found: set[str], store: Engine) -> str | None:
    """The only one of the IRIs that a name may mean; None where there is none.

    Raises:
        UsageError: there are several.
    """
    if len(found) > 1:
        raise UsageError(f"“{text}” may be {listed(store.shorten(iri) for iri in sorted(found))}; give one of these")
    return next(iter(found), None)

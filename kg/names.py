"""From what a user types to a thing: slug, label, any other name, IRI or CURIE, in any case."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg import terms
from kg.engine import Engine
from kg.errors import UsageError
from kg.queries import shared_query


class Names:
    """The names of all things of a store.

    Args:
        store: holds the things.
    """

    def __init__(self, store: Engine) -> None:
        store.expect_graph()
        self._prefixes = store.prefixes
        self._things: dict[str, set[str]] = {}
        self._label: dict[str, str] = {}
        for row in store.select(shared_query("queries", "describe", "names.rq").text):
            iri, name = row["thing"].value, row["name"].value
            self._label.setdefault(iri, name)
            for key in (name, iri.removeprefix(terms.KG), iri):
                self._things.setdefault(_key(key), set()).add(iri)

    def resolve(self, text: str) -> str:
        """The IRI of the thing that a name means.

        Raises:
            UsageError: no thing has that name, or several do; the message lists the nearest.
        """
        found = self.find(text)
        if found:
            return found
        near = self.nearest(text)
        hint = f"; did you mean {listed(near)}?" if near else "; `kg query` with a SPARQL query lists what there is"
        raise UsageError(f"unknown thing “{text}”{hint}")

    def find(self, text: str) -> str | None:
        """The IRI of the thing that a name means; None where no thing has that name.

        Raises:
            UsageError: several things have that name.
        """
        found = self._things.get(_key(text)) or self._things.get(_key(self._expanded(text)), set())
        if len(found) > 1:
            raise UsageError(f"“{text}” may be {listed(self._label[iri] for iri in sorted(found))}; give its full name")
        return next(iter(found), None)

    def nearest(self, text: str) -> list[str]:
        """At most three preferred names that are near to a text."""
        # Only for a name that was not found: the import costs more than the query.
        from difflib import get_close_matches  # noqa: PLC0415

        key = _key(text)
        known = sorted({word for name in self._things for word in name.split()})
        respelt = [get_close_matches(word, known, n=1, cutoff=0.8) for word in key.split()]
        right = {word for near in respelt for word in near} if all(respelt) else {key}
        holding = [
            name
            for name in self._things
            if len(key) > 2 and (key in name or right <= set(name.split()))  # noqa: PLR2004 - shorter is noise
        ]
        spelt = get_close_matches(key, self._things, n=6, cutoff=0.6)
        names = [*sorted(holding, key=lambda name: (len(name), name)), *spelt]
        labels = [self._label[iri] for name in names for iri in sorted(self._things[name])]
        return list(dict.fromkeys(labels))[:3]

    def _expanded(self, text: str) -> str:
        prefix, colon, name = text.strip("<>").partition(":")
        return self._prefixes[prefix] + name if colon and prefix in self._prefixes else text.strip("<>")


def _key(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())


def term_key(text: str) -> str:
    """The name of a term as it is compared: indicatedFor, indicated-for, Indicated for are all the same."""
    return re.sub(r"[\s_-]+", "", text).casefold()


def listed(names: Iterable[str]) -> str:
    """Names in quotes, between commas."""
    return ", ".join(f"“{name}”" for name in names)

"""The Python API: open the graph, ask it, query it, show what it knows of a thing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, overload

import pyoxigraph as ox

from kg.engine import Engine
from kg.errors import UsageError
from kg.progress import Progress, silent
from kg.queries import shared_query
from kg.questions import Asked, prepare
from kg.resources import Project, project, readable_build, shown
from kg.rows import Answer
from kg.store import Store

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from kg.cite.citation import Citation
    from kg.english import Speaker
    from kg.explain.description import Description
    from kg.explain.explanation import ClaimExplanation, Explanation
    from kg.path import Path as Way
    from kg.search import Found


class Graph:
    """A built graph.

    Args:
        store: answers queries.
    """

    def __init__(self, store: Engine) -> None:
        self.store = store
        self._speaker: Speaker | None = None

    def query(self, text: str, *, allow_remote: bool = False) -> Answer:
        """Answer a SPARQL 1.1 query; the known prefixes need no declaration.

        Args:
            text: the query.
            allow_remote: whether SERVICE may ask other servers.

        Raises:
            UsageError: the query has a fault, or asks for what is refused.
        """
        return Answer(self.store.query(text, allow_remote=allow_remote), self.store)

    def ask(self, question: str, **parameters: str) -> Answer:
        """Answer a named question: `graph.ask("treatments-for", condition="osteoarthritis")`.

        Raises:
            UsageError: an unknown question, parameter or thing.
        """
        # Past the guard: the question is ours, and what a user typed stands in it as a term.
        return Answer(self.store.answer(self.prepare(question, parameters).text, union=True), self.store)

    def prepare(self, question: str, parameters: dict[str, str]) -> Asked:
        """A named question with its parameters in place; see `ask`."""
        return prepare(self.store, question, parameters)

    def show(self, thing: str) -> Description:
        """All that is known of a thing, given by any of its names; or of a document, passage, claim or term.

        Raises:
            UsageError: no thing, or more than one, has that name.
        """
        from kg.explain.description import describe  # noqa: PLC0415 - plain questions do without

        return describe(self.store, self.speaker(), thing)

    def search(self, text: str, limit: int = 20) -> list[Found]:
        """Things and claims by any name or word, the best first: `graph.search("6 months")`.

        Where nothing holds the words, what is spelt nearly so, each marked `near`.

        Args:
            text: a name, or words; an id too.
            limit: at most so many are given.

        Raises:
            UsageError: the text is empty, or the limit is less than 1.
        """
        from kg.search import Search  # noqa: PLC0415 - plain questions do without

        if limit < 1:
            raise UsageError(f"a search gives at least one result; its limit cannot be {limit}")
        return Search(self.store, self.speaker()).find(text)[:limit]

    @overload
    def explain(self, subject: str, predicate: str, object: str) -> Explanation: ...

    @overload
    def explain(self, subject: str) -> ClaimExplanation: ...

    def explain(
        self,
        subject: str,
        predicate: str | None = None,
        object: str | None = None,  # noqa: A002 - RDF's own word
    ) -> Explanation | ClaimExplanation:
        """Why a triple is in the graph, or in which way it is not; or what a claim states and on what.

        Args:
            subject: any name of a thing; or, alone, the CURIE, IRI or id of a claim.
            predicate: the name of a relation: `graph.explain("RFA", "indicated for", "osteoarthritis")`.
            object: any name of a thing, or a literal.

        Raises:
            UsageError: neither one word nor three, an unknown claim, or a name of several things.
        """
        from kg.explain.explanation import explain  # noqa: PLC0415 - plain questions do without

        return explain(self.store, *(word for word in (subject, predicate, object) if word is not None))

    def cite(self, claim: str, documents: Sequence[str | Path] = (), progress: Progress = silent) -> Citation:
        """The citation of a claim or passage, and its quote where a text of the document is at hand.

        Args:
            claim: its CURIE, IRI or bare id.
            documents: files that hold the text of a document, or copies of it.
            progress: told of a long search.

        Raises:
            UsageError: no claim or passage has that name, or a file is no text of its document.
            OutsideError: a file cannot be read.
        """
        from kg.citable import Citable  # noqa: PLC0415 - the same
        from kg.cite.citation import cite  # noqa: PLC0415 - the same
        from kg.cite.copies import match  # noqa: PLC0415 - plain questions do without

        iri = Citable(self.store).resolve(claim)
        copies = match([Path(path) for path in documents], self.store, progress)
        return cite(self.store, iri, copies)

    def path(self, start: str, end: str, most: int = 3) -> list[Way]:
        """How two things are connected: `graph.path("RFA", "sciatica")`.

        Args:
            start: any name of a thing.
            end: any name of another.
            most: at most so many paths are given, all as short as the shortest; see `kg.path.Paths` for what is short.

        Returns:
            Each a list of steps, with the claims on which they rest; none where nothing connects the two.

        Raises:
            UsageError: an unknown name, or one of several things; the same thing twice; or less than one path.
        """
        from kg.path import Paths, ends  # noqa: PLC0415 - plain questions do without

        if most < 1:
            raise UsageError(f"ask for at least one path, not {most}")
        pair = ends(self.store, start, end)
        return list(islice(Paths(self.store).between(*pair), most))

    def speaker(self) -> Speaker:
        """Speaks this graph's claims in English."""
        from kg.english import Speaker  # noqa: PLC0415 - plain questions do without

        if self._speaker is None:
            self._speaker = Speaker(self.store)
        return self._speaker

    def stats(self) -> dict[str, int]:
        """What is in the graph, counted."""
        text = shared_query("queries", "describe", "statistics.rq").text
        return {row["measure"].value: int(row["count"].value) for row in self.store.select(text)}

    def networkx(self) -> nx.MultiDiGraph:
        """All things and the plain triples between them, directed; `kg.network.network` says what they carry."""
        from kg.network import network  # noqa: PLC0415 - plain questions do without

        return network(self.store)

    def rdflib(self) -> rdflib.Dataset:
        """The same graph for rdflib, its default graph the union of all graphs.

        Raises:
            UsageError: the graph is elsewhere, behind an endpoint.
        """
        import rdflib  # noqa: PLC0415 - slow to import, and only for those who ask for it

        dataset = rdflib.Dataset(default_union=True)
        if not isinstance(self.store, Store):
            raise UsageError("only a graph on this machine can be given to rdflib; open a build of it")
        if self.store.record:
            dataset.parse(self.store.record, format="nquads")
        else:
            quads = ox.serialize(self.store.inner, format=ox.RdfFormat.N_QUADS) or b""
            dataset.parse(data=quads.decode(), format="nquads")
        for prefix, space in self.store.prefixes.items():
            dataset.bind(prefix, space)
        return dataset


def open(data: str | Path | None = None) -> Graph:  # noqa: A001 - kg.open() is the name users know
    """Open the built graph, or that of another data folder.

    Args:
        data: a folder of the shape of `data/`; without a build beside it, it is built in memory.

    Raises:
        UsageError: there is no build, or no such folder.
        DataError: the folder has to be built in memory, and has faults.
    """
    chosen = project(Path(data) if data is not None else None)
    build = readable_build(chosen.build)
    if build is not None:
        return Graph(Store.open(build))
    if data is not None:
        from kg.assemble import assemble  # noqa: PLC0415 - the query path loads no YAML

        return Graph(assemble(chosen.data).store)
    raise UsageError(f"no build in {shown(chosen.build)}; run `make`, or `kg build`")


def staleness(chosen: Project) -> str:
    """A warning where the build is older than its data and differs from it; empty where it is not.

    File times are compared first, and contents only where a time is newer: a fresh checkout is not stale.
    """
    build = readable_build(chosen.build)
    if build is None or chosen.installed:
        return ""
    made = (build / "graph.nq").stat().st_mtime
    folders = [chosen.data / "concepts", chosen.data / "documents"]
    # A folder's own time tells of files that went.
    if all(_changed(path) <= made for folder in folders for path in (folder, *folder.glob("*.yaml"))):
        return ""
    from kg.assemble import inputs_hash  # noqa: PLC0415 - only where a file is newer

    try:
        built_from = json.loads((build / "report.json").read_text(encoding="utf-8"))["inputs_sha256"]
        if built_from == inputs_hash(chosen):
            return ""
    except (OSError, ValueError, KeyError, TypeError):
        pass  # what cannot be compared is said to be out of date, and opening it says the rest
    return f"the build is older than its data; refresh it: kg build --data {shown(chosen.data)}"


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0

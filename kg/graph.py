"""The Python API: open the graph, ask it, query it, show what it knows of a thing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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

    from kg.cite.telling import ToldCitation
    from kg.claims import Claim
    from kg.english import Speaker
    from kg.explain.connection import Connection
    from kg.explain.findings import Findings
    from kg.explain.reasons import Reasons
    from kg.explain.shown import ToldDescription
    from kg.explain.telling import ToldClaim, ToldExplanation
    from kg.listing import Questions


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

    def unknown_terms(self, text: str) -> list[str]:
        """What a query calls by a name of our namespaces that the graph does not hold, each with the nearest name.

        An engine answers such a query without a word, and finds nothing. Of a graph elsewhere nothing is noted.
        """
        if not isinstance(self.store, Store):
            return []
        from kg.spelling import unknown_terms  # noqa: PLC0415 - named questions do without

        return unknown_terms(self.store, text)

    def ask(self, question: str, **parameters: str | int) -> Answer:
        """Answer a named question: `graph.ask("treatments-for", condition="osteoarthritis")`.

        Raises:
            UsageError: an unknown question, parameter or thing.
        """
        return self.answer(self.prepare(question, parameters))

    def answer(self, asked: Asked) -> Answer:
        """The answer to a question whose parameters are in place."""
        # Past the guard: the question is ours, and what a user typed stands in it as a term.
        return Answer(self.store.answer(asked.text, union=True), self.store)

    def nothing(self, question: str, **parameters: str | int) -> str:
        """Which kind of nothing it is that a named question has no rows for, in lines of English.

        Raises:
            UsageError: an unknown question, parameter or thing.
        """
        return self.kind_of_nothing(self.prepare(question, parameters))

    def kind_of_nothing(self, asked: Asked) -> str:
        """Which kind of nothing it is that a question whose parameters are in place has no rows for; see `nothing`."""
        from kg.explain.nothing import nothing  # noqa: PLC0415 - plain questions do without
        from kg.told import in_lines  # noqa: PLC0415 - the same

        return in_lines(nothing(self.store, self.speaker(), asked))

    def why(self, question: str, **parameters: str | int) -> Reasons:
        """The rows that answer a named question, each with the claims on which it rests, in English.

        Returns:
            A list of pairs: `row`, its plain values by column, and `claims`.

        Raises:
            UsageError: an unknown question, parameter or thing.
        """
        return self.reasons(self.prepare(question, parameters))

    def reasons(self, asked: Asked) -> Reasons:
        """The rows that answer a question whose parameters are in place, each with its claims; see `why`."""
        from kg.explain.reasons import reasons  # noqa: PLC0415 - plain questions do without

        return reasons(self.store, self.speaker(), asked, self.answer(asked))

    def questions(self, words: str = "", tag: str = "") -> Questions:
        """The named questions, each with its `name`, `summary` and `parameters`.

        Args:
            words: only those that hold all of these words.
            tag: only those with this tag.

        Raises:
            UsageError: no question has that tag.
        """
        from kg.listing import questions  # noqa: PLC0415 - plain questions do without

        return questions(words, tag)

    def prepare(self, question: str, parameters: Mapping[str, str | int]) -> Asked:
        """A named question with its parameters in place; see `ask`."""
        return prepare(self.store, question, parameters)

    def show(self, thing: str) -> ToldDescription:
        """All that is known of a thing, given by any of its names; or of a document, passage, claim or term.

        Returns:
            A description: `label`, `definition`, `claims` and the like. It prints as `kg show` does.

        Raises:
            UsageError: no thing, or more than one, has that name.
        """
        from kg.explain.description import describe  # noqa: PLC0415 - plain questions do without
        from kg.explain.shown import told  # noqa: PLC0415 - the same

        return told(self.store, self.speaker(), describe(self.store, self.speaker(), thing))

    def search(self, text: str, limit: int = 20) -> Findings:
        """Things and claims by any name or word, the best first: `graph.search("6 months")`.

        Where nothing holds the words, what is spelt nearly so, each marked `near`.

        Args:
            text: a name, or words; an id too.
            limit: at most so many are given.

        Raises:
            UsageError: the text is empty, or the limit is less than 1.
        """
        from kg.explain.findings import findings  # noqa: PLC0415 - plain questions do without

        if limit < 1:
            raise UsageError(f"a search gives at least one result; its limit cannot be {limit}")
        return findings(self.store, self.speaker(), text, limit)

    @overload
    def explain(self, subject: str, predicate: str, object: str) -> ToldExplanation: ...

    @overload
    def explain(self, subject: str) -> ToldClaim: ...

    def explain(
        self,
        subject: str,
        predicate: str | None = None,
        object: str | None = None,  # noqa: A002 - RDF's own word
    ) -> ToldExplanation | ToldClaim:
        """Why a triple is in the graph, or in which way it is not; or what a claim states and on what.

        Args:
            subject: any name of a thing; or, alone, the CURIE, IRI or id of a claim.
            predicate: the name of a relation: `graph.explain("RFA", "indicated for", "osteoarthritis")`.
            object: any name of a thing, or a literal.

        Returns:
            An explanation: `verdict` and `claims` of a triple, `claim` and `passage` of a claim. It prints as
            `kg explain` does.

        Raises:
            UsageError: neither one word nor three, an unknown claim, or a name of several things.
        """
        from kg.explain.explanation import explain  # noqa: PLC0415 - plain questions do without
        from kg.explain.telling import told  # noqa: PLC0415 - the same

        words = [word for word in (subject, predicate, object) if word is not None]
        return told(self.store, explain(self.store, *words))

    def cite(self, claim: str, documents: Sequence[str | Path] = (), progress: Progress = silent) -> ToldCitation:
        """The citation of a claim or passage, and its quote where a text of the document is at hand.

        Args:
            claim: its CURIE, IRI or bare id.
            documents: files that hold the text of a document, or copies of it.
            progress: told of a long search.

        Returns:
            A citation: `source`, `passage`, `quote` and the like. It prints as `kg cite` does.

        Raises:
            UsageError: no claim or passage has that name, or a file is no text of its document.
            OutsideError: a file cannot be read.
        """
        from kg.citable import Citable  # noqa: PLC0415 - the same
        from kg.cite.citation import cite  # noqa: PLC0415 - the same
        from kg.cite.copies import match  # noqa: PLC0415 - plain questions do without
        from kg.cite.telling import told  # noqa: PLC0415 - the same

        iri = Citable(self.store).resolve(claim)
        copies = match([Path(path) for path in documents], self.store, progress)
        return told(self.store, self.speaker(), cite(self.store, iri, copies))

    def say(self, claim: Claim | str) -> str:
        """A claim in one English sentence, with every hedge and condition it carries.

        Args:
            claim: the claim, or its CURIE, IRI or bare id.

        Raises:
            UsageError: no claim has that name.
        """
        if isinstance(claim, str):
            from kg.citable import Citable  # noqa: PLC0415 - plain questions do without
            from kg.claims import claims_of  # noqa: PLC0415 - the same

            (claim,) = claims_of(self.store, [Citable(self.store).resolve(claim, ("Claim",))])
        return self.speaker().say(claim)

    def path(self, start: str, end: str, most: int = 3) -> Connection:
        """How two things are connected: `graph.path("RFA", "sciatica")`.

        Args:
            start: any name of a thing.
            end: any name of another.
            most: at most so many paths are given, all as short as the shortest; see `kg.path.Paths` for what is short.

        Returns:
            Each a list of steps, with the claims on which they rest; none where nothing connects the two. It prints as
            `kg path` does.

        Raises:
            UsageError: an unknown name, or one of several things; the same thing twice; or less than one path.
        """
        from kg.explain.connection import connection  # noqa: PLC0415 - plain questions do without

        if most < 1:
            raise UsageError(f"ask for at least one path, not {most}")
        return connection(self.store, self.speaker(), start, end, most)

    def map(  # noqa: PLR0913 - each is a way to ask
        self,
        out: str | Path = "map.html",
        view: str | None = None,
        *,
        focus: str | None = None,
        steps: int | None = None,
        between: Sequence[str] = (),
        compare: Sequence[str] = (),
        query: str | None = None,
        documents: Sequence[str | Path] = (),
    ) -> Path:
        """Write a map as one page that works offline: `graph.map("rfa.html", focus="RFA")`.

        At most one of view, focus, between, compare and query is given; without any it opens at the overview.

        Args:
            out: the file; only a map is replaced.
            view: a ready view; see `kg.maps.ready.VIEWS`.
            focus: any name of a thing.
            steps: how far around the focus, 1 to 3.
            between: two things, to see what connects them.
            compare: two things of one kind, two procedures perhaps.
            query: a CONSTRUCT, or a SELECT of ?subject ?predicate ?object; the map shows what it finds, no more.
            documents: files that hold the text of a document; the map quotes the passage of each claim, so keep it
                where the text may be.

        Returns:
            The file.

        Raises:
            UsageError: an unknown name, more than one of the places, a query that gives no triples, or a text of no
                document of the graph.
            OutsideError: a file cannot be read or written.
        """
        from kg.maps.asked import Asked, save  # noqa: PLC0415 - questions draw nothing

        asked = Asked(view, focus, steps, between, compare, query)
        return save(self.store, asked, Path(out), [Path(path) for path in documents])

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


def open(  # noqa: A001 - kg.open() is the name users know
    data: str | Path | None = None, *, endpoint: str | None = None, timeout: float = 30
) -> Graph:
    """Open the built graph, or that of another data folder, or ask the one behind a SPARQL endpoint.

    Args:
        data: a folder of the shape of `data/`; without a build beside it, it is built in memory.
        endpoint: the URL of a query service that holds a build; credentials for it come from the environment.
        timeout: seconds that the endpoint may take for a query; 0 for as long as it takes.

    Raises:
        UsageError: there is no build, or no such folder; or the endpoint's URL is none.
        DataError: the folder has to be built in memory, and has faults.
        OutsideError: the endpoint is out of reach.
    """
    if endpoint is not None:
        if data is not None:
            raise UsageError("a data folder and an endpoint are two graphs; give one of them")
        from kg.endpoint import Endpoint  # noqa: PLC0415 - the network is for those who ask for it

        return Graph(Endpoint(endpoint, timeout))
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

"""Two documents in one graph: whose claim each is stays plain, and what they dispute is no answer."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kg.assemble import assemble
from kg.build import build
from kg.claims import Claim, claims_about
from kg.graph import Graph
from kg.maps.kinds import read_kinds
from kg.maps.model import read_knowledge
from kg.resources import project
from tests.broken import faults_of
from tests.conftest import ROOT, Kg
from tests.test_map import Page
from tests.test_new import KNEE, SECOND

FIRST_TITLE, SECOND_TITLE = "Advanced interventional procedures", "Knee pain treatments"
CONTESTED = "kg:prp-injection kgo:indicatedFor kg:osteoarthritis"


def put_together(data: Path) -> None:
    """Add the second document to a copy of the project's data, with its own things and not those that both have."""
    concepts = data / "concepts"
    for path in sorted((SECOND / "concepts").glob("*.yaml")):
        if not path.name.startswith("shared-"):
            shutil.copy(path, concepts / f"knee-{path.name}")
    shutil.copy(SECOND / "documents" / "knee-pain-treatments.yaml", data / "documents")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds both documents, with its build beside it."""
    folder = tmp_path_factory.mktemp("both") / "data"
    shutil.copytree(ROOT / "data", folder)
    put_together(folder)
    chosen = project(folder)
    build(chosen, chosen.out, [KNEE])
    return folder


@pytest.fixture(scope="module")
def together(both: Path) -> Graph:
    return Graph(assemble(both).store)


@pytest.fixture(scope="module")
def disputed(together: Graph) -> dict[str, Claim]:
    """The claims on PRP and osteoarthritis, by the title of their document."""
    iri = together.show("prp-injection").iri
    claims = claims_about(together.store, iri)
    found = [
        each for each in claims if each.subject == iri and together.store.shorten(each.predicate) == "kgo:indicatedFor"
    ]
    return {each.source.title: each for each in found if "osteoarthritis" in str(each.object)}


def test_the_two_have_no_fault_together(both: Path) -> None:
    # That they contradict each other may be noted; it is no fault of either.
    assert [fault for fault in faults_of(both, KNEE) if "contested" not in fault.check] == []


def test_the_two_agree_with_their_texts(both: Path, document_text: Path) -> None:
    assert [fault for fault in faults_of(both, KNEE, document_text) if "contested" not in fault.check] == []


def test_why_names_the_document_of_each_claim(kg: Kg, both: Path) -> None:
    done = kg("ask", "treatments-for", "--condition", "osteoarthritis", "--why", "--data", both)
    rows = {block.splitlines()[0]: block for block in ("\n" + done.stdout).split("\n") if block and block[0] != " "}
    assert "PRP injection" not in rows
    _, _, ablation = done.stdout.partition("\nradiofrequency ablation\n")
    cited = [line.strip() for line in ablation.splitlines() if " · " in line][:2]
    assert cited[0].startswith(f"{FIRST_TITLE}, section 2, Indications")
    assert cited[1] == f"{SECOND_TITLE}, section 2, description, sentence 1 · kpt:s2-description-1.1"
    assert done.stdout.count(f"{SECOND_TITLE}, ") == 2


def test_a_query_tells_them_apart_by_graph(kg: Kg, both: Path) -> None:
    done = kg(
        "query",
        "SELECT ?title ?said { GRAPH ?document { ?claim rdf:subject kg:prp-injection ; rdf:predicate kgo:indicatedFor ;"
        " rdf:object kg:osteoarthritis ; kgo:polarity ?said . ?document dcterms:title ?title } } ORDER BY ?title",
        "--format",
        "md",
        "--data",
        both,
    )
    assert done.stdout.splitlines()[2:4] == [
        f"| {FIRST_TITLE} | kgo:Affirmed |",
        f"| {SECOND_TITLE} | kgo:Denied |",
    ]


def test_show_tells_what_each_document_says(kg: Kg, both: Path, together: Graph, disputed: dict[str, Claim]) -> None:
    done = kg("show", "PRP injections", "--data", both)
    first, _, second = done.stdout.partition(f"What “{SECOND_TITLE}” says:")
    affirmed, denied = (together.store.shorten(disputed[title].iri) for title in (FIRST_TITLE, SECOND_TITLE))
    assert f"What “{FIRST_TITLE}” says:" in first
    for side, other in ((first, disputed[SECOND_TITLE]), (second, disputed[FIRST_TITLE])):
        assert f"contested: {together.store.shorten(other.iri)} says the opposite" in side
    assert re.search(rf"PRP injection.* is used for osteoarthritis.*\n.* · {affirmed}\b", first)
    assert re.search(rf"PRP injection is not used for osteoarthritis\b.*\n.* · {denied} · cue “not”", second)


def test_english_affirms_one_and_denies_the_other(together: Graph, disputed: dict[str, Claim]) -> None:
    speaker = together.speaker()
    spoken = {title: speaker.say(claim) for title, claim in disputed.items()}
    assert "is used for osteoarthritis" in spoken[FIRST_TITLE]
    assert spoken[SECOND_TITLE] == "PRP injection is not used for osteoarthritis."


def test_what_is_contested_has_no_shortcut(together: Graph) -> None:
    assert not together.query(f"ASK {{ {CONTESTED} }}")
    assert not together.query("ASK { kg:osteoarthritis kgo:treatedBy kg:prp-injection }")
    assert together.query("ASK { kg:prp-injection kgo:indicatedFor kg:tendonitis }")
    assert together.query("ASK { kg:radiofrequency-ablation kgo:indicatedFor kg:osteoarthritis }")
    assert together.stats()["documents"] == 2
    assert together.stats()["claims, contested"] == 1


def test_the_map_names_the_document_and_shows_the_dispute(
    both: Path, together: Graph, disputed: dict[str, Claim]
) -> None:
    knowledge = read_knowledge(together.store, read_kinds())
    (link,) = (link for link in knowledge.links if link.ends == ("osteoarthritis", "prp-injection"))
    assert link.truth == "contested"
    assert {knowledge.statements[at].id for at in link.statements} == {
        together.store.shorten(claim.iri) for claim in disputed.values()
    }
    page = (both.parent / "build" / "map.html").read_text(encoding="utf-8")
    data = Page(page).data()
    numbers = {each.id: number for number, each in enumerate(knowledge.statements)}
    assert page.count(", contested\n") == len(disputed)
    for title, claim in disputed.items():
        (other,) = (each for name, each in disputed.items() if name != title)
        packed = data["statements"][numbers[together.store.shorten(claim.iri)]]
        assert packed[-1] == [f"{other.source.title}, {together.store.shorten(other.iri)}"]
        # The panel shows this, and so does the table.
        assert data["sources"][packed[5]] == f"{title}, {claim.source}"
        assert f"<td>{title}, {claim.source}<" in page
    assert f'“<span dir="auto">{FIRST_TITLE}</span>”, “<span dir="auto">{SECOND_TITLE}</span>”' in page

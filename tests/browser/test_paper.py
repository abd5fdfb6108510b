"""The map on paper: every fact stands in the printed pages as text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from kg.claims import all_claims
from kg.graph import Graph
from tests.browser.conftest import Open
from tests.browser.states import DESKTOP, PHONE, RFA

pytestmark = pytest.mark.browser


def squeezed(text: str) -> str:
    """Text without its spaces, which a broken line changes, and with ligatures taken apart."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def text_of(printed: Path) -> str:
    """The text of a PDF, squeezed."""
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed: pip install -e .[browser]")
    return squeezed("\n".join(page.extract_text() for page in pypdf.PdfReader(printed).pages))


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("fragment", ["", f"#focus={RFA}"])
def test_every_fact_is_printed_as_text(visit: Open, graph: Graph, tmp_path: Path, fragment: str, width: int) -> None:
    opened = visit(fragment=fragment, width=width, color_scheme="dark")
    opened.page.pdf(path=str(tmp_path / "map.pdf"), format="A4")
    text = text_of(tmp_path / "map.pdf")
    speaker = graph.speaker()
    shown = graph.show(RFA)
    claims = shown.claims if fragment else all_claims(graph.store)
    assert claims
    missing = [claim.iri for claim in claims if squeezed(speaker.say(claim)) not in text]
    assert missing == []
    assert {str(claim.source) for claim in claims if squeezed(str(claim.source)) not in text} == set()
    assert (squeezed(shown.definition) in text) is bool(fragment)


@pytest.mark.parametrize(
    "fragment",
    [
        f"#focus={RFA}",
        f"#focus={RFA}&steps=2",
        "#view=ladder",
        "#compare=kyphoplasty,vertebroplasty",
        "#exercise=sheet",
    ],
)
def test_what_is_chosen_is_printed_with_its_own_claims_alone(
    visit: Open, graph: Graph, tmp_path: Path, fragment: str
) -> None:
    opened = visit(fragment=fragment)
    drawn = set(
        opened.page.evaluate(
            "(painkg.shown?.view.curves || []).flatMap(([at]) => painkg.data.links[at][3]).map((at) => painkg.data.statements[at].words)"
        )
    )
    opened.page.pdf(path=str(tmp_path / "map.pdf"), format="A4")
    text = text_of(tmp_path / "map.pdf")
    speaker = graph.speaker()
    sentences = {speaker.say(claim) for claim in all_claims(graph.store)}
    printed = {sentence for sentence in sentences if squeezed(sentence) in text}
    if "exercise" not in fragment:
        assert drawn & sentences <= printed
    beside = opened.page.locator("#panel").text_content() or ""
    assert printed
    assert {sentence for sentence in printed if sentence not in beside} <= drawn
    opened.until("!painkg.printing")
    assert opened.page.locator("#claims tbody tr").last.is_visible() is ("exercise" not in fragment)


def test_paper_is_white_whatever_the_screen_is(visit: Open) -> None:
    opened = visit(fragment=f"#focus={RFA}", color_scheme="dark")
    opened.page.evaluate(
        """() => window.addEventListener("beforeprint", () => {
          window.paper = [getComputedStyle(document.body).backgroundColor, painkg.nodes.get("heat").color.background];
        })"""
    )
    opened.page.pdf()
    assert opened.page.evaluate("window.paper") == ["rgb(255, 255, 255)", "#ffffff"]
    opened.until("!painkg.printing")
    assert opened.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 29)"

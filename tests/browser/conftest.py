"""A browser for the tests of this folder, and pages to open in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.assemble import assemble
from kg.maps.page import map_page
from kg.review.page import render, review_of
from tests.browser.npm import MissingError, node_modules
from tests.map_samples import hostile_store, large_store
from tests.review_sample import write_sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
# The console speaks of these only where there is no graphics card.
HARMLESS = ("GPU stall", "GroupMarkerNotSet")

Open = Callable[..., "Visit"]


class Visit:
    """A page under watch.

    Attributes:
        page: Playwright's page.
        requests: addresses asked for beyond the file itself.
        complaints: errors and warnings of the console and of scripts.
    """

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.path = path
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.route("**/*", self._route)

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"} and not any(each in message.text for each in HARMLESS):
            self.complaints.append(message.text)

    def _route(self, route: Any) -> None:
        if route.request.url.split("#")[0] == self.path.as_uri():
            route.continue_()
        else:
            self.requests.append(route.request.url)
            route.abort()

    def go(self, fragment: str = "") -> None:
        """Load the page anew at a fragment."""
        self.page.goto("about:blank")
        self.page.goto(self.path.as_uri() + fragment)

    def until(self, expression: str) -> None:
        """Wait for a condition; Playwright's own waiting evaluates strings, which the page's policy forbids."""
        for _ in range(50):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never became true: {expression}")

    def reaches(self, slug: str) -> bool:
        """Wait until this is in focus; nothing stands for the overview."""
        self.until(f"window.painkg.state.focus === {json.dumps(slug)}")
        return True

    def boxes(self) -> list[dict[str, Any]]:
        """The boxes as the network drew them, in CSS pixels of the map, with the size of their letters."""
        found: list[dict[str, Any]] = self.page.evaluate(
            """() => {
              const { network, nodes, shown } = window.painkg;
              network.redraw();
              return nodes.get().filter((node) => node.shape === "box" && !node.hidden).map((node) => {
                const { x, y } = network.getPosition(node.id);
                // The drawn size; its bounding box has the radius of the corners added.
                const { width, height } = network.body.nodes[node.id].shape;
                const round = (number) => Math.round(number * 100) / 100;
                const one = network.canvasToDOM({ x: x - width / 2, y: y - height / 2 });
                const two = network.canvasToDOM({ x: x + width / 2, y: y + height / 2 });
                return { id: node.id, left: round(one.x), top: round(one.y), right: round(two.x), bottom: round(two.y),
                         letters: node.font.size * network.getScale(), lines: node.label.split("\\n").length };
              });
            }"""
        )
        return found

    def centre(self, slug: str) -> tuple[float, float]:
        """The middle of a box, in pixels of the window, after scrolling it into sight."""
        # Its link lies over it; the focus has none.
        self.page.evaluate(
            "(id) => [...document.querySelectorAll('#boxes a')].find((a) => a.dataset.id === id)"
            ".scrollIntoView({ block: 'center' })",
            slug,
        )
        place = self.page.evaluate(
            """(id) => {
              const at = window.painkg.network.canvasToDOM(window.painkg.network.getPosition(id));
              const frame = document.getElementById("map").getBoundingClientRect();
              return [frame.left + at.x, frame.top + at.y];
            }""",
            slug,
        )
        return place[0], place[1]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: pip install -e .[browser]"
    )
    if not CHROMIUM.is_file():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script of axe, which judges how well a page serves those who do not see, hear or point."""
    try:
        return node_modules(tmp_path_factory.mktemp("npm")) / "axe-core" / "axe.min.js"
    except MissingError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def maps(built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Maps of our data and of the samples, and the review page of a sample."""
    folder = tmp_path_factory.mktemp("maps")
    sample = write_sample(folder)
    review = folder / "sample-review.html"
    review.write_bytes(render(review_of(assemble(sample.data).store, sample.text)).encode())
    found = {"ours": built / "map.html", "large": folder / "large.html", "hostile": folder / "hostile.html"}
    found["large"].write_bytes(map_page(large_store()).encode())
    found["hostile"].write_bytes(map_page(hostile_store()).encode())
    return found | {"review": review}


@pytest.fixture
def visit(browser: Browser, maps: dict[str, Path]) -> Iterator[Open]:
    """Opens a map; whatever the test does, nothing was asked for and nothing went wrong."""
    visits: list[Visit] = []
    with ExitStack() as open_contexts:

        def open_map(name: str = "ours", fragment: str = "", width: int = 1280, **settings: Any) -> Visit:
            height = {390: 844, 1920: 1080}.get(width, 800)
            context = browser.new_context(viewport={"width": width, "height": height}, **settings)
            open_contexts.callback(context.close)
            found = Visit(context.new_page(), maps[name])
            visits.append(found)
            found.go(fragment)
            return found

        yield open_map
        for each in visits:
            assert not each.requests
            assert not each.complaints

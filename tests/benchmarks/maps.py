"""The map against plain pyvis and cytoscape.js, in one browser: `python -m tests.benchmarks.maps [THINGS ...]`.

All draw the same things and links, one after the other, with the network blocked. Measured are the processor time of
all processes of the browser from opening the page until the picture stays as it is for a second, the cores in use in
the ten seconds after it, the processor time of a frame while the picture is moved (ours by scrolling its page), and the
bytes of the page. `PAINKG_PATIENCE=400` gives a page more than a minute to come to rest, as pyvis needs at 300 things.
"""

from __future__ import annotations

import json
import math
import os
import signal
import statistics
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Error, Page, sync_playwright

from kg.maps.page import map_page
from tests.browser.npm import MissingError, node_modules
from tests.map_samples import Triple, sized_store, sized_triples

CHROMIUM = Path("/usr/bin/chromium")
SIZES = [100, 300, 1_000, 5_000, 10_000]
CLAIMS = 5  # a thing
MOST_FOR_OTHERS = 5_000
SMALL = 300  # up to this, the median of three
STILL = 1.0  # seconds
GIVE_UP = float(os.environ.get("PAINKG_PATIENCE", "60"))  # seconds that a page may take to come to rest
IDLE = 10.0
FRAMES = 60

Makers = dict[str, Callable[[int, Path], Path]]

CYTOSCAPE = """<!doctype html>
<html><head><meta charset="utf-8"><title>cytoscape.js</title>
<style>#cy {{ width: 100%; height: 95vh; }}</style></head>
<body><div id="cy"></div><script>{script}</script>
<script>
window.cy = cytoscape({{
  container: document.getElementById("cy"),
  elements: {elements},
  style: [
    {{ selector: "node", style: {{ "label": "data(label)" }} }},
    {{ selector: "edge", style: {{ "label": "data(label)", "target-arrow-shape": "triangle", "curve-style": "bezier" }} }},
  ],
  layout: {{ name: "cose" }},
}});
</script></body></html>
"""
# Where the first boxes stand, wherever the page keeps that; nothing before there is a picture.
PLACES = {
    "painkg": """() => window.painkg && painkg.shown
      && JSON.stringify([painkg.network.getPositions(), painkg.network.getScale(), painkg.network.getViewPosition()])""",
    "pyvis": """() => typeof network !== "undefined" && network.body.nodeIndices.length > 0
      && JSON.stringify([network.getPositions(network.body.nodeIndices.slice(0, 60)), network.getScale()])""",
    "cytoscape.js": """() => typeof cy.nodes === "function" && cy.nodes().length > 0
      && JSON.stringify(cy.nodes().slice(0, 60).map((node) => node.position()).concat([cy.zoom(), cy.pan()]))""",
}
# What moves the whole picture a little, as a reader does.
MOVES = {
    "painkg": "window.scrollTo(0, at % 2 ? 0 : 40 + at)",
    "pyvis": "network.moveTo({ position: { x: at, y: at } })",
    "cytoscape.js": "cy.panBy({ x: 2, y: 2 })",
}


class Figures(NamedTuple):
    """What was measured of one page.

    Attributes:
        cpu: seconds of the processor until the picture was still, or until it was given up.
        outcome: still, moving or stuck; where it is stuck, not even a script of ours is run.
        frame: seconds of the processor for a frame while the picture is moved.
        idle: cores in use while nothing is done.
        size: bytes of the page.
    """

    cpu: float
    outcome: str
    frame: float
    idle: float
    size: int


def ours(things: int, folder: Path) -> Path:
    """Our map."""
    page = folder / f"painkg-{things}.html"
    page.write_bytes(map_page(sized_store(things, CLAIMS * things)).encode())
    return page


def with_pyvis(things: int, folder: Path) -> Path:
    """Plain pyvis, as its tutorial uses it; in one file, since nothing else draws without a network."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyvis.network import Network

        network = Network(cdn_resources="in_line", directed=True)
        made, triples = sized_triples(things, CLAIMS * things)
        for slug, (kind, label) in made.items():
            network.add_node(slug, label=label, group=kind)
        for subject, relation, value in triples:
            network.add_edge(subject, value, title=relation)
        page = folder / f"pyvis-{things}.html"
        page.write_text(network.generate_html(), encoding="utf-8")
    return page


def with_cytoscape(script: str) -> Callable[[int, Path], Path]:
    """What makes a page of cytoscape.js with the layout of its first example."""

    def make(things: int, folder: Path) -> Path:
        made, triples = sized_triples(things, CLAIMS * things)
        page = folder / f"cytoscape-{things}.html"
        text = CYTOSCAPE.format(script=script, elements=json.dumps(_elements(made, triples)))
        page.write_text(text, encoding="utf-8")
        return page

    return make


def _elements(made: dict[str, tuple[str, str]], triples: list[Triple]) -> list[dict[str, Any]]:
    nodes = [{"data": {"id": slug, "label": label}} for slug, (_, label) in made.items()]
    edges = [{"data": {"source": subject, "target": value, "label": relation}} for subject, relation, value in triples]
    return nodes + edges


class Processes:
    """A browser and all processes that came from it.

    Args:
        root: the browser's own process.
    """

    def __init__(self, root: int) -> None:
        self.root = root

    def seconds(self) -> float:
        """What they have used of the processor; those that have ended are counted with the one that waited for them."""
        return sum(ticks for _, ticks in self._family().values()) / os.sysconf("SC_CLK_TCK")

    def end_pages(self) -> None:
        """End the processes that show pages."""
        for process in self._family():
            try:
                if b"--type=renderer" in Path(f"/proc/{process}/cmdline").read_bytes():
                    os.kill(process, signal.SIGKILL)
            except OSError:
                continue  # it has just ended

    def _family(self) -> dict[int, tuple[int, int]]:
        """Parent and ticks of each."""
        known: dict[int, tuple[int, int]] = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                # The name, in brackets, may hold anything.
                fields = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue  # it has just ended
            known[int(entry.name)] = (int(fields[1]), sum(map(int, fields[11:15])))
        family = {self.root}
        while more := {each for each, (parent, _) in known.items() if parent in family} - family:
            family |= more
        return {each: known[each] for each in family if each in known}


def measure(browser: Browser, processes: Processes, kind: str, path: Path) -> Figures:
    """Open a page and measure it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.route("**/*", lambda route: route.continue_() if route.request.url == path.as_uri() else route.abort())
    # Whatever is asked of a page that is stuck waits for ever.
    ended: list[float] = []
    before = processes.seconds()

    def give_up() -> None:
        ended.append(processes.seconds())
        processes.end_pages()

    watch = threading.Timer(GIVE_UP + 5, give_up)
    watch.start()
    try:
        outcome, used = until_still(page, kind, path, processes)
        watch.cancel()
        idle, frame = idle_cores(page, processes), frame_cost(page, kind, processes)
    except Error:
        if not ended:
            raise
        return Figures(ended[0] - before, "stuck", math.nan, math.nan, path.stat().st_size)
    finally:
        watch.cancel()
        context.close()
    return Figures(used - before, outcome, frame, idle, path.stat().st_size)


def until_still(page: Page, kind: str, path: Path, processes: Processes) -> tuple[str, float]:
    """Open a page and wait until its picture has not changed for a while, or for too long.

    Returns:
        How that ended, and the processor time when the picture was first seen as it stayed.
    """
    start = since = time.monotonic()
    used = processes.seconds()
    known = None
    page.goto(path.as_uri(), wait_until="commit")
    while time.monotonic() - start < GIVE_UP:
        place = page.evaluate(PLACES[kind])
        if not place or place != known:
            known, since, used = place, time.monotonic(), processes.seconds()
        elif time.monotonic() - since >= STILL:
            return "still", used
        page.wait_for_timeout(100)
    return "moving", processes.seconds()


def idle_cores(page: Page, processes: Processes) -> float:
    """Cores in use while nothing is done."""
    before, start = processes.seconds(), time.monotonic()
    page.wait_for_timeout(1000 * IDLE)
    return (processes.seconds() - before) / (time.monotonic() - start)


def frame_cost(page: Page, kind: str, processes: Processes) -> float:
    """Seconds of the processor for a frame while the picture is moved, over many frames or ten seconds."""
    before = processes.seconds()
    frames: int = page.evaluate(
        f"""() => new Promise((done) => {{
          const start = performance.now();
          let at = 0;
          function frame() {{
            at += 1;
            if (at >= {FRAMES} || performance.now() - start > 10000) return done(at);
            {MOVES[kind]};
            requestAnimationFrame(frame);
          }}
          requestAnimationFrame(frame);
        }})"""
    )
    return (processes.seconds() - before) / frames


def makers(folder: Path) -> Makers:
    """What makes each kind of page; what is missing is said and left out."""
    found: Makers = {"painkg": ours, "pyvis": with_pyvis}
    try:
        script = node_modules(folder) / "cytoscape" / "dist" / "cytoscape.min.js"
    except MissingError as error:
        print(f"cytoscape.js is left out: {error}")
    else:
        found["cytoscape.js"] = with_cytoscape(script.read_text(encoding="utf-8"))
    return found


def median(rounds: list[Figures]) -> Figures:
    """The medians of some rounds."""
    cpu, frame, idle = (statistics.median(getattr(each, name) for each in rounds) for name in ("cpu", "frame", "idle"))
    return Figures(cpu, rounds[-1].outcome, frame, idle, rounds[0].size)


def tell(things: int, kind: str, found: Figures, base: Figures) -> None:
    """Print one row; the ratio is to the processor time of our page."""
    less = "" if found.outcome == "still" else "> "
    frame, idle = (
        "" if math.isnan(each) else text
        for each, text in ((found.frame, f"{1000 * found.frame:.1f}"), (found.idle, f"{found.idle:.2f}"))
    )
    ratio = f"{less}{found.cpu / base.cpu:.1f}"
    row = f"{things:>7,} {kind:13} {less + format(found.cpu, '.2f'):>9} {ratio:>8} {found.outcome:>7}"
    print(f"{row} {frame:>9} {idle:>10} {found.size / 1000:>9,.0f}", flush=True)


def compare(browser: Browser, processes: Processes, made: Makers, things: int, folder: Path) -> None:
    """Measure each kind of page at one size, in turns, and print its row."""
    kinds = [kind for kind in made if kind == "painkg" or things <= MOST_FOR_OTHERS]
    pages = {kind: made[kind](things, folder) for kind in kinds}
    rounds: dict[str, list[Figures]] = {kind: [] for kind in kinds}
    for _ in range(3 if things <= SMALL else 1):
        for kind in kinds:
            rounds[kind].append(measure(browser, processes, kind, pages[kind]))
    for kind in kinds:
        tell(things, kind, median(rounds[kind]), median(rounds["painkg"]))


def main(sizes: list[int]) -> None:
    """Measure every kind of page at every size, and print a table."""
    if not CHROMIUM.is_file():
        sys.exit(f"no Chromium at {CHROMIUM}: apt-get install chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as running:
        folder = Path(name)
        made = makers(folder)
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        known = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        processes = Processes(next(each["id"] for each in known if each["type"] == "browser"))
        head = f"{'things':>7} {'page':13} {'CPU s':>9} {'ratio':>8} {'':>7}"
        print(f"{head} {'frame ms':>9} {'idle cores':>10} {'kB':>9}", flush=True)
        for things in sizes:
            compare(browser, processes, made, things, folder)
        browser.close()


if __name__ == "__main__":
    main([int(each.replace(",", "")) for each in sys.argv[1:]] or SIZES)

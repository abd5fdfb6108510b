"""CPU of whole processes, interleaved: `python -m tests.benchmarks.ask [ROUNDS]`.

Each round runs every case once, so that noise of the machine falls on all alike; the medians are compared.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import kg
from kg.resources import project

ROUNDS = 21
BIN = Path(sys.executable).parent

TYPER_AND_RDFLIB = """
import typer
app = typer.Typer()
@app.command()
def ask():
    import rdflib, kg.resources, kg.graph
    graph = rdflib.Dataset(default_union=True).parse(kg.resources.project().build / "graph.nq", format="nquads")
    for row in graph.query(open(kg.resources.share() / "queries/questions/treatments-for.rq").read(), initNs=PREFIXES):
        print(*row)
from kg.terms import PREFIXES
app()
"""

CASES = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import pyoxigraph": [sys.executable, "-c", "import pyoxigraph"],
    "import typer": [sys.executable, "-c", "import typer"],
    "kg ask treatments-for": [str(BIN / "kg"), "ask", "treatments-for"],
    "kg ask treatments-for --why": [str(BIN / "kg"), "ask", "treatments-for", "--why"],
    "kg show RFA": [str(BIN / "kg"), "show", "RFA"],
    "kg query ASK": [str(BIN / "kg"), "query", "ASK {}"],
    "Typer + rdflib": [sys.executable, "-W", "ignore", "-c", TYPER_AND_RDFLIB],
}


def native(folder: Path) -> dict[str, list[str]]:
    """`oxigraph query`, no Python at all, over the index of the build; nothing where it is not installed."""
    program = BIN / "oxigraph"
    if not program.is_file():
        print("oxigraph query is left out: python -m pip install oxigraph")
        return {}
    graph = kg.open()
    prefixes = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in graph.store.prefixes.items())
    query = folder / "question.rq"
    query.write_text(prefixes + graph.prepare("treatments-for", {}).text, encoding="utf-8")
    # The command opens the index for writing, and so gets a copy.
    index = shutil.copytree(project().build / "store", folder / "store")
    options = ["--location", str(index), "--query-file", str(query), "--results-format", "tsv"]
    return {"oxigraph query": [str(program), "query", *options]}


def cpu_seconds(command: list[str]) -> float:
    """User and system CPU of one run of a command, in seconds.

    Raises:
        subprocess.CalledProcessError: it failed, so its time means nothing.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(rounds: int) -> None:
    """Measure every case and print medians, and ratios to the bare interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        cases = CASES | native(Path(folder))
        seconds: dict[str, list[float]] = {name: [] for name in cases}
        for _ in range(rounds):
            for name, command in cases.items():
                seconds[name].append(cpu_seconds(command))
    bare = statistics.median(seconds["python -c pass"])
    print(f"{'CPU of the whole process':30} {'median ms':>9} {'ratio':>6}")
    for name, values in seconds.items():
        median = statistics.median(values)
        print(f"{name:30} {1000 * median:9.1f} {median / bare:6.2f}")
    ask, rival = (statistics.median(seconds[name]) for name in ("kg ask treatments-for", "Typer + rdflib"))
    print(
        f"kg ask takes {ask / bare:.1f} times the bare interpreter; Typer + rdflib takes {rival / ask:.1f} times kg ask"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)

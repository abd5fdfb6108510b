"""`kg build`: data and ontology become the graph, its checks, its index and its map, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import __version__
from kg.assemble import Assembled, assemble, inputs_hash
from kg.check.run import Result, run_checks
from kg.cite.copies import match
from kg.errors import DataError, OutsideError, UsageError
from kg.graph import Graph
from kg.maps.gallery import gallery_page
from kg.maps.kinds import read_kinds
from kg.maps.model import read_knowledge
from kg.maps.page import map_page
from kg.progress import Progress, silent
from kg.resources import Project, previous_build, shown

if sys.platform != "win32":
    import fcntl

_STALE_SECONDS = 3600
_MADE = ("graph.nq", "graph.nq.sha256", "store", "report.json", "report.md", "map.html", "gallery.html")


def n_quads(quads: set[ox.Quad]) -> bytes:
    """The form of record: N-Quads, one line a quad, sorted by their bytes."""
    lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert lines is not None  # noqa: S101 - no output file was given
    return b"".join(sorted(lines.splitlines(keepends=True)))


def build(project: Project, out: Path, documents: list[Path], progress: Progress = silent) -> dict[str, Any]:
    """Build the graph of a project into a folder, which is replaced whole or left as it was.

    Args:
        project: the data to build.
        out: the folder to make or replace.
        documents: texts to verify passages against, each the text of a document or a copy of it; the map quotes them.
        progress: told each step.

    Returns:
        The report, as in `report.json`.

    Raises:
        DataError: the data has faults; nothing was written.
        UsageError: `out` holds something that is no build.
        OutsideError: it cannot be written.
    """
    out = _resolved(out)
    _refuse_foreign(out)
    progress("reading the data")
    assembled = assemble(project.data)
    progress("checking")
    results = run_checks(assembled, documents, progress)
    faults = [fault for result in results for fault in result.faults]
    if faults:
        raise DataError(faults)
    report = make_report(project, assembled, results)
    progress("drawing the map")
    kinds = read_kinds()
    knowledge = read_knowledge(assembled.store, kinds)
    copies = match(documents, assembled.store, progress)
    page = map_page(assembled.store, copies=copies, knowledge=knowledge)
    gallery = gallery_page(knowledge, kinds)
    record = n_quads(assembled.quads)
    progress("writing")
    with _replacing(out) as fresh:
        (fresh / "graph.nq").write_bytes(record)
        (fresh / "graph.nq.sha256").write_bytes(f"{hashlib.sha256(record).hexdigest()}  graph.nq\n".encode())
        _write_index(fresh / "store", fresh / "graph.nq")
        (fresh / "report.json").write_bytes(json.dumps(report, indent=1, ensure_ascii=False).encode() + b"\n")
        (fresh / "report.md").write_bytes(report_as_markdown(report).encode())
        (fresh / "map.html").write_bytes(page.encode())
        (fresh / "gallery.html").write_bytes(gallery.encode())
    return report


def _write_index(folder: Path, record: Path) -> None:
    index = ox.Store(str(folder))
    index.bulk_load(path=record, format=ox.RdfFormat.N_QUADS)
    index.optimize()
    index.flush()


def make_report(project: Project, assembled: Assembled, results: list[Result]) -> dict[str, Any]:
    """Counts, coverage and the checks performed; no times, so that the same input gives the same bytes."""
    graphs = Counter(str(quad.graph_name).strip("<>") for quad in assembled.quads)
    return {
        "painkg": __version__,
        "inputs_sha256": inputs_hash(project),
        "files": assembled.loaded.files,
        "quads": len(assembled.quads),
        "quads_by_graph": dict(sorted(graphs.items())),
        "counts": Graph(assembled.store).stats(),
        "checks": [
            {
                "name": result.name,
                "summary": result.summary,
                "checked": result.checked,
                "faults": len(result.faults),
                "notes": [note.message for note in result.notes],
            }
            for result in results
        ],
    }


def report_as_markdown(report: dict[str, Any]) -> str:
    """The report for people."""
    lines = [
        f"# Build report, PainKG {report['painkg']}",
        "",
        f"{report['quads']} quads from {report['files']} files.",
        "",
    ]
    lines += ["| what | count |", "| --- | --- |"]
    lines += [f"| {measure} | {count} |" for measure, count in report["counts"].items()]
    lines += ["", "| check | what it looks for | checked | faults |", "| --- | --- | --- | --- |"]
    lines += [f"| {c['name']} | {c['summary']} | {c['checked']} | {c['faults']} |" for c in report["checks"]]
    notes = [f"- {note} ({check['name']})" for check in report["checks"] for note in check["notes"]]
    if notes:
        lines += ["", "Notes, which are no faults:", "", *notes]
    return "\n".join(lines) + "\n"


def _resolved(out: Path) -> Path:
    """The folder that is meant: a link stays a link, and what it leads to is replaced."""
    try:
        found, here = out.resolve(), Path.cwd()
    except (OSError, RuntimeError) as error:  # a loop of links, or a current folder that is gone
        raise OutsideError(f"{out}: leads nowhere: {error}") from error
    if found == here or found in here.parents:
        raise UsageError(f"{out}: is the folder you are in, or holds it; build from outside, or choose another --out")
    return found


def _refuse_foreign(out: Path) -> None:
    """A folder that is no build is somebody's; it is not replaced."""
    if out.is_dir() and any(out.iterdir()) and not (out / "graph.nq.sha256").is_file():
        raise UsageError(f"{out}: holds files but no build; choose an empty or a new folder with --out")
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out}: is a file; choose a folder with --out")


def restore_interrupted(out: Path) -> None:
    """Put back the previous build where a process was killed between the two moves of a replacement."""
    if not out.exists() and previous_build(out).is_dir():
        previous_build(out).rename(out)


@contextmanager
def _replacing(out: Path) -> Iterator[Path]:
    """A folder beside `out` to write into; it takes the place of `out` when all is written."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}.partial-", dir=out.parent))
    except OSError as error:
        raise OutsideError(
            f"{shown(out)}: cannot be written: {error.strerror}; choose another folder with --out"
        ) from error
    try:
        yield fresh
        fresh.chmod(0o755)
        with _alone(out.parent):
            _swap(fresh, out)
    except OSError as error:
        after = "; the previous build is as it was" if out.exists() else ""
        raise OutsideError(f"{shown(out)}: cannot be written: {error.strerror or error}{after}") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time replace a build in a folder; Windows has no such lock, and does without."""
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sweep(out: Path) -> None:
    """Remove what killed builds left; a younger leftover may belong to a build that is still running."""
    for leftover in out.parent.glob(f".{out.name}.partial-*"):
        try:
            stale = time.time() - leftover.stat().st_mtime > _STALE_SECONDS
        except FileNotFoundError:  # that build has just ended
            continue
        if stale:
            shutil.rmtree(leftover, ignore_errors=True)


def _copy(entry: Path, target: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.copytree(entry, target, symlinks=True)
    else:
        shutil.copy2(entry, target, follow_symlinks=False)


def _swap(fresh: Path, out: Path) -> None:
    previous = previous_build(out)
    restore_interrupted(out)
    if previous.exists():
        shutil.rmtree(previous)
    if out.exists():
        for entry in sorted(out.iterdir()):
            if entry.name not in _MADE:
                # Not ours: it stays. Copied, so that the old build remains whole until the new one stands.
                _copy(entry, fresh / entry.name)
        out.rename(previous)
    fresh.rename(out)
    shutil.rmtree(previous, ignore_errors=True)

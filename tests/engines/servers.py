"""Servers of the tests: on a free loopback port, ready before use, stopped after it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .engine import LOOPBACK, Endpoint, EngineError

READY_WITHIN_SECONDS = 60
STOPPED_WITHIN_SECONDS = 20
VIRTUOSO_PATH = "/sparql"

# Without ports of its own on all interfaces, without a cap on rows, and allowed to read the build.
_VIRTUOSO_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = {loopback}:{sql_port}
DirsAllowed = {data}
NumberOfBuffers = 10000
CheckpointInterval = 0
[HTTPServer]
ServerPort = {loopback}:{http_port}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 1000000
"""
# The account that every new database has; this one lives on loopback for the length of the tests.
_VIRTUOSO_ACCOUNT = ("dba", "dba")
# DB.DBA.TTLP's flag for N-Quads: each quad goes to the graph that it names.
_N_QUADS = 512


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind((LOOPBACK, 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


@contextmanager
def oxigraph(store: Path, folder: Path, prefixes: dict[str, str], *options: str) -> Iterator[Endpoint]:
    """`oxigraph serve-read-only` on a folder of an index.

    Args:
        store: the index; it is only read.
        folder: takes the log.
        prefixes: for the queries.
        options: more options of the command.
    """
    program = Path(sysconfig.get_path("scripts")) / "oxigraph"
    if not program.is_file():
        pytest.skip("oxigraph is missing: python -m pip install oxigraph")
    (port,) = free_ports(1)
    command = [str(program), "serve-read-only", "--location", str(store), "--bind", f"{LOOPBACK}:{port}", *options]
    with _running(command, folder, Endpoint(port, "/query", prefixes)) as endpoint:
        yield endpoint


@contextmanager
def virtuoso(record: Path, folder: Path, prefixes: dict[str, str]) -> Iterator[Endpoint]:
    """Virtuoso with a new database that holds the quads of a file.

    Args:
        record: N-Quads.
        folder: takes the configuration, the database and the log.
        prefixes: for the queries.
    """
    for program in ("virtuoso-t", "isql-vt"):
        if not shutil.which(program):
            pytest.skip(
                f"{program} is missing: apt-get install --no-install-recommends virtuoso-opensource-7-bin (Debian)"
            )
    sql_port, http_port = free_ports(2)
    settings = {"loopback": LOOPBACK, "sql_port": sql_port, "http_port": http_port, "data": record.parent}
    (folder / "virtuoso.ini").write_text(_VIRTUOSO_INI.format(**settings), encoding="utf-8")
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, folder, Endpoint(http_port, VIRTUOSO_PATH, prefixes)) as endpoint:
        statement = f"DB.DBA.TTLP(file_open('{record}'), '', 'urn:none', {_N_QUADS});"
        load = ["isql-vt", f"{LOOPBACK}:{sql_port}", *_VIRTUOSO_ACCOUNT, f"exec={statement}"]
        subprocess.run(load, check=True, capture_output=True, timeout=READY_WITHIN_SECONDS)
        yield endpoint


@contextmanager
def _running(command: list[str], folder: Path, endpoint: Endpoint) -> Iterator[Endpoint]:
    log = folder / "server.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output) as process,
    ):
        try:
            _wait(process, endpoint, log)
            yield endpoint
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], endpoint: Endpoint, log: Path) -> None:
    """Until the endpoint answers.

    Raises:
        EngineError: the server ended, or is not ready in time; with its log.
    """
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            endpoint.rows("SELECT ?s { VALUES ?s { <urn:ready> } }")
        except OSError:
            time.sleep(0.05)
        else:
            return
    reason = "not ready in time" if process.poll() is None else f"ended with {process.returncode}"
    raise EngineError(f"{process.args!r} {reason}:\n{log.read_text(encoding='utf-8', errors='replace')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOPPED_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()

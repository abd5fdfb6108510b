"""Packages from npm that judge the map, or that it is measured against."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_HERE = Path(__file__).resolve().parent
#: For fetching them.
_WITHIN_SECONDS = 600


class MissingError(Exception):
    """npm is not here; the message says how to get it."""


def node_modules(folder: Path) -> Path:
    """Install the packages of this folder's lock file elsewhere, and return where they are.

    Away from the sources, since a source distribution takes in whatever lies under `tests/`.

    Args:
        folder: an empty one.

    Raises:
        MissingError: there is no npm.
        AssertionError: npm failed; with what it wrote.
    """
    npm = shutil.which("npm")
    if not npm:
        raise MissingError("npm is missing: apt-get install --no-install-recommends npm (Debian)")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(_HERE / name, folder / name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_WITHIN_SECONDS, check=False)
    assert not done.returncode, done.stdout + done.stderr
    return folder / "node_modules"

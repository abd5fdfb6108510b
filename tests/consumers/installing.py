"""Building and installing PainKG as users do, away from its sources."""

from __future__ import annotations

import os
import shutil
import subprocess
import venv
from pathlib import Path
from typing import NamedTuple

#: For steps that fetch packages.
WITHIN_SECONDS = 900


class Distributions(NamedTuple):
    """What is published.

    Attributes:
        wheel: built from the working tree.
        sdist: the source distribution.
        sources: the bytes of every file of the working tree, by its path.
    """

    wheel: Path
    sdist: Path
    sources: dict[str, bytes]


class Environment(NamedTuple):
    """A virtual environment of its own, which knows nothing of the checkout.

    Attributes:
        programs: the folder of its programs.
    """

    programs: Path

    @classmethod
    def new(cls, folder: Path) -> Environment:
        """A new one, in a folder."""
        venv.create(folder / "venv", with_pip=True, symlinks=True)
        return cls(folder / "venv" / "bin")

    def install(self, *requirements: str) -> None:
        """Install packages with its own pip."""
        self.python("-m", "pip", "install", "--quiet", *requirements, folder=self.programs)

    def python(self, *arguments: str, folder: Path) -> str:
        """What its Python prints."""
        return run([str(self.programs / "python"), *arguments], folder).stdout.decode()

    def kg(self, *arguments: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
        """Run the installed `kg` in a folder, whatever its exit code."""
        return run([str(self.programs / "kg"), *arguments], folder, check=False)


def run(command: list[str], folder: Path, *, check: bool = True) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a folder, with nothing in its environment that leads to this checkout.

    Raises:
        AssertionError: it failed; with all that it wrote.
    """
    done = subprocess.run(command, cwd=folder, env=_neutral(), capture_output=True, timeout=WITHIN_SECONDS, check=False)
    if check and done.returncode:
        raise AssertionError(f"{command} ended with {done.returncode}:\n{(done.stdout + done.stderr).decode()}")
    return done


def _neutral() -> dict[str, str]:
    ours = ("PYTHON", "VIRTUAL_ENV", "PAINKG_", "COVERAGE_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def copy_sources(git: str, root: Path, copy: Path) -> dict[str, bytes]:
    """Copy the files that git knows, and those that it would add.

    Returns:
        The bytes of each, by its path.
    """
    # Where continuous integration checks out as one user and tests as another, git refuses the folder otherwise.
    trusting = [git, "-c", f"safe.directory={root}"]
    listed = run([*trusting, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], root).stdout.decode()
    names = [name for name in listed.split("\0") if name and (root / name).is_file()]
    for name in names:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / name, copy / name)
    return {name: (copy / name).read_bytes() for name in names}

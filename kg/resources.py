"""Where the ontology, data, queries and templates are, and which build belongs to which data."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import NamedTuple

from kg.errors import UsageError

PACKAGE = Path(__file__).resolve().parent


class Project(NamedTuple):
    """A data folder and the folder of its build.

    Attributes:
        data: holds `concepts/` and `documents/`.
        build: where its build is, or would be.
        out: where `kg build` writes by default.
        installed: whether the two travelled in the installed package.
    """

    data: Path
    build: Path
    out: Path
    installed: bool


@functools.cache
def share() -> Path:
    """The folder that holds `ontology/`, `data/`, `queries/` and `visualizations/`.

    Raises:
        UsageError: the package was installed without them.
    """
    for folder in (PACKAGE / "share", PACKAGE.parent):
        if (folder / "ontology" / "painkg.ttl").is_file():
            return folder
    raise UsageError(
        f"PainKG's own files (ontology, data, queries) are missing beside {PACKAGE}; "
        "reinstall it: python -m pip install --force-reinstall painkg"
    )


def project(data: Path | None = None) -> Project:
    """The project of a data folder; without one, PainKG's own.

    Args:
        data: a folder of the shape of `data/`; its build stands beside it.

    Raises:
        UsageError: the folder does not exist.
    """
    if data is None:
        root = share()
        installed = root == PACKAGE / "share"
        build = root / "build"
        return Project(root / "data", build, Path("build") if installed else build, installed)
    if not data.is_dir():
        raise UsageError(f"{data}: no such data folder; it should hold concepts/ and documents/")
    return folder_project(data)


def folder_project(data: Path) -> Project:
    """The project of a data folder, which need not exist."""
    # Beside the folder as it was named: a link to data has a build of its own, and so have two folders side by side.
    place = Path(os.path.abspath(data))  # noqa: PTH100 - resolve() would follow the link
    build = place.with_name("build" if place.name == "data" else f"{place.name}-build")
    return Project(data, build, build, installed=False)


def shown(path: Path) -> str:
    """The path as a person would type it from here: relative where it lies below this folder."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError, RuntimeError):  # elsewhere; no current folder; a loop of links
        return path.as_posix()


def previous_build(out: Path) -> Path:
    """Where the build that is being replaced stands for the moment between two moves."""
    return out.with_name(f".{out.name}.previous")


def readable_build(out: Path) -> Path | None:
    """The build folder to read: the build, or the previous one where a replacement was cut off."""
    return next((folder for folder in (out, previous_build(out)) if (folder / "graph.nq").is_file()), None)

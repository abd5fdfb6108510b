"""Builds the graph that the wheel carries, so that an installed `kg ask` answers at once."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GraphBuildHook(BuildHookInterface[Any]):
    """Runs `kg build` on the sources and puts the result into the wheel as `kg/share/build`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build into a temporary folder; an editable install uses the checkout's own build instead."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from kg.build import build  # noqa: PLC0415 - only on the path from here on
        from kg.resources import project  # noqa: PLC0415

        self._folder = tempfile.TemporaryDirectory()
        out = Path(self._folder.name) / "build"
        build(project(), out, documents=[])
        for name in ("graph.nq", "graph.nq.sha256", "report.json", "report.md", "map.html", "gallery.html"):
            # Without the index: at this size the graph parses faster than an index opens.
            build_data["force_include"][str(out / name)] = f"kg/share/build/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - the interface's own signature
        """Remove the temporary folder."""
        if version != "editable":
            self._folder.cleanup()

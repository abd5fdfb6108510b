"""PainKG: interventional pain procedures as a knowledge graph, every statement traceable to its text."""

from __future__ import annotations

from typing import Any

__all__ = ["__version__", "open"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`kg.open` is imported when it is first used, so that `kg` itself costs nothing."""
    if name == "open":
        from kg.graph import open as open_graph  # noqa: PLC0415 - the same

        return open_graph
    raise AttributeError(f"module 'kg' has no attribute {name!r}")

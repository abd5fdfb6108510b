"""PainKG: interventional pain procedures as a knowledge graph, every statement traceable to its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.claims import Claim
    from kg.errors import DataError, OutsideError, PainKGError, UsageError
    from kg.graph import Graph, open  # noqa: A004 - kg.open() is the name users know
    from kg.rows import Answer

__all__ = [
    "Answer",
    "Claim",
    "DataError",
    "Graph",
    "OutsideError",
    "PainKGError",
    "UsageError",
    "__version__",
    "open",
]
__version__ = "0.1.0"

_PLACES = {
    "Answer": "rows",
    "Claim": "claims",
    "DataError": "errors",
    "Graph": "graph",
    "OutsideError": "errors",
    "PainKGError": "errors",
    "UsageError": "errors",
    "open": "graph",
}

if not TYPE_CHECKING:  # else a type checker would take any name for one of ours

    def __getattr__(name):  # noqa: ANN001, ANN202 - the names above have their types
        """Each name is imported when it is first used, so that `kg` itself costs nothing."""
        if name in _PLACES:
            from importlib import import_module  # noqa: PLC0415 - the same

            return getattr(import_module(f"kg.{_PLACES[name]}"), name)
        raise AttributeError(f"module 'kg' has no attribute {name!r}")

    def __dir__():  # noqa: ANN202 - the same
        """What a prompt offers."""
        return __all__

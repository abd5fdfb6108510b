"""How long work tells how far it is: a function that takes a step in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[str], None]


def silent(_step: str) -> None:
    """Progress that nobody sees."""

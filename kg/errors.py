"""The errors that users meet, and the exit code of each.

PainKGError           what is wrong, and what to do about it
├── UsageError     2  wrong usage or input, no build, a refused query
├── DataError      1  faults in the data, each with its file and line
└── OutsideError   3  something outside failed: disk, permission, time
"""

from __future__ import annotations

from typing import NamedTuple


def visible(text: str) -> str:
    """The text in one line, control characters shown, so that none can move a terminal's cursor."""
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)


class Fault(NamedTuple):
    """One fault in the data.

    Attributes:
        path: the file, as a path a person can open; empty where no file can be named.
        line: the line, from 1; 0 where no line can be named.
        check: the name of the check that found it.
        message: what is wrong and what to do.
    """

    path: str
    line: int
    check: str
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " if self.line else f"{self.path}: " if self.path else ""
        return visible(f"{place}{self.message} [{self.check}]")


class PainKGError(Exception):
    """An error that is shown to the user as one message, without a traceback."""

    exit_code = 2


class UsageError(PainKGError):
    """The command, the query or a name in it cannot be used as it is."""


class DataError(PainKGError):
    """The data has faults.

    Args:
        faults: at least one fault; they are kept sorted by file and line.
    """

    exit_code = 1

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class OutsideError(PainKGError):
    """Something outside the program failed or ran out."""

    exit_code = 3

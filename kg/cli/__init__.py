"""The command line: parses, calls, prints. Every command lives in a module that is imported only when it is run."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line, and end the process with the exit code of what happened."""
    # Nothing that is imported is garbage; looking for some takes a sixth of a command's time.
    gc.disable()
    from kg.cli.app import run  # noqa: PLC0415 - after the line above

    run()

"""The application: which command is run, and the exit code of what happened."""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kg import __version__
from kg.errors import DataError, OutsideError, PainKGError, visible

if TYPE_CHECKING:
    from types import FrameType

#: Each command is a function of that name in a module of that name.
COMMANDS = (
    "ask",
    "build",
    "check",
    "cite",
    "explain",
    "map",
    "new",
    "path",
    "query",
    "review",
    "search",
    "show",
    "stats",
)
INTERRUPTED = 130


def run() -> None:
    """Run the command line, and end the process with the exit code of what happened."""
    signal.signal(signal.SIGINT, _interrupted)
    _open_closed_streams()
    if hasattr(signal, "SIGPIPE"):
        # The reader, `head` perhaps, has seen enough: end in silence, as other tools do.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    try:
        # typer.main.get_command, not app(): the latter sets up its own way of showing tracebacks.
        command = typer.main.get_command(make_app(arguments))
        # What is loaded by now stays to the end; the collector need not walk it again and again.
        gc.freeze()
        gc.enable()
        code = command(arguments, prog_name="kg", standalone_mode=True)
        sys.stdout.flush()
    except DataError as error:
        _say(str(error))
        count = len(error.faults)
        _say("; ".join([f"{count} fault{'' if count == 1 else 's'} in the data", *getattr(error, "__notes__", [])]))
        return error.exit_code
    except PainKGError as error:
        _say(f"kg: {error}")
        return error.exit_code
    except OSError as error:
        _say(f"kg: {error.strerror or error}")
        return OutsideError.exit_code
    return int(code or 0)


def make_app(arguments: list[str]) -> typer.Typer:
    """The application with the one command that the arguments name, or with all of them for help."""
    # Rich help and tracebacks cost more than a query; plain text reads as well.
    app = typer.Typer(
        name="kg",
        help="PainKG: interventional pain procedures as a knowledge graph, every statement with its source.",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        no_args_is_help=True,
    )
    app.callback()(_common)
    named = next((word for word in arguments if not word.startswith("-")), "")
    for name in [named] if named in COMMANDS else COMMANDS:
        module = importlib.import_module(f"kg.cli.{name}")
        app.command(name, **getattr(module, "SETTINGS", {}))(getattr(module, name))
    return app


def _open_closed_streams() -> None:
    """Where the shell closed a standard stream, Python has none; then there is nowhere to write, or nothing to read."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - open to the end


def _version(wanted: bool) -> None:  # noqa: FBT001 - Typer calls it with the flag's value
    if wanted:
        typer.echo(f"painkg {__version__}")
        raise typer.Exit


def _common(
    version: Annotated[  # noqa: FBT002 - a flag, as Typer declares flags
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """PainKG: interventional pain procedures as a knowledge graph, every statement with its source."""


def _say(message: str) -> None:
    sys.stderr.write("".join(f"{visible(line)}\n" for line in message.split("\n")))


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    sys.stderr.write("interrupted\n")
    sys.exit(INTERRUPTED)

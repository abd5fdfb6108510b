"""Queries that can be stopped: the engine cannot be told to, but the thread that waits for it can leave."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kg.errors import OutsideError, UsageError

#: Address space, not memory: only what is used is ever taken.
STACK_BYTES = 256 * 1024 * 1024


def within(seconds: float, work: Callable[[], None]) -> None:
    """Do the work in a thread of its own, so that Ctrl-C and the deadline end the process while the engine is busy.

    The engine lets other threads run but has no way to stop a query; a daemon thread ends with the process.

    Args:
        seconds: how long it may take; 0 for as long as it takes.
        work: what to do; what it raises is raised here.

    Raises:
        UsageError: the seconds are no span of time.
        OutsideError: the time is up.
    """
    if not 0 <= seconds <= threading.TIMEOUT_MAX:
        raise UsageError(f"--timeout {seconds:g}: give a number of seconds, or 0 for never")
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            import traceback  # noqa: PLC0415 - only where something went wrong

            # What the engine returned must be let go of in this thread.
            traceback.clear_frames(error.__traceback__)
            raised.append(error)

    # The engine's parser and planner recurse.
    threading.stack_size(STACK_BYTES)
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds or None)
    if thread.is_alive():
        raise OutsideError(f"no answer within {seconds:g} s; give it more with --timeout SECONDS")
    if raised:
        raise raised[0]

"""Files are written beside their place and moved there, so that none is ever seen half-written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_beside(path: Path, content: bytes, *, replace: bool) -> None:
    """Write a file, whole or not at all.

    Args:
        path: its place.
        content: its bytes.
        replace: whether what stands there goes.

    Raises:
        FileExistsError: something stands there, and is not to be replaced.
        OSError: it cannot be written.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.stem[:32]}.partial-", dir=path.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        partial.chmod(0o644)
        if replace:
            partial.replace(path)
        else:
            _place(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _place(partial: Path, path: Path) -> None:
    """Move a file to where nothing stands; a link, unlike a move, never replaces what it finds."""
    try:
        os.link(partial, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        if path.exists():
            raise FileExistsError(path) from None
        partial.rename(path)

"""Runs the tutorial notebook: `python -m tests.tutorial` writes its outputs anew.

With a data folder as its argument it opens that one, and prints the notebook instead.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).resolve().parent.parent / "queries" / "tutorial.ipynb"
WITHIN_SECONDS = 120
_OPEN = "kg.open()"


def executed(data: str | None = None) -> dict[str, Any]:
    """The notebook with the outputs of a run, in the Python that runs this.

    Args:
        data: the data folder that it opens; without one, PainKG's own.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(NOTEBOOK, as_version=4)
    (first,) = (cell for cell in notebook.cells if cell.cell_type == "code" and _OPEN in cell.source)
    source = first.source
    first.source = source.replace(_OPEN, f"kg.open({data!r})" if data else _OPEN)
    # Times and the version of Python would differ from run to run.
    NotebookClient(notebook, timeout=WITHIN_SECONDS, kernel_name="python3", record_timing=False).execute()
    first.source = source
    notebook.metadata.pop("language_info", None)
    return dict(json.loads(nbformat.writes(notebook)))


def main(arguments: list[str]) -> None:
    """Write the notebook, or print it."""
    text = json.dumps(executed(*arguments), indent=1, ensure_ascii=False) + "\n"
    if arguments:
        sys.stdout.buffer.write(text.encode())
    else:
        NOTEBOOK.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

"""HTML pages that ask nothing of any network: all they need stands in them, and their policy lets nothing else pass."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.errors import OutsideError, UsageError
from kg.files import write_beside
from kg.resources import share


def templates() -> Environment:
    """The templates in `visualizations/`; whatever is put into them is escaped, and nothing may be left out."""
    return Environment(loader=FileSystemLoader(share() / "visualizations"), autoescape=True, undefined=StrictUndefined)


def own(name: str) -> str:
    """The text of a style sheet or script of ours in `visualizations/`."""
    return (share() / "visualizations" / name).read_text("utf-8")


def policy(scripts: list[str], style: str) -> str:
    """A page's content security policy: nothing but what stands in the page itself.

    Args:
        scripts: the text of each script element.
        style: the text of its style element.
    """
    allowed = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def write_page(page: str, out: Path, generator: str) -> None:
    """Write a page beside its place and move it there; only a page of the same kind is replaced.

    Args:
        page: the page; its head names the generator.
        out: the file.
        generator: what made the page, as its meta element says.

    Raises:
        UsageError: the file is there and is something else.
        OutsideError: it cannot be written.
    """
    try:
        target = out.resolve()
        if target.exists() and not _made_by(target, generator):
            raise UsageError(
                f"{out}: is there already and is not a page that this command made; choose another -o FILE"
            )
        write_beside(target, page.encode(), replace=True)
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links
        reason = error.strerror if isinstance(error, OSError) else error
        raise OutsideError(f"{out}: cannot be written: {reason}; choose another -o FILE") from error


def _made_by(path: Path, generator: str) -> bool:
    """Whether a file is a page of a generator; a folder is none."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return f'<meta name="generator" content="{generator}">'.encode() in file.read(4096)

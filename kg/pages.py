"""HTML pages that ask nothing of any network: all they need stands in them, and their policy lets nothing else pass."""

from __future__ import annotations

import base64
import hashlib

from jinja2 import Environment, FileSystemLoader, StrictUndefined

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

"""`review.html`: a document's text beside the claims drawn from it, for a person who checks the one against the other.

The page holds the text. It is made where the text is, and is no part of a build, a release or this repository.
"""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from kg.cite.copies import match
from kg.engine import Engine
from kg.pages import own, policy, templates
from kg.review.model import Review
from kg.review.read import read_review

GENERATOR = "PainKG review"


def review_of(store: Engine, path: Path) -> Review:
    """A document beside its claims.

    Args:
        store: holds the claims.
        path: the text of one of its documents, or a copy of it.

    Raises:
        UsageError: the text cannot be read, or is of no document of the store.
        OutsideError: it cannot be read.
    """
    (copy,) = match([path], store)
    return read_review(store, copy)


def render(review: Review) -> str:
    """The page that shows it."""
    script, style = own("review.js"), own("review.css")
    return (
        templates()
        .get_template("review.html.jinja")
        .render(
            review=review,
            generator=GENERATOR,
            script=Markup(script),  # noqa: S704 - ours
            style=Markup(style),  # noqa: S704 - ours
            policy=policy([script], style),
        )
    )

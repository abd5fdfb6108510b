"""Results that tell themselves in English: printed, at the prompt, and in a notebook."""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import visible


class Told:
    """A result that tells itself.

    Attributes:
        text: the lines that the command line prints.
    """

    text = ""

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        """The same for a notebook, which looks for a method of this name."""
        from kg.notebook import html_lines  # noqa: PLC0415 - only notebooks show it

        return html_lines(self.text)


def in_lines(lines: Iterable[str]) -> str:
    """Lines as one text, control characters shown."""
    return "\n".join(map(visible, "\n".join(lines).split("\n")))

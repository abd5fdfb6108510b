"""The named questions as a list that shows itself."""

from __future__ import annotations

from kg.queries import DeclaredQuery
from kg.questions import find_questions
from kg.tables import table

_COLUMNS = ("question", "what it asks", "parameters")


class Questions(list[DeclaredQuery]):
    """Named questions, by name."""

    def _rows(self) -> list[list[str]]:
        return [[each.name, each.summary, _parameters(each)] for each in self]

    def _counted(self) -> str:
        return f"{len(self)} question{'' if len(self) == 1 else 's'}"

    def __str__(self) -> str:
        """A table, as wide as it is."""
        return "\n".join(table(_COLUMNS, self._rows(), counted=self._counted()))

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        """The same for a notebook, which looks for a method of this name."""
        from kg.notebook import html_table  # noqa: PLC0415 - only notebooks show it

        return html_table(_COLUMNS, self._rows(), self._counted())


def questions(words: str = "", tag: str = "") -> Questions:
    """The named questions that hold some words and carry a tag; see `find_questions`."""
    return Questions(find_questions(words, tag))


def _parameters(question: DeclaredQuery) -> str:
    """Its parameters with their defaults, as one writes them in Python."""
    return ", ".join(f"{each.name}={each.default!r}" for each in question.parameters.values())

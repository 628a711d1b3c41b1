"""Errors of the lists package.

::

    ListError (screening.errors)
     +-- InvalidListFile      a file of a list or of a source document breaks a rule; carries `problems`
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from screening.errors import ListError


@dataclass(frozen=True, slots=True)
class ListProblem:
    """One thing wrong with a list: `file` as folder/name, `entry` the place in it (empty for the whole file), `reason` in words."""

    file: str
    entry: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.entry, self.reason) if part)


class InvalidListFile(ListError):
    """A list that cannot be loaded. `problems` (at least one) names every file, entry and reason found."""

    def __init__(self, problems: Iterable[ListProblem]) -> None:
        self.problems: tuple[ListProblem, ...] = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))

"""The error tree. Everything this project raises on purpose is a `ScreeningError`.

::

    ScreeningError
     +-- InvalidInput           what a caller handed in cannot be used; carries `problems`
     |    +-- InvalidQuery      a query: a name with nothing left after normalisation, an impossible date ...
     |    +-- InvalidPolicy     a policy: a weight out of bounds, a threshold above the block threshold ...
     |    +-- InvalidParty      a designated party: no primary name, two of them, an unknown kind ...
     +-- IndexFileError         a saved index is damaged, truncated or from another version
     +-- ListError              a sanctions list cannot be read, checked or put into force

Errors of the packages above (`lists`, `api`) derive from these. HTTP status numbers live in `api/errors.py` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class ScreeningError(Exception):
    """Base of every error this project raises on purpose."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input.

    `pointer` is an RFC 6901 JSON pointer into what was handed in (`/birth_date`, `/countries/0`; empty for the whole);
    `detail` says what is wrong; `allowed` says what would be accepted (may be empty when `detail` already does).
    """

    pointer: str
    detail: str
    allowed: str = ""

    def __str__(self) -> str:
        where = f"{self.pointer}: " if self.pointer else ""
        allowed = f" (allowed: {self.allowed})" if self.allowed else ""
        return f"{where}{self.detail}{allowed}"


class InvalidInput(ScreeningError):
    """An input that cannot be used. `problems` lists everything wrong with it at once, never just the first."""

    def __init__(self, problems: Iterable[Problem] | str) -> None:
        if isinstance(problems, str):
            problems = (Problem("", problems),)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


class InvalidQuery(InvalidInput):
    """A query that cannot be screened. The answer to it is `error`, never `clear`."""


class InvalidPolicy(InvalidInput):
    """A policy with a value outside its bounds."""


class InvalidParty(InvalidInput):
    """A designated party that breaks a rule of the data model."""


class IndexFileError(ScreeningError):
    """A saved index that cannot be opened: damaged, truncated, or written by another version."""


class ListError(ScreeningError):
    """A sanctions list that cannot be read, checked or put into force; the message names the file, entry and reason."""

"""Errors of the lists package.

::

    ListError (screening.errors)
     +-- InvalidListFile      a file of a list or of a source document breaks a rule; carries `problems`
     +-- FetchError           a publisher's file cannot be had, or is not what it should be
     +-- DamagedEdition       an edition in the database is not what was stored
     +-- InvalidBundle        a bundle of editions is damaged, or not signed by a key that is trusted
     +-- ChangedMeanwhile     another load came first; nothing was changed
     +-- UnknownEdition       no list, or no edition of a list, of that id
     +-- CannotStore          a file or folder beside the database cannot be written
     +-- WorkerDied           a process that shared the work of this one died
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


class FetchError(ListError):
    """A publisher's file that cannot be had, or is not what it should be; the message names the address and the reason."""


class DamagedEdition(ListError):
    """An edition in the database that is not what was stored."""


class InvalidBundle(ListError):
    """A bundle of editions that is damaged, or not signed by a key that is trusted."""


class ChangedMeanwhile(ListError):
    """Another load came first: nothing was changed, and the same call may be made again."""


class UnknownEdition(ListError):
    """No list, or no edition of a list, has that id; the message says which there are."""


class CannotStore(ListError):
    """A file or folder beside the database cannot be written: the disk is full, or it is not ours to write."""


class WorkerDied(ListError):
    """A process that shared the work of this one died, killed or out of memory: what it was part of was not done."""

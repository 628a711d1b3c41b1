"""Errors of files: what is wrong, where in the file, and what is allowed."""

from __future__ import annotations

from screening.errors import InvalidInput, Problem, ScreeningError


class InvalidFile(InvalidInput):
    """A file that cannot be screened as it is: cut off, damaged, of another type than it says, without rows ..."""


class TooMuch(InvalidFile):
    """A file that takes more memory or time to read than it may."""


class CannotWrite(ScreeningError):
    """A result that cannot be written, or would overwrite what is there."""


class CannotResume(ScreeningError):
    """A checkpoint that does not belong to this run; the message says what differs."""


class Interrupted(ScreeningError):
    """A run that was stopped; the message says how to go on."""


def unusable(file: str, detail: str, allowed: str = "", *, line: int | None = None) -> InvalidFile:
    """Build (not raise) the error that says `detail` of a file (its name, no folder), at a line where one is known."""
    where = file if line is None else f"{file}, line {line}"
    return InvalidFile([Problem("", f"{where}: {detail}", allowed)])

"""Exit codes, and errors in the words of the command line: which option is at fault, what is wrong, what is allowed."""

from __future__ import annotations

from collections.abc import Mapping

import click

from screening.errors import InvalidInput, Problem, ScreeningError

FOUND_NOTHING, FOUND, FAILED = 0, 1, 2
"""Exit codes: nothing found; hits; an error, and then nothing may be concluded."""

_OPTIONS: Mapping[str, str] = {
    "name": "NAME",
    "kind": "--kind",
    "birth_date": "--birth-date",
    "countries": "--country",
    "identifiers": "--identifier",
    "lists": "--list",
    "programmes": "--programme",
    "measures": "--measure",
    "kinds": "--only-kind",
    "threshold": "--threshold",
    "roles": "--role",
    "days": "--days",
    "rate": "--rate",
    "tenant": "--tenant",
    "overlap_hours": "--overlap-hours",
    "mapping": "--map",
}

_SAID: Mapping[str, str] = {
    "encoding said": "--encoding",
    "delimiter said": "--delimiter",
    "sheet said": "--sheet",
    "column of the names said": "--map name=COLUMN",
    "read in said": "--encoding",
    "date order said": "--date-order",
}
"""What files ask to be said -> the option that says it."""


def report(error: ScreeningError) -> None:
    """Put `error` on standard error: one line per problem, each with the name of the program before it."""
    if isinstance(error, InvalidInput):
        lines = [problem_line(problem) for problem in error.problems]
    else:
        allowed = getattr(error, "allowed", "")
        text = f"{error} (allowed: {allowed})" if allowed else str(error)
        lines = [printable(line) for line in text.splitlines()] or [type(error).__name__]
    for line in lines:
        click.echo(f"screening: {line}", err=True)


def problem_line(problem: Problem) -> str:
    """One problem as a line: the option or argument, what is wrong, what is allowed."""
    first, _, place = problem.pointer.strip("/").partition("/")
    where = _OPTIONS.get(first, first)
    place = place.partition("/")[0]
    if place.isdecimal():
        where += f" number {int(place) + 1}"
    text = f"{where}: {problem.detail}" if where else problem.detail
    return printable(f"{text} (allowed: {_with_options(problem.allowed)})" if problem.allowed else text)


def _with_options(allowed: str) -> str:
    """What is allowed, with the option that says it where files speak of something that may be said."""
    for words, option in _SAID.items():
        allowed = allowed.replace(words, f"{words}: {option}")
    return allowed


def printable(text: str) -> str:
    """`text` with every character a terminal may act on, or that cannot be encoded, written as an escape."""
    return "".join(character if character.isprintable() else character.encode("unicode_escape").decode() for character in text)

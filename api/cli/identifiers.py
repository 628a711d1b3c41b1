"""`--identifier TYPE:VALUE` of the commands that ask about a party."""

from __future__ import annotations

import click


def _read(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> list[dict[str, str]]:
    """Each as the body of a screening has it; what is allowed in it, the schema says."""
    found = []
    for value in values:
        kind, colon, number = value.partition(":")
        if not colon:
            raise click.BadParameter(f"{value!r} has no colon (allowed: TYPE:VALUE or TYPE@COUNTRY:VALUE, as in passport@DE:AB123456)")
        kind, at, country = kind.partition("@")
        found.append({"type": kind, "value": number, **({"country": country} if at else {})})
    return found


identifiers = click.option(
    "--identifier",
    "identifiers",
    metavar="TYPE:VALUE",
    multiple=True,
    callback=_read,
    help="A number of the party, as in imo:9187629 or passport@DE:AB123456; may be repeated.",
)

"""The options that narrow what is screened against, for every command that screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from screening import Measure, PartyKind

_OPTIONS = (
    click.option("--list", "lists", metavar="ID", multiple=True, help="A list to screen against instead of all; may be repeated."),
    click.option("--programme", "programmes", metavar="TEXT", multiple=True, help="Only parties designated under it; may be repeated."),
    click.option(
        "--measure",
        "measures",
        metavar="MEASURE",
        multiple=True,
        type=click.Choice([measure.value for measure in Measure]),
        help="Only parties whose designations do this, as in asset_freeze; may be repeated.",
    ),
    click.option(
        "--only-kind",
        "kinds",
        multiple=True,
        type=click.Choice([kind.value for kind in PartyKind]),
        help="Only listed parties of this kind; may be repeated.",
    ),
)


def scope(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options `--list`, `--programme`, `--measure` and `--only-kind`, each a tuple, empty when not given."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command

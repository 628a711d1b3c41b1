"""How far a load has come, on one line of a terminal; nothing where standard error is none."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from lists.progress import Stage, Working

USUAL_WORKERS = 2
"""Processes that share a long self-test where nobody says otherwise and there are processors for them: each needs about 150 MB."""

with_workers = click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Processes for the self-test of a long list; 2, where there are processors, when left out.",
)

_SECONDS = 0.2


@contextmanager
def shown(list_id: str, workers: int | None) -> Iterator[Working]:
    """How a load of the list works: its progress shown, its self-test shared between so many processes (None: as usual)."""
    from lists.progress import Working, silent
    from lists.workers import processors

    workers = workers or min(USUAL_WORKERS, processors())
    if not sys.stderr.isatty():
        yield Working(silent, workers)
        return
    line = _Line(list_id)
    try:
        yield Working(line.heard, workers)
    finally:
        line.clear()


class _Line:
    def __init__(self, list_id: str) -> None:
        self._list_id = list_id
        self._stage: Stage | None = None
        self._told = 0.0

    def heard(self, stage: Stage, done: int, total: int) -> None:
        """Show a new stage at once, progress within one a few times a second."""
        now = time.monotonic()
        if stage is self._stage and done != total and now - self._told < _SECONDS:
            return
        self._stage, self._told = stage, now
        of = f" of {total:,}" if total else ""
        what = "names" if stage == "testing" else "parties"
        click.echo(f"\r\x1b[K{self._list_id}: {stage}: {done:,}{of} {what}", err=True, nl=False)

    def clear(self) -> None:
        """Leave the line empty."""
        if self._stage is not None:
            click.echo("\r\x1b[K", err=True, nl=False)

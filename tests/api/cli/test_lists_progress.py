"""How far a load has come, on a terminal alone."""

from __future__ import annotations

import io
import sys

import pytest

from api.cli.lists.progress import shown
from lists.progress import Stage


class Terminal(io.StringIO):
    """Standard error that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_every_stage_is_shown_on_one_line_which_is_empty_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with shown("un-sc", 3) as working:
        working.heard(Stage.READING, 200, 0)
        working.heard(Stage.INDEXING, 1000, 1011)
        working.heard(Stage.TESTING, 3573, 3573)
    assert working.workers == 3
    lines = [line.removeprefix("\x1b[K") for line in terminal.getvalue().split("\r")]
    told = ["un-sc: reading: 200 parties", "un-sc: indexing: 1,000 of 1,011 parties", "un-sc: testing: 3,573 of 3,573 names"]
    assert lines == ["", *told, ""]


def test_nothing_is_shown_where_standard_error_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with shown("un-sc", None) as working:
        working.heard(Stage.READING, 200, 0)
    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]
    assert working.workers in (1, 2)

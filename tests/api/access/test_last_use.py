"""Last use: noted for each request, written once in a while."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from api.access import last_use
from api.access.last_use import INTERVAL, LastUse
from lists.database import DatabaseError

AT = datetime(2026, 5, 3, tzinfo=UTC)


class World:
    """A clock, a log, and a database that may fail."""

    def __init__(self, monkeypatch) -> None:
        self.now = 0.0
        self.written: list[dict[str, datetime]] = []
        self.warnings: list[str] = []
        self.down = False
        self.uses = LastUse(lambda: None, self, lambda: self.now)  # type: ignore[arg-type,return-value]
        monkeypatch.setattr(last_use, "writing", self.writing)
        monkeypatch.setattr(last_use.keys, "note_uses", lambda _, uses: self.written.append(dict(uses)))

    def warning(self, event: str, **_: object) -> None:
        self.warnings.append(event)

    def writing(self, _: object):
        from contextlib import nullcontext

        if self.down:
            raise DatabaseError("down")
        return nullcontext()


@pytest.fixture
def world(monkeypatch) -> World:
    return World(monkeypatch)


def test_many_uses_are_one_write(world) -> None:
    for second in range(int(INTERVAL)):
        world.now = float(second)
        world.uses.note("a", AT + timedelta(seconds=second))
        world.uses.note("b", AT)
        world.uses.write_if_due()
    assert world.written == [{"a": AT, "b": AT}]
    world.now = INTERVAL
    world.uses.write_if_due()
    assert world.written[1] == {"a": AT + timedelta(seconds=INTERVAL - 1), "b": AT}


def test_nothing_is_written_where_nothing_was_used(world) -> None:
    world.uses.write_if_due()
    assert world.written == []


def test_a_database_that_is_down_loses_no_use_and_fails_no_request(world) -> None:
    world.down = True
    world.uses.note("a", AT)
    world.uses.note("b", AT)
    world.uses.write_if_due()
    assert world.warnings == ["last use of keys not written"]
    world.uses.note("a", AT + timedelta(seconds=1))
    world.down, world.now = False, INTERVAL
    world.uses.write_if_due()
    assert world.written == [{"a": AT + timedelta(seconds=1), "b": AT}]

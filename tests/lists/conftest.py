from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.store import upgrade
from lists.database import connect
from lists.place import ListStore
from tests.lists.world import FILES, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A fresh copy of the invented world, sound until the test changes it."""
    made = World(tmp_path)
    for name, text in FILES.items():
        made.write(name, text)
    return made


@pytest.fixture
def store(database: str, tmp_path: Path) -> Iterator[ListStore]:
    """An empty place for editions, on each database."""
    engine = connect(database)
    upgrade(engine)
    yield ListStore(engine, tmp_path / "data")
    engine.dispose()

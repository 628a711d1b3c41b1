from __future__ import annotations

from pathlib import Path

import pytest

from tests.lists.world import FILES, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A fresh copy of the invented world, sound until the test changes it."""
    made = World(tmp_path)
    for name, text in FILES.items():
        made.write(name, text)
    return made

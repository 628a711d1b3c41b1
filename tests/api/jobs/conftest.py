"""A service of its own for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.jobs.site import Site


@pytest.fixture
def site(tmp_path: Path, database: str) -> Iterator[Site]:
    """A service with its own database and data folder."""
    found = Site(tmp_path / "data", database=database)
    yield found
    found.vault.close()

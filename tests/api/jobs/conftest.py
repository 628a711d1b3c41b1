"""Services of their own: one for each test on both databases, and one on SQLite for tests that need no more than HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.jobs.site import Site


@pytest.fixture
def site(tmp_path: Path, database: str) -> Iterator[Site]:
    """A service with its own database and data folder, on SQLite and on PostgreSQL."""
    found = Site(tmp_path / "data", database=database)
    yield found
    found.vault.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One service for all tests of a module; each makes jobs and files of its own."""
    found = Site(tmp_path_factory.mktemp("shared"), upload_limit=100_000, job_limit=1_000)
    yield found
    found.vault.close()


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> int:
    """Chunks of few rows."""
    monkeypatch.setattr("api.jobs.preparing.CHUNK", 4)
    return 4

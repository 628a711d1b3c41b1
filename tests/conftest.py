"""Fixtures every test may use. Folders with files that are not in the repository are looked for, never assumed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# The machines that run the tests differ in speed, so no test fails by the clock; the examples are the same on every run.
settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of whoever runs the tests have no say in them, nor does the width of their terminal."""
    for name in list(os.environ):
        if name.startswith("SCREENING_") and not name.startswith("SCREENING_TEST_"):
            monkeypatch.delenv(name)
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(scope="session", autouse=True)
def away_from_the_checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The data folder of an application whose settings name none lies in the current folder: never in the checkout."""
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("here"))
    yield
    os.chdir(before)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL database for the whole run."""
    from tests.databases import postgres_database

    with postgres_database() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database: each test runs on SQLite and, where a server is at hand, on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'screening.db'}"
        return
    from tests.databases import emptied, released

    url = emptied(request.getfixturevalue("postgres_server"))
    yield url
    released(url)


def folder_outside(name: str) -> Path:
    """The folder `name` ("data", "seeds") of files outside the repository; skips the test when it is not there.

    It lies in the folder that SCREENING_TEST_DATA names, or failing that in ../shared beside the checkout.
    """
    given = os.environ.get("SCREENING_TEST_DATA")
    folder = (Path(given) if given else ROOT.parent / "shared") / name
    if not folder.is_dir():
        pytest.skip(f"no folder {name}: let SCREENING_TEST_DATA name its parent, or lay ../shared/{name} beside the checkout")
    return folder


@pytest.fixture(scope="session")
def originals() -> Path:
    """The folder with the original source documents of the seed lists."""
    return folder_outside("seeds")


@pytest.fixture(scope="session")
def real_lists() -> Path:
    """The folder with real files of list publishers."""
    return folder_outside("data")

"""Fixtures every test may use. Folders with files that are not in the repository are looked for, never assumed."""

from __future__ import annotations

import os
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

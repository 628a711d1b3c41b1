"""A vault of its own for a test, and a short way to put screenings into it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import structlog

from api.asking import Given, ask_many, ask_one
from api.caller import Caller
from api.catalogue import Catalogue, load_catalogue
from api.config import Config
from api.vault import Vault

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
CALLER = Caller(name="tester")


@cache
def catalogue() -> Catalogue:
    """The seeded lists."""
    return load_catalogue(Config())


def opened(folder: Path, database: str | None = None, **settings: Any) -> Vault:
    """A vault in `folder`, its database up to date, that logs nothing."""
    vault = Vault(Config(data=str(folder), database=database, **settings), structlog.wrap_logger(structlog.ReturnLogger()))
    vault.open()
    return vault


def asked(vault: Vault, name: str = "Reinhard Butikofer", caller: Caller = CALLER, key: str | None = None, **fields: Any) -> Given:
    """Screen one name and record it."""
    return ask_one({"name": name, **fields}, catalogue(), vault, caller, key)


def asked_many(vault: Vault, rows: list[Any], caller: Caller = CALLER, key: str | None = None) -> Given:
    """Screen a batch and record it."""
    return ask_many(rows, catalogue(), vault, caller, key)

"""Readers of OpenSanctions' exports: entities as lines of JSON (FollowTheMoney, nested targets) and the simple table of targets."""

from __future__ import annotations

from lists.readers.base import Reader
from lists.readers.opensanctions.json_lines import OpenSanctionsJsonReader
from lists.readers.opensanctions.simple_csv import OpenSanctionsCsvReader
from lists.readers.opensanctions.words import SOURCES

READERS: tuple[Reader, ...] = (
    OpenSanctionsJsonReader(),
    OpenSanctionsCsvReader(),
)

__all__ = ["READERS", "SOURCES"]

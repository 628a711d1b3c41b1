"""Readers of an organisation's own list, as CSV or TOML (docs/house-list.md). Such a list has no address to be fetched from."""

from __future__ import annotations

from lists.readers.base import OfficialSource, Reader
from lists.readers.house.csv_file import HouseCsvReader
from lists.readers.house.toml_file import HouseTomlReader

READERS: tuple[Reader, ...] = (HouseCsvReader(), HouseTomlReader())
SOURCES: tuple[OfficialSource, ...] = ()

"""Moments as text."""

from __future__ import annotations

from datetime import datetime


def stamp(at: datetime) -> str:
    """Write a moment (aware, UTC) as ISO 8601 with a Z, to the millisecond."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_milliseconds(at: datetime) -> datetime:
    """Return the moment without what is less than a millisecond: as `stamp` writes it, and as ids hold it."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)

"""Identifiers of screenings and requests: UUID version 7 (RFC 9562, section 5.7), which sort by time of making."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

RANDOM_BITS = 74


def uuid7(milliseconds: int, random: int | None = None) -> UUID:
    """Make a version 7 UUID for `milliseconds` since 1970-01-01 UTC (0 to 2**48 - 1) and 74 random bits.

    `random` stands for the random bits where several processes must make the same one. Raises `ValueError` when the time does not fit.
    """
    if not 0 <= milliseconds < 1 << 48:
        raise ValueError(f"{milliseconds} milliseconds do not fit 48 bits")
    random = secrets.randbits(RANDOM_BITS) if random is None else random & ((1 << RANDOM_BITS) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | (random >> 62) << 64 | 0b10 << 62 | random & ((1 << 62) - 1))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def milliseconds(at: datetime) -> int:
    """Whole milliseconds from 1970-01-01 UTC to `at` (aware), rounded down."""
    return (at - _EPOCH) // timedelta(milliseconds=1)


def uuid7_at(at: datetime) -> str:
    """Make a version 7 UUID for a moment (aware, from 1970), as text."""
    return str(uuid7(milliseconds(at)))


def least_uuid7(at: datetime) -> str:
    """Write the text that sorts before every version 7 UUID made in the millisecond of `at` or later, and behind all made before."""
    since = min(max(milliseconds(at), 0), (1 << 48) - 1)
    return f"{since >> 16:08x}-{since & 0xFFFF:04x}-"

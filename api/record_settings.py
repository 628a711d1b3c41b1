"""What the settings of the records may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.config import Config

DATABASE_SCHEMES = ("sqlite:", "postgresql:", "postgresql+psycopg:")
ENCRYPTED, HASHED = "encrypted", "hashed"
INPUTS = (ENCRYPTED, HASHED)
"""How what was asked is kept."""

MOST_DAYS, MOST_HOURS = 36_500, 720


def refusals(settings: Config) -> list[tuple[str, str]]:
    """Return each setting that cannot be used, with what is wrong with it. A database URL is not quoted: it may hold a password."""
    days = settings.retention_days
    checks = [
        ("data", _is_path(settings.data), f"{settings.data!r} is not a path"),
        ("database", settings.database is None or settings.database.startswith(DATABASE_SCHEMES), "is not such a URL"),
        ("keys", settings.keys is None or _is_path(settings.keys), f"{settings.keys!r} is not a path"),
        ("inputs", settings.inputs in INPUTS, f"{settings.inputs!r} is not a way to keep them"),
        ("idempotency_hours", 1 <= settings.idempotency_hours <= MOST_HOURS, f"{settings.idempotency_hours} is out of bounds"),
        ("retention_days", days is None or 1 <= days <= MOST_DAYS, f"{days} is out of bounds"),
    ]
    return [(name, wrong) for name, right, wrong in checks if not right]


def _is_path(text: str) -> bool:
    return bool(text.strip()) and "\0" not in text

"""The roles single tokens play in names, whatever the rest of the name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from screening.tables.reader import TableError, rows

ROLES = frozenset({"honorific", "particle", "patronymic", "generation", "stop", "generic"})
"""Every role a token can have in `roles`."""


@lru_cache(maxsize=1)
def _role_rows() -> tuple[tuple[str, ...], ...]:
    return tuple(rows("roles", "token", "role", "weight", "ambiguous", "note"))


@lru_cache(maxsize=1)
def roles() -> Mapping[str, str]:
    """Return folded token -> its role, one of `ROLES`. A token has one role at most."""
    return MappingProxyType({row[0]: row[1] for row in _role_rows()})


@lru_cache(maxsize=1)
def roles_ambiguous() -> frozenset[str]:
    """Return the tokens of `roles` that are also ordinary personal names (ben, bin, du, don): a caller decides by position."""
    return frozenset(row[0] for row in _role_rows() if row[3])


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, float]:
    try:
        return {row[0]: float(row[2]) for row in _role_rows() if row[2]}
    except ValueError as error:
        raise TableError(f"table roles.tsv: {error}") from error


def role_weight(token: str) -> float | None:
    """Return how much the folded `token` says compared with an ordinary one (1.0), or None when the table does not say.

    Generic words run from 0.15 (company) to 0.6 (brigade); words that have another role carry a weight only where the
    usual one of the role does not fit.
    """
    return _weights().get(token)

"""The roles single tokens play in names, whatever the rest of the name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from screening.tables.reader import TableError, add_folded, rows, share

ROLES = frozenset({"honorific", "particle", "patronymic", "generation", "stop", "generic"})
"""Every role a token can have in `roles`."""


@lru_cache(maxsize=1)
def _table() -> tuple[Mapping[str, str], Mapping[str, float], frozenset[str]]:
    found: dict[str, str] = {}
    weights: dict[str, float] = {}
    ambiguous: set[str] = set()
    for role, weight, words in rows("roles", "role", "weight", "words"):
        if role not in ROLES:
            raise TableError(f"table roles.tsv: unknown role {role!r}")
        for written in words.split(" "):
            word = written.removesuffix("?")
            if word in found:
                raise TableError(f"table roles.tsv: {word!r} stands twice")
            found[word] = role
            if weight:
                weights[word] = share(weight, "roles", word)
            if written.endswith("?"):
                ambiguous.add(word)
    for folded, word in add_folded(found):
        if word in weights:
            weights[folded] = weights[word]
        if word in ambiguous:
            ambiguous.add(folded)
    return MappingProxyType(found), weights, frozenset(ambiguous)


def roles() -> Mapping[str, str]:
    """Return folded token -> its role, one of `ROLES`. A token has one role at most."""
    return _table()[0]


def roles_ambiguous() -> frozenset[str]:
    """Return the tokens of `roles` that are also ordinary personal names (ben, bin, du, don): a caller decides by position."""
    return _table()[2]


def role_weight(token: str) -> float | None:
    """Return how much the folded `token` says compared with an ordinary one (1.0), or None when the table does not say.

    Generic words run from 0.15 (company) to 0.6 (brigade); words that have another role carry a weight only where the
    usual one of the role does not fit.
    """
    return _table()[1].get(token)

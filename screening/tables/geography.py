"""Names of countries, cities and nationalities in their variants."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from screening.tables.reader import rows


@lru_cache(maxsize=1)
def places() -> Mapping[str, str]:
    """Return name variant of a country, region or city -> usual name, both folded tokens or phrases (habana -> havana).

    A usual name is never a key with another value; one of several words is a key with itself as value, so that a caller can
    find it in a name as one place. A key has five words at most.
    """
    found: dict[str, str] = {}
    for usual, variants, _ in rows("places", "canonical", "variants", "kind"):
        if " " in usual:
            found[usual] = usual
        if variants:
            found.update((variant, usual) for variant in variants.split("|"))
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def country_codes_by_name() -> Mapping[str, str]:
    """Return folded country name, as languages and list publishers write it -> code (ISO 3166-1 alpha-2, or one of those beside it)."""
    return MappingProxyType({name: code for code, names, _ in _country_rows() for name in names.split("|")})


@lru_cache(maxsize=1)
def nationalities() -> Mapping[str, str]:
    """Return folded adjective or noun of nationality (iranian, emirati) -> code, as in `country_codes_by_name`."""
    return MappingProxyType({name: code for code, _, names in _country_rows() if names for name in names.split("|")})


@lru_cache(maxsize=1)
def _country_rows() -> tuple[tuple[str, ...], ...]:
    return tuple(rows("countries", "code", "names", "nationalities"))

"""Names of countries, cities and nationalities in their variants."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from screening.tables.reader import rows


@lru_cache(maxsize=1)
def places() -> Mapping[str, str]:
    """Return name variant of a country or city -> canonical name, both folded tokens or phrases (habana -> havana).

    A canonical name is never itself a key with another value.
    """
    return MappingProxyType(
        {
            variant: canonical
            for canonical, variants, _ in rows("places", "canonical", "variants", "kind")
            for variant in variants.split("|")
        }
    )


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

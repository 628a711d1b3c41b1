"""What the columns of customer files are called, and the three-letter codes of countries they hold."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from screening.tables.reader import rows, spellings


@lru_cache(maxsize=1)
def column_headings() -> Mapping[str, tuple[str, ...]]:
    """Return field -> its folded headings, the more usual first.

    Beside fields there are the groups ``prefix``, ``whole or family`` and ``whole or given``.
    """
    return MappingProxyType(
        {
            field: tuple(dict.fromkeys(one for phrase in headings.split("|") for one in spellings(phrase)))
            for field, headings in rows("columns", "field", "headings")
        }
    )


@lru_cache(maxsize=1)
def country_codes_of_three() -> Mapping[str, str]:
    """Return three-letter country code, upper case -> the code of `screening.countries`."""
    return MappingProxyType({three: code for three, code in rows("country_codes3", "code3", "code")})  # noqa: C416 (typed as pairs)

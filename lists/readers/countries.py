"""Names and demonyms of countries, as publishers write them, to codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from lists.readers.fields import SourceRecord
from screening.tables import country_codes_by_name, nationalities

_APART = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """The text as the tables of countries write it: lower case, no marks, apostrophes gone, other punctuation as one space."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return _APART.sub(" ", re.sub("['’‘`]", "", plain).casefold()).strip()


class CountryNames:
    """Looks up a publisher's country texts: its own spellings (`own`: folded text -> code, None for "no country") come first."""

    def __init__(self, own: Mapping[str, str | None]) -> None:
        self._known: dict[str, str | None] = dict(own)

    def known(self, text: str) -> str | None:
        """The code of a country name (no demonym), for finding out whether `text` is one; None when it is not."""
        key = folded(text)
        return self._known.get(key) or country_codes_by_name().get(key)

    def code(self, text: str | None, record: SourceRecord, field: str) -> str | None:
        """The code of a country name or demonym; None for no text, and for an unknown one, which the report then warns of."""
        if not text:
            return None
        key = folded(text)
        if key not in self._known:
            code = country_codes_by_name().get(key) or nationalities().get(key)
            if code is None:
                record.report.warn(f"{record.file}: field {field!r}: {text!r} is no country the tables know; the text is kept")
                return None
            self._known[key] = code
        return self._known[key]

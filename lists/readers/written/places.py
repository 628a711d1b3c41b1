"""Countries in texts: enumerations of them, with remarks in brackets, and the one that ends a place or an address."""

from __future__ import annotations

import re

from lists.readers.countries import CountryNames, folded
from lists.readers.fields import SourceRecord
from lists.readers.written.enumerations import enumerated
from screening.tables import nationalities

_BRACKETS = re.compile(r"\([^()]*(?:\)|$)")
_AROUND = re.compile(
    r"^(?:in|formerly|previously|possibly|reportedly|now|also believed to hold)\s+"
    r"|[\s,]+(?:as at|as of|since|until|from)\b.*$"
    r"|(?:^|\s+)(?:citizen(?:ship)?s?|national(?:s|ity|ities)?|by birth)$",
    re.IGNORECASE,
)
_AFTER_A_NUMBER = re.compile(r".*\d", re.DOTALL)
_APART = re.compile(r"[/,]|\.\s|\band\b|\bor\b|&")


def find_country(names: CountryNames, text: str) -> str | None:
    """The code of a country name or demonym, None when the text is neither; reports nothing."""
    return names.known(text) or nationalities().get(folded(text))


def country_codes(names: CountryNames, text: str | None, record: SourceRecord, field: str) -> tuple[list[str], bool]:
    """The codes of every country a text names, in order, and whether they say all that it does.

    Items of an enumeration, and names apart by commas, slashes, semicolons, "and" or "or", are looked up one by one; what stands
    in brackets or says since when is left out, and then the second value is false. An unknown country is reported.
    """
    codes: dict[str, None] = {}
    whole = True
    for item in (piece for whole_item in enumerated(text or "") for part in whole_item.split(";") if (piece := part.strip())):
        bare = _AROUND.sub("", _BRACKETS.sub(" ", item).strip(" .,;")).strip(" .,;")
        whole &= bare == item
        parts = [bare] if find_country(names, bare) else _APART.split(bare)
        for part in parts:
            code = names.code(_AROUND.sub("", part.strip(" .")) or None, record, field)
            whole &= bool(code)
            if code:
                codes.setdefault(code)
    return list(codes), whole


def last_country(names: CountryNames, place: str) -> str | None:
    """The country that ends a place or an address (`Mosul, Iraq`, `Moscow 119160 Russia`), None when its end is none; reports nothing."""
    text = _BRACKETS.sub(" ", place).strip(" .,;")
    ends = (text.rpartition(",")[2], text, _AFTER_A_NUMBER.sub("", text))
    return next((code for end in ends if (code := names.known(end.strip(" .;")))), None)

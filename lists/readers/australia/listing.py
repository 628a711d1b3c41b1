"""The dates in the listing information of Australia's list: `Listed by UN 1267 Committee on 25 January 2001 (amended on ...)`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lists.readers.written.dates import DATE, read_date
from screening.dates import PartialDate

# "Relisted on" and "Last listed on" say when a listing was renewed, so only these openings count as the listing itself.
_LISTED = re.compile(rf"\b(?:Listed|Designated|[Ll]isted this (?:individual|entity|person|group))(?:[^.;]*?\b)?on:?\s*({DATE})", re.DOTALL)
_AMENDED = re.compile(r"\b(?:amended|re-?listed|relisting)\b", re.IGNORECASE)
_DATE = re.compile(DATE)


def dates(texts: Iterable[str]) -> tuple[PartialDate | None, tuple[PartialDate, ...]]:
    """When the party was listed, by the first text that says so, and when that was amended or renewed, by all of them.

    A text that is nothing but a date is the date of listing. Dates of instruments and gazettes count as neither.
    """
    listed: PartialDate | None = None
    amended: dict[PartialDate, None] = {}
    for text in texts:
        listed = listed or _listed(text)
        change = _AMENDED.search(text)
        if change:
            found = (read_date(part[0]) for part in _DATE.finditer(text, change.end()))
            amended.update(dict.fromkeys(day for day in found if day))
    return listed, tuple(amended)


def _listed(text: str) -> PartialDate | None:
    found = _LISTED.search(text)
    if found:
        return read_date(found[1])
    return read_date(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) else None

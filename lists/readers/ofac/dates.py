"""Dates as OFAC writes them: `17 Jan 1941`, `Jan 1941`, `1941`, any of them after `circa`, or two of them with `to` between."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace

from screening.dates import PartialDate

_MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}
DATE = rf"(?:(?:\d{{1,2}} )?(?:{'|'.join(_MONTHS)}) )?\d{{4}}"
_ONE = re.compile(rf"(?:(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)}) )?(\d{{4}})")
_ANY = re.compile(rf"(circa )?({DATE})(?: ?(?:to|-) ?({DATE}))?")


def parse(text: str) -> tuple[PartialDate, bool]:
    """Read a date. The second value tells whether it says exactly what `text` says: a span that is not a whole month or of whole
    years becomes the years it touches, and then it does not.

    Raises `ValueError` for text that is no date in any of these forms, or an impossible one.
    """
    found = _ANY.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a date such as '17 Jan 1941', 'Jan 1941', '1941', 'circa 1941' or '1941 to 1945'")
    circa, first_text, last_text = found.groups()
    first = _one(first_text)
    value, exact = (first, True) if last_text is None else between(first, _one(last_text))
    return (replace(value, approximate=True) if circa else value), exact


def between(first: PartialDate, last: PartialDate) -> tuple[PartialDate, bool]:
    """The date that `first` to `last` stands for, and whether it says the same. Raises `ValueError` when `last` is the earlier."""
    if first == last:
        return first, True
    opens_year = first.month in {None, 1} and first.day in {None, 1}
    closes_year = last.month in {None, 12} and last.day in {None, 31}
    if first.year == last.year:
        if first.month == last.month and first.day == 1 and last.month and last.day == calendar.monthrange(last.year, last.month)[1]:
            return PartialDate(first.year, first.month), True
        if last < first:
            raise ValueError(f"a span that ends before it begins: {first} to {last}")
        return PartialDate(first.year), opens_year and closes_year
    return PartialDate(first.year, until_year=last.year), opens_year and closes_year


def _one(text: str) -> PartialDate:
    found = _ONE.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a date")
    day, month, year = found.groups()
    return PartialDate(int(year), _MONTHS[month] if month else None, int(day) if day else None)

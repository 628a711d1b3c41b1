"""Dates as publishers write them, to the precision they have. Nothing is guessed: what is not understood is said to be so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from screening.dates import PartialDate

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"),
    *("sept", "aprl"),
)
_MONTH = "|".join(sorted((*_MONTHS, *_LONG_MONTHS), key=len, reverse=True))

_CIRCA = re.compile(r"(?:approximately|approx|circa|around|about|c)\b[.:]?\s*", re.IGNORECASE)
_ASIDE = re.compile(r"\(([^()]*)(?:\)|$)")
_OTHER_CALENDAR = re.compile(r"hijri|calendar|islamic|\bA\.?H\b", re.IGNORECASE)
_LEAD = re.compile(r"(?:alt\.? *)?(?:dob|born)\b[:.]?\s*", re.IGNORECASE)

_YEAR = re.compile(r"(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T00:00:00)?", re.ASCII)
_NUMBERS = re.compile(r"(?:(?:(\d{1,2})\s*[./-]\s*)?(\d{1,2})\s*[./-]?\s*|/(\d{1,2})/)(\d{4})", re.ASCII)
_WORDS = re.compile(rf"(?:(\d{{1,2}})\.?[\s-]*)?({_MONTH})\.?,?[\s-]*(\d{{4}})", re.IGNORECASE | re.ASCII)
_SPAN = re.compile(r"(?:between\s+)?(\d{4})\s*(?:-|–|/|\bto\b|\band\b)\s*(\d{4})", re.IGNORECASE | re.ASCII)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}}),\s*(\d{{4}})", re.IGNORECASE | re.ASCII)
_MONTH_COMMA = re.compile(rf"\b({_MONTH}),\s*(\d{{4}})", re.IGNORECASE | re.ASCII)
_SPAN_OF_DATES = re.compile(r"(?:between\s+)?(.+?)\s*(?:\bto\b|\band\b)\s*(.+)", re.IGNORECASE | re.ASCII)
DATE = rf"(?i:\d{{1,2}}\.?\s+(?:{_MONTH})\.?,?\s*\d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{4}})"
"""A pattern (regular expression, no groups) of a full date in a running text."""

# What stands between two dates of one text. A comma counts only before a digit, a bracket or a word of approximation, and a
# full stop only after a year, because both also stand inside dates ("1 Jan. 1967", "12. Sep 1974").
_BETWEEN_DATES = re.compile(
    r"[;\n]|>>|\bor\b|(?<=\d{4})[.,](?=\s)|(?<=\d{4})[.,](?=\d)|,(?=\s*(?:\(|circa|approx|\d|/|$))|, (?=\w+\.? \d{4})", re.IGNORECASE
)

EARLIEST_BIRTH = 1800
"""No listed person was born before; an earlier year belongs to another calendar or is a slip."""


@dataclass(frozen=True, slots=True)
class WrittenDates:
    """The dates of a text in order, each once, and `whole`: whether they say everything the text does."""

    dates: tuple[PartialDate, ...]
    whole: bool


def day_month_year(text: str) -> PartialDate | None:
    """Read `26/01/1953` or `26-01-1953`, with `00`, `dd` or `mm` for a part that is not known; None when no part is.

    Raises `ValueError` for anything else, and for an impossible date.
    """
    parts = re.fullmatch(r"(\d{2}|dd)([/-])(\d{2}|mm)\2(\d{4}|yyyy)", text.strip(), re.ASCII | re.IGNORECASE)
    if not parts:
        raise ValueError(f"{text!r} is not a date; allowed: DD/MM/YYYY with 00 for what is not known")
    day, month, year = (int(part) if part.isdigit() else 0 for part in (parts[1], parts[3], parts[4]))
    if not year:
        if day or month:
            raise ValueError(f"{text!r} is a date without a year")
        return None
    if not month:
        # A day of an unknown month narrows nothing that a partial date can say: only the year is known.
        return PartialDate(year)
    return PartialDate(year, month, day or None)


def read_date(text: str) -> PartialDate | None:
    """Read one date or span in words or numbers (day before month), `c.` and its like marking it as approximate; None if it is none.

    A span of days or months is read as a span of years when it crosses one, and as the year when it does not.
    """
    text = _LEAD.sub("", text.strip(" \t\r\n,;\u00a0"), count=1).rstrip(".").strip()
    body = _CIRCA.sub("", text, count=1) if _CIRCA.match(text) else text
    found = _date(body) or _span(body)
    if found and body != text:
        return PartialDate(found.year, found.month, found.day, found.until_year, approximate=True)
    return found


def read_dates(text: str, pieces: list[str]) -> WrittenDates:
    """Read every birth date of a text already split into `pieces`, each of which may hold several, apart by `,`, `;`, `or` or spaces.

    `whole` is false when anything was left over (a remark in brackets, an unknown word, another calendar, a year before 1800) or
    precision was lost.
    """
    dates: dict[PartialDate, None] = {}
    whole = bool(text)
    for piece in pieces:
        if _OTHER_CALENDAR.search(piece):
            whole = False
            continue
        plain = _plain(piece)
        whole &= "(" not in piece or plain.count(";") == piece.count(";")
        for part in _parts(plain):
            found, all_of_it = _several(part)
            modern = [date for date in found if date.year >= EARLIEST_BIRTH]
            whole &= all_of_it and len(modern) == len(found)
            dates.update(dict.fromkeys(modern))
    return WrittenDates(tuple(dates), whole)


def _plain(text: str) -> str:
    """The text with the day before the month, and with what stands in brackets gone unless it is a date."""
    text = _MONTH_FIRST.sub(r"\2 \1 \3", text)
    text = _MONTH_COMMA.sub(r"\1 \2", text)
    return _ASIDE.sub(lambda aside: f" {aside[1]} " if read_date(aside[1]) else ";", text)


def _parts(text: str) -> list[str]:
    parts = _BETWEEN_DATES.split(text)
    return [part for part in (part.strip(" \t\r\n\u00a0,.") for part in parts) if part]


def _bare(text: str) -> str:
    return _CIRCA.sub("", text.strip(" .,"), count=1)


def _several(part: str) -> tuple[list[PartialDate], bool]:
    """One date, or several with only spaces between; and whether they say everything the part does."""
    one = read_date(part)
    if one:
        return [one], _span(_bare(part)) is None or bool(_SPAN.fullmatch(_bare(part)))
    found = [read_date(word) for word in part.split()]
    dates = [date for date in found if date]
    if len(dates) == len(found):
        return dates, True
    return [date for date in dates if date.day], False


def _date(text: str) -> PartialDate | None:
    year = _YEAR.fullmatch(text)
    if year:
        return _made(year[1], None, None)
    iso = _ISO.fullmatch(text)
    if iso:
        return _made(*iso.groups())
    numbers = _NUMBERS.fullmatch(text)
    if numbers:
        return _made(numbers[4], numbers[2] or numbers[3], numbers[1])
    words = _WORDS.fullmatch(text)
    return _made(words[3], _month(words[2]), words[1]) if words else None


def _span(text: str) -> PartialDate | None:
    years = _SPAN.fullmatch(text)
    if years:
        return _years(int(years[1]), int(years[2]))
    ends = _SPAN_OF_DATES.fullmatch(text)
    if not ends:
        return None
    first, last = _date(ends[1]), _date(ends[2])
    return _years(first.year, last.year) if first and last else None


def _years(first: int, last: int) -> PartialDate | None:
    try:
        return PartialDate(first, until_year=last) if first != last else PartialDate(first)
    except ValueError:
        return None


def _month(word: str) -> str:
    return str(_MONTHS.index(word[:3].lower()) + 1)


def _made(year: str, month: str | None, day: str | None) -> PartialDate | None:
    try:
        return PartialDate(int(year), int(month) if month else None, int(day) if day else None)
    except ValueError:
        return None

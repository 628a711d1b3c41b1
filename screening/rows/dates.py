"""Dates as customer files write them. Whether the day or the month comes first is told, or shown by the file, or refused.

Read are: a year; ``1953-01-26`` and its like with slashes, dots or nothing between; ``26/01/1953`` and ``01/26/1953`` where the order is
known or only one of the two is a date; a month in words in eight languages, in either order; a time of midnight behind any of them.
``00`` for a day or month means that it is not known. Years of two digits are refused: nothing says which century.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from screening.dates import PartialDate
from screening.errors import Problem


class DateOrder(StrEnum):
    """Which comes first where a date is written in numbers with the year last."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


FORMS = "YYYY, YYYY-MM, YYYY-MM-DD, a month in words, DD/MM/YYYY or MM/DD/YYYY"

_MONTHS = (
    "jan january januar janvier enero gennaio janeiro januari ocak ene genn gen",
    "feb february februar fevrier febrero febbraio fevereiro februari subat fev febr",
    "mar march marz maerz mars marzo marco maart mart mrz mrt",
    "apr april avril abril aprile nisan avr abr",
    "may mai mayo maggio maio mei mayis mag",
    "jun june juni juin junio giugno junho haziran giu",
    "jul july juli juillet julio luglio julho temmuz juil lug",
    "aug august aout agosto augustus agustos ago aou",
    "sep september septembre septiembre settembre setembro eylul sept set",
    "oct october oktober octobre octubre ottobre outubro ekim okt ott out",
    "nov november novembre noviembre novembro kasim",
    "dec december dezember decembre diciembre dicembre dezembro aralik dez dic",
)
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}

_MIDNIGHT = re.compile(r"[T ]0?0:00(?::00(?:[.,]0+)?)?(?:Z|[+-]00:?00)?$", re.ASCII)
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}([-/. ])(?:\d{1,2}|[^\W\d_]+)\1\d{2}")
_DAY_WORD = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th|er|\.)?[ -]*(?:de )?)?([^\W\d_]+)\.?,?[ -]*(?:de )?(\d{4})")
_WORD_DAY = re.compile(r"([^\W\d_]+)\.?[ -]*(\d{1,2})(?:st|nd|rd|th)?,?[ -]+(\d{4})")


def read_date(text: str, order: DateOrder | None = None) -> PartialDate | Problem:
    """Read one date, trimmed or not; `order` says which comes first in ``03/04/1953``. A problem says what is wrong and what is allowed."""
    body = _MIDNIGHT.sub("", text.strip())
    if _TIME.search(body):
        return Problem("", f"{text!r} has a time of day, and may mean another day elsewhere", FORMS)
    if _SHORT_YEAR.fullmatch(body):
        return Problem("", f"{text!r} has a year of two digits", "years of four digits")
    last = _YEAR_LAST.fullmatch(body)
    if last:
        return _year_last(text, int(last[1]), int(last[3]), int(last[4]), order)
    compact = _COMPACT.fullmatch(body)
    if compact:
        return _made(text, int(compact[1]), int(compact[2]), int(compact[3]))
    first = _YEAR_FIRST.fullmatch(body)
    if first:
        return _made(text, int(first[1]), int(first[3] or 0), int(first[4] or 0))
    turned = _MONTH_YEAR.fullmatch(body)
    if turned:
        return _made(text, int(turned[2]), int(turned[1]), 0)
    return _in_words(text, body)


def _year_last(text: str, one: int, two: int, year: int, order: DateOrder | None) -> PartialDate | Problem:
    shown = _only_order(one, two)
    if order is None and shown is None and one != two:
        return Problem("", f"{text!r} may be day or month first", "dates that can be read one way, or the date order said")
    if order is not None and shown not in {None, order}:
        return Problem("", f"{text!r} is no date when it is read {order}", FORMS)
    day, month = (two, one) if (order or shown) is DateOrder.MONTH_FIRST else (one, two)
    return _made(text, year, month, day)


def _only_order(one: int, two: int) -> DateOrder | None:
    """The order that two numbers before a year can have alone; None when both can be, or none."""
    if one > 12 >= two:
        return DateOrder.DAY_FIRST
    if two > 12 >= one:
        return DateOrder.MONTH_FIRST
    return None


def _in_words(text: str, body: str) -> PartialDate | Problem:
    plain = "".join(one for one in unicodedata.normalize("NFKD", body.casefold()) if not unicodedata.combining(one)).replace("\u0131", "i")
    day_word = _DAY_WORD.fullmatch(plain)
    if day_word and day_word[2] in _MONTH_OF:
        return _made(text, int(day_word[3]), _MONTH_OF[day_word[2]], int(day_word[1] or 0))
    word_day = _WORD_DAY.fullmatch(plain)
    if word_day and word_day[1] in _MONTH_OF:
        return _made(text, int(word_day[3]), _MONTH_OF[word_day[1]], int(word_day[2]))
    return Problem("", f"{text!r} is not a date that can be read", FORMS)


def _made(text: str, year: int, month: int, day: int) -> PartialDate | Problem:
    try:
        # A day of an unknown month narrows nothing that a partial date can say.
        return PartialDate(year, month or None, (day or None) if month else None)
    except ValueError as error:
        return Problem("", f"{text!r}: {error}", FORMS)


LEAST_SHARE = 0.2
"""Share of the dates in numbers, year last, that must be readable one way alone before the file counts as showing its order.

Three days of five in a year are after the 12th, so a file that shows its order does so in about three rows of five; a share far below
that is slips of another order.
"""


@dataclass(slots=True)
class OrderEvidence:
    """What the dates of one column say about its order: how many can be day first alone, month first alone, either."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0

    def see(self, text: str) -> None:
        """Count one date; anything but numbers with the year last says nothing."""
        last = _YEAR_LAST.fullmatch(_MIDNIGHT.sub("", text.strip()))
        if last is None:
            return
        one, two = int(last[1]), int(last[3])
        shown = _only_order(one, two)
        if shown is DateOrder.DAY_FIRST:
            self.day_first += 1
        elif shown is DateOrder.MONTH_FIRST:
            self.month_first += 1
        elif 1 <= one <= 12 and 1 <= two <= 12 and one != two:
            self.either += 1

    @property
    def order(self) -> DateOrder | None:
        """The order the file shows; None when it shows none, or both."""
        shown = max(self.day_first, self.month_first)
        if not shown or min(self.day_first, self.month_first) or shown < LEAST_SHARE * (shown + self.either):
            return None
        return DateOrder.DAY_FIRST if self.day_first else DateOrder.MONTH_FIRST

    def __str__(self) -> str:
        return f"{self.day_first} dates can be day first alone, {self.month_first} month first alone, {self.either} either"

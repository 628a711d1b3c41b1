"""Dates as sanctions lists and customers know them: a year, a year and month, a day, or a span of years.

Only the Gregorian calendar is read. Nothing is converted from other calendars.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
EARLIEST_YEAR, LATEST_YEAR = 1000, 2100


@dataclass(frozen=True, slots=True, order=False)
class PartialDate:
    """A date to the precision that is known.

    `year` 1000-2100; `month` 1-12 or None; `day` 1-31, real in its month, None when the month is; `until_year` makes it a
    span of whole years (`year` to `until_year`, then month and day are None); `approximate` marks "circa".
    Raises `ValueError` for an impossible date.
    """

    year: int
    month: int | None = None
    day: int | None = None
    until_year: int | None = None
    approximate: bool = False

    def __post_init__(self) -> None:
        if not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise ValueError(f"year {self.year} is not between {EARLIEST_YEAR} and {LATEST_YEAR}")
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValueError(f"month {self.month} is not between 1 and 12")
        if self.day is not None:
            if self.month is None:
                raise ValueError("a day without a month")
            days = calendar.monthrange(self.year, self.month)[1]
            if not 1 <= self.day <= days:
                raise ValueError(f"day {self.day} is not in {self.year:04d}-{self.month:02d}, which has {days} days")
        if self.until_year is not None:
            if self.month is not None:
                raise ValueError("a span of years has no month")
            if not self.year <= self.until_year <= LATEST_YEAR:
                raise ValueError(f"a span of years ends in or after its first year, not in {self.until_year}")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read "1953", "1953-01", "1953-01-26", any of them after "~" (circa), or a span "1950/1955".

        Raises `ValueError` saying what is wrong and what is allowed.
        """
        approximate = text.startswith("~")
        body = text[1:] if approximate else text
        first, slash, last = body.partition("/")
        if slash and re.fullmatch(r"\d{4}", first, re.ASCII) and re.fullmatch(r"\d{4}", last, re.ASCII):
            return cls(int(first), until_year=int(last), approximate=approximate)
        parts = _ISO.fullmatch(body)
        if not parts:
            raise ValueError(f"{text!r} is not a date; allowed: YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = parts.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None, approximate=approximate)

    @property
    def first_year(self) -> int:
        """The earliest year it may mean."""
        return self.year

    @property
    def last_year(self) -> int:
        """The latest year it may mean."""
        return self.until_year if self.until_year is not None else self.year

    def __lt__(self, other: PartialDate) -> bool:
        return self._key() < other._key()

    def _key(self) -> tuple[int, int, int, int]:
        return (self.year, self.month or 0, self.day or 0, self.until_year or 0)

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        if self.until_year is not None:
            text += f"/{self.until_year:04d}"
        return f"~{text}" if self.approximate else text

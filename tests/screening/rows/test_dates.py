"""Dates of files: read to the precision they have, and never guessed."""

from __future__ import annotations

import pytest

from screening.dates import PartialDate
from screening.errors import Problem
from screening.rows import DateOrder, OrderEvidence, read_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1953", "1953"),
        ("1953-01", "1953-01"),
        ("01/1953", "1953-01"),
        (" 1953-01-26 ", "1953-01-26"),
        ("1953/1/26", "1953-01-26"),
        ("19530126", "1953-01-26"),
        ("26/01/1953", "1953-01-26"),
        ("01/26/1953", "1953-01-26"),
        ("26.1.1953", "1953-01-26"),
        ("05/05/1960", "1960-05-05"),
        ("26 Jan 1953", "1953-01-26"),
        ("26-JAN-1953", "1953-01-26"),
        ("January 26, 1953", "1953-01-26"),
        ("26. Januar 1953", "1953-01-26"),
        ("1er mars 1950", "1950-03-01"),
        ("26 de enero de 1953", "1953-01-26"),
        ("1 März 1950", "1950-03-01"),
        ("January 1953", "1953-01"),
        ("1953-01-26T00:00:00Z", "1953-01-26"),
        ("1953-01-26 00:00:00.000", "1953-01-26"),
        ("1953-00-00", "1953"),
        ("00/00/1953", "1953"),
    ],
)
def test_usual_forms_are_read(text: str, expected: str) -> None:
    assert read_date(text) == PartialDate.parse(expected)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("03/04/1953", "may be day or month first"),
        ("3.4.1953", "may be day or month first"),
        ("26/01/53", "a year of two digits"),
        ("26-Jan-53", "a year of two digits"),
        ("1953-01-26 13:45", "a time of day"),
        ("31/02/1950", "has 28 days"),
        ("1953-13-01", "month 13"),
        ("9999-12-31", "year 9999"),
        ("19379", "not a date"),
        ("soon", "not a date"),
        ("2026-11-24 to 2026-11-25", "not a date"),
    ],
)
def test_what_could_be_another_date_or_none_is_refused(text: str, words: str) -> None:
    found = read_date(text)
    assert isinstance(found, Problem)
    assert words in found.detail
    assert found.allowed


def test_the_order_that_is_said_is_kept_to() -> None:
    assert read_date("03/04/1953", DateOrder.DAY_FIRST) == PartialDate(1953, 4, 3)
    assert read_date("03/04/1953", DateOrder.MONTH_FIRST) == PartialDate(1953, 3, 4)
    against = read_date("26/01/1953", DateOrder.MONTH_FIRST)
    assert isinstance(against, Problem)
    assert "no date when it is read month-first" in against.detail


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["26/01/1953", "03/04/1960"], DateOrder.DAY_FIRST),
        (["01/26/1953", "03/04/1960"], DateOrder.MONTH_FIRST),
        (["03/04/1960", "05/06/1970"], None),
        (["26/01/1953", "01/26/1953"], None),
        (["1953-01-26", "May 1960"], None),
        (["26/01/1953", *["03/04/1960"] * 9], None),
    ],
)
def test_a_file_shows_its_order_only_where_nothing_speaks_against_it(dates: list[str], order: DateOrder | None) -> None:
    evidence = OrderEvidence()
    for date in dates:
        evidence.see(date)
    assert evidence.order is order

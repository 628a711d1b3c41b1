from __future__ import annotations

import pytest

from lists.readers.written.dates import day_month_year, read_date, read_dates
from lists.readers.written.enumerations import enumerated


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("26/01/1953", "1953-01-26"),
        ("26-01-1953", "1953-01-26"),
        ("00/01/1953", "1953-01"),
        ("00/00/1953", "1953"),
        ("dd/mm/1953", "1953"),
        ("26/00/1953", "1953"),
        ("00/00/0000", "None"),
    ],
)
def test_parts_that_are_not_known_are_zeros_or_letters(text: str, read: str) -> None:
    assert str(day_month_year(text)) == read


@pytest.mark.parametrize("text", ["31/02/1953", "26/01", "1953-01-26", "26/13/1953", "26/01/0000", "26/01-1953", "", "26/01/19530"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|day|month"):
        day_month_year(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1 Jan. 1967", "1967-01-01"),
        ("12. Sep 1974", "1974-09-12"),
        ("19-Dec-1992", "1992-12-19"),
        ("Nov. 1973", "1973-11"),
        ("03/1965", "1965-03"),
        ("05.09.1990", "1990-09-05"),
        ("1953", "1953"),
        ("circa 1979", "~1979"),
        ("c. 1962", "~1962"),
        ("Approximately 1960- 1962", "~1960/1962"),
        ("Between 1963 and 1968", "1963/1968"),
        ("March 1968 to March 1969", "1968/1969"),
        ("21 March 1962 to 20 April 1962", "1962"),
        ("alt DOB: 09/05/1981", "1981-05-09"),
        ("31 Feb. 1970", "None"),
        ("Approximately (30-35 years old)", "None"),
        ("07/04/62", "None"),
    ],
)
def test_a_date_is_read_as_publishers_write_it(text: str, read: str) -> None:
    assert str(read_date(text)) == read


@pytest.mark.parametrize(
    ("text", "read", "whole"),
    [
        ("a) Approximately 1963, b) Approximately 1955, c) 1956", "~1963 ~1955 1956", True),
        ("1979, 1980.1981, 1982,", "1979 1980 1981 1982", True),
        ("20/12/1961 21/12/1961", "1961-12-20 1961-12-21", True),
        ("19 December 1980, or 19 January 1980", "1980-12-19 1980-01-19", True),
        ("March 16, 1972", "1972-03-16", True),
        ("a) 1959 b) (Aug. 1961)", "1959 1961-08", True),
        ("5 May 1957, April 1957", "1957-05-05 1957-04", True),
        ("27/05/1979 (this aka only, alt DOB 1973)", "1979-05-27", False),
        ("8 Aug. 1980, (appears in false Indonesian passport number S335026)", "1980-08-08", False),
        ("19 Apr. 1982 b) 24/06/1402 (Hijri Calendar)", "", False),
        ("18/04/1982, 24/06/1402", "1982-04-18", False),
        ("March 1968 to March 1969", "1968/1969", False),
        ("unknown", "", False),
        ("", "", False),
    ],
)
def test_a_text_gives_all_its_dates_and_says_whether_anything_is_left(text: str, read: str, whole: bool) -> None:
    found = read_dates(text, enumerated(text))
    assert (" ".join(map(str, found.dates)), found.whole) == (read, whole)

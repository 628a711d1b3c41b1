"""The reference values of the advanced XML layout, and its dates."""

from __future__ import annotations

from dataclasses import dataclass, field

from lists.readers.fields import XmlRecord
from lists.readers.ofac import dates
from screening.dates import PartialDate


@dataclass(slots=True)
class Values:
    """The reference values of one file, by set and number; `party_types`: number of a sub-type of party -> number of its type."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    party_types: dict[str, str] = field(default_factory=dict)

    def text(self, set_: str, row: XmlRecord, attribute: str) -> str:
        """The text of the reference value that an attribute names. Raises `InvalidListFile` when there is none."""
        return self._text(set_, row, attribute, row.take(attribute))

    def optional(self, set_: str, row: XmlRecord, attribute: str) -> str | None:
        """As `text`, None when the attribute is missing."""
        number = row.take_optional(attribute)
        return None if number is None else self._text(set_, row, attribute, number)

    def _text(self, set_: str, row: XmlRecord, attribute: str, number: str) -> str:
        if (set_, number) not in self.texts:
            raise row.problem(attribute, f"{number} is no value of {set_}")
        return self.texts[set_, number]


def read_values(record: XmlRecord) -> Values:
    """Read the element ReferenceValueSets."""
    values = Values()
    for set_, rows in record.all_children():
        for _, row in rows.all_children():
            number = row.take("@ID")
            values.texts[set_, number] = row.text
            if set_ == "PartySubTypeValues":
                values.party_types[number] = row.take("@PartyTypeID")
    return values


def day(record: XmlRecord) -> PartialDate:
    """The date in the elements Year, Month and Day. Raises `InvalidListFile`."""
    year, month, day_of_month = (record.take(name) for name in ("Year", "Month", "Day"))
    record.ignore("@CalendarTypeID")
    record.finish()
    try:
        return PartialDate(int(year), int(month), int(day_of_month))
    except ValueError as error:
        raise record.problem("Date", str(error)) from None


def period(record: XmlRecord) -> tuple[PartialDate, bool, bool] | None:
    """The date of a DatePeriod, whether it is approximate, and whether it says exactly what the period says; None for an empty one."""
    record.ignore("@CalendarTypeID", "@YearFixed", "@MonthFixed", "@DayFixed")
    start, end = record.child("Start"), record.child("End")
    record.finish()
    if start is None or end is None:
        return None
    approximate = "true" in {start.take_optional("@Approximate"), end.take_optional("@Approximate")}
    first, last = start.child("From"), end.child("To")
    if first is None or last is None:
        raise record.problem("DatePeriod", "has no beginning or no end")
    try:
        value, exact = dates.between(day(first), day(last))
    except ValueError as error:
        raise record.problem("DatePeriod", str(error)) from None
    return value, approximate, exact

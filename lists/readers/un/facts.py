"""Birth dates, places, documents and addresses of the United Nations' list."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace

from lists.readers.building import PartyBuilder
from lists.readers.countries import CountryNames
from lists.readers.fields import XmlRecord
from screening.dates import PartialDate
from screening.party import CountryRelation, Identifier, IdentifierType

COUNTRIES = CountryNames(
    {
        "na": None,
        "rpdc": "KP",
        "ussr": "SU",
        "former soviet union": "SU",
        "state of palestine": "PS",
        "china hong kong special administrative region": "HK",
        "china macao special administrative region": "MO",
        "united kingdom of great britain and northern ireland": "GB",
        "turkiye": "TR",
    }
)
_BESIDE_COUNTRY = re.compile(
    r"\([^()]*\)(?! *\w)|\b(?:possibly|by birth|passport|also believed to hold|nationality|citizenship withdrawn in \d{4}|unknown)\b"
    r"|branch office \d+:",
    re.IGNORECASE,
)
_BETWEEN_COUNTRIES = re.compile(r"/\s*(?:or )?|\. ")
_DATE_TYPES = {"EXACT": False, "APPROXIMATELY": True, "BETWEEN": False}
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTH_AND_YEAR = re.compile(r"([A-Z][a-z]{2})[a-z]*\.?(?: (\d{4}))?")
_DOCUMENTS = {
    "passport": IdentifierType.PASSPORT,
    "numéro de passeport": IdentifierType.PASSPORT,
    "número de pasaporte": IdentifierType.PASSPORT,
    "national identification number": IdentifierType.NATIONAL_ID,
    "national identification no.": IdentifierType.NATIONAL_ID,
}
_NUMBER_IN_TEXT = re.compile(
    r".*\b(?:number|no\.?|passport|document|code|card)\b[^\w(]*(?:\([^()]*\) )?"
    r"(?P<number>(?:[A-Z]{1,3} ?)?[\w/.-]*\d[\w/.-]*).*",
    re.IGNORECASE | re.DOTALL,
)

_NUMBER_AND_TEXT = re.compile(r"(?P<number>\w*\d\w*)(?:,\s*[A-Z][A-Za-z ]+|\s*\([^()]+\))")


def day(record: XmlRecord, field: str, text: str) -> PartialDate:
    """Read a date that may be followed by a time or an offset (`2001-01-25-05:00`). Raises `InvalidListFile`."""
    return record.date(field, re.sub(r"(?<=\d{4}-\d\d-\d\d)[-+]\d\d:\d\d$", "", text))


def countries(builder: PartyBuilder, row: XmlRecord, field: str, text: str | None) -> list[str]:
    """The codes of the countries in a text, which may hold two of them and words around. What is more than a country's name is kept
    in the remarks where the text is a nationality; elsewhere it stands in the text of the address or the document.
    """
    if not text:
        return []
    code = COUNTRIES.known(text)
    if code:
        return [code]
    parts = _BETWEEN_COUNTRIES.split(_BESIDE_COUNTRY.sub(" ", text))
    found = [each for part in parts if part.strip() and (each := COUNTRIES.code(part.strip(), row, field))]
    if field == "NATIONALITY" and text.casefold() != "na":
        builder.remark(f"Nationality: {text}")
    return found


def birth_dates(builder: PartyBuilder, record: XmlRecord, source: str) -> None:
    """Put the birth dates of an individual into the party; what is no date is kept in the remarks."""
    for number, row in enumerate(record.children("INDIVIDUAL_DATE_OF_BIRTH"), 1):
        type_, exact, year = (row.take_optional(field) for field in ("TYPE_OF_DATE", "DATE", "YEAR"))
        first, last, note = (row.take_optional(field) for field in ("FROM_YEAR", "TO_YEAR", "NOTE"))
        row.finish()
        value = _birth_date(row, exact or year, first, last, note)
        approximate = bool(note and note.casefold() == "approximately") or (
            row.choice("TYPE_OF_DATE", type_, _DATE_TYPES) if type_ else False
        )
        if value:
            builder.birth_date(replace(value, approximate=True) if approximate else value, f"{source} INDIVIDUAL_DATE_OF_BIRTH {number}")
        if note and note.casefold() != "approximately" and not (value and _month(note)):
            builder.at(f"INDIVIDUAL_DATE_OF_BIRTH {number}").remark(
                f"Date of birth: {' '.join(part for part in (exact or year, note) if part)}"
            )


def _birth_date(row: XmlRecord, date: str | None, first: str | None, last: str | None, note: str | None) -> PartialDate | None:
    month, year_of_note = _month(note) or (None, None)
    try:
        if first or last:
            years = [int(text) for text in (first, last) if text]
            return PartialDate(min(years), until_year=max(years)) if years[0] != years[-1] else PartialDate(years[0])
        if month and (year_of_note or date):
            return PartialDate(int(year_of_note or (date or "")[:4]), month)
    except ValueError as error:
        raise row.problem("INDIVIDUAL_DATE_OF_BIRTH", str(error)) from None
    return day(row, "DATE", date) if date else None


def _month(note: str | None) -> tuple[int, str | None] | None:
    """The month, and the year if it says one, of a note like "Nov. 1964" or "Sep."; None for any other."""
    found = _MONTH_AND_YEAR.fullmatch(note) if note else None
    month = _MONTHS.get(found[1].casefold()) if found else None
    return (month, found[2]) if found and month else None


def birth_places(builder: PartyBuilder, record: XmlRecord) -> None:
    """Put the birth places of an individual, and their countries, into the party."""
    for number, row in enumerate(record.children("INDIVIDUAL_PLACE_OF_BIRTH"), 1):
        place(builder.at(f"INDIVIDUAL_PLACE_OF_BIRTH {number}"), row, CountryRelation.BIRTH)


def addresses(builder: PartyBuilder, record: XmlRecord, field: str) -> None:
    """Put the addresses of a party, and their countries, into it."""
    for number, row in enumerate(record.children(field), 1):
        place(builder.at(f"{field} {number}"), row, CountryRelation.ADDRESS)


def place(builder: PartyBuilder, row: XmlRecord, relation: CountryRelation) -> None:
    """Put an address or a birth place into the party."""
    country = row.take_optional("COUNTRY")
    codes = countries(builder, row, "COUNTRY", country)
    parts = [row.take_optional(field) for field in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE")]
    note = row.take_optional("NOTE")
    text = ", ".join(dict.fromkeys(part for part in (*parts, country) if part and part.casefold() != "na"))
    text = f"{text} ({note})".strip() if note else text
    row.finish()
    for code in codes:
        builder.country(code, relation)
    if relation is CountryRelation.BIRTH and text:
        builder.birth_place(text)
    elif text:
        builder.address(text, codes[0] if len(codes) == 1 else None)


def documents(builder: PartyBuilder, record: XmlRecord, source: str) -> None:
    """Put the identity documents of an individual into the party; one without a number is kept in the remarks."""
    for place_in_record, row in enumerate(record.children("INDIVIDUAL_DOCUMENT"), 1):
        type_text, kind, number, note = (row.take_optional(field) for field in ("TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER", "NOTE"))
        issuer, country = row.take_optional("ISSUING_COUNTRY"), row.take_optional("COUNTRY_OF_ISSUE")
        details = [
            kind,
            f"issued {issued}" if (issued := row.take_optional("DATE_OF_ISSUE")) else None,
            f"expires {expires}" if (expires := row.take_optional("DATE_OF_EXPIRY")) else None,
            f"issued in {city}" if (city := row.take_optional("CITY_OF_ISSUE")) else None,
            f"issued in {country}" if country and issuer and country != issuer else None,
            note,
        ]
        row.finish()
        builder.at(f"INDIVIDUAL_DOCUMENT {place_in_record}")
        codes = countries(builder, row, "ISSUING_COUNTRY", issuer or country)
        if type_text is None:
            _remark(builder, "Document", number, *details)
            continue
        type_ = row.choice("TYPE_OF_DOCUMENT", type_text.casefold(), _DOCUMENTS)
        value, rest = _number(number, details)
        if value is None:
            _remark(builder, type_text, *details)
        else:
            code = codes[0] if codes else None
            first, _, following = value.partition(" ")
            if COUNTRIES.known(first) and any(char.isdigit() for char in following):
                value, code = following, code or COUNTRIES.known(first)
            identifier = Identifier(type_, value, code, "; ".join(part for part in rest if part) or None)
            builder.identifier(identifier, f"{source} INDIVIDUAL_DOCUMENT {place_in_record}")


def _number(number: str | None, details: list[str | None]) -> tuple[str | None, list[str | None]]:
    """The number alone, and the rest: publishers' clerks put words beside it, or the whole document into the note."""
    if number is not None:
        inside = _NUMBER_IN_TEXT.fullmatch(number) or _NUMBER_AND_TEXT.fullmatch(number)
        return (inside["number"], [number, *details]) if inside else (number, details)
    for text in details:
        inside = _NUMBER_IN_TEXT.fullmatch(text) if text else None
        if inside:
            return inside["number"], details
    return None, details


def _remark(builder: PartyBuilder, *parts: str | None) -> None:
    if any(parts[1:]):
        builder.remark(": ".join(part for part in (parts[0], ", ".join(part for part in parts[1:] if part)) if part))

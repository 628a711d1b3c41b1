"""What the files of both UK lists say about a party, fact by fact, added to a builder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from lists.readers.building import PartyBuilder
from lists.readers.countries import folded
from lists.readers.fields import SourceRecord
from lists.readers.uk import words
from lists.readers.written.dates import day_month_year as read_day
from lists.readers.written.dates import read_date
from lists.readers.written.documents import read_documents
from lists.readers.written.enumerations import enumerated, numbered
from lists.readers.written.places import country_codes
from screening.dates import PartialDate
from screening.party import AliasStrength, CountryRelation, Identifier, IdentifierType, Measure, NameKind, Relation

T = TypeVar("T")

_BLANK = {"", "-"}
_UNKNOWN_DAY = re.compile(r"(?:dd|mm|yyyy|[\d/-])+", re.IGNORECASE | re.ASCII)


class UkFacts:
    """One party being read. Every method takes texts as the file has them, and says in its error where they stand."""

    def __init__(self, builder: PartyBuilder) -> None:
        self.builder = builder
        self._primary: str | None = None
        self.nameless = True
        """Whether no name at all has been given."""

    def kind(self, record: SourceRecord, field: str, text: str) -> None:
        """Set what the party is. Raises `InvalidListFile` when unknown, or when it was something else before."""
        kind = lookup(record, field, text, words.KINDS)
        if self.builder.kind not in {None, kind}:
            raise record.problem(field, f"is {text!r}, but another row of the party says {self.builder.kind}")
        self.builder.kind = kind

    def name(self, text: str, kind: NameKind, strength: AliasStrength, source: str, record: SourceRecord) -> None:
        """Add a name. The lists give some parties more than one primary name: the first is primary, the others become aliases."""
        text = " ".join(text.split())
        self.nameless &= not text
        if kind is NameKind.PRIMARY and text:
            self._primary = self._primary or text
            if text != self._primary:
                record.report.warn(f"{record.file}: a second primary name of one party; read as an alias")
                kind = NameKind.ALIAS
        self.builder.name(text, source, kind=kind, strength=strength)

    def other_script(self, text: str | None, script: str | None, language: str | None, source: str) -> None:
        """Add a name in its own script."""
        self.nameless &= not text
        note = ", ".join(filter(None, (script, language))) or "non-Latin script"
        self.builder.name(text or "", source, language=words.LANGUAGES.get(folded(language or "")), note=note)

    def titles(self, text: str | None, field: str) -> None:
        """Add titles or positions; an enumeration gives several."""
        for item in enumerated(text or ""):
            if item not in _BLANK:
                self.builder.at(field).position(item)

    def born(self, text: str | None, record: SourceRecord, field: str, source: str) -> None:
        """Add a birth date: DD/MM/YYYY with 00 (or dd, mm) for what is not known, or a date in words.

        A text that is neither, but holds words, is kept as a remark with a warning; one of digits alone raises `InvalidListFile`.
        """
        if not text or text in _BLANK:
            return
        try:
            born = read_day(text)
        except ValueError as error:
            born = read_date(text)
            if born is None and _UNKNOWN_DAY.fullmatch(text):
                raise record.problem(field, str(error)) from None
            if born is None:
                record.report.warn(f"{record.file}: field {field!r} is not a date that can be read; kept as a remark")
                self.builder.at(field).remark(f"Date of birth: {text}")
        if born:
            self.builder.birth_date(born, source)

    def birth_place(self, town: str | None, country: str | None, record: SourceRecord, field: str) -> None:
        """Add birth places: town and country, each of which may be an enumeration with the same labels."""
        towns, countries = numbered(town or ""), numbered(country or "")
        for label in dict.fromkeys((*towns, *countries)):
            place = ", ".join(part for part in (towns.get(label), countries.get(label)) if part and part not in _BLANK)
            if place:
                self.builder.at(f"place of birth, {field}").birth_place(place)
        self.countries(country, CountryRelation.BIRTH, record, field)

    def countries(self, text: str | None, relation: CountryRelation, record: SourceRecord, field: str) -> None:
        """Add every country a text names; a text that says more than that is kept as a remark too, unless it is a birth place."""
        if not text or text in _BLANK:
            return
        codes, whole = country_codes(words.COUNTRIES, text, record, field)
        for code in codes:
            self.builder.at(field).country(code, relation)
        if not whole and relation is not CountryRelation.BIRTH:
            self.builder.at(field).remark(f"{relation.value.capitalize()}: {text}")

    def address(self, lines: Iterable[str | None], postcode: str | None, country: str | None, record: SourceRecord, field: str) -> None:
        """Add an address of up to six lines, its postcode and country."""
        codes, _ = country_codes(words.COUNTRIES, country, record, field) if country and country not in _BLANK else ([], True)
        parts = [line for line in (*lines, postcode, country) if line and line not in _BLANK]
        self.builder.at(f"address, {field}").address(", ".join(parts), codes[0] if codes else None)
        for code in codes:
            self.builder.country(code, CountryRelation.ADDRESS)

    def documents(self, kind: IdentifierType, text: str | None, details: str | None, source: str) -> None:
        """Add identity documents. Without `details`, number and details stand in one text, which may be an enumeration."""
        if text and details:
            self.builder.identifier(Identifier(kind, text, note=details), source)
            return
        for found in read_documents(text or details or "", words.COUNTRIES):
            if found.number:
                note = found.text if found.text != found.number else None
                self.builder.identifier(Identifier(kind, found.number, found.country, note), source)
            elif found.text not in _BLANK:
                self.builder.place = source
                self.builder.remark(f"{kind.value.replace('_', ' ').capitalize()}: {found.text}")

    def identifier(self, kind: IdentifierType, text: str | None, source: str, note: str | None = None) -> None:
        """Add an identifier as it stands; an enumeration gives several."""
        for item in enumerated(text or ""):
            if item not in _BLANK:
                self.builder.identifier(Identifier(kind, item, note=note), source)

    def relation(self, kind: str, text: str | None, field: str) -> None:
        """Add ties to other parties named in a text; an enumeration gives several."""
        for item in enumerated(text or ""):
            if item not in _BLANK:
                self.builder.at(field).relation(Relation(kind, item))

    def gender(self, text: str | None, record: SourceRecord, field: str) -> None:
        """Set the gender. Raises `InvalidListFile` for an unknown word."""
        if text and text not in _BLANK:
            self.builder.at(field).gender = lookup(record, field, text, words.GENDERS)


def lookup(record: SourceRecord, field: str, text: str, table: Mapping[str, T]) -> T:
    """What `table` gives for a text without regard to case and punctuation. Raises `InvalidListFile` when it has none."""
    key = folded(text)
    return table[key] if key in table else record.choice(field, text, table)


def day(record: SourceRecord, field: str, text: str) -> PartialDate | None:
    """Read DD/MM/YYYY or DD-MM-YYYY. Raises `InvalidListFile`."""
    try:
        return read_day(text)
    except ValueError as error:
        raise record.problem(field, str(error)) from None


def measures(record: SourceRecord, field: str, text: str | None) -> tuple[Measure, ...]:
    """The measures of a text, apart by commas or bars, each once. Raises `InvalidListFile` for an unknown one."""
    found = [lookup(record, field, part, words.MEASURES) for part in re.split(r"[,|;]", text or "") if part.strip() not in _BLANK]
    return tuple(dict.fromkeys(found)) or (Measure.UNSPECIFIED,)


def full_name(given: Iterable[str | None], family: str | None) -> str:
    """Name 1 to 5 and then name 6, which is the family name or an entity's whole name."""
    return " ".join(part for part in (*given, family) if part)

"""One entry of an organisation's own list, from whichever file: every field known, typed and checked, none left over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from lists.errors import InvalidListFile, ListProblem
from lists.readers.base import ReadReport
from lists.readers.building import PartyBuilder
from lists.record import Record
from screening.countries import is_country
from screening.dates import PartialDate
from screening.party import (
    AliasStrength,
    CountryRelation,
    DesignatedParty,
    Designation,
    Identifier,
    IdentifierType,
    Measure,
    NameKind,
    PartyKind,
)

NAMES: Mapping[str, tuple[NameKind, AliasStrength]] = {
    "aliases": (NameKind.ALIAS, AliasStrength.STRONG),
    "weak_aliases": (NameKind.ALIAS, AliasStrength.WEAK),
    "former_names": (NameKind.FORMER, AliasStrength.STRONG),
}
COUNTRIES: Mapping[str, CountryRelation] = {
    "nationalities": CountryRelation.NATIONALITY,
    "citizenships": CountryRelation.CITIZENSHIP,
    "residences": CountryRelation.RESIDENCE,
    "birth_countries": CountryRelation.BIRTH,
    "registration_countries": CountryRelation.REGISTRATION,
    "flags": CountryRelation.FLAG,
    "countries": CountryRelation.OTHER,
}
TEXTS = ("reference", "kind", "name", "gender", "programme", "listed_on", "ended_on", "statement", "remarks")
LISTS = (*NAMES, *COUNTRIES, "birth_dates", "birth_places", "addresses", "positions", "measures", "identifiers")
FIELDS = (*TEXTS, *LISTS)
"""Every field of an entry. The first three of `TEXTS` are required, all others optional."""

REQUIRED = ("reference", "kind", "name")
GENDERS = ("male", "female")


def party(record: Record, list_id: str) -> DesignatedParty:
    """The party an entry describes. Raises `InvalidListFile` for a missing, unknown, mistyped or impossible field."""
    reference = record.take_text("reference")
    # Not the line: a row put in above must not make all the others look changed.
    where = f"{record.file} {reference}"
    record.entry = f"{record.entry} ({reference})" if record.entry else reference
    builder = PartyBuilder(list_id, reference, record.file)
    builder.kind = record.take_choice("kind", PartyKind)
    builder.name(record.take_text("name"), f"{where} name", kind=NameKind.PRIMARY)
    for field, (kind, strength) in NAMES.items():
        for text in _texts(record, field):
            builder.name(text, f"{where} {field}", kind=kind, strength=strength)
    for text in _texts(record, "birth_dates"):
        builder.birth_date(_date(record, "birth_dates", text), f"{where} birth_dates")
    for field, relation in COUNTRIES.items():
        for text in _texts(record, field):
            builder.at(field).country(_country(record, field, text), relation)
    for text in _texts(record, "birth_places"):
        builder.at("birth_places").birth_place(text)
    for text in _texts(record, "addresses"):
        builder.at("addresses").address(text)
    for text in _texts(record, "positions"):
        builder.at("positions").position(text)
    builder.at("gender").gender = _gender(record)
    for one in record.take_optional("identifiers", record.take_records) or ():
        builder.identifier(_identifier(one), f"{where} identifiers")
    builder.designation(_designation(record), f"{where} programme")
    builder.at("remarks").remark(record.take_optional("remarks", record.take_text))
    record.finish()
    return builder.build()


def read_all(entries: Iterable[Callable[[], DesignatedParty]], file: str, report: ReadReport) -> list[DesignatedParty]:
    """Every entry's party, in order. Raises `InvalidListFile` with everything wrong in any entry, and for a reference used twice."""
    parties: list[DesignatedParty] = []
    problems: list[ListProblem] = []
    met: set[str] = set()
    for entry in entries:
        report.records += 1
        try:
            found = entry()
        except InvalidListFile as error:
            problems += error.problems
            continue
        if found.reference in met:
            problems.append(ListProblem(file, found.reference, "the reference stands twice in the list"))
        met.add(found.reference)
        parties.append(found)
    if not report.records:
        problems.append(ListProblem(file, "", "holds no entry"))
    if problems:
        raise InvalidListFile(problems)
    return parties


def _texts(record: Record, field: str) -> tuple[str, ...]:
    return record.take_optional(field, record.take_texts) or ()


def _date(record: Record, field: str, text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise record.problem(f"field {field!r}: {error}") from None


def _country(record: Record, field: str, code: str) -> str:
    if not is_country(code):
        raise record.problem(f"field {field!r} holds {code!r}; allowed: ISO 3166-1 alpha-2, upper case")
    return code


def _gender(record: Record) -> str | None:
    text = record.take_optional("gender", record.take_text)
    if text is not None and text not in GENDERS:
        raise record.problem(f"field 'gender' is {text!r}; allowed: {', '.join(GENDERS)}")
    return text


def _identifier(record: Record) -> Identifier:
    country = record.take_optional("country", record.take_text)
    found = Identifier(
        type=record.take_choice("type", IdentifierType),
        value=record.take_text("value"),
        country=_country(record, "country", country) if country else None,
        note=record.take_optional("note", record.take_text),
    )
    record.finish()
    return found


def _designation(record: Record) -> Designation:
    dates = {field: record.take_optional(field, record.take_text) for field in ("listed_on", "ended_on")}
    return Designation(
        programme=record.take_optional("programme", record.take_text),
        measures=record.take_optional("measures", lambda field: record.take_choices(field, Measure)) or (Measure.UNSPECIFIED,),
        listed_on=_date(record, "listed_on", dates["listed_on"]) if dates["listed_on"] else None,
        ended_on=_date(record, "ended_on", dates["ended_on"]) if dates["ended_on"] else None,
        statement=record.take_optional("statement", record.take_text),
    )

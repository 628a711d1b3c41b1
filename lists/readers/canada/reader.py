"""Reads Canada's consolidated list of autonomous sanctions (`sema-lmes.xml`).

The list gives no identifier: a party is known by its regulations, schedule and item, which together are unique, and which the
instruments of later amendments use too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lists.readers.base import ReadReport, unreadable
from lists.readers.building import PartyBuilder
from lists.readers.canada.names import aliases, family_names, official_names
from lists.readers.fields import XmlRecord, local
from lists.readers.streams import single, xml_elements, xml_root
from screening.dates import PartialDate
from screening.party import AliasStrength, DesignatedParty, Designation, Identifier, IdentifierType, Measure, NameKind, PartyKind

ROOT = "data-set"
_FORM_OF_REGULATIONS = re.compile(r"[A-Z][^/]+(?: / [A-Z][^/]+)?")
_FORM_OF_SCHEDULE = re.compile(r"(?:Schedule )?(?:\d+(?:\.\d+)?)?(?:,? ?Part \d+(?:\.\d+)?)?")
_DATES = re.compile(r"\s+or\s+", re.IGNORECASE)
FRAGMENT = "one word of a list of aliases"


class CanadaXml:
    """Reads one `sema-lmes.xml`."""

    format = "canada-xml"
    files = "the consolidated list as XML, one file that starts with <data-set>"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether it is one XML file with the list's root element."""
        root = xml_root(files[0]) if len(files) == 1 else None
        return root is not None and root.tag == ROOT

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every party, in file order. The file does not say when it was published."""
        path = single(files, self.files)
        for element in xml_elements(path, ROOT):
            if local(element.tag) != "record":
                raise unreadable(path.name, "", f"an element <{local(element.tag)}> where only records are expected")
            report.records += 1
            yield report.counted(_party(XmlRecord(element, path.name, f"record {report.records}", report), list_id))


def _party(record: XmlRecord, list_id: str) -> DesignatedParty:
    regulations, item = record.take("Country"), record.take("Item")
    schedule = record.take_optional("Schedule") or ""
    if not _FORM_OF_REGULATIONS.fullmatch(regulations):
        raise record.problem("Country", f"{regulations!r} has not the form of the name of regulations, English / French")
    if not _FORM_OF_SCHEDULE.fullmatch(schedule):
        raise record.problem("Schedule", f"{schedule!r} has not the form '1, Part 2.1'")
    if not re.fullmatch(r"\d+(?:\.\d+)*", item):
        raise record.problem("Item", f"{item!r} is no item number")
    programme = regulations.partition(" / ")[0]
    builder = PartyBuilder(list_id, _reference(programme, schedule, item), record.file)
    record.entry = builder.entry
    _names(builder, record)
    _title_and_date(builder, record)
    listed = record.take_optional("DateOfListing")
    builder.designation(
        Designation(
            programme=programme,
            measures=_measures(schedule),
            reference=f"Schedule {schedule}, item {item}" if schedule else f"item {item}",
            listed_on=record.date("DateOfListing", listed) if listed else None,
        ),
        f"{builder.file} {builder.reference} Country, Schedule, Item, DateOfListing",
    )
    record.finish()
    return builder.build()


def _reference(programme: str, schedule: str, item: str) -> str:
    """Regulations, schedule and item as one word: `Russia-1-Part-1-12`."""
    acronym = re.search(r"\(([A-Z]{4,})\)", programme)
    name = acronym[1] if acronym else programme
    return "-".join(re.findall(r"[\w.]+", f"{name} {schedule} {item}"))


def _measures(schedule: str) -> tuple[Measure, ...]:
    """Schedules 2 and 3 (of the Russia regulations) forbid dealings in new debt and shares; the others, any dealing in property,
    which freezes it. Source: the Special Economic Measures (Russia) Regulations, sections 3 to 5, and the prohibitions of the other
    regulations and of the Justice for Victims of Corrupt Foreign Officials Act.
    """
    return (Measure.DEALINGS_BAN,) if re.match(r"[23]\b", schedule) else (Measure.ASSET_FREEZE, Measure.DEALINGS_BAN)


def _names(builder: PartyBuilder, record: XmlRecord) -> None:
    last, given, entity = (record.take_optional(field) for field in ("LastName", "GivenName", "EntityOrShip"))
    imo = record.take_optional("ShipIMONumber")
    individual = entity is None
    if bool(last or given) is bool(entity):
        raise record.problem("EntityOrShip", "either it or LastName and GivenName name the party, not both and not neither")
    builder.kind = PartyKind.INDIVIDUAL if individual else PartyKind.VESSEL if imo else PartyKind.ENTITY
    if imo:
        if not re.fullmatch(r"\d{7}", imo):
            raise record.problem("ShipIMONumber", f"{imo!r} is no IMO number: seven digits")
        builder.identifier(Identifier(IdentifierType.IMO, imo), f"{builder.file} {builder.reference} ShipIMONumber")
    names = [f"{given or ''} {each}" for each in family_names(last or "")] if individual else official_names(entity or "")
    source = f"{builder.file} {builder.reference} {'GivenName LastName' if individual else 'EntityOrShip'}"
    for place, name in enumerate(names):
        builder.name(name, source, kind=NameKind.ALIAS if place else NameKind.PRIMARY)
    text = record.take_optional("Aliases")
    for alias in aliases(text, individual=individual) if text else ():
        strength, note = (AliasStrength.WEAK, FRAGMENT) if alias.fragment else (AliasStrength.STRONG, None)
        builder.name(alias.text, f"{builder.file} {builder.reference} Aliases", strength=strength, language=alias.language, note=note)


def _title_and_date(builder: PartyBuilder, record: XmlRecord) -> None:
    title, date = record.take_optional("TitleOrShip"), record.take_optional("DateOfBirthOrShipBuildDate")
    if builder.kind is not PartyKind.INDIVIDUAL:
        builder.at("TitleOrShip").remark(f"Ship type {title}" if title else None)
        builder.at("DateOfBirthOrShipBuildDate").remark(f"Built {date}" if date else None)
        return
    builder.at("TitleOrShip").position(title)
    source = f"{builder.file} {builder.reference} DateOfBirthOrShipBuildDate"
    for text in _DATES.split(date) if date else ():
        value = _birth_date(text)
        if value is None:
            builder.at("DateOfBirthOrShipBuildDate").remark(f"Date of birth: {text}")
            record.report.warn(f"{record.file}: a date of birth that is none is kept as text: {text!r}")
        else:
            builder.birth_date(value, source)


def _birth_date(text: str) -> PartialDate | None:
    years = re.fullmatch(r"(\d{4})-(\d{4})", text)
    try:
        return PartialDate.parse(f"{years[1]}/{years[2]}" if years else text)
    except ValueError:
        return None

"""Reads the consolidated list of the United Nations Security Council (`consolidated.xml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from lists.readers.base import ReadReport, unreadable
from lists.readers.building import PartyBuilder
from lists.readers.fields import XmlRecord, local
from lists.readers.streams import single, xml_elements, xml_root
from lists.readers.un import facts
from lists.readers.un.names import alias_names, joined, names_in_note
from screening.party import AliasStrength, CountryRelation, DesignatedParty, Designation, Measure, NameKind, PartyKind, Relation

ROOT = "CONSOLIDATED_LIST"
_KINDS = {"INDIVIDUAL": PartyKind.INDIVIDUAL, "ENTITY": PartyKind.ENTITY}
_GENDERS: Mapping[str, str | None] = {"male": "male", "female": "female", "unknown": None}
_QUALITIES = {
    "Good": (NameKind.ALIAS, AliasStrength.STRONG),
    "Low": (NameKind.ALIAS, AliasStrength.WEAK),
    "a.k.a.": (NameKind.ALIAS, AliasStrength.STRONG),
    "f.k.a.": (NameKind.FORMER, AliasStrength.STRONG),
}
_PROGRAMME = re.compile(r"[A-Z][\w'’ -]{1,60}")
_REFERENCE = re.compile(r"\b[A-Z]{2}[ie]\.\d{3}\b")
_ALL_THREE = (Measure.ASSET_FREEZE, Measure.TRAVEL_BAN, Measure.ARMS_EMBARGO)
_MEASURES = {
    "Al-Qaida": _ALL_THREE,
    "Taliban": _ALL_THREE,
    "Iraq": (Measure.ASSET_FREEZE,),
    "GB": (Measure.TRAVEL_BAN,),
}
"""Regimes whose resolutions lay the same measures on every party of a kind (2368 (2017), 2255 (2015), 1483 (2003), 2048 (2012)). In the
others the measures differ by party and stand, if at all, in the comments: unspecified."""
IGNORED = {
    "VERSIONNUM": "a number of the publisher's database",
    "LIST_TYPE": "says 'UN List' for every party",
    "SORT_KEY": "an order for print",
    "SORT_KEY_LAST_MOD": "an order for print",
    "HAS_INTERPOL_LINK": "says whether the next field is there",
    "INTERPOL_LINK": "the address of INTERPOL's notices in general, which stands in the comments too",
}


class UnXml:
    """Reads one `consolidated.xml`. The reference is the permanent reference number (`QDi.001`)."""

    format = "un-xml"
    files = "the consolidated list as XML, one file that starts with <CONSOLIDATED_LIST>"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether it is one XML file with the list's root element."""
        root = xml_root(files[0]) if len(files) == 1 else None
        return root is not None and root.tag == ROOT

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every individual and entity, in file order."""
        path = single(files, self.files)
        report.ignored = IGNORED
        report.published = _published(path)
        seen: set[str] = set()
        for element in xml_elements(path, ROOT, "INDIVIDUALS", "ENTITIES"):
            tag = local(element.tag)
            if tag not in _KINDS:
                raise unreadable(path.name, "", f"an element <{tag}> where only individuals and entities are expected")
            report.records += 1
            record = XmlRecord(element, path.name, f"record {report.records}", report)
            yield report.counted(_party(record, list_id, _KINDS[tag], seen))


def _published(path: Path) -> date | None:
    root = xml_root(path)
    text = root.get("dateGenerated") if root is not None else None
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise unreadable(path.name, "", f"dateGenerated is {text!r}, no date") from None


def _party(record: XmlRecord, list_id: str, kind: PartyKind, seen: set[str]) -> DesignatedParty:
    data_id, reference = record.take("DATAID"), record.take_optional("REFERENCE_NUMBER")
    if reference is None or reference in seen:
        record.report.warn(f"{record.file}: DATAID {data_id} has no reference number of its own; the DATAID is its reference")
        reference = data_id
    seen.add(reference)
    record.entry = f"{list_id}:{reference}"
    builder = PartyBuilder(list_id, reference, record.file)
    builder.kind = kind
    where = f"{record.file} {reference}"
    _names(builder, record, where)
    if kind is PartyKind.INDIVIDUAL:
        _individual(builder, record, where)
    _aliases(builder, record, f"{kind.name}_ALIAS", where)
    facts.addresses(builder, record, f"{kind.name}_ADDRESS")
    builder.designation(_designation(record), f"{where} UN_LIST_TYPE")
    _comments(builder, record.take_optional("COMMENTS1"))
    for field, words in (("SUBMITTED_BY", "Submitted by"), ("SUBMITTED_ON", "Submitted on")):
        text = record.take_optional(field)
        builder.at(field).remark(f"{words} {text}" if text else None)
    record.ignore(*IGNORED)
    record.finish()
    return builder.build()


def _names(builder: PartyBuilder, record: XmlRecord, where: str) -> None:
    parts = [record.take_optional(f"{place}_NAME") for place in ("FIRST", "SECOND", "THIRD", "FOURTH")]
    full = joined(*parts)
    if not full:
        raise record.problem("FIRST_NAME", "is missing or blank, and so are the other names")
    for place, name in enumerate(part.strip() for part in full.split(";")):
        builder.name(name, f"{where} FIRST_NAME ...", kind=NameKind.ALIAS if place else NameKind.PRIMARY)
    original = record.take_optional("NAME_ORIGINAL_SCRIPT")
    if original:
        builder.name(original, f"{where} NAME_ORIGINAL_SCRIPT", note="original script")


def _aliases(builder: PartyBuilder, record: XmlRecord, field: str, where: str) -> None:
    for number, row in enumerate(record.children(field), 1):
        quality, text, note = (row.take_optional(name) for name in ("QUALITY", "ALIAS_NAME", "NOTE"))
        born = [row.take_optional(name) for name in ("DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH")]
        row.finish()
        if born[0]:
            builder.birth_date(facts.day(record, "DATE_OF_BIRTH", born[0]), f"{where} {field} {number} DATE_OF_BIRTH")
        details = [note, f"born {', '.join(part for part in born if part)}" if any(born) else None]
        if text is None:
            builder.at(f"{field} {number}").remark("; ".join(part for part in details if part) or None)
            if quality:
                record.report.warn(f"{record.file}: an alias with a quality and no name")
            continue
        kind, strength = row.choice("QUALITY", quality or "", _QUALITIES)
        names, said = alias_names(text)
        remark = "; ".join(part for part in (said, *details) if part) or None
        for name in [*names, *names_in_note(note, text)]:
            builder.name(name, f"{where} {field} {number}", kind=kind, strength=strength, note=remark)


def _comments(builder: PartyBuilder, text: str | None) -> None:
    """Keep the comments, and tie the party to those that they name by reference number."""
    builder.at("COMMENTS1").remark(text)
    for reference in _REFERENCE.findall(text or ""):
        if reference != builder.reference:
            builder.relation(Relation("named in the comments", reference, f"{builder.list_id}:{reference}"))


def _individual(builder: PartyBuilder, record: XmlRecord, where: str) -> None:
    facts.birth_dates(builder, record, where)
    facts.birth_places(builder, record)
    facts.documents(builder, record, where)
    gender = record.take_optional("GENDER")
    builder.at("GENDER").gender = record.choice("GENDER", gender.casefold(), _GENDERS) if gender else None
    for field in ("TITLE", "DESIGNATION"):
        for text in _values(record, field):
            builder.at(field).position(text)
    for field, texts in (("NATIONALITY", _values(record, "NATIONALITY")), ("NATIONALITY2", record.texts("NATIONALITY2"))):
        for text in texts:
            for code in facts.countries(builder.at(field), record, "NATIONALITY", text):
                builder.country(code, CountryRelation.NATIONALITY)


def _values(record: XmlRecord, field: str) -> list[str]:
    """The texts of the VALUE elements inside a field."""
    texts: list[str] = []
    for row in record.children(field):
        texts += row.texts("VALUE")
        row.finish()
    return texts


def _designation(record: XmlRecord) -> Designation:
    programme = record.take("UN_LIST_TYPE")
    if not _PROGRAMME.fullmatch(programme):
        raise record.problem("UN_LIST_TYPE", f"{programme!r} has not the form of a regime's name")
    listed, ended = record.take("LISTED_ON"), record.take_optional("DELISTED_ON")
    return Designation(
        programme=programme,
        measures=_MEASURES.get(programme, (Measure.UNSPECIFIED,)),
        listed_on=facts.day(record, "LISTED_ON", listed),
        amended_on=tuple(facts.day(record, "LAST_DAY_UPDATED", text) for text in _values(record, "LAST_DAY_UPDATED")),
        ended_on=facts.day(record, "DELISTED_ON", ended) if ended else None,
    )

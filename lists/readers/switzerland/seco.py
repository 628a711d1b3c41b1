"""SECO's list of sanctioned individuals, entities and organisations as XML (`swiss-sanctions-list`).

Programmes and places stand apart from the targets that refer to them, so the file is read twice: once for those, once for the
targets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lists.readers.base import ReadReport, unreadable
from lists.readers.building import PartyBuilder
from lists.readers.fields import XmlRecord, local
from lists.readers.streams import single, xml_elements, xml_root
from lists.readers.switzerland import names, words
from screening.countries import is_country
from screening.dates import PartialDate
from screening.party import CountryRelation, DesignatedParty, Designation, Identifier, PartyKind, Relation

ROOT = "swiss-sanctions-list"
IGNORED: Mapping[str, str] = {
    "@ssid": "the number of a detail; the target's own is the reference",
    "@version-date": "which version of the programme's ordinance; each target has its own dates",
    "@predecessor-version-date": "which version of the programme's ordinance came before",
    "origin": "whether the programme follows the UN, the EU or Switzerland itself; its name tells",
    "@main": "which identity is the main one; read where names are",
}
_LANGUAGES = ("eng", "ger", "fre", "ita")


@dataclass(frozen=True, slots=True)
class _Place:
    text: str
    country: str | None


@dataclass(frozen=True, slots=True)
class _Context:
    """What targets refer to: places and sanctions sets (programme, set) by their numbers."""

    places: Mapping[str, _Place]
    sets: Mapping[str, tuple[str, str | None]]


class SecoReader:
    """Reads one file, target by target."""

    format = "ch-seco-xml"
    files = "one XML file (swiss-sanctions-list) of SECO's list"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether the one file starts with a `swiss-sanctions-list` element."""
        root = xml_root(files[0]) if len(files) == 1 else None
        return root is not None and root.tag == ROOT

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every target. Raises `InvalidListFile` for anything that cannot be read."""
        path = single(files, self.files)
        report.ignored = IGNORED
        report.published = _published(path)
        context = _context(path, report)
        for element in xml_elements(path, ROOT):
            if local(element.tag) == "target":
                report.records += 1
                record = XmlRecord(element, path.name, f"target {report.records}", report)
                yield report.counted(_party(record, list_id, context))


def _published(path: Path) -> date | None:
    root = xml_root(path)
    if root is None:
        return None  # the elements cannot be read either, and reading them says why
    text = root.get("date", "")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise unreadable(path.name, ROOT, f"date is {text!r}, not a date") from None


def _context(path: Path, report: ReadReport) -> _Context:
    places: dict[str, _Place] = {}
    sets: dict[str, tuple[str, str | None]] = {}
    for element in xml_elements(path, ROOT):
        name = local(element.tag)
        record = XmlRecord(element, path.name, f"{name} {element.get('ssid', '')}".strip(), report)
        if name == "place":
            number = record.take("@ssid")
            places[number] = _place(record)
        elif name == "sanctions-program":
            sets.update(_sets(record))
        elif name != "target":
            raise unreadable(path.name, "", f"holds an unknown element {name!r}; known: sanctions-program, target, place")
    return _Context(places, sets)


def _place(record: XmlRecord) -> _Place:
    parts: list[str] = []
    for field in ("location", "area"):
        variants = [variant.text for variant in record.children(f"{field}-variant") if variant.text]
        parts += record.texts(field) or variants[:1]
    country = record.child("country")
    code = country.take_optional("@iso-code") if country else None
    if country and country.text:
        parts.append(country.text)
    record.finish()
    return _Place(", ".join(parts), _country(record, code))


def _country(record: XmlRecord, code: str | None) -> str | None:
    if code and not is_country(code):
        record.report.warn(f"{record.file}: {code!r} is no country code; the text is kept")
        return None
    return code


def _sets(record: XmlRecord) -> Iterator[tuple[str, tuple[str, str | None]]]:
    keys = {one.take_optional("@lang"): one.text for one in record.children("program-key")}
    titles = {one.take_optional("@lang"): one.text for one in record.children("program-name")}
    programme = _preferred(titles) or _preferred(keys)
    if not programme:
        raise record.problem("program-name", "is missing or blank")
    names_of_sets: dict[str, dict[str | None, str]] = {}
    for one in record.children("sanctions-set"):
        names_of_sets.setdefault(one.take("@ssid"), {})[one.take_optional("@lang")] = one.text
    reference = _preferred(keys)
    record.ignore("@ssid", "@version-date", "@predecessor-version-date", "origin")
    record.finish()
    for number, texts in names_of_sets.items():
        yield number, (programme, ", ".join(filter(None, (reference, _preferred(texts)))) or None)


def _preferred(texts: Mapping[str | None, str]) -> str | None:
    """The text in the first language there is, of English, German, French and Italian; else any."""
    return next((texts[language] for language in _LANGUAGES if texts.get(language)), next(iter(texts.values()), None))


def _party(record: XmlRecord, list_id: str, context: _Context) -> DesignatedParty:
    number = record.take("@ssid")
    builder = PartyBuilder(list_id, number, record.file)
    record.entry = builder.entry
    where = f"{record.file} target {number}"
    subject = _subject(record, builder)
    gender = subject.take_optional("@sex")
    builder.at("@sex", where).gender = subject.choice("@sex", gender, words.GENDERS) if gender else None
    identities = subject.children("identity")
    names.add_names(builder, identities, where)
    for identity in identities:
        _identity(identity, builder, context, where)
    for field in ("justification", "other-information"):
        for one in subject.children(field):
            builder.at(field, where).remark(one.text or None)
            one.ignore("@ssid")
            one.finish()
    builder.at("relation", where)
    for one in subject.children("relation"):
        _relation(one, builder)
    _designations(record, builder, context, where)
    for text in record.texts("foreign-identifier"):
        builder.at("foreign-identifier", where).remark(f"Foreign identifier: {text}")
    for extra in record.children("generic-attribute"):
        builder.at("generic-attribute", where).remark(f"{extra.take_optional('@name') or 'attribute'}: {extra.text}")
    subject.finish()
    record.finish()
    return builder.build()


def _subject(record: XmlRecord, builder: PartyBuilder) -> XmlRecord:
    found = [(kind, child) for kind in ("individual", "entity", "object") for child in record.children(kind)]
    if len(found) != 1:
        raise record.problem("individual, entity or object", f"occurs {len(found)} times, expected once")
    kind, subject = found[0]
    builder.kind = subject.take_choice("@object-type", words.OBJECTS) if kind == "object" else PartyKind(kind)
    return subject


def _identity(record: XmlRecord, builder: PartyBuilder, context: _Context, where: str) -> None:
    for one in record.children("nationality"):
        builder.at("nationality", where)
        for country in one.children("country"):
            builder.country(_country(country, country.take_optional("@iso-code")), CountryRelation.NATIONALITY)
        _rest(one, builder)
    for one in record.children("day-month-year"):
        builder.at("day-month-year", where)
        _born(one, builder, where)
    for one in record.children("place-of-birth"):
        builder.at("place-of-birth", where)
        place = _referred(one, context)
        builder.birth_place(place.text)
        builder.country(place.country, CountryRelation.BIRTH)
        _rest(one, builder)
    for one in record.children("address"):
        builder.at("address", where)
        _address(one, builder, context)
    for one in record.children("identification-document"):
        builder.at("identification-document", where)
        _document(one, builder, where)
    record.ignore("@ssid", "@main")
    record.finish()


def _referred(record: XmlRecord, context: _Context) -> _Place:
    number = record.take("@place-id")
    if number not in context.places:
        raise record.problem("@place-id", f"place {number} is not in the file")
    return context.places[number]


def _born(record: XmlRecord, builder: PartyBuilder, where: str) -> None:
    calendar = (record.take_optional("@calendar") or "gregorian").lower()
    year, month, day = (record.take_optional(f"@{part}") for part in ("year", "month", "day"))
    if not record.choice("@calendar", calendar, words.CALENDARS):
        builder.remark(f"Born {'-'.join(filter(None, (year, month, day)))} ({calendar} calendar)")
    elif year:
        try:
            born = PartialDate(int(year), int(month) if month else None, int(day) if day else None)
        except ValueError as error:
            raise record.problem("day-month-year", str(error)) from None
        builder.birth_date(born, f"{where} day-month-year")
    elif month or day:
        builder.remark(f"Born on {day or '?'}.{month or '?'}., year not stated")
    _rest(record, builder)


def _address(record: XmlRecord, builder: PartyBuilder, context: _Context) -> None:
    place = _referred(record, context)
    parts = [record.take_optional(field) for field in ("c-o", "address-details", "p-o-box", "zip-code")]
    builder.address(", ".join(part for part in (*parts, place.text) if part), place.country)
    builder.country(place.country, CountryRelation.ADDRESS)
    _rest(record, builder)


def _document(record: XmlRecord, builder: PartyBuilder, where: str) -> None:
    kind = record.take_choice("@document-type", words.DOCUMENTS)
    number = record.take_optional("number")
    issuer = record.child("issuer")
    code = _country(record, issuer.take_optional("@code")) if issuer else None
    notes = [issuer.text if issuer and not code else None]
    for field, label in (("date-of-issue", "issued"), ("expiry-date", "expires"), ("place-of-issue", "issued in")):
        text = record.take_optional(field)
        notes.append(f"{label} {text}" if text else None)
    notes += record.texts("remark")
    note = "; ".join(filter(None, notes)) or None
    if number:
        builder.identifier(Identifier(kind, number, code, note), f"{where} identification-document")
    else:
        builder.remark(note)
    record.ignore("@ssid")
    record.finish()


def _relation(record: XmlRecord, builder: PartyBuilder) -> None:
    target = record.take_optional("@target-id")
    remarks = record.texts("remark")
    text = "; ".join(remarks) or (f"target {target}" if target else "")
    builder.relation(Relation(record.take("@relation-type"), text, f"{builder.list_id}:{target}" if target else None))
    record.ignore("@ssid")
    record.finish()


def _designations(record: XmlRecord, builder: PartyBuilder, context: _Context, where: str) -> None:
    own = record.take_optional("@sanctions-set-id")
    numbers = [*([own] if own else []), *record.texts("sanctions-set-id")]
    dates: dict[str, list[PartialDate]] = {"listed": [], "amended": [], "ended": []}
    builder.at("modification", where)
    for one in record.children("modification"):
        what = one.take_choice("@modification-type", words.MODIFICATIONS)
        stated = [one.take_optional(f"@{field}") for field in ("effective-date", "publication-date", "enactment-date")]
        dates[what] += [one.date("modification", text) for text in stated if text][:1]
        _rest(one, builder)
    if not numbers:
        raise record.problem("sanctions-set-id", "is missing")
    for number in numbers:
        if number not in context.sets:
            raise record.problem("sanctions-set-id", f"set {number} is in no programme of the file")
        programme, reference = context.sets[number]
        act = Designation(
            programme=programme,
            reference=reference,
            listed_on=min(dates["listed"], default=None),
            amended_on=tuple(dates["amended"]),
            ended_on=max(dates["ended"], default=None),
        )
        builder.designation(act, f"{where} sanctions-set-id {number}")


def _rest(record: XmlRecord, builder: PartyBuilder) -> None:
    """Take the remarks and qualities any detail may have, and see that nothing is left."""
    quality = record.take_optional("@quality")
    if quality and quality != "good":
        builder.remark(f"A detail is of {quality} quality")
    for text in record.texts("remark"):
        builder.remark(text)
    record.ignore("@ssid", "@main")
    record.finish()

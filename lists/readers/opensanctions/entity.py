"""One FollowTheMoney entity with what belongs to it (sanctions, addresses, documents, links), as a designated party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from lists.readers.base import ReadReport
from lists.readers.building import PartyBuilder
from lists.readers.fields import clean
from lists.readers.opensanctions import words
from screening.countries import is_country
from screening.dates import PartialDate
from screening.party import (
    AliasStrength,
    CountryRelation,
    DesignatedParty,
    Designation,
    Identifier,
    IdentifierType,
    NameKind,
    PartyKind,
    Relation,
)

Properties: TypeAlias = Mapping[str, Sequence[object]]
"""The properties of an entity: each a list of texts, ids of other entities, or other entities nested in it."""


@dataclass(slots=True)
class Beside:
    """What the export says about a party outside its own entity. Links are (how the party stands to the other, text, other's id)."""

    sanctions: list[Properties] = field(default_factory=list)
    addresses: list[Properties] = field(default_factory=list)
    documents: list[tuple[str, Properties]] = field(default_factory=list)
    links: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as one line of the export gives it."""

    id: str
    schema: str
    caption: str
    datasets: tuple[str, ...]
    properties: Properties

    def texts(self, name: str) -> list[str]:
        """The texts of a property, trimmed, blank ones left out."""
        return texts(self.properties, name)

    @property
    def nameless(self) -> bool:
        """Whether it has neither a name nor a caption that is not just its id."""
        return not self.texts("name") and self.caption in {"", self.id}

    @property
    def in_scope(self) -> bool:
        """Whether its topics make it a designated party."""
        return not words.TOPICS.isdisjoint(self.texts("topics"))


def texts(properties: Properties, name: str) -> list[str]:
    """The texts of a property, trimmed, blank ones and nested entities left out."""
    return [text for value in properties.get(name, ()) if isinstance(value, str) and (text := clean(value))]


def party(entity: Entity, beside: Beside, list_id: str, file: str, report: ReadReport) -> DesignatedParty:
    """The party an entity is. Raises `InvalidListFile` when it cannot be one (no name, an impossible date ...)."""
    builder = PartyBuilder(list_id, entity.id, file)
    builder.kind = words.KINDS[entity.schema]
    where = f"{file} {entity.id}"
    _names(entity, builder, where)
    _birth_and_countries(entity, builder, report, where)
    _identifiers(entity, builder, where)
    for name in words.POSITIONS:
        for text in entity.texts(name):
            builder.at(name).position(text)
    genders = [text for text in entity.texts("gender") if text in {"male", "female"}]
    builder.at("gender").gender = genders[0] if len(genders) == 1 else None
    _addresses(entity, beside, builder, report)
    for schema, document in beside.documents:
        _document(document, schema, builder, report, where)
    for how, text, other in beside.links:
        builder.at(how).relation(Relation(how, text or other, f"{list_id}:{other}"))
    _designations(entity, beside, builder, where)
    for name, label in words.REMARKS.items():
        for text in entity.texts(name):
            builder.at(name).remark(f"{label}: {text}" if label else text)
    _unread(entity, report, file)
    return builder.build()


def _birth_and_countries(entity: Entity, builder: PartyBuilder, report: ReadReport, where: str) -> None:
    for text in entity.texts("birthDate"):
        builder.birth_date(_date(builder, "birthDate", text), f"{where} birthDate")
    for place in entity.texts("birthPlace"):
        builder.at("birthPlace").birth_place(place)
    for name, relation in words.COUNTRIES.items():
        for text in entity.texts(name):
            builder.at(name).country(country(text, report, builder.file), relation)


def _identifiers(entity: Entity, builder: PartyBuilder, where: str) -> None:
    for name, stated in words.IDENTIFIERS.items():
        national = stated is IdentifierType.NATIONAL_ID and builder.kind is not PartyKind.INDIVIDUAL
        kind = IdentifierType.OTHER if national else stated
        for text in entity.texts(name):
            builder.identifier(Identifier(kind, text, note=name if kind is IdentifierType.OTHER else None), f"{where} {name}")


def country(code: str, report: ReadReport, file: str) -> str | None:
    """The code of a country as the export writes it: lower case ISO 3166-1 alpha-2, regions (`gb-sct`), states that ended (`suhh`)."""
    code = code.lower()
    if code in words.NO_COUNTRY:
        return None
    known = words.ENDED_STATES.get(code, code.partition("-")[0].upper())
    if is_country(known):
        return known
    report.warn(f"{file}: {code!r} is no country code the tables know")
    return None


def _names(entity: Entity, builder: PartyBuilder, where: str) -> None:
    full = entity.texts("name")
    primary = entity.caption if entity.caption in full else next(iter(full), entity.caption)
    builder.name(primary, f"{where} {'name' if full else 'caption'}", kind=NameKind.PRIMARY)
    for name in words.NAMES:
        kind = NameKind.FORMER if name == "previousName" else NameKind.ALIAS
        strength = AliasStrength.WEAK if name == "weakAlias" else AliasStrength.STRONG
        for text in entity.texts(name):
            if text != primary:
                builder.name(text, f"{where} {name}", kind=kind, strength=strength)


def _date(builder: PartyBuilder, name: str, text: str) -> PartialDate:
    try:
        return PartialDate.parse(text.partition("T")[0])
    except ValueError as error:
        raise builder.problem(f"property {name!r}: {error}") from None


def _addresses(entity: Entity, beside: Beside, builder: PartyBuilder, report: ReadReport) -> None:
    builder.at("address")
    for text in entity.texts("address"):
        builder.address(text)
    for address in beside.addresses:
        full = texts(address, "full") or [", ".join(_one(address, part) for part in _ADDRESS_PARTS if _one(address, part))]
        codes = [code for text in texts(address, "country") if (code := country(text, report, builder.file))]
        for text in full:
            builder.address(text, codes[0] if codes else None)
        for code in codes:
            builder.country(code, CountryRelation.ADDRESS)


_ADDRESS_PARTS = ("street", "street2", "postOfficeBox", "postalCode", "city", "region", "state")


def _one(properties: Properties, name: str) -> str:
    return next(iter(texts(properties, name)), "")


def _document(document: Properties, schema: str, builder: PartyBuilder, report: ReadReport, where: str) -> None:
    kind = IdentifierType.PASSPORT if schema == "Passport" else IdentifierType.OTHER
    codes = [code for text in texts(document, "country") if (code := country(text, report, builder.file))]
    labels = (("type", ""), ("startDate", "valid from "), ("endDate", "valid to "), ("authority", "issued by "), ("summary", ""))
    note = "; ".join(f"{label}{text}" for name, label in labels for text in texts(document, name))
    for number in texts(document, "number"):
        builder.identifier(Identifier(kind, number, codes[0] if codes else None, note or None), f"{where} {schema}")


def _designations(entity: Entity, beside: Beside, builder: PartyBuilder, where: str) -> None:
    for sanction in beside.sanctions:
        started = [_date(builder, name, text) for name in ("listingDate", "startDate") for text in texts(sanction, name)]
        ended = [_date(builder, "endDate", text) for text in texts(sanction, "endDate")]
        references = [text for name in ("authorityId", "unscId", "recordId") for text in texts(sanction, name)]
        said = [text for name in ("provisions", "reason", "sourceUrl") for text in texts(sanction, name)]
        act = Designation(
            programme=_one(sanction, "program") or _one(sanction, "programId") or None,
            reference=", ".join(dict.fromkeys(references)) or None,
            listed_on=min(started, default=None),
            ended_on=max(ended, default=None),
            basis=_one(sanction, "authority") or None,
            statement="; ".join(dict.fromkeys(said)) or None,
        )
        builder.designation(act, f"{where} Sanction")
    if not beside.sanctions:
        programme = _one(entity.properties, "program") or _one(entity.properties, "programId") or None
        builder.designation(Designation(programme=programme, basis=", ".join(entity.datasets) or None), f"{where} datasets")


def _unread(entity: Entity, report: ReadReport, file: str) -> None:
    for name in entity.properties:
        if name not in _READ and name not in words.IGNORED and any(isinstance(value, str) for value in entity.properties[name]):
            report.warn(f"{file}: unknown property {name!r} is not read")


def _read_properties() -> Iterator[str]:
    yield from (*words.NAMES, "birthDate", "birthPlace", "gender", "address", "addressEntity", *words.POSITIONS)
    yield from (*words.COUNTRIES, *words.IDENTIFIERS, *words.REMARKS)


_READ = frozenset(_read_properties())

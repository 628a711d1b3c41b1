"""Designated parties as every sanctions list is read into: frozen values, each checked when it is built.

A party knows everything its list said about it. Nothing is flattened: every name keeps its kind, its strength and
where it came from; every date keeps its precision; every country keeps how the party relates to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from screening.dates import PartialDate
from screening.errors import InvalidParty, Problem


class PartyKind(StrEnum):
    """What a designated party is."""

    INDIVIDUAL = "individual"
    ENTITY = "entity"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"


class NameKind(StrEnum):
    """What a listed name is to its party."""

    PRIMARY = "primary"
    ALIAS = "alias"
    FORMER = "former"


class AliasStrength(StrEnum):
    """How much a listed name says alone. Weak: broad or generic in the publisher's own words (OFAC, UN "low quality")."""

    STRONG = "strong"
    WEAK = "weak"


class NameOrigin(StrEnum):
    """Who says that the party bears the name: the list itself, or this project's curators."""

    SOURCE = "source"
    CURATED = "curated"


class Measure(StrEnum):
    """What a designation does. `unspecified` where the source does not say."""

    ASSET_FREEZE = "asset_freeze"
    TRAVEL_BAN = "travel_ban"
    ENTRY_BAN = "entry_ban"
    DEALINGS_BAN = "dealings_ban"
    FINANCIAL_ASSISTANCE_BAN = "financial_assistance_ban"
    ARMS_EMBARGO = "arms_embargo"
    TRADE_RESTRICTION = "trade_restriction"
    INVESTMENT_BAN = "investment_ban"
    CORRESPONDENT_ACCOUNT_BAN = "correspondent_account_ban"
    SERVICES_BAN = "services_ban"
    TRANSPORT_BAN = "transport_ban"
    DIRECTOR_DISQUALIFICATION = "director_disqualification"
    OTHER = "other"
    UNSPECIFIED = "unspecified"


class CountryRelation(StrEnum):
    """How a party relates to a country."""

    NATIONALITY = "nationality"
    CITIZENSHIP = "citizenship"
    RESIDENCE = "residence"
    BIRTH = "birth"
    REGISTRATION = "registration"
    FLAG = "flag"
    ADDRESS = "address"
    OTHER = "other"


class IdentifierType(StrEnum):
    """What an identifier is. Values are compared after normalisation, exactly (`screening.evidence`)."""

    PASSPORT = "passport"
    NATIONAL_ID = "national_id"
    TAX_ID = "tax_id"
    REGISTRATION = "registration"
    LEI = "lei"
    BIC = "bic"
    IMO = "imo"
    MMSI = "mmsi"
    CALL_SIGN = "call_sign"
    AIRCRAFT_TAIL = "aircraft_tail"
    AIRCRAFT_SERIAL = "aircraft_serial"
    DUNS = "duns"
    BANK_ACCOUNT = "bank_account"
    CRYPTO_ADDRESS = "crypto_address"
    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ListedName:
    """One name a list gives a party, as the list writes it (trimmed, never empty)."""

    text: str
    kind: NameKind = NameKind.ALIAS
    strength: AliasStrength = AliasStrength.STRONG
    origin: NameOrigin = NameOrigin.SOURCE
    language: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PartyCountry:
    """A country (ISO 3166-1 alpha-2, upper case) and how the party relates to it."""

    code: str
    relation: CountryRelation = CountryRelation.OTHER


@dataclass(frozen=True, slots=True)
class Identifier:
    """A document or registry number as written; `country` is ISO 3166-1 alpha-2 or None when not stated."""

    type: IdentifierType
    value: str
    country: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """An address as one line of text, with the country where the source states it."""

    text: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Designation:
    """The act that put a party on a list.

    `basis` says how the list came to name the party (`named`, `joint_announcement` ...); `statement` points at the
    statement of the source document that carries it (seed lists) or at the publisher's own note.
    """

    programme: str | None = None
    measures: tuple[Measure, ...] = (Measure.UNSPECIFIED,)
    reference: str | None = None
    listed_on: PartialDate | None = None
    amended_on: tuple[PartialDate, ...] = ()
    ended_on: PartialDate | None = None
    basis: str | None = None
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A tie to another party: `kind` in the publisher's words, `to` its id on the same list when known, `text` as written."""

    kind: str
    text: str
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a fact comes from: `field` of the party, `source` the record and field of the list's file."""

    field: str
    source: str


_ID_PART = re.compile(r"[^\s/?#%:]+")


@dataclass(frozen=True, slots=True)
class DesignatedParty:
    """A party as one sanctions list designates it.

    `list_id` names the list, `reference` is the source's own reference; together they are the id, `list_id:reference`.
    Exactly one name is primary, and it comes first in `names`.

    Raises `InvalidParty` with every problem when: an id part is empty or holds white space or one of ``/ ? # % :`` (the
    reference may hold ``:``), there is not exactly one primary name, a name is blank, or a country code is malformed.
    """

    list_id: str
    reference: str
    kind: PartyKind
    names: tuple[ListedName, ...]
    birth_dates: tuple[PartialDate, ...] = ()
    birth_places: tuple[str, ...] = ()
    countries: tuple[PartyCountry, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    addresses: tuple[Address, ...] = ()
    gender: str | None = None
    positions: tuple[str, ...] = ()
    designations: tuple[Designation, ...] = ()
    relations: tuple[Relation, ...] = ()
    remarks: str | None = None
    provenance: tuple[Provenance, ...] = ()

    def __post_init__(self) -> None:
        problems: list[Problem] = []
        if not _ID_PART.fullmatch(self.list_id):
            problems.append(Problem("/list_id", f"{self.list_id!r} is not a list id", "no spaces, / ? # % :"))
        if not _ID_PART.fullmatch(self.reference.replace(":", "-")):
            problems.append(Problem("/reference", f"{self.reference!r} is not a reference", "no spaces, / ? # %"))
        primaries = sum(name.kind is NameKind.PRIMARY for name in self.names)
        if primaries != 1:
            problems.append(Problem("/names", f"{primaries} primary names", "exactly one"))
        elif self.names[0].kind is not NameKind.PRIMARY:
            primary = next(name for name in self.names if name.kind is NameKind.PRIMARY)
            rest = tuple(name for name in self.names if name is not primary)
            object.__setattr__(self, "names", (primary, *rest))
        for number, name in enumerate(self.names):
            if not name.text.strip():
                problems.append(Problem(f"/names/{number}", "a blank name", "a name with at least one letter or digit"))
        for number, country in enumerate(self.countries):
            if not (len(country.code) == 2 and country.code.isascii() and country.code.isupper()):
                problems.append(Problem(f"/countries/{number}", f"{country.code!r}", "ISO 3166-1 alpha-2, upper case"))
        if problems:
            raise InvalidParty(problems)

    @property
    def id(self) -> str:
        """The party's id, unique across lists: the list id and the source's own reference."""
        return f"{self.list_id}:{self.reference}"

    @property
    def primary_name(self) -> str:
        """The text of the one primary name."""
        return self.names[0].text

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures of all designations, each once, in order."""
        return tuple(dict.fromkeys(measure for act in self.designations for measure in act.measures))

    @property
    def programmes(self) -> tuple[str, ...]:
        """The programmes of all designations, each once, in order."""
        return tuple(dict.fromkeys(act.programme for act in self.designations if act.programme))

    @property
    def listed_on(self) -> PartialDate | None:
        """The earliest date on which a designation listed the party, when stated."""
        return min((act.listed_on for act in self.designations if act.listed_on), default=None)

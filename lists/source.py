"""What a sanctions list is (`ListSource`) and one state of it as loaded (`ListEdition`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from screening.party import DesignatedParty, PartyKind


@dataclass(frozen=True, slots=True)
class PartyCounts:
    """How many parties, by kind; each 0 or more."""

    individuals: int
    entities: int
    vessels: int = 0
    aircraft: int = 0

    @classmethod
    def of(cls, parties: Iterable[DesignatedParty]) -> PartyCounts:
        """Count parties."""
        kinds = Counter(party.kind for party in parties)
        return cls(*(kinds[kind] for kind in (PartyKind.INDIVIDUAL, PartyKind.ENTITY, PartyKind.VESSEL, PartyKind.AIRCRAFT)))

    @property
    def parties(self) -> int:
        """All of them together."""
        return self.individuals + self.entities + self.vessels + self.aircraft

    def __str__(self) -> str:
        people = f"{self.individuals} individual{'' if self.individuals == 1 else 's'}"
        parts = [people, f"{self.entities} entit{'y' if self.entities == 1 else 'ies'}"]
        if self.vessels:
            parts.append(f"{self.vessels} vessel{'' if self.vessels == 1 else 's'}")
        if self.aircraft:
            parts.append(f"{self.aircraft} aircraft")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class ListSource:
    """What an authority publishes, naming designated parties.

    `id` is the id of the list (`cn-mfa`). `country` is ISO 3166-1 alpha-2 of the authority, or `EU`, `UN`. `format` names how it is
    read; for a seeded list `document` is the id of the source document in `seeds/` and `announced_on` the day of the announcement.
    `address` is where the authority's file is fetched, None where it is not fetched. `named` is how many parties the source names,
    `announced` how many the authority said it designates (None: the source does not say): together they tell how complete the
    list is. `terms` says under which terms its content is used.
    """

    id: str
    title: str
    authority: str
    country: str
    format: str
    announced_on: date | None
    named: PartyCounts
    announced: PartyCounts | None
    terms: str
    document: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class ListEdition:
    """One state of a list as loaded; never changed afterwards.

    `id` is the date and the first eight digits of `sha256`, the hash (hex) of the content in canonical form: the same content
    gives the same id, whatever the layout of the file. `published` is the date the authority gave it, None when the file states
    none (the id then begins with the day it was loaded). `individuals`, `entities`, `vessels`, `aircraft` and `names` (all listed
    names, curated ones included) count what was loaded, `loaded` all parties. `named` and `announced` are those of the source,
    as totals; `announced` is None where it is not stated. For a list read from its publisher's file, `records` counts the records
    of the file and `excluded` those of them that the ledger of exclusions keeps out; None and 0 for a seeded list.
    """

    list_id: str
    id: str
    published: date | None
    sha256: str
    individuals: int
    entities: int
    names: int
    named: int
    announced: int | None
    vessels: int = 0
    aircraft: int = 0
    records: int | None = None
    excluded: int = 0

    @property
    def loaded(self) -> int:
        """How many parties were loaded."""
        return self.counts.parties

    @property
    def counts(self) -> PartyCounts:
        """The parties loaded, by kind."""
        return PartyCounts(self.individuals, self.entities, self.vessels, self.aircraft)

    @property
    def completeness(self) -> str:
        """How complete the edition is, in words: "named 6 of 10 announced", "named 2, number announced not stated", or, for one read
        from its publisher's file, "all 735 records" or "735 of 736 records, 1 excluded".
        """
        if self.records is not None:
            return f"{self.loaded} of {self.records} records, {self.excluded} excluded" if self.excluded else f"all {self.records} records"
        if self.announced is None:
            return f"named {self.named}, number announced not stated"
        return f"named {self.named} of {self.announced} announced"


@dataclass(frozen=True, slots=True)
class ListInForce:
    """A list that can be screened against: what it is, and which edition of it is in force."""

    source: ListSource
    edition: ListEdition

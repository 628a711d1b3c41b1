"""A party put together fact by fact, each with where it stands in the source."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lists.errors import InvalidListFile
from lists.readers.base import unreadable
from screening.dates import PartialDate
from screening.errors import InvalidParty
from screening.party import (
    Address,
    AliasStrength,
    CountryRelation,
    DesignatedParty,
    Designation,
    Identifier,
    ListedName,
    NameKind,
    PartyCountry,
    PartyKind,
    Provenance,
    Relation,
)

_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class PartyBuilder:
    """Collects what one source record says. Facts keep their order; the same fact twice is kept once.

    `source` arguments say where a fact stands: the file, the record in it and the field (`alt.csv 57 alt_name`). Facts for which nothing
    is said stand at `place`: the party's record, or what `at` said last.
    """

    def __init__(self, list_id: str, reference: str, file: str) -> None:
        self.list_id = list_id
        self.reference = reference
        self.file = file
        self.kind: PartyKind | None = None
        self.place = f"{file} {reference}"
        self._gender: tuple[str, str] | None = None
        self._names: dict[ListedName, str] = {}
        self._birth_dates: dict[PartialDate, str] = {}
        self._identifiers: dict[Identifier, str] = {}
        self._designations: dict[Designation, str] = {}
        self._birth_places: dict[str, str] = {}
        self._countries: dict[PartyCountry, str] = {}
        self._addresses: dict[Address, str] = {}
        self._positions: dict[str, str] = {}
        self._relations: dict[Relation, str] = {}
        self._remarks: dict[str, str] = {}

    @property
    def entry(self) -> str:
        """The party's id, for error messages."""
        return f"{self.list_id}:{self.reference}"

    def problem(self, reason: str) -> InvalidListFile:
        """Build (not raise) the error that says `reason` about this party."""
        return unreadable(self.file, self.entry, reason)

    def name(
        self,
        text: str,
        source: str,
        *,
        kind: NameKind = NameKind.ALIAS,
        strength: AliasStrength = AliasStrength.STRONG,
        language: str | None = None,
        note: str | None = None,
    ) -> None:
        """Add a listed name, without the marks of writing direction around it. A blank text is passed over; so is a name that
        repeats one of the same text, kind and strength.
        """
        text = " ".join(_DIRECTION.sub("", text).split())
        if text and not any((one.text, one.kind, one.strength) == (text, kind, strength) for one in self._names):
            self._names[ListedName(text, kind, strength, language=language, note=note)] = source

    def birth_date(self, value: PartialDate, source: str) -> None:
        """Add a birth date."""
        self._birth_dates.setdefault(value, source)

    def identifier(self, value: Identifier, source: str) -> None:
        """Add an identifier."""
        self._identifiers.setdefault(value, source)

    def designation(self, value: Designation, source: str) -> None:
        """Add a designation."""
        self._designations.setdefault(value, source)

    def at(self, field: str, record: str | None = None) -> PartyBuilder:
        """Say in which field of the party's record, or of another one (`add.csv 57`), the facts stand that follow; return the builder."""
        self.place = f"{record or f'{self.file} {self.reference}'} {field}"
        return self

    @property
    def gender(self) -> str | None:
        """The gender, male or female; None when not known."""
        return self._gender[0] if self._gender else None

    @gender.setter
    def gender(self, value: str | None) -> None:
        if value:
            self._gender = value, self.place

    def birth_place(self, text: str) -> None:
        """Add a birth place as written."""
        self._birth_places.setdefault(text, self.place)

    def country(self, code: str | None, relation: CountryRelation) -> None:
        """Add a country; None (not known) adds nothing."""
        if code:
            self._countries.setdefault(PartyCountry(code, relation), self.place)

    def address(self, text: str, country: str | None = None) -> None:
        """Add an address; a blank one adds nothing."""
        if text:
            self._addresses.setdefault(Address(text, country), self.place)

    def position(self, text: str | None) -> None:
        """Add a title or position; None adds nothing."""
        if text:
            self._positions.setdefault(text, self.place)

    def relation(self, value: Relation) -> None:
        """Add a tie to another party."""
        self._relations.setdefault(value, self.place)

    def remark(self, text: str | None) -> None:
        """Add one remark; the party's remarks are all of them, joined with "; "."""
        if text:
            self._remarks.setdefault(text, self.place)

    def build(self) -> DesignatedParty:
        """The party. Raises `InvalidListFile` when its kind is unknown or it breaks a rule of the data model."""
        if self.kind is None:
            raise self.problem("does not say whether it is an individual, an entity, a vessel or an aircraft")
        primary = [name for name in self._names if name.kind is NameKind.PRIMARY]
        names = (*primary, *(name for name in self._names if name.kind is not NameKind.PRIMARY))
        try:
            return DesignatedParty(
                list_id=self.list_id,
                reference=self.reference,
                kind=self.kind,
                names=names,
                birth_dates=tuple(self._birth_dates),
                birth_places=tuple(self._birth_places),
                countries=tuple(self._countries),
                identifiers=tuple(self._identifiers),
                addresses=tuple(self._addresses),
                gender=self.gender,
                positions=tuple(self._positions),
                designations=tuple(self._designations),
                relations=tuple(self._relations),
                remarks="; ".join(self._remarks) or None,
                provenance=self._provenance(names),
            )
        except InvalidParty as error:
            raise self.problem(str(error)) from error

    def _provenance(self, names: tuple[ListedName, ...]) -> tuple[Provenance, ...]:
        """One entry for each fact, its field as a pointer (`names/0`); for the remarks one for each place they were put together from."""
        held: dict[str, Iterable[str]] = {
            "names": [self._names[name] for name in names],
            "birth_dates": self._birth_dates.values(),
            "birth_places": self._birth_places.values(),
            "countries": self._countries.values(),
            "identifiers": self._identifiers.values(),
            "addresses": self._addresses.values(),
            "positions": self._positions.values(),
            "designations": self._designations.values(),
            "relations": self._relations.values(),
        }
        told = [Provenance(f"{field}/{number}", source) for field, sources in held.items() for number, source in enumerate(sources)]
        told += [Provenance("gender", self._gender[1])] if self._gender else []
        return (*told, *(Provenance("remarks", source) for source in dict.fromkeys(self._remarks.values())))

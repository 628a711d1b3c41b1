"""A party put together fact by fact, each with where it stands in the source."""

from __future__ import annotations

import re

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

    `source` arguments say where a fact stands: the file, the record in it and the field (`alt.csv 57 alt_name`).
    """

    def __init__(self, list_id: str, reference: str, file: str) -> None:
        self.list_id = list_id
        self.reference = reference
        self.file = file
        self.kind: PartyKind | None = None
        self.gender: str | None = None
        self._names: dict[ListedName, str] = {}
        self._birth_dates: dict[PartialDate, str] = {}
        self._identifiers: dict[Identifier, str] = {}
        self._designations: dict[Designation, str] = {}
        self._birth_places: dict[str, None] = {}
        self._countries: dict[PartyCountry, None] = {}
        self._addresses: dict[Address, None] = {}
        self._positions: dict[str, None] = {}
        self._relations: dict[Relation, None] = {}
        self._remarks: dict[str, None] = {}

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

    def birth_place(self, text: str) -> None:
        """Add a birth place as written."""
        self._birth_places.setdefault(text)

    def country(self, code: str | None, relation: CountryRelation) -> None:
        """Add a country; None (not known) adds nothing."""
        if code:
            self._countries.setdefault(PartyCountry(code, relation))

    def address(self, text: str, country: str | None = None) -> None:
        """Add an address; a blank one adds nothing."""
        if text:
            self._addresses.setdefault(Address(text, country))

    def position(self, text: str | None) -> None:
        """Add a title or position; None adds nothing."""
        if text:
            self._positions.setdefault(text)

    def relation(self, value: Relation) -> None:
        """Add a tie to another party."""
        self._relations.setdefault(value)

    def remark(self, text: str | None) -> None:
        """Add one remark; the party's remarks are all of them, joined with "; "."""
        if text:
            self._remarks.setdefault(text)

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
        """One entry per name, birth date, identifier and designation, its field as a pointer: `names/0`."""
        return (
            *(Provenance(f"names/{number}", self._names[name]) for number, name in enumerate(names)),
            *(Provenance(f"birth_dates/{number}", source) for number, source in enumerate(self._birth_dates.values())),
            *(Provenance(f"identifiers/{number}", source) for number, source in enumerate(self._identifiers.values())),
            *(Provenance(f"designations/{number}", source) for number, source in enumerate(self._designations.values())),
        )

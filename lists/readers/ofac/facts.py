"""A labelled fact of an OFAC record put into the party, wherever it was found: a remark, a document, a feature."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lists.readers.building import PartyBuilder
from lists.readers.countries import CountryNames
from lists.readers.fields import SourceRecord
from lists.readers.ofac import dates, labels
from screening.party import CountryRelation, Identifier, IdentifierType, Relation

COUNTRIES = CountryNames(
    {
        "palestinian": "PS",
        "region gaza": "PS",
        "undetermined": None,
        "none identified": None,
        "north macedonia the republic of": "MK",
        "macedonia the former yugoslav republic of": "MK",
        "possibly palestinian": "PS",
        "region crimea": "UA",
        "region kafia kingi": None,
        "region northern mali": None,
        "region commonwealth of independent states": None,
        "netherlands antilles": None,
        "man isle of": "IM",
        "cabo verde previously cape verde": "CV",
    }
)
_GENDERS = {"Male": "male", "Female": "female"}
_VALIDITY = re.compile(rf"(.*?) ?((?:\b(?:issued|expires|expired) {dates.DATE} ?)+)", re.DOTALL)
_ISSUED_OR_EXPIRES = re.compile(rf"(issued|expires|expired) ({dates.DATE})")
_IN_BRACKETS = re.compile(r"(.+?) ?\(([^()]{4,}(?:\([^()]*\)[^()]*)?)\)")
"""A country stands in brackets after a number; a chamber of commerce's register (Matricula Mercantil) is a city's."""

_LEI = re.compile(r"[A-Z0-9]{18}\d\d")
_SELF_EVIDENT = {
    IdentifierType.IMO,
    IdentifierType.LEI,
    IdentifierType.BIC,
    IdentifierType.EMAIL,
    IdentifierType.WEBSITE,
    IdentifierType.DUNS,
}
_IMO = re.compile(r"IMO\s*(\d{7})")


class Facts:
    """Puts labelled facts of one record into one party. `source` says where each stands in the file.

    `references`: primary name -> reference of the party that alone bears it on the list, None when several do.
    """

    def __init__(self, builder: PartyBuilder, record: SourceRecord, references: Mapping[str, str | None] | None = None) -> None:
        self.builder = builder
        self.record = record
        self.references = references or {}

    def add(self, label: str, value: str, source: str) -> None:
        """Add a fact with a known label (`labels.is_known`).

        Raises `InvalidListFile` for a date that is none, or an unknown gender.
        """
        known, self.builder.place = labels.key(label), source
        if known in labels.IDENTIFIERS:
            self.identifier(label, value, source)
        elif known.startswith(labels.CRYPTO):
            currency = known.removeprefix(labels.CRYPTO).strip(" -").upper()
            self.builder.identifier(Identifier(IdentifierType.CRYPTO_ADDRESS, value, note=currency or None), source)
        elif known in labels.BIRTH_DATE:
            self.birth_date(value, source)
        elif known in labels.BIRTH_PLACE:
            self.birth_place(value)
        elif labels.is_remark(known):
            self.builder.remark(f"{label} {value}".strip())
        else:
            self._special(known, value, source)

    def _special(self, known: str, value: str, source: str) -> None:
        if known in labels.NATIONALITY:
            self.country(value, CountryRelation.NATIONALITY, known, source)
        elif known in labels.CITIZENSHIP:
            self.country(value, CountryRelation.CITIZENSHIP, known, source)
        elif known in labels.REGISTERED_IN:
            self.country(value, CountryRelation.REGISTRATION, known, source)
        elif known in labels.FLAG:
            self.country(value, CountryRelation.FLAG, known, source)
        elif known == labels.GENDER:
            self.builder.gender = self.record.choice("Gender", value, _GENDERS)
        elif known in labels.TITLE:
            self.builder.position(value)
        elif known == labels.LINKED_TO:
            self._linked_to(value)
        elif known == labels.VESSEL_OWNER:
            self.builder.relation(Relation("Vessel owner", value))
        else:
            raise self.record.problem(known, f"a label that fits no fact, with the value {value!r}")

    def _linked_to(self, name: str) -> None:
        """Tie the party to another by name. The full stop that closes a remark may be the last of "CO." as well."""
        if name not in self.references and f"{name}." in self.references:
            name = f"{name}."
        reference = self.references.get(name)
        self.builder.relation(Relation("Linked To", name, f"{self.builder.list_id}:{reference}" if reference else None))

    def identifier(self, label: str, value: str, source: str) -> None:
        """Add an identifier whose value may go on with `(Country)` and `issued` and `expires` dates."""
        type_ = labels.IDENTIFIERS[labels.key(label)]
        validity = _VALIDITY.fullmatch(value)
        number, until = (validity[1], self._validity(validity[2])) if validity and validity[1] else (value, "")
        country = None
        in_brackets = _IN_BRACKETS.fullmatch(number) if type_ is not IdentifierType.PHONE else None
        if in_brackets and labels.key(label) == "matricula mercantil no" and not COUNTRIES.known(in_brackets[2]):
            number, until = in_brackets[1], "; ".join(part for part in (in_brackets[2], until) if part)
        elif in_brackets:
            country = COUNTRIES.code(in_brackets[2], self.record, label)
            if country or in_brackets[2] == "undetermined":
                number = in_brackets[1]
        self.document(label, number, country, until, source)

    def _validity(self, text: str) -> str:
        """The dates of issue and expiry in ISO form: "issued 2010-07-18; expires 2015-07-18"."""
        found = _ISSUED_OR_EXPIRES.findall(text)
        try:
            return "; ".join(f"{'issued' if word == 'issued' else 'expires'} {dates.parse(day)[0]}" for word, day in found)
        except ValueError as error:
            raise self.record.problem("document", str(error)) from None

    def document(self, label: str, number: str, country: str | None, validity: str, source: str) -> None:
        """Add an identifier whose parts are known. The label is its note unless the type says the same."""
        type_ = labels.IDENTIFIERS[labels.key(label)]
        imo = _IMO.fullmatch(number)
        if imo:
            type_, number = IdentifierType.IMO, imo[1]
        elif labels.key(label) == "legal entity number" and _LEI.fullmatch(number):
            type_ = IdentifierType.LEI
        note = "; ".join(part for part in ("" if type_ in _SELF_EVIDENT or labels.key(label) == type_.value else label, validity) if part)
        self.builder.identifier(Identifier(type_, " ".join(number.split()), country, note.replace("’", "'") or None), source)

    def birth_date(self, text: str, source: str) -> None:
        """Add a birth date in OFAC's wording. A span that the data model can hold only wider stands in the remarks as written."""
        try:
            value, exact = dates.parse(text)
        except ValueError as error:
            raise self.record.problem("DOB", str(error)) from None
        self.builder.birth_date(value, source)
        if not exact:
            self.builder.remark(f"DOB {text}")

    def birth_place(self, text: str) -> None:
        """Add a birth place, and the country of birth where its last part names one."""
        self.builder.birth_place(text)
        for start in [0, *(comma.end() for comma in re.finditer(", ", text))]:
            code = COUNTRIES.known(text[start:])
            if code:
                self.builder.country(code, CountryRelation.BIRTH)
                break

    def country(self, text: str, relation: CountryRelation, field: str, source: str) -> None:
        """Add a country; a text that names none the tables know is kept in the remarks, and reported."""
        code, self.builder.place = COUNTRIES.code(text, self.record, field), source
        self.builder.country(code, relation)
        if code is None:
            self.builder.remark(f"{relation.value} {text}")

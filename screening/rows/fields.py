"""The fields a column of a customer file can hold, and how many columns may hold each."""

from __future__ import annotations

from typing import NamedTuple

from screening.party import IdentifierType


class FieldOf(NamedTuple):
    """One field: its name, what it is for, in one sentence, and whether several columns may hold it."""

    name: str
    meaning: str
    several: bool = False


_NAMES = (
    FieldOf("name", "The whole name of a person or organisation, in any order and script."),
    FieldOf("first_name", "Given names, where the file keeps the parts of a name apart.", several=True),
    FieldOf("middle_name", "Middle names or patronymic.", several=True),
    FieldOf("last_name", "Surnames; several columns are put one after the other.", several=True),
    FieldOf("other_names", "Further names of the same party, apart by semicolons; the best of all counts.", several=True),
)
_FACTS = (
    FieldOf("kind", "individual, entity, vessel or aircraft, or a usual word for one of them."),
    FieldOf("birth_date", "A date or year of birth."),
    FieldOf(
        "countries", "Nationality, residence, registration: codes of two or three letters or names, apart by semicolons.", several=True
    ),
    FieldOf("reference", "The client's own reference, returned untouched."),
)
IDENTIFIERS: tuple[str, ...] = tuple(IdentifierType)
"""Fields that hold a number of a document or registry, by its type."""

FIELDS: tuple[FieldOf, ...] = (
    *_NAMES,
    *_FACTS,
    *(FieldOf(kind, f"An identifier of type {kind}.", several=True) for kind in IDENTIFIERS),
)
"""Every field, in the order in which they are shown."""

BY_NAME = {field.name: field for field in FIELDS}

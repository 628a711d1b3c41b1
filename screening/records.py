"""Designated parties to JSON and back: the form in which an index and an edition keep them.

Canonical: keys sorted, no spaces, fields with their default value left out, so that equal parties have equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any

from screening.dates import PartialDate
from screening.party import (
    Address,
    AliasStrength,
    CountryRelation,
    DesignatedParty,
    Designation,
    Identifier,
    IdentifierType,
    ListedName,
    Measure,
    NameKind,
    NameOrigin,
    PartyCountry,
    PartyKind,
    Provenance,
    Relation,
)


def party_to_json(party: DesignatedParty) -> bytes:
    """Return the canonical JSON (UTF-8) of a party."""
    return json.dumps(plain_value(party), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def party_from_json(data: bytes) -> DesignatedParty:
    """Read what `party_to_json` wrote. Raises `ValueError` or `TypeError` for anything else."""
    record = json.loads(data)
    return DesignatedParty(**{name: _FIELDS.get(name, _as_is)(value) for name, value in record.items()})


def plain_value(value: Any) -> Any:
    """Return a value of the model (a party, or any part of one) as JSON has it."""
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [plain_value(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        plain = {}
        for item in fields(value):
            content = getattr(value, item.name)
            if item.default is MISSING or content != item.default:
                plain[item.name] = plain_value(content)
        return plain
    return value


def _as_is(value: Any) -> Any:
    return value


def _each(read: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda values: tuple(read(value) for value in values)


def _record(made: type[Any], /, **readers: Callable[[Any], Any]) -> Callable[[Mapping[str, Any]], Any]:
    return lambda record: made(**{name: readers.get(name, _as_is)(value) for name, value in record.items()})


_FIELDS: dict[str, Callable[[Any], Any]] = {
    "kind": PartyKind,
    "names": _each(_record(ListedName, kind=NameKind, strength=AliasStrength, origin=NameOrigin)),
    "birth_dates": _each(PartialDate.parse),
    "birth_places": tuple,
    "countries": _each(_record(PartyCountry, relation=CountryRelation)),
    "identifiers": _each(_record(Identifier, type=IdentifierType)),
    "addresses": _each(_record(Address)),
    "positions": tuple,
    "designations": _each(
        _record(
            Designation,
            measures=_each(Measure),
            listed_on=PartialDate.parse,
            amended_on=_each(PartialDate.parse),
            ended_on=PartialDate.parse,
        )
    ),
    "relations": _each(_record(Relation)),
    "provenance": _each(_record(Provenance)),
}

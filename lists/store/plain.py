"""Sources, editions and files to JSON and back, as the database and a bundle keep them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from lists.incoming import SourceFile
from lists.source import ListEdition, ListSource, PartyCounts


def to_json(value: Any) -> str:
    """Canonical JSON: keys sorted, no spaces, dates as ISO 8601."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_iso)


def source_to_json(source: ListSource) -> str:
    """Write a source."""
    return to_json(asdict(source))


def source_from_json(text: str) -> ListSource:
    """Read what `source_to_json` wrote. Raises `ValueError`, `TypeError` or `KeyError` for anything else."""
    facts = json.loads(text)
    facts["announced_on"] = _day(facts["announced_on"])
    facts["named"] = PartyCounts(**facts["named"])
    facts["announced"] = None if facts["announced"] is None else PartyCounts(**facts["announced"])
    return ListSource(**facts)


def edition_to_json(edition: ListEdition) -> str:
    """Write an edition."""
    return to_json(asdict(edition))


def edition_from_json(text: str) -> ListEdition:
    """Read what `edition_to_json` wrote. Raises `ValueError`, `TypeError` or `KeyError` for anything else."""
    facts = json.loads(text)
    facts["published"] = _day(facts["published"])
    return ListEdition(**facts)


def files_to_json(files: Iterable[SourceFile]) -> str:
    """Write source files."""
    return to_json([asdict(file) for file in files])


def files_from_json(text: str) -> tuple[SourceFile, ...]:
    """Read what `files_to_json` wrote. Raises `ValueError` or `TypeError` for anything else."""
    return tuple(SourceFile(**file) for file in json.loads(text))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _iso(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no form in JSON")

"""Seeded lists as designated parties and editions: read, check, build; all of them or none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from lists.documents import SourceDocument, read_documents
from lists.editions import edition_id
from lists.errors import InvalidListFile, ListProblem
from lists.seeded.checks import check_seeded
from lists.seeded.reading import SeededEntry, SeededFile, read_curated, read_lists
from lists.source import ListEdition, ListInForce, ListSource
from screening.dates import PartialDate
from screening.errors import InvalidParty
from screening.party import DesignatedParty, Designation, ListedName, NameKind, PartyKind, Provenance

Curated = Mapping[str, tuple[ListedName, ...]]


@dataclass(frozen=True, slots=True)
class SeededList:
    """One seeded list as loaded: what it is, its edition, and its parties in id order."""

    source: ListSource
    edition: ListEdition
    parties: tuple[DesignatedParty, ...]

    @property
    def in_force(self) -> ListInForce:
        """The list without its parties, as an index names it."""
        return ListInForce(self.source, self.edition)


def load_seeded(lists_folder: Traversable | None = None, documents_folder: Traversable | None = None) -> tuple[SeededList, ...]:
    """Load every seeded list, in id order.

    The folders default to those of the installed packages. Raises `InvalidListFile`, with every file, entry and reason, when
    a file cannot be read, holds an unknown field, or breaks a rule of `lists.seeded.checks`; nothing is loaded then.
    """
    return seeded_lists(read_documents(documents_folder), lists_folder)


def seeded_lists(documents: Mapping[str, SourceDocument], lists_folder: Traversable | None = None) -> tuple[SeededList, ...]:
    """Load every seeded list against records of source documents already read; otherwise as `load_seeded`."""
    place = lists_folder if lists_folder is not None else files("lists.seeded")
    found, curated = read_lists(place), read_curated(place)
    problems = check_seeded(found, curated, documents)
    if problems:
        raise InvalidListFile(problems)
    names = {party.reference: party.names for party in curated}
    return tuple(_seeded(one, names, documents[one.document]) for one in found)


def _seeded(one: SeededFile, curated: Curated, document: SourceDocument) -> SeededList:
    parties = [_party(one, entry, curated.get(entry.reference, ()), document) for entry in one.entries]
    parties.sort(key=lambda party: party.id)
    return SeededList(one.source, _edition(one, curated, parties), tuple(parties))


def _party(one: SeededFile, entry: SeededEntry, curated: tuple[ListedName, ...], document: SourceDocument) -> DesignatedParty:
    day = one.announced_on
    try:
        return DesignatedParty(
            list_id=one.source.id,
            reference=entry.reference,
            kind=entry.kind,
            names=(ListedName(entry.name, NameKind.PRIMARY), *curated),
            positions=tuple(position.text for position in entry.positions),
            designations=(
                Designation(
                    measures=entry.measures,
                    listed_on=PartialDate(day.year, day.month, day.day),
                    basis=entry.basis,
                    statement=document.pointer(entry.statement),
                ),
            ),
            remarks=entry.remarks,
            provenance=_provenance(entry, document),
        )
    except InvalidParty as error:
        raise InvalidListFile(ListProblem(one.label, entry.reference, str(problem)) for problem in error.problems) from error


def _provenance(entry: SeededEntry, document: SourceDocument) -> tuple[Provenance, ...]:
    facts = [Provenance("/names/0", document.pointer(entry.statement))]
    facts += [Provenance("/designations/0/measures", document.pointer(entry.measures_statement))]
    facts += [Provenance(f"/positions/{number}", document.pointer(position.statement)) for number, position in enumerate(entry.positions)]
    return tuple(facts)


def _edition(one: SeededFile, curated: Curated, parties: list[DesignatedParty]) -> ListEdition:
    digest = content_hash(one, curated)
    source = one.source
    return ListEdition(
        list_id=source.id,
        id=edition_id(one.announced_on, digest),
        published=one.announced_on,
        sha256=digest,
        individuals=sum(party.kind is PartyKind.INDIVIDUAL for party in parties),
        entities=sum(party.kind is PartyKind.ENTITY for party in parties),
        names=sum(len(party.names) for party in parties),
        named=source.named.parties,
        announced=source.announced.parties if source.announced else None,
    )


def content_hash(one: SeededFile, curated: Curated) -> str:
    """SHA-256 (hex) of a list's content: canonical JSON of its source, its entries by reference, and their curated names.

    Layout, comments and the order of entries and of keys do not change it; any fact does.
    """
    entries = sorted(one.entries, key=lambda entry: entry.reference)
    content = {
        "source": {name: _plain(value) for name, value in asdict(one.source).items()},
        "entries": [asdict(entry) for entry in entries],
        "curated": {entry.reference: [asdict(name) for name in curated.get(entry.reference, ())] for entry in entries},
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_date)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    # Seeded lists hold people and organisations alone: kinds without a party are no facts of theirs.
    return {name: count for name, count in value.items() if name in ("individuals", "entities")} if isinstance(value, dict) else value


def _date(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no canonical form")

"""What an edition is made of: the set of its parties' records, each known by its hash. Equal sets are the same edition."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lists.source import ListEdition, ListSource, PartyCounts
from screening.party import DesignatedParty
from screening.records import party_to_json

DIGITS_IN_ID = 8


@dataclass(frozen=True, slots=True)
class Member:
    """A party in an edition: the source's own reference, its canonical JSON, and the SHA-256 (hex) of that."""

    reference: str
    hash: str
    content: bytes


def members_of(parties: Iterable[DesignatedParty]) -> tuple[Member, ...]:
    """Return the parties as members, in the order of their references."""
    members = []
    for party in parties:
        content = party_to_json(party)
        members.append(Member(party.reference, hashlib.sha256(content).hexdigest(), content))
    return tuple(sorted(members, key=lambda member: member.reference))


def content_address(list_id: str, members: Iterable[tuple[str, str]]) -> str:
    """SHA-256 (hex) over the list's id and the (reference, hash) of every member, whatever order they come in."""
    digest = hashlib.sha256(f"{list_id}\n".encode())
    for reference, record in sorted(members):
        digest.update(f"{reference}\t{record}\n".encode())
    return digest.hexdigest()


def with_records(members_sha256: str, members: int, records: int) -> str:
    """The hash of an edition: that of its set of members, and, where the source holds more records than members, of their number too.

    So what is said of an edition's completeness stays true: when a record that was left out vanishes, that is another edition.
    """
    if records == members:
        return members_sha256
    return hashlib.sha256(f"{members_sha256}\n{records}\n".encode()).hexdigest()


def edition_id(day: date, sha256: str) -> str:
    """The id of an edition: the day it was published (or, where the file states none, first loaded) and the first digits of its hash."""
    return f"{day.isoformat()}-{sha256[:DIGITS_IN_ID]}"


def edition_of(
    source: ListSource,
    parties: Iterable[DesignatedParty],
    sha256: str,
    *,
    published: date | None,
    today: date,
    records: int,
    excluded: int,
) -> ListEdition:
    """Describe an edition read from its publisher's file."""
    held = tuple(parties)
    counts = PartyCounts.of(held)
    return ListEdition(
        list_id=source.id,
        id=edition_id(published or today, sha256),
        published=published,
        sha256=sha256,
        individuals=counts.individuals,
        entities=counts.entities,
        vessels=counts.vessels,
        aircraft=counts.aircraft,
        names=sum(len(party.names) for party in held),
        named=counts.parties,
        announced=None,
        records=records,
        excluded=excluded,
    )

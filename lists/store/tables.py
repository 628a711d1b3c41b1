"""Tables of the lists. Rows of all but `list_files` and `list_exclusions` are written once and never changed.

A party's record is kept once, under the hash of its content; an edition is a set of such records. What is in force is the newest
row of `lists_in_force` of each list, and what was in force at some moment the newest one up to it.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from lists.database import Moment, metadata

LIST_ID_LENGTH, EDITION_ID_LENGTH, HASH_LENGTH, REFERENCE_LENGTH, WORD_LENGTH, PERSON_LENGTH = 63, 40, 64, 300, 20, 200

_Counter = BigInteger().with_variant(Integer, "sqlite")

listed_parties = Table(
    "listed_parties",
    metadata,
    Column("number", _Counter, primary_key=True, autoincrement=True),
    Column("list_id", String(LIST_ID_LENGTH), nullable=False),
    Column("reference", String(REFERENCE_LENGTH), nullable=False),
    Column("hash", String(HASH_LENGTH), nullable=False),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("hash"),
    Index(None, "list_id", "reference"),
)
"""Every state of every party: its canonical JSON (`screening.records`), and the SHA-256 of that."""

list_editions = Table(
    "list_editions",
    metadata,
    Column("number", _Counter, primary_key=True, autoincrement=True),
    Column("list_id", String(LIST_ID_LENGTH), nullable=False),
    Column("id", String(EDITION_ID_LENGTH), nullable=False),
    Column("sha256", String(HASH_LENGTH), nullable=False),
    Column("members_sha256", String(HASH_LENGTH), nullable=False),
    Column("loaded_at", Moment, nullable=False),
    Column("edition", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("files", Text, nullable=False),
    Column("report", Text, nullable=False),
    UniqueConstraint("list_id", "id"),
    UniqueConstraint("list_id", "sha256"),
)
"""Every edition that passed the gate. `edition`, `source`, `files` and `report` are JSON; `members_sha256` proves the set of records."""

list_edition_parties = Table(
    "list_edition_parties",
    metadata,
    Column("edition", _Counter, ForeignKey(list_editions.c.number), primary_key=True, autoincrement=False),
    Column("party", _Counter, ForeignKey(listed_parties.c.number), primary_key=True, autoincrement=False),
    Index(None, "party"),
    sqlite_with_rowid=False,
)
"""Which records an edition is made of."""

lists_in_force = Table(
    "lists_in_force",
    metadata,
    Column("number", _Counter, primary_key=True, autoincrement=True),
    Column("list_id", String(LIST_ID_LENGTH), nullable=False),
    Column("edition", _Counter, ForeignKey(list_editions.c.number)),
    Column("since", Moment, nullable=False),
    Column("how", String(WORD_LENGTH), nullable=False),
    Column("reason", Text),
    Column("by", String(PERSON_LENGTH), nullable=False),
    Index(None, "list_id"),
    sqlite_autoincrement=True,
)
"""What came into force when, how (load, rollback ...), by whom and why. Without an edition: the list was withdrawn."""

list_attempts = Table(
    "list_attempts",
    metadata,
    Column("number", _Counter, primary_key=True, autoincrement=True),
    Column("list_id", String(LIST_ID_LENGTH), nullable=False),
    Column("at", Moment, nullable=False),
    Column("what", String(WORD_LENGTH), nullable=False),
    Column("result", String(WORD_LENGTH), nullable=False),
    Column("edition", _Counter, ForeignKey(list_editions.c.number)),
    Column("report", Text, nullable=False),
    Column("by", String(PERSON_LENGTH), nullable=False),
    Index(None, "list_id"),
    sqlite_autoincrement=True,
)
"""Every fetch and load and how it ended: in force, unchanged, quarantined or failed, with its report (JSON)."""

list_files = Table(
    "list_files",
    metadata,
    Column("list_id", String(LIST_ID_LENGTH), primary_key=True),
    Column("address", String(500), primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("sha256", String(HASH_LENGTH), nullable=False),
    Column("fetched_at", Moment, nullable=False),
)
"""What the publisher's server said about the file last fetched and loaded, for asking again only when it changed."""

list_exclusions = Table(
    "list_exclusions",
    metadata,
    Column("number", _Counter, primary_key=True, autoincrement=True),
    Column("list_id", String(LIST_ID_LENGTH), nullable=False),
    Column("reference", String(REFERENCE_LENGTH), nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(PERSON_LENGTH), nullable=False),
    Column("at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("ended_by", String(PERSON_LENGTH)),
    Index(None, "list_id"),
    sqlite_autoincrement=True,
)
"""The ledger of deliberate exclusions: which entry, why, who, when, and until when."""

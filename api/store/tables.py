"""Tables of the service's records. Those of the lists are defined in `lists`; all share `lists.database.metadata`.

`records` is written once and never changed: `facts` (canonical JSON, nothing personal) says everything the other columns repeat
for finding, and the hash of `content` (what is personal, encrypted with the key of its subject). `chain` links the hashes of the
records; `pending` names those not yet linked. Destroying the key of a subject leaves all of that as it is.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

import lists.store.tables  # noqa: F401 (its tables join `metadata`)
from lists.database import Moment, metadata

__all__ = [
    "api_keys",
    "chain",
    "checkpoints",
    "deployment",
    "documents",
    "holds",
    "idempotency",
    "job_files",
    "job_tasks",
    "jobs",
    "metadata",
    "pending",
    "records",
    "subjects",
]

UUID_LENGTH, HASH_LENGTH, TENANT_LENGTH, CALLER_LENGTH = 36, 64, 64, 200
KEY_ID_LENGTH, KEY_NAME_LENGTH = 12, 64
DEFAULT_TENANT = "default"
"""The tenant of everything recorded where tenants are not told apart."""

_Counter = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts by itself in a column of this exact type alone

subjects = Table(
    "subjects",
    metadata,
    Column("id", String(UUID_LENGTH), primary_key=True),
    Column("tenant", String(TENANT_LENGTH), nullable=False),
    Column("reference_hash", String(HASH_LENGTH)),
    Column("key", LargeBinary),
    Column("created_at", Moment, nullable=False),
    Column("erased_at", Moment),
    UniqueConstraint("tenant", "reference_hash"),
)
"""Whom records are about: the hash (keyed) of the client's reference, and the key (wrapped) of what is personal; both go on erasure."""

documents = Table(
    "documents",
    metadata,
    Column("hash", String(HASH_LENGTH), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("content", Text, nullable=False),
)
"""What many records refer to by hash, kept once: policies, and bases (engine, index, list editions)."""

records = Table(
    "records",
    metadata,
    Column("id", String(UUID_LENGTH), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("tenant", String(TENANT_LENGTH), nullable=False),
    Column("caller", String(CALLER_LENGTH), nullable=False),
    Column("at", Moment, nullable=False),
    Column("facts", Text, nullable=False),
    Column("hash", String(HASH_LENGTH), nullable=False),
    Column("subject", String(UUID_LENGTH), ForeignKey(subjects.c.id)),
    Column("content", LargeBinary),
    Column("outcome", String(10)),
    Column("policy", String(HASH_LENGTH), ForeignKey(documents.c.hash)),
    Column("basis", String(HASH_LENGTH), ForeignKey(documents.c.hash)),
    Column("batch", String(UUID_LENGTH)),
    Index(None, "tenant", "kind", "id"),
    Index(None, "tenant", "outcome", "id"),
    Index(None, "subject"),
    Index(None, "batch"),
    Index(None, "at"),
)
"""Everything that happened: screenings, batches, and acts of administration."""

pending = Table(
    "pending",
    metadata,
    Column("number", _Counter, primary_key=True, autoincrement=True),
    Column("record", String(UUID_LENGTH), ForeignKey(records.c.id), nullable=False, unique=True),
    sqlite_autoincrement=True,
)
"""Records the chain does not hold yet, in the order in which they will enter it."""

chain = Table(
    "chain",
    metadata,
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("record", String(UUID_LENGTH), ForeignKey(records.c.id), nullable=False, unique=True),
    Column("link", String(HASH_LENGTH), nullable=False),
)
"""Every record once, from sequence 1 without a gap; each link is the hash of the one before it and of the record."""

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("statement", Text, nullable=False),
    Column("signature", String(100), nullable=False),
    Column("key", String(HASH_LENGTH), nullable=False),
)
"""Signed statements of how long the chain was at a moment, and its last link; `key` is the hash of the public key."""

holds = Table(
    "holds",
    metadata,
    Column("id", String(UUID_LENGTH), primary_key=True),
    Column("subject", String(UUID_LENGTH), ForeignKey(subjects.c.id), nullable=False, index=True),
    Column("tenant", String(TENANT_LENGTH), nullable=False),
    Column("reason", Text, nullable=False),
    Column("placed_at", Moment, nullable=False),
    Column("placed_by", String(CALLER_LENGTH), nullable=False),
    Column("lifted_at", Moment),
    Column("lifted_by", String(CALLER_LENGTH)),
)
"""Legal holds: as long as one stands, nothing of its subject is erased or expires."""

idempotency = Table(
    "idempotency",
    metadata,
    Column("tenant", String(TENANT_LENGTH), primary_key=True),
    Column("caller", String(CALLER_LENGTH), primary_key=True),
    Column("key", String(HASH_LENGTH), primary_key=True),
    Column("body", String(HASH_LENGTH), nullable=False),
    # A key is claimed before its record is written: the reference is checked at the end of the transaction.
    Column("record", String(UUID_LENGTH), ForeignKey(records.c.id, deferrable=True, initially="DEFERRED"), nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)
"""Which record answered a request that named an idempotency key; key and body as keyed hashes."""

deployment = Table(
    "deployment",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
"""What must stay the same as long as the database lives: the hashes of the keys it was written with."""

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(KEY_ID_LENGTH), primary_key=True),
    Column("tenant", String(TENANT_LENGTH), nullable=False),
    Column("name", String(KEY_NAME_LENGTH), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("hash", String(HASH_LENGTH), nullable=False),
    Column("roles", String(200), nullable=False),
    Column("rate", Integer),
    Column("created_at", Moment, nullable=False),
    Column("created_by", String(CALLER_LENGTH), nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("last_used_at", Moment),
    UniqueConstraint("tenant", "name", "generation"),
)
"""API keys, never deleted: `name` is the client's, `generation` counts its rotations. A name that was used is never given again."""

job_files = Table(
    "job_files",
    metadata,
    Column("id", String(UUID_LENGTH), primary_key=True),
    Column("tenant", String(TENANT_LENGTH), nullable=False),
    Column("caller", String(CALLER_LENGTH), nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("sha256", String(HASH_LENGTH), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    Index(None, "tenant", "id"),
)
"""Files of customers that were uploaded: the key (wrapped) each is encrypted with on disk, and (encrypted) its owner's name for it."""

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(UUID_LENGTH), primary_key=True),
    Column("tenant", String(TENANT_LENGTH), nullable=False),
    Column("caller", String(CALLER_LENGTH), nullable=False),
    Column("state", String(10), nullable=False),
    Column("file", String(UUID_LENGTH)),
    Column("created_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("expires_at", Moment, index=True),
    Column("key", LargeBinary, nullable=False),
    Column("request", LargeBinary, nullable=False),
    Column("plan", LargeBinary),
    Column("ending", LargeBinary),
    Column("callback", String(10)),
    Column("rows", Integer),
    *(
        Column(name, Integer, nullable=False)
        for name in ("rows_done", "clear", "review", "block", "error", "hits", "lines", "repeated", "chunks")
    ),
    Index(None, "tenant", "id"),
    Index(None, "state"),
)
"""Files being screened, or screened. `request`, `plan` and `ending` (JSON, encrypted with the job's key, which is wrapped) say what was
asked, what its rows are screened against and how they are read, and how it ended."""

job_tasks = Table(
    "job_tasks",
    metadata,
    Column("job", String(UUID_LENGTH), ForeignKey(jobs.c.id), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("tenant", String(TENANT_LENGTH), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("due_at", Moment),
    Column("lease", String(UUID_LENGTH)),
    Column("attempts", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("done_at", Moment),
    Column("input", LargeBinary),
    Column("output", LargeBinary),
    Index(None, "due_at", "rank", "number"),
    Index(None, "lease"),
)
"""What workers do for jobs, a piece each. A task may be taken from `due_at` on: when it is leased that is when the lease ends, and None
once nobody is to do it any more. `input` and `output` are encrypted with the job's key."""

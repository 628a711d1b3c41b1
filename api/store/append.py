"""Appending records: the rows of one transaction."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from api.proof.canonical import canonical, spliced
from api.proof.keys import Keys, encrypt
from api.store.dialect import insert_new, insert_or_ignore, one_or_many
from api.store.entry import Document, Entry
from api.store.subjects import Asked, Subject, subjects_for
from api.store.tables import documents, idempotency, pending, records
from api.wire.moments import stamp

FORMAT = 2
"""Form of the facts; a change of it is a new number, so that old records stay readable. Those of form 1 have no authentication code."""

CODE = "mac"
"""The fact that authenticates all others."""

CONTENT_FORM = "zlib, AES-256-GCM"


# Built once: building a statement costs more than carrying it out.
_INSERT_RECORDS, _INSERT_PENDING = records.insert(), pending.insert()
_INSERT_BOTH = pending.insert().from_select(
    ["record"],
    select(records.insert().values({each.name: bindparam(each.name) for each in records.c}).returning(records.c.id).cte("recorded")),
)


class Stored(NamedTuple):
    """What became of an entry: the id of the record, and whether it was there before under the same idempotency key.

    `same_body` is False when that earlier request had another body: nothing was recorded then.
    """

    id: str
    repeated: bool = False
    same_body: bool = True


def append(connection: Connection, keys: Keys, entries: Sequence[Entry], known: set[str]) -> list[Stored]:
    """Record every entry within the caller's transaction; say what became of each, in order.

    `known` are hashes of documents that are certainly in the database. Raises what the driver raises.
    """
    outcomes = _claimed(connection, entries)
    repeated = {entry.id for entry in entries if outcomes[entry.id].repeated}
    # Nor are the screenings of a batch recorded again.
    fresh = [entry for entry in entries if entry.id not in repeated and entry.batch not in repeated]
    if fresh:
        _insert_documents(connection, fresh, known)
        about = [entry for entry in fresh if entry.content is not None]
        asked = [Asked(entry.caller.tenant, entry.reference, entry.at) for entry in about]
        found = subjects_for(connection, keys, asked) if asked else []
        subject_of = {entry.id: subject for entry, subject in zip(about, found, strict=True)}
        _insert_records(connection, [_row(keys, entry, subject_of.get(entry.id)) for entry in fresh])
    return [outcomes[entry.id] for entry in entries]


def _claimed(connection: Connection, entries: Sequence[Entry]) -> dict[str, Stored]:
    """Claim the idempotency keys of the entries; an entry whose key was claimed before is answered with that record."""
    outcomes = {entry.id: Stored(entry.id) for entry in entries}
    # In one order whoever claims them: two transactions that wait for each other's keys would never end.
    for entry in sorted((entry for entry in entries if entry.idempotency), key=lambda entry: str(entry.idempotency)):
        outcomes[entry.id] = _claim(connection, entry)
    return outcomes


def _claim(connection: Connection, entry: Entry) -> Stored:
    key, body, expires_at = entry.idempotency or ("", "", entry.at)
    row = {"tenant": entry.caller.tenant, "caller": entry.caller.name, "key": key}
    values = {"body": body, "record": entry.id, "expires_at": expires_at}
    if insert_new(connection, idempotency, [{**row, **values}]):
        return Stored(entry.id)
    mine = [idempotency.c[name] == value for name, value in row.items()]
    held = connection.execute(select(idempotency).where(*mine).with_for_update()).one()
    if held.expires_at <= entry.at:
        connection.execute(update(idempotency).where(*mine).values(values))
        return Stored(entry.id)
    return Stored(held.record, repeated=True, same_body=held.body == body)


def _insert_documents(connection: Connection, entries: Sequence[Entry], known: set[str]) -> None:
    wanted = {document.hash: document for entry in entries for document in (entry.policy, entry.basis) if document}
    missing = [_document_row(wanted[hashed]) for hashed in sorted(set(wanted) - known)]
    if missing:
        connection.execute(insert_or_ignore(connection, documents), missing)


def _insert_records(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert records, and that they wait for their link."""
    if connection.dialect.name == "postgresql":
        connection.execute(_INSERT_BOTH, one_or_many(rows))  # one way to the server and back, not two
    else:
        connection.execute(_INSERT_RECORDS, one_or_many(rows))
        connection.execute(_INSERT_PENDING, one_or_many([{"record": row["id"]} for row in rows]))


def _document_row(document: Document) -> dict[str, str]:
    return {"hash": document.hash, "kind": document.kind, "content": document.content}


def _row(keys: Keys, entry: Entry, subject: Subject | None) -> dict[str, Any]:
    content = sealed(entry.content, subject.key, entry.id) if subject else None
    facts = {
        **entry.facts,
        "format": FORMAT,
        "kind": entry.kind,
        "id": entry.id,
        "tenant": entry.caller.tenant,
        "caller": entry.caller.name,
        "at": stamp(entry.at),
        "outcome": entry.outcome,
        "policy": entry.policy.hash if entry.policy else None,
        "basis": entry.basis.hash if entry.basis else None,
        "batch": entry.batch,
        "subject": subject.id if subject else entry.subject,
        "content": {"form": CONTENT_FORM, "sha256": hashlib.sha256(content).hexdigest()} if content else None,
    }
    text = _with_code(keys, facts)
    return {
        **{name: facts[name] for name in ("id", "kind", "tenant", "caller", "outcome", "policy", "basis", "batch", "subject")},
        "at": entry.at,
        "facts": text.decode(),
        "hash": hashlib.sha256(text).hexdigest(),
        "content": content,
    }


def _with_code(keys: Keys, facts: Mapping[str, Any]) -> bytes:
    """The canonical JSON of the facts and their code (`code_of`); each fact is written once for both."""
    before, after = (canonical({name: facts[name] for name in facts if is_before == (name < CODE)}) for is_before in (True, False))
    return spliced(before, canonical({CODE: keys.code(spliced(before, after))}), after)


def code_of(keys: Keys, facts: Mapping[str, Any]) -> str:
    """The authentication code of a record's facts: who has the database and not the keys cannot write it, and so cannot add a record."""
    return keys.code(canonical({name: value for name, value in facts.items() if name != CODE}))


def sealed(content: Any, key: bytes, record_id: str) -> bytes:
    """Encrypt a JSON value for the record `record_id`."""
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    return encrypt(key, zlib.compress(plain, 1), record_id.encode())

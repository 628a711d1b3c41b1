"""What tests of verification share: a hand behind the back of the database, and the check."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing, contextmanager

import psycopg

from api.proof import verify
from api.proof.keys import PublicKeys
from api.store.erasure import find_subject
from tests.api.store.vaults import CALLER


@contextmanager
def behind_the_back(vault):
    """A connection that no rule of the database binds, as somebody with the file or the superuser has it."""
    url = vault.engine.url
    vault.engine.dispose()
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(url.database)) as connection:
            yield lambda statement, *values: connection.execute(statement, values)
            connection.commit()
    else:
        with psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
            connection.execute("SET session_replication_role = replica")
            yield lambda statement, *values: connection.execute(statement.replace("?", "%s"), values)


def check(vault, **options):
    return verify.verify(vault.engine, vault.keys, vault.folder, **options)


def in_public(vault, **options):
    """Check as an auditor does who has the public keys alone."""
    return verify.verify(vault.engine, PublicKeys(vault.keys.trusted), vault.folder, **options)


def id_at(vault, sequence: int) -> str:
    with behind_the_back(vault) as run:
        [row] = run("SELECT record FROM chain WHERE sequence = ?", sequence).fetchall()
    return row[0]


def cleared(run, record: str) -> tuple[str, str]:
    """Make a record's outcome clear, its hash to match; return its facts before and after."""
    [[facts]] = run("SELECT facts FROM records WHERE id = ?", record).fetchall()
    edited = facts.replace('"outcome":"review"', '"outcome":"clear"')
    digest = hashlib.sha256(edited.encode()).hexdigest()
    run("UPDATE records SET facts = ?, hash = ?, outcome = 'clear' WHERE id = ?", edited, digest, record)
    return facts, edited


def inserted(run, source: str, new: str, **facts_too: object) -> None:
    """Copy a record under another id, consistent in itself but for what nobody can write without the secret."""
    [[facts]] = run("SELECT facts FROM records WHERE id = ?", source).fetchall()
    forged = json.dumps({**json.loads(facts), "id": new, **facts_too}, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(forged.encode()).hexdigest()
    columns = "kind, tenant, caller, at, subject, content, outcome, policy, basis, batch"
    run(
        f"INSERT INTO records (id, facts, hash, {columns}) SELECT ?, ?, ?, {columns} FROM records WHERE id = ?", new, forged, digest, source
    )


def subject_of(vault, reference: str) -> str:
    return find_subject(vault.engine, vault.keys, CALLER.tenant, reference)

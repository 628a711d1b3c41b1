"""What came into force on the lists, put on record: who, when, which edition, and how it came.

The lists keep a ledger of their own (`lists.store.force`), written by whatever loads them. A serving process copies it into the
records, where it becomes part of the chain: when it starts, and within seconds when an edition comes into force while it runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from api.caller import Caller
from api.store.append import append
from api.store.entry import EVENT, Entry
from api.store.tables import DEFAULT_TENANT, records
from api.store.tenants import within
from api.vault import Vault
from api.watch import Watch
from api.wire.identity import milliseconds, uuid7
from lists.database import Conflict, reading, writing
from lists.store.tables import list_editions, lists_in_force
from screening.errors import ScreeningError

IN_FORCE, WITHDRAWN = "list in force", "list withdrawn"

_AT_ONCE = 200


def note_lists(vault: Vault) -> int:
    """Put on record what came into force since it was last done; return how many acts that was.

    Several processes may do it at once: each act is recorded once. Linking them is left to the caller. Raises `DatabaseError`.
    """
    with reading(vault.engine) as connection:
        missing = [_entry(row) for row in _unrecorded(connection)]
    if not missing:
        return 0
    try:
        with writing(vault.engine) as connection:
            append(connection, vault.keys, missing[::-1], set())
    except Conflict:
        return 0  # another process was first
    return len(missing)


def keep_noting(vault: Vault, watch: Watch, log: Any) -> None:
    """Note what is in force now, and from now on whatever the watch takes up. What cannot be noted is logged, and noted next time.

    To be called before the process forks: nothing is left running.
    """
    _note(vault, log, at_once=True)
    vault.close()
    watch.heard.append(lambda _: _note(vault, log, at_once=False))


def _note(vault: Vault, log: Any, *, at_once: bool) -> None:
    try:
        if note_lists(vault) and at_once:
            vault.sealer.seal()
        elif not at_once:
            vault.sealer.notice()
    except ScreeningError as error:
        log.warning("what came into force is not on record yet", reason=str(error))


def _unrecorded(connection: Connection) -> Iterator[Row[Any]]:
    """Rows of the ledger, the newest first, down to the first one on record: they are recorded in their order, so all before it are."""
    joined = lists_in_force.outerjoin(list_editions, lists_in_force.c.edition == list_editions.c.number)
    columns: list[Any] = [lists_in_force, list_editions.c.id.label("edition_id"), list_editions.c.sha256]
    query = select(*columns).select_from(joined).order_by(lists_in_force.c.number.desc()).limit(_AT_ONCE)
    before: int | None = None
    while rows := connection.execute(query if before is None else query.where(lists_in_force.c.number < before)).all():
        known = _known(connection, [act_id(row.number, row.list_id, row.since) for row in rows])
        for row in rows:
            if act_id(row.number, row.list_id, row.since) in known:
                return
            yield row
        before = rows[-1].number


def _known(connection: Connection, ids: Sequence[str]) -> set[str]:
    found = select(records.c.id).where(within(DEFAULT_TENANT, records), records.c.id.in_(ids))
    return set(connection.execute(found).scalars())


def act_id(number: int, list_id: str, since: datetime) -> str:
    """The id of the record of a row of the ledger: a UUID of version 7 whose random bits are a hash of the row, the same for all."""
    digest = hashlib.sha256(f"{number} {list_id} {since.isoformat()}".encode()).digest()
    return str(uuid7(milliseconds(since), int.from_bytes(digest)))


def _entry(row: Row[Any]) -> Entry:
    withdrawn = row.edition is None
    facts = {
        "event": WITHDRAWN if withdrawn else IN_FORCE,
        "list": row.list_id,
        "edition": row.edition_id,
        "edition_sha256": row.sha256,
        "how": row.how,
        "reason": row.reason,
    }
    return Entry(act_id(row.number, row.list_id, row.since), EVENT, row.since, Caller(name=f"lists: {row.by}"), facts)

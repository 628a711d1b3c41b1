"""Acts of administration on record: each is a link of the chain, like any screening."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from api.access.administration import Record
from api.caller import Caller
from api.store.append import append
from api.store.entry import EVENT, Entry
from api.vault import Vault
from api.wire.identity import uuid7_at


def recorder(vault: Vault) -> Record:
    """Return what records acts in the vault, each within the transaction of the act itself: both are there, or neither."""

    def record(connection: Connection, caller: Caller, at: datetime, event: str, facts: Mapping[str, Any]) -> None:
        append(connection, vault.keys, [Entry(uuid7_at(at), EVENT, at, caller, {"event": event, **facts})], set())

    return record

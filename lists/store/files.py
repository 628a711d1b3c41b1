"""What is known of a publisher's files as last loaded, so that they are fetched again only when they changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from lists.store.tables import list_files


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """What the server said about a file (`etag` and `last_modified` verbatim, None when it did not say), and the file's SHA-256."""

    address: str
    etag: str | None
    last_modified: str | None
    sha256: str


def files_known(connection: Connection, list_id: str) -> dict[str, FetchedFile]:
    """The files of the edition in force, by address; empty when that was not fetched."""
    rows = connection.execute(select(list_files).where(list_files.c.list_id == list_id))
    return {row.address: FetchedFile(row.address, row.etag, row.last_modified, row.sha256) for row in rows}


def remember_files(connection: Connection, list_id: str, files: Iterable[FetchedFile], at: datetime) -> None:
    """Remember the files of the edition that is in force."""
    forget_files(connection, list_id)
    rows = [
        {
            "list_id": list_id,
            "address": file.address,
            "etag": file.etag,
            "last_modified": file.last_modified,
            "sha256": file.sha256,
            "fetched_at": at,
        }
        for file in files
    ]
    connection.execute(insert(list_files), rows)


def forget_files(connection: Connection, list_id: str) -> None:
    """Forget them: what is in force, or what is excluded from it, is about to change, so the next fetch must get everything."""
    connection.execute(delete(list_files).where(list_files.c.list_id == list_id))

"""Checkpoints: signed statements of how long the chain was at a moment and what its last link was.

They are kept twice: in the database, and line by line in `checkpoints.jsonl` in the data folder. Whoever cuts the end off the chain,
or builds it anew from an edited record on, cannot make the statements that were signed before agree with it. A copy kept
elsewhere (a line of that file is enough) guards against the loss of both.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from io import RawIOBase
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, select

from api.proof.canonical import canonical
from api.proof.chain import Head, head
from api.proof.errors import CheckpointFileError, NotCanonical, TornCheckpoint
from api.proof.keys import Keys, PublicKeys, is_signed
from api.store.dialect import insert_new
from api.store.tables import checkpoints
from api.wire.moments import stamp
from lists.database import reading, writing

FILE = "checkpoints.jsonl"
_LONGEST_LINE = 4096
"""More bytes than a checkpoint takes as a line."""


class Checkpoint(NamedTuple):
    """A statement (canonical JSON), its signature (base64) and the id of the key that signed it."""

    statement: str
    signature: str
    key: str

    @property
    def head(self) -> Head:
        """The end of the chain it states. Raises `ValueError` when it states none."""
        said = json.loads(self.statement)
        try:
            return Head(int(said["sequence"]), str(said["link"]))
        except (KeyError, TypeError) as error:
            raise ValueError("no checkpoint") from error

    def line(self) -> str:
        """The checkpoint as one line of JSON."""
        return json.dumps({"statement": json.loads(self.statement), "signature": self.signature, "key": self.key})


def make_checkpoint(engine: Engine, keys: Keys, folder: Path, now: datetime) -> Checkpoint | None:
    """Sign the end of the chain as it is, keep the statement in the database and the file; None when the last one already says it.

    Raises `DatabaseError`; `CheckpointFileError` when only the file could not be written.
    """
    with reading(engine) as connection:
        end, last = head(connection), last_checkpoint(connection)
    if end.sequence == (last.head.sequence if last else 0):
        return None
    statement = canonical({"format": 1, "kind": "checkpoint", "sequence": end.sequence, "link": end.link, "at": stamp(now)})
    made = Checkpoint(statement.decode(), keys.sign(statement), keys.signing_id)
    with writing(engine) as connection:
        row = {"sequence": end.sequence, "at": now, **made._asdict()}
        first = insert_new(connection, checkpoints, [row])
    if first:
        _append(folder / FILE, made)
    return made


def last_checkpoint(connection: Connection) -> Checkpoint | None:
    """Return the newest checkpoint in the database."""
    row = connection.execute(select(checkpoints).order_by(checkpoints.c.sequence.desc()).limit(1)).first()
    return Checkpoint(row.statement, row.signature, row.key) if row else None


def seconds_since(checkpoint: Checkpoint, now: datetime) -> float:
    """Seconds from the making of the checkpoint to `now`."""
    return (now - datetime.fromisoformat(json.loads(checkpoint.statement)["at"]).astimezone(UTC)).total_seconds()


def in_database(connection: Connection) -> Iterator[Checkpoint]:
    """Every checkpoint in the database, in the order of the chain."""
    for row in connection.execute(select(checkpoints).order_by(checkpoints.c.sequence)):
        yield Checkpoint(row.statement, row.signature, row.key)


def in_file(path: Path) -> Iterator[Checkpoint]:
    """Every checkpoint in a file of lines; none when there is no file.

    Raises `CheckpointFileError` naming the line at fault; `TornCheckpoint`, after all others, when that is an unfinished last one.
    """
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                try:
                    said = json.loads(line)
                    found = Checkpoint(canonical(said["statement"]).decode(), str(said["signature"]), str(said["key"]))
                    found.head  # noqa: B018 (raises for what is no checkpoint)
                except (ValueError, KeyError, TypeError, NotCanonical) as error:
                    if not line.endswith("\n"):
                        raise TornCheckpoint(f"{path}, line {number}: not written to its end") from error
                    raise CheckpointFileError(f"{path}, line {number}: not a checkpoint") from error
                yield found
    except (OSError, UnicodeDecodeError) as error:
        raise CheckpointFileError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _append(path: Path, checkpoint: Checkpoint) -> None:
    """Write one line whole, or leave the file as it was. What an earlier attempt left unfinished at the end goes first."""
    line = f"{checkpoint.line()}\n".encode()
    try:
        path.touch(mode=0o600)
        with path.open("r+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # other processes write here too
            end = _end_of_lines(file)
            file.truncate(end)
            file.seek(end)
            try:
                if file.write(line) != len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(file.fileno())
            except OSError:
                file.truncate(end)
                raise
    except OSError as error:
        raise CheckpointFileError(f"{path}: {error.strerror or error}") from error


def _end_of_lines(file: RawIOBase) -> int:
    """Where the last whole line ends, in bytes from the beginning. Raises `OSError` when the end of the file is none of ours."""
    start = max(file.seek(0, os.SEEK_END) - _LONGEST_LINE, 0)
    file.seek(start)
    found = (file.read(_LONGEST_LINE) or b"").rfind(b"\n")
    if start and found < 0:
        raise OSError(errno.EINVAL, "not a file of checkpoints")
    return start + found + 1


def check_signature(checkpoint: Checkpoint, keys: Keys | PublicKeys) -> str | None:
    """Say what is wrong with the checkpoint's signature, None when nothing is."""
    key = keys.trusted.get(checkpoint.key)
    if key is None:
        return f"signed with a key that is not trusted ({checkpoint.key[:16]})"
    return None if is_signed(key, checkpoint.statement.encode(), checkpoint.signature) else "its signature is not that of its statement"

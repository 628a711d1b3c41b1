"""Files encrypted on disk, in pieces, so that any part of one can be read without the rest.

Each piece is AES-256-GCM under the file's own key, bound to what the file is, to its place in it, and to whether it is the last: pieces
that were moved, cut off or taken from another file are not read.
"""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path
from secrets import token_hex
from typing import IO, Any

from api.jobs.errors import NotStored
from api.proof.keys import NONCE_LENGTH, decrypt, encrypt

PIECE = 1 << 16
"""Bytes of a piece, before it is encrypted."""

_MORE = NONCE_LENGTH + 16
"""Bytes that encryption adds to a piece: nonce and tag."""


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are not there, for their owner alone. Raises `OSError`."""
    for each in reversed((folder, *folder.parents)):
        if not each.is_dir():
            each.mkdir(mode=0o700, exist_ok=True)


def seal(source: IO[bytes], target: Path, key: bytes, bound_to: str) -> None:
    """Write what `source` holds, encrypted, to `target`, which is there whole or not at all, for its owner alone. Raises `NotStored`."""
    fresh = target.with_name(f".{target.name}.{token_hex(8)}.new")  # its own: another may be writing the same, having lost its lease
    try:
        make_private(target.parent)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            place, piece = 0, source.read(PIECE)
            while True:
                following = source.read(PIECE)
                file.write(encrypt(key, piece, _bound(bound_to, place, last=not following)))
                if not following:
                    break
                place, piece = place + 1, following
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise NotStored(f"a file could not be kept: {error.strerror or error}") from error


def unseal(path: Path, target: Path, key: bytes, bound_to: str) -> None:
    """Write what the sealed file at `path` holds to `target`, for its owner alone. Raises `NotStored`, `KeyUnusable`."""
    try:
        with SealedReader(path, key, bound_to) as source, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            shutil.copyfileobj(source, file, PIECE)
    except OSError as error:
        raise NotStored(f"a file could not be read back: {error.strerror or error}") from error


class SealedReader(io.RawIOBase):
    """Reads a sealed file from any place. Raises `OSError` when it is not there; reading raises `KeyUnusable` for what was changed."""

    def __init__(self, path: Path, key: bytes, bound_to: str) -> None:
        self._file = path.open("rb")
        self._key, self._bound_to = key, bound_to
        state = os.fstat(self._file.fileno())
        stored, self.written_ns = state.st_size, state.st_mtime_ns
        self._pieces = max(1, -(-stored // (PIECE + _MORE)))
        self.size = max(0, stored - self._pieces * _MORE)
        self._place = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._place

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place, as files do."""
        self._place = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self.size}[whence])
        return self._place

    def readinto(self, buffer: Any) -> int:
        """Read up to the end of the piece at hand."""
        number, offset = divmod(self._place, PIECE)
        if self._place >= self.size:
            return 0
        part = self._piece(number)[offset : offset + len(buffer)]
        buffer[: len(part)] = part
        self._place += len(part)
        return len(part)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()

    def _piece(self, number: int) -> bytes:
        if self._held[0] != number:
            self._file.seek(number * (PIECE + _MORE))
            sealed = self._file.read(PIECE + _MORE)
            bound = _bound(self._bound_to, number, last=number == self._pieces - 1)
            self._held = (number, decrypt(self._key, sealed, bound))
        return self._held[1]


def _bound(to: str, place: int, *, last: bool) -> bytes:
    return f"{to} {place} {'last' if last else 'more'}".encode()

"""The checkpoint of a run: a folder beside the result with what the run is, the index it rests on, and every chunk done so far.

The chunks stand one after another in a file that is only ever added to. A run that is killed leaves at most its last chunk half
written: it is cut off, and done again.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import struct
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from api.files.errors import CannotResume, CannotWrite
from api.files.survey import sha256_of

_FRAME = struct.Struct(">4sIIII")  # mark, number of the chunk, its rows, bytes that follow, their checksum
_MARK = b"chnk"
_RUN, _CHUNKS, _LOCK, _INDEX, _SEEN, _RESULT, _OVER = "run.json", "chunks", "lock", "index", "seen.db", "result", "over.json"


class Checkpoint:
    """One run's folder, held by one process at a time. `done` maps numbers of chunks to their rows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.done: dict[int, int] = {}
        self._places: dict[int, int] = {}
        self._lock: IO[bytes] | None = None
        self._file: IO[bytes] | None = None

    @classmethod
    def begin(cls, folder: Path) -> Checkpoint:
        """Make a new folder, in place of any there was. Raises `CannotWrite`."""
        found = cls(folder)
        found._hold()
        try:
            for name in (_RUN, _OVER, _CHUNKS, _INDEX):
                _remove(folder / name)
        except OSError as error:
            raise CannotWrite(f"{folder} cannot be written: {error.strerror or error}") from error
        found._open()
        return found

    def describe(self, run: Mapping[str, Any]) -> None:
        """Say what the run is (JSON values): from here on it can be resumed, so its index is there by now. Raises `CannotWrite`."""
        try:
            _write_whole(self.folder / _RUN, json.dumps(run, ensure_ascii=False).encode())
        except OSError as error:
            raise CannotWrite(f"{self.folder} cannot be written: {error.strerror or error}") from error

    @classmethod
    def resume(cls, folder: Path) -> tuple[Checkpoint, dict[str, Any]]:
        """Open a folder that a run has left; return it and what that run is. Raises `CannotResume`, `CannotWrite`."""
        try:
            run = json.loads((folder / _RUN).read_bytes())
        except (OSError, ValueError) as error:
            raise CannotResume(f"there is no checkpoint in {folder}: start without --resume") from error
        found = cls(folder)
        found._hold()
        found._open()
        found._read_chunks()
        return found, run

    def finish(self, summary: Mapping[str, Any]) -> None:
        """Note what the result will be known by, before it gets its name. Raises `CannotWrite`."""
        try:
            content = {"sha256": sha256_of(self.result), "summary": summary}
            _write_whole(self.folder / _OVER, json.dumps(content, ensure_ascii=False).encode())
        except OSError as error:
            raise CannotWrite(f"{self.folder} cannot be written: {error.strerror or error}; go on with --resume when it can") from error

    @staticmethod
    def over(folder: Path, target: Path) -> dict[str, Any] | None:
        """The summary of the run in a folder when the file `target` is its result: it was stopped before the folder was removed."""
        try:
            found = json.loads((folder / _OVER).read_bytes())
            return found["summary"] if found["sha256"] == sha256_of(target) else None
        except (OSError, ValueError):
            return None

    @property
    def index(self) -> Path:
        """Folder of the index the run rests on."""
        return self.folder / _INDEX

    @property
    def seen(self) -> Path:
        """File for the subjects seen, made anew by each process."""
        return self.folder / _SEEN

    @property
    def result(self) -> Path:
        """File in which the result is put together."""
        return self.folder / _RESULT

    def add(self, number: int, rows: int, packed: bytes) -> None:
        """Keep a chunk; on disk when this returns. Raises `CannotWrite`."""
        file = self._opened()
        try:
            place = file.seek(0, os.SEEK_END)
            file.write(_FRAME.pack(_MARK, number, rows, len(packed), zlib.crc32(packed)) + packed)
            file.flush()
            os.fsync(file.fileno())
        except OSError as error:
            raise CannotWrite(f"{self.folder} cannot be written: {error.strerror or error}; go on with --resume when it can") from error
        self.done[number], self._places[number] = rows, place

    def packed(self, number: int) -> bytes:
        """Give back a chunk that was kept."""
        file = self._opened()
        file.seek(self._places[number])
        _, _, _, size, _ = _FRAME.unpack(file.read(_FRAME.size))
        return file.read(size)

    def close(self) -> None:
        """Leave the folder for a later run."""
        for file in (self._file, self._lock):
            if file is not None:
                file.close()
        self._file = self._lock = None

    def remove(self) -> None:
        """Remove the folder: its run is over.

        What the run is goes when all that is large has gone: a kill before that leaves a run that can be told to be over, a kill after
        it leaves nothing to go on from, which a later run removes (`remove_left`).
        """
        with suppress(OSError):
            for name in (_CHUNKS, _INDEX, _SEEN, _RESULT, _RUN, _OVER, *map(_new, (_RUN, _OVER)), _LOCK):
                _remove(self.folder / name)
            self.folder.rmdir()
        self.close()

    @classmethod
    def remove_left(cls, folder: Path) -> None:
        """Remove a folder from which no run can go on: its run was killed when it had hardly begun, or was all but removed.

        A folder that a run holds, that can be gone on from, or that is of something else stays as it is.
        """
        with suppress(OSError):
            folder.rmdir()  # an empty one; any other is not removed by this
        if not (folder / _LOCK).is_file() or (folder / _RUN).exists():
            return
        left = cls(folder)
        with suppress(CannotWrite):
            left._hold()
            if (folder / _RUN).exists():
                left.close()
            else:
                left.remove()

    def _hold(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            self._lock = (self.folder / _LOCK).open("ab")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.close()
            raise CannotWrite(f"another run is writing {self.folder}") from error
        except OSError as error:
            raise CannotWrite(f"{self.folder} cannot be written: {error.strerror or error}") from error

    def _open(self) -> None:
        try:
            (self.folder / _CHUNKS).touch(mode=0o600)
            self._file = (self.folder / _CHUNKS).open("r+b")
        except OSError as error:
            raise CannotWrite(f"{self.folder} cannot be written: {error.strerror or error}") from error

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            raise CannotWrite(f"{self.folder} is closed")
        return self._file

    def _read_chunks(self) -> None:
        """Find every whole chunk, and cut off what stands behind the last one."""
        file, place = self._opened(), 0
        while len(head := file.read(_FRAME.size)) == _FRAME.size:
            mark, number, rows, size, checksum = _FRAME.unpack(head)
            packed = file.read(size) if mark == _MARK else b""
            if mark != _MARK or len(packed) < size or zlib.crc32(packed) != checksum:
                break
            self.done[number], self._places[number] = rows, place
            place = file.tell()
        file.truncate(place)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _new(name: str) -> str:
    return f"{name}.new"


def _write_whole(path: Path, content: bytes) -> None:
    fresh = path.with_name(_new(path.name))
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)

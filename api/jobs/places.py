"""Where the files of jobs lie, below the data folder: uploads and results encrypted, each tenant's in a folder of its own."""

from __future__ import annotations

import fcntl
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from api.files.kinds import FileKind
from api.jobs.errors import NotStored
from api.jobs.sealed import make_private

_LOCK = "lock"

YOUNG_SECONDS = 3600.0
"""A file that nothing in the database mentions may be about to be mentioned; after that long it is not."""


class Places:
    """The folders of jobs in one data folder."""

    def __init__(self, data: Path) -> None:
        self._root = data / "jobs"

    @property
    def arriving(self) -> Path:
        """Folder of uploads that are still arriving: each is gone with its request."""
        return self._made(self._root / "arriving")

    def upload(self, tenant: str, file_id: str) -> Path:
        """Where an uploaded file is kept."""
        return self._root / "files" / tenant / file_id

    def result(self, tenant: str, job_id: str, kind: FileKind) -> Path:
        """Where a result is kept."""
        return self._root / "results" / tenant / f"{job_id}.{kind}"

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for what has to lie in the plain while it is worked on, for its owner alone; removed at the end. Raises `NotStored`."""
        try:
            folder = Path(mkdtemp(dir=self._made(self._root / "scratch")))
            lock = (folder / _LOCK).open("wb")
        except OSError as error:
            raise NotStored(f"{self._root} cannot be written: {error.strerror or error}") from error
        try:
            with lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def remove_left(self, now: float | None = None) -> None:
        """Remove what processes that were killed have left in the plain: of workers at once, of uploads when nothing arrives any more."""
        for folder in (self._root / "scratch").glob("*"):
            if _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)
        for path in _not_young((self._root / "arriving").glob("*"), now):
            path.unlink(missing_ok=True)

    def strays(self, now: float | None = None) -> Iterator[tuple[str, str, Path]]:
        """Every upload and result that is not young: ``files`` or ``results``, the id in its name, and its path."""
        for kind in ("files", "results"):
            for path in _not_young((self._root / kind).glob("*/*"), now):
                yield kind, path.name.lstrip(".").partition(".")[0], path

    @staticmethod
    def _made(folder: Path) -> Path:
        try:
            make_private(folder)
        except OSError as error:
            raise NotStored(f"{folder} cannot be written: {error.strerror or error}") from error
        return folder


def _not_young(paths: Iterable[Path], now: float | None) -> Iterator[Path]:
    before = (time.time() if now is None else now) - YOUNG_SECONDS
    for path in paths:
        try:
            young = path.stat().st_mtime >= before
        except FileNotFoundError:
            continue  # gone meanwhile
        if not young:
            yield path


def _is_left(folder: Path) -> bool:
    try:
        with (folder / _LOCK).open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    except FileNotFoundError:
        return folder.is_dir() and folder.stat().st_mtime < time.time() - YOUNG_SECONDS
    except OSError:
        return False  # somebody works in it

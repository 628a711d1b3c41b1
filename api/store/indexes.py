"""The indexes that answered, kept so that any past answer can be given again on exactly the same one.

Each lies in a folder named by its hash, written before the first record that rests on it, never changed.
"""

from __future__ import annotations

import re
import shutil
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

from screening import Index
from screening.errors import IndexFileError

_OPEN_AT_ONCE = 4
_HASH = re.compile(r"[0-9a-f]{64}")


class IndexFolder:
    """The folder of kept indexes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: set[str] = set()
        self.open = lru_cache(_OPEN_AT_ONCE)(self._open)

    def keep(self, index: Index) -> None:
        """Save the index unless it is there. Several processes may do so at once. Raises `IndexFileError`."""
        if index.hash in self._kept:
            return
        target = self._folder / index.hash
        if not target.exists():
            self._save(index, target)
        self._kept.add(index.hash)

    def hashes(self) -> tuple[str, ...]:
        """Hashes of the indexes there are, sorted."""
        return tuple(sorted(path.name for path in self._folder.glob("*") if _HASH.fullmatch(path.name)))

    def _save(self, index: Index, target: Path) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            made = Path(mkdtemp(dir=self._folder, prefix=".new-"))
        except OSError as error:
            raise IndexFileError(f"{self._folder}: {error.strerror or error}") from error
        try:
            index.save(made / "index")
            (made / "index").rename(target)
        except OSError as error:
            if not target.exists():
                raise IndexFileError(f"{target}: {error.strerror or error}") from error
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def _open(self, index_hash: str) -> Index:
        """Memory-map a kept index. Raises `IndexFileError` when it is not there, damaged, or of another engine version."""
        folder = self._folder / index_hash
        if not _HASH.fullmatch(index_hash) or not folder.is_dir():
            raise IndexFileError(f"the index {index_hash[:16]} is not kept in {self._folder}")
        index = Index.open(folder)
        if index.hash != index_hash:
            raise IndexFileError(f"{folder} holds another index: {index.hash[:16]}")
        return index

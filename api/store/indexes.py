"""Any index that ever answered, to ask a past screening again on exactly the same one.

An index whose editions are all in the database is built again from them when it is asked for; one of editions that are not (lists
of the package, screened on the command line before there was a database) is kept as files, in a folder named by its hash,
written before the first record that rests on it and never changed.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

from lists.database import DatabaseError, reading
from lists.indexes import open_index
from lists.place import ListStore
from lists.store import StoredEdition, edition_named
from screening import Index
from screening.errors import IndexFileError, ListError

_OPEN_AT_ONCE = 4
_HASH = re.compile(r"[0-9a-f]{64}")
_FOLDER = "indexes"

Editions = tuple[tuple[str, str], ...]
"""List id and edition id of every list in an index, in order."""


class PastIndexes:
    """The indexes that answered."""

    def __init__(self, store: ListStore) -> None:
        self._store = store
        self._folder = store.folder / _FOLDER
        self._certain: set[str] = set()
        self.open = lru_cache(_OPEN_AT_ONCE)(self._open)

    def keep(self, index: Index) -> None:
        """Make certain that the index can be had again. Several processes may do so at once.

        Raises `IndexFileError`, `DatabaseError`.
        """
        if index.hash in self._certain:
            return
        target = self._folder / index.hash
        if not target.exists() and self._editions(index.editions) is None:
            self._save(index, target)
        self._certain.add(index.hash)

    def hashes(self) -> tuple[str, ...]:
        """Hashes of the indexes kept as files, sorted."""
        return tuple(sorted(path.name for path in self._folder.glob("*") if _HASH.fullmatch(path.name)))

    def _editions(self, wanted: Mapping[str, str]) -> dict[str, StoredEdition] | None:
        """The editions in the database; None when one of them is not there."""
        with reading(self._store.engine) as connection:
            found = {list_id: edition_named(connection, list_id, edition) for list_id, edition in sorted(wanted.items())}
        there = {list_id: edition for list_id, edition in found.items() if edition is not None}
        return there if len(there) == len(found) else None

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

    def _open(self, index_hash: str, editions: Editions) -> Index:
        """Open the index with this hash, of these editions.

        Raises `IndexFileError` when it is not to be had: its files damaged or of another engine version, an edition missing, or
        another index than it was when it is built again.
        """
        folder = self._folder / index_hash
        index = Index.open(folder) if _HASH.fullmatch(index_hash) and folder.is_dir() else self._built(index_hash, dict(editions))
        if index.hash != index_hash:
            raise IndexFileError(f"its editions give another index now ({index.hash[:16]}, not {index_hash[:16]})")
        return index

    def _built(self, index_hash: str, editions: Mapping[str, str]) -> Index:
        found = self._editions(editions)
        if not found:
            raise IndexFileError(f"index {index_hash[:16]} is not kept, and not every edition in it is in the database")
        try:
            return open_index(self._store, found)
        except (ListError, DatabaseError) as error:
            raise IndexFileError(f"index {index_hash[:16]} cannot be built again: {error}") from error

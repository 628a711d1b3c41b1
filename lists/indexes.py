"""The index of a set of editions: built once on each machine, saved beside the database, opened by every process that needs it.

A saved index lies in a folder named after everything that went into it: the content of the editions and the engine's own files.
So an index is never changed, another engine never opens it, and what is in force can be prepared before it is.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path

from lists.database import reading
from lists.errors import DamagedEdition
from lists.place import ListStore, locked
from lists.progress import Heard, Stage, counted, silent
from lists.source import ListEdition
from lists.store import StoredEdition, parties_of
from screening.errors import IndexFileError, InvalidParty
from screening.index import Index
from screening.party import DesignatedParty

KEPT = 3
"""Indexes that stay beside the one in use: whoever is about to open the one before still finds it."""

Editions = Mapping[str, StoredEdition]


@dataclass(frozen=True, slots=True)
class NewEdition:
    """An edition that is not stored yet: its description, the hash of its set of members, its parties."""

    edition: ListEdition
    members_sha256: str
    parties: Collection[DesignatedParty]


def folder_of(store: ListStore, editions: Editions) -> Path:
    """Where the index of these editions is, or would be, saved."""
    return _folder_of(store, _content(editions))


def _content(editions: Editions) -> dict[str, tuple[str, str]]:
    return {list_id: (one.edition.id, one.members_sha256) for list_id, one in editions.items()}


def _folder_of(store: ListStore, content: Mapping[str, tuple[str, str]]) -> Path:
    facts = json.dumps([engine_fingerprint(), content], sort_keys=True)
    return store.indexes / hashlib.sha256(facts.encode()).hexdigest()[:32]


@cache
def engine_fingerprint() -> str:
    """SHA-256 (hex) over every file of the engine: code and tables alike."""
    digest = hashlib.sha256()
    for name, content in sorted(_files(files("screening"), "")):
        digest.update(f"{name}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f"{prefix}/{entry.name}"
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry, name)
        elif not entry.name.endswith((".pyc", ".typed")):
            yield name, entry.read_bytes()


def prepare_index(store: ListStore, editions: Editions) -> Path:
    """Build and save the index of these editions unless it is there; return its folder.

    One process builds while others wait for it. Raises `IndexFileError`, `DamagedEdition`, `DatabaseError`, `CannotStore`.
    """
    return _prepared(store, folder_of(store, editions), lambda: build_index(store, editions))


def prepare_with(store: ListStore, editions: Editions, new: NewEdition, heard: Heard = silent) -> tuple[Path, Index]:
    """Build and save the index of these editions with a new one in the place of its list's; return its folder, and it as opened from there.

    It is the very index that `prepare_index` makes once the edition is stored. Raises `InvalidParty`, and as `prepare_index`.
    """
    list_id = new.edition.list_id
    others = {one: edition for one, edition in editions.items() if one != list_id}
    content = dict(sorted({**_content(others), list_id: (new.edition.id, new.members_sha256)}.items()))

    def build() -> Index:
        every = chain(_parties(store, others), new.parties)
        total = sum(one.edition.loaded for one in others.values()) + len(new.parties)
        return Index.build(counted(every, heard, Stage.INDEXING, total), {one: edition for one, (edition, _) in content.items()})

    folder = _folder_of(store, content)
    return folder, _opened(store, folder, build)


def _prepared(store: ListStore, folder: Path, build: Callable[[], Index]) -> Path:
    if folder.exists():
        return folder
    with locked(store.indexes / f"{folder.name}.lock"):
        if not folder.exists():
            build().save(folder)
    return folder


def open_index(store: ListStore, editions: Editions) -> Index:
    """Open the saved index of these editions; one that is missing or damaged is built (again). Raises as `prepare_index`."""
    return _opened(store, folder_of(store, editions), lambda: build_index(store, editions))


def _opened(store: ListStore, folder: Path, build: Callable[[], Index]) -> Index:
    _prepared(store, folder, build)
    try:
        return Index.open(folder)
    except IndexFileError:
        with locked(store.indexes / f"{folder.name}.lock"):
            _remove(folder)
        return Index.open(_prepared(store, folder, build))


def build_index(store: ListStore, editions: Editions) -> Index:
    """Build the index of any editions ever loaded, in memory. Raises `DamagedEdition`, `DatabaseError`."""
    try:
        return Index.build(_parties(store, editions), {list_id: one.edition.id for list_id, one in editions.items()})
    except InvalidParty as error:
        raise DamagedEdition(f"the editions cannot be indexed: {error}") from error


def _parties(store: ListStore, editions: Editions) -> Iterator[DesignatedParty]:
    with reading(store.engine) as connection:
        for one in editions.values():
            yield from parties_of(connection, one.number)


def forget_indexes(store: ListStore, in_use: Path) -> None:
    """Remove saved indexes but the one in use and the newest others. Files that a process has open stay with it."""
    try:
        found = [entry for entry in store.indexes.iterdir() if entry.is_dir() and entry != in_use]
        found.sort(key=lambda entry: entry.stat().st_mtime, reverse=True)
    except OSError:
        return  # somebody else is removing them
    for entry in found[KEPT:]:
        _remove(entry)
        (store.indexes / f"{entry.name}.lock").unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    # Out of its place first: whoever is killed here leaves no part of an index where a whole one is looked for.
    aside = folder.with_name(f".{folder.name.lstrip('.')}-gone")
    with suppress(OSError):
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)

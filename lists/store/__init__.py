"""The editions in the database: kept whole or not at all, never changed, each of them to be opened again."""

from __future__ import annotations

from lists.store.editions import StoredEdition, edition_named, edition_with, editions_of, keep_edition, members_of_edition, parties_of
from lists.store.force import InForce, editions_as_of, editions_in_force, history, put_in_force, revision

__all__ = [
    "InForce",
    "StoredEdition",
    "edition_named",
    "edition_with",
    "editions_as_of",
    "editions_in_force",
    "editions_of",
    "history",
    "keep_edition",
    "members_of_edition",
    "parties_of",
    "put_in_force",
    "revision",
]

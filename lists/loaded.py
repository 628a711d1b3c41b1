"""The lists that come with the package as one value, ready for an index: for the library, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from lists.documents import SourceDocument, read_documents
from lists.seeded import SeededList, seeded_lists
from screening.party import DesignatedParty


@dataclass(frozen=True, slots=True)
class Loaded:
    """All lists loaded.

    `lists` in id order; `parties` of all of them, in id order; `editions` maps list id to edition id (both as
    `Index.build` takes them); `documents` maps the id of a source document to its record.
    """

    lists: tuple[SeededList, ...]
    parties: tuple[DesignatedParty, ...]
    editions: Mapping[str, str]
    documents: Mapping[str, SourceDocument]

    def list(self, list_id: str) -> SeededList | None:
        """The list with that id, None when it is not loaded."""
        return next((one for one in self.lists if one.source.id == list_id), None)

    def says(self, pointer: str) -> str | None:
        """What the statement behind a pointer (`xinjiang-2021-03-22#3`) says, in our words; None when there is none."""
        document_id, _, number = pointer.partition("#")
        document = self.documents.get(document_id)
        statement = document.statement(int(number)) if document and number.isdecimal() else None
        return statement.says if statement else None


def load_all(lists_folder: Traversable | None = None, documents_folder: Traversable | None = None) -> Loaded:
    """Load every list whole, or raise `InvalidListFile` with all problems. The folders default to the installed ones."""
    documents = read_documents(documents_folder)
    seeded = seeded_lists(documents, lists_folder)
    parties = sorted((party for one in seeded for party in one.parties), key=lambda party: party.id)
    return Loaded(
        lists=seeded,
        parties=tuple(parties),
        editions={one.source.id: one.edition.id for one in seeded},
        documents=documents,
    )

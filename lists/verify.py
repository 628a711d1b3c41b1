"""The check of the seeded lists against the source documents, down to the characters of the originals."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from lists.documents import SourceDocument, Span, Statement, read_documents
from lists.errors import InvalidListFile, ListProblem
from lists.seeded import SeededList, seeded_lists
from lists.source import PartyCounts


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was checked, what could not be, and everything found wrong; each `checked` and `unchecked` line is a sentence."""

    checked: tuple[str, ...]
    unchecked: tuple[str, ...]
    problems: tuple[ListProblem, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was found wrong in what was checked."""
        return not self.problems

    def raise_problems(self) -> None:
        """Raise `InvalidListFile` with the problems, when there are any."""
        if self.problems:
            raise InvalidListFile(self.problems)


def verify(
    original_dir: Path | None = None, lists_folder: Traversable | None = None, documents_folder: Traversable | None = None
) -> VerifyReport:
    """Check every seeded list and every record of a source document; with `original_dir`, the originals too.

    Never raises for what it finds wrong: the report holds it. A file missing from `original_dir` is a problem; without
    `original_dir` hashes and spans are reported as unchecked. The other folders default to the installed ones.
    """
    try:
        documents = read_documents(documents_folder)
    except InvalidListFile as error:
        return VerifyReport((), ("Lists and originals: the records of the source documents cannot be read.",), error.problems)
    reports = (_check_lists(documents, lists_folder), _check_originals(documents, original_dir))
    return VerifyReport(
        tuple(line for report in reports for line in report.checked),
        tuple(line for report in reports for line in report.unchecked),
        tuple(problem for report in reports for problem in report.problems),
    )


def _check_lists(documents: Mapping[str, SourceDocument], folder: Traversable | None) -> VerifyReport:
    try:
        return VerifyReport(tuple(_summary(seeded_lists(documents, folder))), (), ())
    except InvalidListFile as error:
        return VerifyReport((), ("Counts of the lists: they cannot be loaded.",), error.problems)


def _check_originals(documents: Mapping[str, SourceDocument], folder: Path | None) -> VerifyReport:
    if folder is None:
        return VerifyReport((), ("Hashes and spans: no folder with the originals was given.",), ())
    checked: list[str] = []
    unchecked: list[str] = []
    problems: list[ListProblem] = []
    for document in documents.values():
        try:
            content, text = _read_original(document, folder)
        except InvalidListFile as error:
            problems += error.problems
            unchecked.append(f"Hash and spans of {document.file}: the original cannot be read.")
            continue
        problems += _original_problems(document, content, text)
        spans = sum(len(statement.spans) for statement in document.statements)
        checked.append(f"{document.file}: hash, length, {len(document.statements)} statements and {spans} spans compared.")
    return VerifyReport(tuple(checked), tuple(unchecked), tuple(problems))


def _summary(seeded: tuple[SeededList, ...]) -> Iterator[str]:
    for one in seeded:
        edition = one.edition
        yield (
            f"{edition.list_id} {edition.id}: {PartyCounts(edition.individuals, edition.entities)}, {edition.names} names; "
            f"{edition.completeness}; each entry stands in its statement of {one.source.document}."
        )


def _read_original(document: SourceDocument, folder: Path) -> tuple[bytes, str]:
    try:
        content = (folder / document.file).read_bytes()
        return content, content.decode("utf-8")
    except OSError as error:
        reason = f"the original {document.file} cannot be read: {error.strerror or error}"
    except UnicodeDecodeError as error:
        reason = f"the original {document.file} is not UTF-8: {error}"
    raise InvalidListFile([ListProblem(document.label, "", reason)])


def _original_problems(document: SourceDocument, content: bytes, text: str) -> Iterator[ListProblem]:
    found = hashlib.sha256(content).hexdigest()
    if found != document.sha256:
        yield ListProblem(document.label, "", f"sha256 of {document.file} is {found}, the record says {document.sha256}")
    if len(text) != document.characters:
        yield ListProblem(document.label, "", f"{document.file} has {len(text)} characters, the record says {document.characters}")
    for statement in document.statements:
        yield from _statement_problems(document, statement, text)


def _statement_problems(document: SourceDocument, statement: Statement, text: str) -> Iterator[ListProblem]:
    entry = f"statement {statement.number}"
    passages = [text[span.start : span.end] for span in statement.spans]
    for span, passage in zip(statement.spans, passages, strict=True):
        if hashlib.sha256(passage.encode()).hexdigest() != span.sha256:
            yield ListProblem(document.label, entry, f"the span {_place(span)} is not the passage recorded: its sha256 differs")
    for name in (*statement.designated, *statement.mentioned):
        if not any(_contains(passage, name) for passage in passages):
            places = ", ".join(_place(span) for span in statement.spans)
            yield ListProblem(document.label, entry, f"{name!r} does not stand in the span {places}")


def _contains(passage: str, name: str) -> bool:
    """Whether `name` stands in `passage` letter for letter as whole words ("Wang Jun" is not in "Wang Junzheng")."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", passage) is not None


def _place(span: Span) -> str:
    return f"{span.start} to {span.end}"

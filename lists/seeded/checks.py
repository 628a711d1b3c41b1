"""What must hold between the seeded lists, the curated names and the source documents before a list may be used.

Each function looks at one thing and returns the problems it finds. None of them needs the original documents; what does
stands in `lists.verify`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lists.documents import SourceDocument, Statement
from lists.errors import ListProblem
from lists.seeded.reading import CuratedParty, SeededEntry, SeededFile
from lists.source import PartyCounts
from screening.party import Measure, PartyKind


def check_seeded(
    lists: Sequence[SeededFile], curated: Sequence[CuratedParty], documents: Mapping[str, SourceDocument]
) -> tuple[ListProblem, ...]:
    """Every problem of the seeded lists, in file order; empty when all is well."""
    problems: list[ListProblem] = []
    for one in lists:
        problems += _unique_references(one)
        problems += _counts_agree(one)
        document = documents.get(one.document)
        if document is None:
            problems.append(ListProblem(one.label, "", f"document {one.document!r} has no record"))
        else:
            problems += _agrees_with_document(one, document)
    problems += _curated_names(lists, curated, documents)
    problems += _lists_of_statements(lists, documents)
    return tuple(problems)


def _unique_references(one: SeededFile) -> Iterator[ListProblem]:
    for reference, times in Counter(entry.reference for entry in one.entries).items():
        if times > 1:
            yield ListProblem(one.label, reference, f"the reference stands {times} times in the list")


def _counts_agree(one: SeededFile) -> Iterator[ListProblem]:
    kinds = Counter(entry.kind for entry in one.entries)
    found = PartyCounts(kinds[PartyKind.INDIVIDUAL], kinds[PartyKind.ENTITY])
    for entry in one.entries:
        if entry.kind not in (PartyKind.INDIVIDUAL, PartyKind.ENTITY):
            yield ListProblem(one.label, entry.reference, f"kind {entry.kind.value!r} is not counted; allowed: individual, entity")
    named, announced = one.source.named, one.source.announced
    if found != named:
        yield ListProblem(one.label, "", f"the list says it names {named}, it holds {found}")
    if announced and (named.individuals > announced.individuals or named.entities > announced.entities):
        yield ListProblem(one.label, "", f"names more parties ({named}) than were announced ({announced})")


def _agrees_with_document(one: SeededFile, document: SourceDocument) -> Iterator[ListProblem]:
    for entry in one.entries:
        yield from _statement_carries(one, entry, document)
        yield from _measures_agree(one, entry, document)
        yield from _positions_agree(one, entry, document)
    if one.announced_on > document.published:
        yield ListProblem(one.label, "", f"announced on {one.announced_on}, later than {document.label} is dated ({document.published})")
    yield from _announced_agrees(one, document)
    yield from _nobody_missing(one, document)


def _statement_carries(one: SeededFile, entry: SeededEntry, document: SourceDocument) -> Iterator[ListProblem]:
    statement = document.statement(entry.statement)
    if statement is None:
        yield ListProblem(one.label, entry.reference, f"statement {entry.statement} is not in {document.label}")
        return
    if one.source.id not in statement.lists:
        yield ListProblem(
            one.label, entry.reference, f"statement {entry.statement} of {document.label} carries no designation by this list"
        )
    if entry.name not in statement.designated:
        yield ListProblem(
            one.label, entry.reference, f"statement {entry.statement} of {document.label} does not designate anyone as {entry.name!r}"
        )


def _measures_agree(one: SeededFile, entry: SeededEntry, document: SourceDocument) -> Iterator[ListProblem]:
    statement = document.statement(entry.measures_statement)
    if statement is None:
        if entry.measures_statement != entry.statement:
            yield ListProblem(one.label, entry.reference, f"statement {entry.measures_statement} is not in {document.label}")
        return
    if one.source.id not in statement.lists:
        yield ListProblem(one.label, entry.reference, f"statement {statement.number} of {document.label} states no measure of this list")
    stated = statement.measures or (Measure.UNSPECIFIED,)
    if set(entry.measures) != set(stated):
        yield ListProblem(
            one.label,
            entry.reference,
            f"measures {_listed(entry.measures)}, but statement {statement.number} of {document.label} states {_listed(stated)}",
        )


def _positions_agree(one: SeededFile, entry: SeededEntry, document: SourceDocument) -> Iterator[ListProblem]:
    for position in entry.positions:
        statement = document.statement(position.statement)
        if statement is None:
            yield ListProblem(one.label, entry.reference, f"position: statement {position.statement} is not in {document.label}")
        elif entry.name not in statement.designated:
            yield ListProblem(
                one.label, entry.reference, f"position: statement {position.statement} of {document.label} does not name {entry.name!r}"
            )


def _announced_agrees(one: SeededFile, document: SourceDocument) -> Iterator[ListProblem]:
    stated = {statement.announced for statement in _statements_of(one, document) if statement.announced}
    expected = {one.source.announced} if one.source.announced else set()
    if stated != expected:
        yield ListProblem(
            one.label, "", f"the list says announced: {_counts(expected)}, the statements of {document.label} say: {_counts(stated)}"
        )


def _nobody_missing(one: SeededFile, document: SourceDocument) -> Iterator[ListProblem]:
    held = {entry.name for entry in one.entries}
    for statement in _statements_of(one, document):
        for name in statement.designated:
            if name not in held:
                yield ListProblem(
                    one.label, "", f"statement {statement.number} of {document.label} designates {name!r}, who is not on the list"
                )


def _curated_names(
    lists: Sequence[SeededFile], curated: Sequence[CuratedParty], documents: Mapping[str, SourceDocument]
) -> Iterator[ListProblem]:
    listed = {entry.reference: entry.name for one in lists for entry in one.entries}
    claimed = {
        name: (document, statement)
        for document in documents.values()
        for statement in document.statements
        for name in (*statement.designated, *statement.mentioned)
    }
    times = Counter(party.reference for party in curated)
    for party in curated:
        if times[party.reference] > 1:
            yield ListProblem(party.label, party.reference, "the reference has more than one table")
        if party.reference not in listed:
            yield ListProblem(party.label, party.reference, "no list has the reference")
        for text, count in Counter(name.text for name in party.names).items():
            if count > 1:
                yield ListProblem(party.label, party.reference, f"{text!r} stands {count} times")
            if text in claimed:
                document, statement = claimed[text]
                yield ListProblem(
                    party.label,
                    party.reference,
                    f"{text!r} is not curated: statement {statement.number} of {document.label} has the name",
                )


def _lists_of_statements(lists: Sequence[SeededFile], documents: Mapping[str, SourceDocument]) -> Iterator[ListProblem]:
    loaded = {(one.source.id, one.document) for one in lists}
    for document in documents.values():
        for statement in document.statements:
            for list_id in statement.lists:
                if (list_id, document.id) not in loaded:
                    yield ListProblem(document.label, f"statement {statement.number}", f"designates for {list_id!r}, which has no file")


def _statements_of(one: SeededFile, document: SourceDocument) -> Iterator[Statement]:
    return (statement for statement in document.statements if one.source.id in statement.lists)


def _listed(measures: Sequence[Measure]) -> str:
    return ", ".join(measures) or "nothing"


def _counts(counts: set[PartyCounts]) -> str:
    return "; ".join(sorted(str(one) for one in counts)) or "nothing"

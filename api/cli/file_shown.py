"""What `screening file --dry-run` shows: the mapping, rows as understood, and what would be refused."""

from __future__ import annotations

from collections import Counter

from api.cli.failure import printable
from api.cli.table import table, terminal_width
from api.files.source import Source
from api.files.summary import file_of, warnings_of
from api.files.survey import Survey
from screening.rows import FIELDS, Mapping, Understood
from screening.rows.run import reason_of


def dry_run_text(source: Source, mapping: Mapping, found: Survey, errors: Counter[str]) -> str:
    """Everything a run would go by, for a person."""
    parts = [
        f"{source.name}: {source.kind.upper()}, {found.rows:,} rows, {found.blank:,} empty lines\n"
        + "\n".join(f"  {note}" for note in source.notes),
        *(f"WARNING: {each}" for each in warnings_of(file_of(source, mapping, found))),
        _columns(mapping),
        *(f"Dates: {found.order_how}" for _ in range(found.order_how is not None)),
        f"The first {len(found.first)} rows as understood:\n\n" + _rows(found.first),
        _refused(errors, found.rows),
    ]
    return "\n\n".join(printable_lines(part) for part in parts)


def printable_lines(text: str) -> str:
    """`text` with what a terminal may act on written as escapes, line by line."""
    return "\n".join(printable(line) for line in text.splitlines())


def _columns(mapping: Mapping) -> str:
    width = terminal_width()
    rows = [
        (field.name, ", ".join(mapping.headings(field.name)), "as said" if field.name in mapping.said else "by its heading")
        for field in FIELDS
        if field.name in mapping.places
    ]
    text = table(("FIELD", "COLUMN", "HOW"), rows, width)
    return text + (f"\n\nNot read: {', '.join(mapping.unused)}" if mapping.unused else "")


def _rows(first: tuple[Understood, ...]) -> str:
    return table(("ROW", "UNDERSTOOD AS"), [(str(number), _row(one)) for number, one in enumerate(first, 1)], terminal_width())


def _row(one: Understood) -> str:
    query = one.query
    if query is None:
        return f"REFUSED {reason_of(one.problems)}"
    facts = [
        *(f"also {name}" for name in query.other_names),
        *(str(query.kind) for _ in range(query.kind is not None)),
        *(f"born {query.birth_date}" for _ in range(query.birth_date is not None)),
        *([", ".join(query.countries)] if query.countries else []),
        *(f"{each.type} {each.value}" for each in query.identifiers),
        *(f"reference {query.reference}" for _ in range(query.reference is not None)),
    ]
    return "; ".join([query.name, *facts])


def _refused(errors: Counter[str], rows: int) -> str:
    if not errors:
        return "Nothing would be refused."
    reasons = "\n".join(f"  {count:,}: {reason}" for reason, count in errors.most_common())
    return f"{errors.total():,} of {rows:,} rows would be errors, by what is wrong in them:\n{reasons}"

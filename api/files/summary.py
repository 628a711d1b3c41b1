"""What a run says at its end: counts that add up, and everything the answers rest on."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from typing import Any

from api.files.source import Source
from api.files.survey import Survey
from api.files.work import Tally
from screening import ENGINE_VERSION, Outcome, Policy
from screening.rows import LINE_FORMAT, Mapping
from screening.rows.reading import name_columns

STATUSES = tuple(Outcome)


def file_of(source: Source, mapping: Mapping, found: Survey) -> dict[str, Any]:
    """The file and how it was read, as JSON values."""
    return {
        "name": source.name,
        "sha256": found.sha256,
        "format": source.kind.value,
        "notes": list(source.notes),
        "columns": {field: list(mapping.headings(field)) for field in mapping.places},
        "unused": list(mapping.unused),
        "dates": found.order_how,
        "blank": found.blank,
        "names_without_letters": found.no_letter,
    }


def engine_of(policy: Policy, index: str) -> dict[str, Any]:
    """The policy, the engine and its index, and the form of the lines, as JSON values."""
    return {
        "policy": {
            "id": policy.id,
            "hash": policy.hash,
            "threshold": policy.threshold,
            "block_threshold": policy.block_threshold,
            "limit": policy.limit,
        },
        "engine": {"version": ENGINE_VERSION, "index": index},
        "line_format": LINE_FORMAT,
    }


def alerts_per_thousand(tally: Tally) -> float:
    """Rows in review or blocked, for every thousand rows screened, to two decimals; 0.0 where none was."""
    screened = tally.rows - tally.status[Outcome.ERROR]
    alerts = tally.status[Outcome.REVIEW] + tally.status[Outcome.BLOCK]
    return round(1000 * alerts / screened, 2) if screened else 0.0


def counts_of(tally: Tally) -> dict[str, Any]:
    """The counts of a run, as JSON values: `rows` is the sum of the four statuses."""
    return {
        "rows": tally.rows,
        **{status.value: tally.status[status] for status in STATUSES},
        "hits": tally.hits,
        "lines": tally.lines,
        "repeated": tally.repeated,
        "alerts_per_1000": alerts_per_thousand(tally),
    }


def warnings_of(file: AnyMapping[str, Any]) -> list[str]:
    """What a person should look at in a file, in words; `file` as `file_of` writes it."""
    count, columns = file.get("names_without_letters", 0), file["columns"]
    if not count:
        return []
    read = ", ".join(name_columns(lambda field: columns.get(field, ())))
    which = "1 name has" if count == 1 else f"{count:,} names have"
    return [f"{which} no letter, and such a row is screened all the same: look whether {read} holds names"]


def in_words(summary: AnyMapping[str, Any]) -> str:
    """A summary for a person."""
    file, policy, engine = summary["file"], summary["policy"], summary["engine"]
    counts = ", ".join(f"{summary[status]:,} {status.value}" for status in STATUSES)
    lines = [f"{file['name']}: {summary['rows']:,} rows = {counts}"]
    lines.append(f"hits {summary['hits']:,}; alerts per 1,000 rows screened {summary['alerts_per_1000']}")
    lines.append(f"rows that repeat an earlier one {summary['repeated']:,}; empty lines {file['blank']:,}")
    lines.append(f"read as {file['format']}: {'; '.join(file['notes'])}")
    lines[1:1] = [f"WARNING: {each}" for each in warnings_of(file)]
    if file["dates"] is not None:
        lines.append(f"dates: {file['dates']}")
    if file["unused"]:
        lines.append(f"columns not read: {', '.join(file['unused'])}")
    lines.append("lists: " + "; ".join(f"{each['id']} {each['edition']} ({each['size']:,} parties)" for each in summary["lists"]))
    lines.append(f"policy {policy['id']} {policy['hash'][:12]}, threshold {policy['threshold']}")
    lines.append(f"engine {engine['version']}, index {engine['index'][:12]}, line format {summary['line_format']}")
    lines.append(f"{summary['seconds']:,.1f} s, {summary['rows_per_second']:,.0f} rows a second, {summary['workers']} workers")
    return "\n".join(lines)

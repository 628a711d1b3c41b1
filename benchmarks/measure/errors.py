"""The worst misses and false alerts as text, each with its alignments, to be looked at one by one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from benchmarks.measure.ask import Found, Reply
from benchmarks.measure.result import Measured
from screening import Alignment, How, compare


def write_errors(path: Path, results: Mapping[str, Measured], most: int, names: Mapping[str, str]) -> None:
    """Write at most `most` misses and false alerts of each measure; `names` gives the primary name of a party id."""
    lines = []
    for title, measured in results.items():
        lines.append(f"# {title}\n")
        for sort, replies in (("misses", measured.errors.misses), ("false alerts", measured.errors.false_alerts)):
            lines.append(f"## {title}: {sort} ({len(replies)})\n")
            lines += [_told(reply, names) for reply in replies[:most]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _told(reply: Reply, names: Mapping[str, str]) -> str:
    question = reply.question
    origin = f" <- {question.origin}" if question.origin else ""
    lines = [f"{reply.score or reply.top_score:.3f} [{question.group}] {question.name}{origin}"]
    if reply.right:
        lines.append(f"    right, rank {reply.rank}: {_found(reply.right)}")
    elif question.right is not None:
        name = names.get(question.right, question.right)
        alignment = compare(question.name, name)
        lines.append(f"    other: {name} ({alignment.name_score:.3f}) {shown(alignment)}")
    if reply.top and reply.top is not reply.right:
        lines.append(f"    top: {_found(reply.top)}")
    return "\n".join(lines)


def _found(found: Found) -> str:
    return f"{found.listed} ({found.score:.3f}) {shown(found.alignment)}"


def shown(alignment: Alignment) -> str:
    """The pairs of an alignment on one line: `query=listed how similarity*weight`; + is extra, - missing."""
    parts = []
    for pair in alignment.pairs:
        if pair.how is How.EXTRA:
            parts.append(f"+{pair.query}*{pair.weight:.2f}")
        elif pair.how is How.MISSING:
            parts.append(f"-{pair.listed}*{pair.weight:.2f}")
        else:
            parts.append(f"{pair.query}={pair.listed} {pair.how} {pair.similarity:.2f}*{pair.weight:.2f}")
    return "; ".join(parts) + ("" if alignment.in_order else " (out of order)")

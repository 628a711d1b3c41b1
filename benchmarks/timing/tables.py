"""Results as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def section(title: str, content: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> str:
    """A heading and a table: of a mapping, a row a figure; of several, a row each."""
    if isinstance(content, Mapping):
        rows = [("figure", "value"), *((name, shown(value)) for name, value in content.items())]
    else:
        names = list(dict.fromkeys(name for row in content for name in row))
        rows = [tuple(names), *(tuple(shown(row.get(name, "")) for name in names) for row in content)]
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([f"## {title}", "", head, f"|{'---|' * len(rows[0])}", *body, ""])


def shown(value: Any) -> str:
    """A figure as people read it; a mapping as its figures in a row."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {shown(one)}" for name, one in value.items())
    if isinstance(value, bool) or not isinstance(value, float):
        return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def write(path: Path, results: Mapping[str, Any]) -> None:
    """Write the figures to a JSON file, those of other runs in it kept, and all of them as Markdown beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    every = {**known, **results}
    path.write_text(json.dumps(every, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    text = "\n".join(section(title, content) for title, content in every.items())
    path.with_suffix(".md").write_text(f"# Speed and memory\n\n{text}", encoding="utf-8")

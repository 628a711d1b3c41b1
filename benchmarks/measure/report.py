"""Measures as markdown tables, as a frozen JSON result, and as a comparison with one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.measure.curve import rounded
from benchmarks.measure.result import Figure, Measured

TOLERANCE = 0.004
"""How much a share may fall below the frozen one. The figures are deterministic: it leaves room for a changed table row, no more."""

LEAST_CASES = 1.5
"""In a small group one case weighs more than `TOLERANCE`: so many cases (and a half) may change sides."""

_TITLES = {
    "found_1": "found at 1 %",
    "found_01": "found at 0.1 %",
    "first": "right party first",
    "recall": "recall at the default",
    "false_alerts": "false alerts per 1,000",
    "best_f1": "best F1",
    "precision": "precision at the default",
    "right": "right at the default",
}


def markdown(measured: Measured) -> str:
    """One table: a row for each group, a column for each figure, with its interval and the number of cases."""
    groups: dict[str, dict[str, Figure]] = {}
    for name, figure in measured.figures.items():
        group, _, short = name.rpartition(".")
        groups.setdefault(group, {})[short] = figure
    columns = [short for short in _TITLES if any(short in figures for figures in groups.values())]
    lines = [f"## {measured.title}", "", *(f"{note}  " for note in measured.notes), ""]
    lines.append("| | cases | " + " | ".join(_TITLES[short] for short in columns) + " |")
    lines.append("|---|---:|" + "---:|" * len(columns))
    for group, figures in groups.items():
        count = max(figure.count for name, figure in figures.items() if name != "false_alerts" or len(figures) == 1)
        cells = " | ".join(_cell(short, figures.get(short)) for short in columns)
        lines.append(f"| {group or 'all'} | {count:,} | {cells} |")
    return "\n".join([*lines, ""])


def _cell(short: str, figure: Figure | None) -> str:
    if figure is None:
        return ""
    digits = 1 if short == "false_alerts" else 3
    value = f"{figure.value:.{digits}f}"
    return value if figure.low == figure.high else f"{value} ({figure.low:.{digits}f}-{figure.high:.{digits}f})"


def frozen(results: Mapping[str, Measured], arguments: Mapping[str, Any], engine: str) -> dict[str, Any]:
    """What is kept of a run: how it was made, every figure with its interval, and the curves over the threshold."""
    measures = {name: {key: _kept(figure) for key, figure in measured.figures.items()} for name, measured in results.items()}
    curves = {name: rounded(measured) for name, measured in results.items()}
    return {"engine": engine, "arguments": dict(arguments), "measures": measures, "curves": curves}


def _kept(figure: Figure) -> dict[str, Any]:
    return asdict(figure) | {bound: round(getattr(figure, bound), 5) for bound in ("value", "low", "high")}


def worse(results: Mapping[str, Measured], before: Mapping[str, Any]) -> list[str]:
    """Say, one line each, which figures are worse than the frozen ones by more than their tolerance, and which are gone."""
    found = []
    for measure, figures in before["measures"].items():
        if measure not in results:
            continue
        for name, old in figures.items():
            new = results[measure].figures.get(name)
            if new is None:
                found.append(f"{measure}.{name}: no longer measured")
            elif _loss(new, old) > tolerance(old):
                found.append(f"{measure}.{name}: {new.value:.4f}, frozen {old['value']:.4f}, tolerance {tolerance(old):.4f}")
    return found


def _loss(new: Figure, old: Mapping[str, Any]) -> float:
    change = float(old["value"]) - new.value
    return change if old["higher_is_better"] else -change


def tolerance(old: Mapping[str, Any]) -> float:
    """How much worse than the frozen figure a new one may be, in the figure's own unit."""
    unit = 1.0 if old["higher_is_better"] else 1000.0
    cases = max(1, int(old["count"]))
    return unit * max(TOLERANCE, LEAST_CASES / cases)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a frozen result, sorted, so that two runs differ only where the figures do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
    rows = re.sub(r"\[\s+([-\d.]+),\s+([-\d.]+),\s+([-\d.]+)\s+\]", r"[\1, \2, \3]", text)
    path.write_text(rows + "\n", encoding="utf-8")

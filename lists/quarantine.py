"""Where the files of an edition that did not pass are kept, with the report that says why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lists.place import ListStore

KEPT = 5
"""Quarantined editions kept for each list, the newest."""

REPORT = "report.json"


def put_in_quarantine(store: ListStore, list_id: str, files: Sequence[Path], report: Mapping[str, Any], at: datetime) -> Path | None:
    """Copy the files beside their report; return the folder, or None when nothing could be written (the database has the report)."""
    folder = store.quarantine / list_id / at.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in files:
            if path.is_file():
                shutil.copyfile(path, folder / path.name)
        (folder / REPORT).write_text(json.dumps(report, indent=1, ensure_ascii=False, default=str), encoding="utf-8")
        for old in sorted(folder.parent.iterdir(), reverse=True)[KEPT:]:
            shutil.rmtree(old, ignore_errors=True)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        return None
    return folder

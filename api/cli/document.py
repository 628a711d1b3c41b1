"""Documents as commands print them with `--json`."""

from __future__ import annotations

import json


def json_text(value: object) -> str:
    """Write what JSON can say: indented, letters of every script as they are."""
    return json.dumps(value, ensure_ascii=False, indent=2)

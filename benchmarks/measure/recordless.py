"""The service without its records, for comparison alone: everything else is done, and the answer leaves unrecorded.

python -m benchmarks.measure.recordless serve --port 0
"""

from __future__ import annotations

from collections.abc import Sequence

import api.asking
from api.cli import main
from api.store.append import Stored
from api.store.entry import Entry


def forget(_vault: object, entries: Sequence[Entry], _index: object) -> list[Stored]:
    """Say that the entries were recorded."""
    return [Stored(entry.id) for entry in entries]


if __name__ == "__main__":
    api.asking.put_on_record = forget
    main()

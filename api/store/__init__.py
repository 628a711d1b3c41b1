"""What the service keeps: its tables, their functions, and the migrations that bring a database up to date.

`upgrade` and `check` stand behind `screening db`. Tables of the lists are defined in `lists`, all in one `metadata`. The names
are found when they are first used: the library of migrations costs more to import than a screening takes.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.store.backups import backup
    from api.store.place import data_folder, existing_database, open_database
    from api.store.schema import Check, check, current_database, is_current, upgrade

__all__ = ["Check", "backup", "check", "current_database", "data_folder", "existing_database", "is_current", "open_database", "upgrade"]

_HOMES = {"backup": "backups", "data_folder": "place", "existing_database": "place", "open_database": "place"}


def __getattr__(name: str) -> Any:
    """Import what is asked for. Raises `AttributeError` for anything not in `__all__`."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES.get(name, 'schema')}"), name)

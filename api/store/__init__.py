"""What the service keeps: its tables, their functions, and the migrations that bring a database up to date.

`upgrade` and `check` stand behind `screening db`. Tables of the lists are defined in `lists`, all in one `metadata`.
"""

from __future__ import annotations

from api.store.backups import backup
from api.store.place import data_folder, open_database
from api.store.schema import Check, check, is_current, upgrade

__all__ = ["Check", "backup", "check", "data_folder", "is_current", "open_database", "upgrade"]

"""Migrations, in one line: each names the one before it in `down_revision`. A new one follows the newest.

They go forward only. To go back, restore the backup made before the upgrade: undoing a migration would drop records.
"""

"""The seeded lists: one TOML file per authority, derived from the source documents recorded in `seeds/`.

A list file says only what its document says. Names that the project adds to recognise a party stand in `curated.toml`, apart,
and are listed with the origin `curated`. `load_seeded` reads, checks and builds them all, or raises.
"""

from __future__ import annotations

from lists.seeded.build import SeededList, load_seeded, seeded_lists

__all__ = ["SeededList", "load_seeded", "seeded_lists"]

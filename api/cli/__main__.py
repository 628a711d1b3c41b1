"""`python -m api.cli` is the console script `screening`."""

from __future__ import annotations

from api.cli import main

main()

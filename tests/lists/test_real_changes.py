"""What changed on OFAC's list from July 2021 to December 2023: as many as a plain comparison of the files' rows finds."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from lists.changes import changes_between
from lists.readers.base import ReadReport
from lists.readers.ofac import OfacCsv

pytestmark = pytest.mark.data
WIDTHS = {"sdn.csv": 12, "alt.csv": 5, "add.csv": 6}


def rows_by_party(folder: Path) -> dict[str, set[tuple[str, ...]]]:
    """Of each party the rows of the three files, spaces aside and without the numbers of aliases, which are no facts of the party."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for name, width in WIDTHS.items():
        with (folder / name).open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                if len(row) == width:
                    cells = [" ".join(cell.split()) for cell in row]
                    found[cells[0]].add((name, *(cells[2:] if name == "alt.csv" else cells)))
    return found


def test_totals_are_those_of_a_plain_comparison_of_rows(real_lists: Path) -> None:
    folders = [real_lists / "lists" / "us_ofac" / edition for edition in ("2021-07", "2023-12-28")]
    before, after = (list(OfacCsv().read([folder / name for name in WIDTHS], "us-ofac-sdn", ReadReport())) for folder in folders)
    changes = changes_between("us-ofac-sdn", ("2021-07", "2023-12-28"), before, after)
    old, new = map(rows_by_party, folders)
    assert {party.reference for party in changes.added} == new.keys() - old.keys()
    assert {party.reference for party in changes.removed} == old.keys() - new.keys()
    differ = {reference for reference in old.keys() & new.keys() if old[reference] != new[reference]}
    # Of one party the Office writes the name of the same country otherwise: the country is the same.
    assert {change.party_id.partition(":")[2] for change in changes.changed} == differ - {"20882"}
    assert (len(changes.added), len(changes.removed), len(changes.changed)) == (5_637, 792, 735)

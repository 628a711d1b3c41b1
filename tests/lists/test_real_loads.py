"""Real files through the whole gate into a database, as many parties as a plain count of the file finds.

The large ones go the same way in `python -m benchmarks.loading`, which fails where a number is not as counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.store import upgrade
from benchmarks.measure.plain_counts import PLAIN_COUNTS
from lists.database import connect, sqlite_url, writing
from lists.load import Occasion, load
from lists.manage import damage
from lists.place import ListStore
from lists.readers.registry import detect
from lists.store.attempts import Result
from lists.store.ledger import exclude
from tests.lists.house import hour

pytestmark = [pytest.mark.data, pytest.mark.slow]
NAMELESS = ("BEL0174", "RUS1467")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[ListStore]:
    """An empty place for editions, on SQLite alone: what differs between databases other tests see with fewer parties."""
    engine = connect(sqlite_url(tmp_path / "screening.db"))
    upgrade(engine)
    yield ListStore(engine, tmp_path / "data")
    engine.dispose()


OTHERS = tuple(f"us_ofac/consolidated_2025-12/cons_{part}.csv" for part in ("prim", "alt", "add"))


@pytest.mark.parametrize(
    ("list_id", "files", "expected"),
    [
        ("un-sc", ("un/un_2026-08-01.xml",), ((736, 275, 0, 0), 3573)),
        ("us-ofac-nonsdn", OTHERS, ((79, 363, 0, 0), 1513)),
        ("us-ofac-sdn", ("us_ofac/xml_formats/sdn_enhanced_IRGC_2024-08-28.xml",), ((165, 84, 0, 44), 883)),
        ("eu-fsf", ("eu/fsf_csv10_2018-07-04_first999rows.csv",), ((61, 32, 0, 0), 679)),
        ("uk-sl", ("uk/uksl_2025-08-11_designations.ods",), ((3752, 1087, 461, 0), 5300)),
    ],
)
def test_a_real_file_comes_into_force_whole(
    kept: ListStore, real_lists: Path, list_id: str, files: tuple[str, ...], expected: tuple[tuple[int, ...], int]
) -> None:
    counts, strong = expected
    paths = [real_lists / "lists" / file for file in files]
    left_out = NAMELESS if list_id == "uk-sl" else ()
    with writing(kept.engine) as connection:
        for reference in left_out:
            exclude(connection, list_id, reference, reason="no name published", by="tester", at=hour(0))
    done = load(kept, list_id, paths, Occasion("tester", hour(1), accept_change="a test"))
    assert done.result is Result.IN_FORCE, done.report
    assert done.edition is not None
    edition = done.edition.edition
    assert (edition.individuals, edition.entities, edition.vessels, edition.aircraft) == counts
    assert done.report["indexed"] == sum(counts) == PLAIN_COUNTS[detect(paths)](paths) - len(left_out)
    assert done.report["names_asked"] == done.report["names_found"] == strong
    assert list(damage(kept)) == []

"""A house list with invented parties, to load, change and load again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lists.incoming import Description
from lists.load import Loading, Occasion, load
from lists.place import ListStore

HOUSE = Description("Whom we do not deal with", "Invented Bank", "NL", "ours")
HEADER = "reference,kind,name,aliases,birth_dates,remarks"
MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)

ROWS = (
    "C-001,individual,Pavel Vydumannov,Павел Выдуманнов,1968-05-17,",
    "C-002,entity,Invented Holding,,,",
    "C-003,individual,Mira Wyrdmann,,,Chargebacks",
    "C-004,vessel,Invented Star,,,",
)


def write(folder: Path, rows: Iterable[str] = ROWS, name: str = "house.csv") -> Path:
    """Write the list's file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return path


def hour(number: float) -> datetime:
    """So many hours after the first morning."""
    return MORNING + timedelta(hours=number)


def take(store: ListStore, rows: Iterable[str] = ROWS, *, at: float = 0, list_id: str = "house", **options: Any) -> Loading:
    """Load these rows as the list's edition."""
    occasion = Occasion("tester", hour(at), options.pop("what", "load"), options.pop("accept_change", None))
    return load(store, list_id, [write(store.folder / "in", rows)], occasion, description=HOUSE, **options)


def many(count: int, start: int = 0) -> list[str]:
    """So many rows of invented people, each with a name unlike the others."""
    syllables = ("bra", "vik", "tor", "mel", "zun", "pag", "rix", "dol", "kef", "wam")
    return [
        f"P-{n:04},individual,{''.join(syllables[int(digit)] for digit in f'{n:03}').title()} Vydumannov,,,"
        for n in range(start, start + count)
    ]

"""The page about an organisation's own list is true: its examples are read, and its table has every field and word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lists.readers.house.entry import FIELDS
from lists.readers.registry import READERS, detect
from screening.party import IdentifierType, Measure, PartyKind
from tests.lists.readers.reading import read, told
from tests.source_tree import ROOT

PAGE = (ROOT / "docs/house-list.md").read_text(encoding="utf-8")


def example(language: str, folder: Path) -> Path:
    """The page's example in that language, as a file."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1
    path = folder / f"list.{language}"
    path.write_text(blocks[0], encoding="utf-8")
    return path


@pytest.mark.parametrize(("language", "references"), [("csv", ["C-001", "C-002", "V-001"]), ("toml", ["C-001", "V-001"])])
def test_the_examples_are_read(language: str, references: list[str], tmp_path: Path) -> None:
    path = example(language, tmp_path)
    assert detect([path]) == f"house-{language}"
    parties, report = read(READERS[f"house-{language}"], path, list_id="house")
    assert list(parties) == references
    assert report.warnings == []
    assert told(parties["C-001"])[:6] == [
        "individual house:C-001",
        "primary Pavel Vydumannov",
        "alias Pavlo Vydumannov",
        "alias Павел Выдуманнов",
        "weak alias Pasha",
        "born 1968-05-17",
    ]


def test_the_table_has_every_field_and_every_word() -> None:
    rows = re.findall(r"^\| (`.*?) \|", PAGE, flags=re.MULTILINE)
    assert {field for row in rows for field in re.findall(r"`(\w+)`", row)} == set(FIELDS)
    for word in (*PartyKind, *IdentifierType, *Measure):
        assert f"`{word.value}`" in PAGE

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from lists.source import ListEdition, PartyCounts


def edition(announced: int | None) -> ListEdition:
    return ListEdition("utopia", "2020-02-03-00000000", date(2020, 2, 3), "0" * 64, 2, 1, 5, 3, announced)


def test_an_edition_says_how_complete_it_is():
    assert edition(5).completeness == "named 3 of 5 announced"
    assert edition(None).completeness == "named 3, number announced not stated"


def test_an_edition_counts_its_parties_and_never_changes():
    one = edition(5)
    assert one.loaded == 3
    with pytest.raises(FrozenInstanceError):
        one.names = 6  # type: ignore[misc]


def test_counts_read_as_words():
    assert str(PartyCounts(1, 1)) == "1 individual, 1 entity"
    assert str(PartyCounts(4, 0)) == "4 individuals, 0 entities"
    assert PartyCounts(4, 1).parties == 5

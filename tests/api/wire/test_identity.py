"""UUIDs of version 7 sort by time and carry it."""

from __future__ import annotations

import pytest

from api.wire.identity import uuid7


@pytest.mark.parametrize("milliseconds", [0, 1, 1_742_000_000_000, (1 << 48) - 1])
def test_an_id_carries_its_time_version_and_variant(milliseconds: int) -> None:
    made = uuid7(milliseconds)
    assert made.int >> 80 == milliseconds
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"


def test_later_ids_sort_later_and_none_is_made_twice() -> None:
    made = [str(uuid7(milliseconds)) for milliseconds in range(1_000)]
    assert made == sorted(made)
    assert len({uuid7(5) for _ in range(1_000)}) == 1_000


@pytest.mark.parametrize("milliseconds", [-1, 1 << 48])
def test_a_time_that_does_not_fit_is_refused(milliseconds: int) -> None:
    with pytest.raises(ValueError, match="48 bits"):
        uuid7(milliseconds)

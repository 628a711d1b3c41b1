"""The caches of an index: bounded by bytes, and safe and without effect on answers when several threads use one index."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from screening import DesignatedParty, Index, ListedName, NameKind, PartyKind, Policy, Query, examine
from screening.index.cache import BoundedCache
from tests.screening.index.worlds import NEIGHBOURHOODS


def text_of(keys: Sequence[int]) -> list[str]:
    return [str(key) for key in keys]


@given(st.lists(st.integers(0, 30), max_size=200), st.integers(0, 100))
def test_a_cache_gives_what_is_made_and_never_holds_more_than_its_bound(keys: list[int], most: int) -> None:
    cache = BoundedCache[int, str](text_of, lambda key, _: key, most)
    for key in keys:
        assert cache(key) == str(key)
        assert cache.bytes_held <= most


@given(st.lists(st.lists(st.integers(0, 30), unique=True, max_size=10), max_size=20))
def test_several_keys_at_once_are_given_in_their_order_and_only_the_missing_are_made(groups: list[list[int]]) -> None:
    made: list[int] = []

    def make(keys: Sequence[int]) -> list[str]:
        made.extend(keys)
        return text_of(keys)

    cache = BoundedCache[int, str](make, lambda _, __: 1, 1000)
    for keys in groups:
        assert cache.of(keys) == text_of(keys)
    assert sorted(made) == sorted({key for keys in groups for key in keys})


def test_what_was_used_last_is_kept() -> None:
    made: list[int] = []

    def make(keys: Sequence[int]) -> list[str]:
        made.extend(keys)
        return text_of(keys)

    cache = BoundedCache[int, str](make, lambda _, __: 1, 2)
    for key in (1, 2, 1, 3, 1, 2):
        cache(key)
    assert made == [1, 2, 3, 2]


def test_threads_that_share_a_cache_all_get_the_right_values() -> None:
    cache = BoundedCache[int, str](text_of, lambda key, _: key, 50)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(cache, [number % 40 for number in range(4000)]))
    assert found == [str(number % 40) for number in range(4000)]
    assert cache.bytes_held == sum(key for key in cache._held) <= 50


def test_threads_that_share_an_index_answer_as_one_does() -> None:
    names = [f"{one} {other}" for line in NEIGHBOURHOODS[2:6] for one in line.split() for other in ("reinhard", "ali", "王君正")]
    parties = [
        DesignatedParty("demo", str(place), PartyKind.INDIVIDUAL, (ListedName(name, NameKind.PRIMARY),)) for place, name in enumerate(names)
    ]
    policy = Policy(threshold=0.7)
    queries = [Query(name) for name in names]
    alone = examine(queries, Index.build(parties), policy)
    shared = Index.build(parties)
    with ThreadPoolExecutor(6) as threads:
        together = list(threads.map(lambda query: examine([query], shared, policy)[0], queries * 2))
    assert together == alone * 2

"""The extension in C and NumPy give the same, and the extension refuses arrays that do not fit together."""

from __future__ import annotations

from itertools import accumulate, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.index import kernel
from screening.index.kernel import LONGEST_PATTERN, PAIR, TABLE_COLUMNS, Asked, Listed, Spelt, gather, gather_in_numpy, near, near_in_numpy
from screening.index.vocabulary import edit_budgets, spelt_from, vocabulary_columns
from screening.similarity_edits import edits_between

needs_extension = pytest.mark.skipif(not kernel.COMPILED, reason="the extension in C was not built")
WORDS = st.text(st.sampled_from("abcdeéж王\U00020000"), min_size=1, max_size=12) | st.text(st.sampled_from("ab"), min_size=1, max_size=70)


SPELLINGS = st.lists(WORDS, min_size=1, max_size=30)
TABLE = np.arange(4 * TABLE_COLUMNS, dtype=np.float32).reshape(4, TABLE_COLUMNS)


def spelt_of(words: list[str]) -> Spelt:
    return spelt_from(vocabulary_columns(sorted(set(words))), "plain")


def budgets_of(words: list[str]) -> np.ndarray:
    return np.array([edit_budgets(len(word)) for word in words], np.int8)


@needs_extension
@given(SPELLINGS, st.lists(WORDS.filter(lambda word: len(word) <= LONGEST_PATTERN), min_size=1, max_size=3))
@settings(max_examples=300)
def test_near_texts_are_the_same_in_c_and_in_numpy(words: list[str], sought: list[str]) -> None:
    spelt = spelt_of(words)
    one, other = near(spelt, sought, budgets_of(sought), TABLE), near_in_numpy(spelt, sought, budgets_of(sought), TABLE)
    assert [part.tolist() for part in one] == [part.tolist() for part in other]


@given(SPELLINGS, WORDS)
@settings(max_examples=200)
def test_near_texts_are_those_within_the_budget(words: list[str], word: str) -> None:
    distinct, budgets = sorted(set(words)), edit_budgets(len(word))
    found = near(spelt_of(words), [word], budgets_of([word]), TABLE)
    wanted = {}
    for number, other in enumerate(distinct):
        edits, budget = edits_between(word, other), int(budgets[min(len(other), 63)])
        if budget and edits <= budget:
            wanted[number] = float(TABLE[edits, max(len(word), len(other))])
    assert dict(found.pairs.tolist()) == wanted


@needs_extension
def test_the_extension_refuses_texts_that_do_not_fit_together() -> None:
    spelt, budgets = spelt_of(["reinhard", "michael"]), budgets_of(["reinhart"])
    assert near(spelt, ["reinhart"], budgets, TABLE).pairs["number"].tolist() == [1]
    for name in ("masks", "codes", "starts", "groups", "order"):
        with pytest.raises(ValueError, match="fit together"):
            near(spelt._replace(**{name: np.concatenate([getattr(spelt, name), getattr(spelt, name)[-1:]])}), ["reinhart"], budgets, TABLE)
    for wrong in (budgets[:, 1:], np.concatenate([budgets, budgets]), budgets + 4):
        with pytest.raises(ValueError, match="fit together"):
            near(spelt, ["reinhart"], wrong.copy(), TABLE)


@st.composite
def _worlds(draw: st.DrawFn) -> tuple[Asked, Listed]:
    texts, count = draw(st.integers(1, 12)), draw(st.integers(1, 20))
    entries = [draw(st.lists(st.integers(0, texts - 1), min_size=1, max_size=4)) for _ in range(count)]
    postings = [[number for number, tokens in enumerate(entries) if text in tokens] for text in range(texts)]
    tokens = [sorted(draw(st.sets(st.integers(0, texts - 1), max_size=5))) for _ in range(draw(st.integers(1, 5)))]
    forms = [draw(st.lists(st.integers(0, len(tokens) - 1), min_size=1, max_size=4)) for _ in range(draw(st.integers(1, 4)))]
    extra = [draw(st.lists(st.integers(0, count - 1), unique=True, max_size=3)) for _ in forms]
    share = st.floats(0.0, 1.0, width=32)
    asked = Asked(
        similar=np.array([(number, draw(share)) for one in tokens for number in one], PAIR),
        token_starts=starts(tokens),
        form_tokens=flat(forms, np.int32),
        form_shares=np.array([draw(share) for one in forms for _ in one], np.float64),
        essential=np.array([draw(st.integers(0, 1)) for one in forms for _ in one], np.uint8),
        form_starts=starts(forms),
        extra=flat(extra, np.int32),
        extra_starts=starts(extra),
    )
    shares = np.array([draw(share) for one in entries for _ in one], np.float32)
    return asked, Listed(starts(postings), flat(postings, np.int32), starts(entries), flat(entries, np.int32), shares)


def flat(lists: list[list[int]], kind: type[np.generic]) -> np.ndarray:
    return np.array([one for part in lists for one in part], kind)


def starts(lists: list[list[int]]) -> np.ndarray:
    return np.array([0, *accumulate(map(len, lists))], np.int64)


@needs_extension
@given(_worlds())
@settings(max_examples=300)
def test_what_forms_and_entries_share_is_the_same_in_c_and_in_numpy(world: tuple[Asked, Listed]) -> None:
    def rows(reached: kernel.Reached) -> dict[tuple[int, int], tuple[float, float]]:
        pairs = zip(reached.form.tolist(), reached.entry.tolist(), strict=True)
        return dict(zip(pairs, zip(reached.query.tolist(), reached.listed.tolist(), strict=True), strict=True))

    one, other = gather(*world), gather_in_numpy(*world)
    assert one.form.tolist() == sorted(one.form.tolist())
    assert len(rows(one)) == len(one.form) == len(other.form)
    assert rows(one) == {key: pytest.approx(sums, abs=1e-6) for key, sums in rows(other).items()}
    for form, (start, end) in enumerate(pairwise(world[0].extra_starts.tolist())):
        first = one.entry[one.form == form][: end - start]
        assert first.tolist() == world[0].extra[start:end].tolist(), "extra entries come first"


@needs_extension
@given(_worlds(), st.sampled_from(Listed._fields + Asked._fields))
def test_the_extension_refuses_arrays_that_do_not_fit_together(world: tuple[Asked, Listed], name: str) -> None:
    asked, listed = world
    changed = getattr(asked, name, None) if name in Asked._fields else getattr(listed, name)
    more = np.ones(1, changed.dtype)
    longer = np.concatenate([changed, more if name == "similar" or not len(changed) else changed[-1:] + 1])
    if name in Asked._fields:
        asked = asked._replace(**{name: longer})
    else:
        listed = listed._replace(**{name: longer})
    with pytest.raises(ValueError, match="fit together"):
        gather(asked, listed)


@needs_extension
def test_the_extension_refuses_numbers_out_of_bounds() -> None:
    one, zero = np.array([0, 1], np.int64), np.zeros(1, np.int32)
    pair = np.array([(0, 1.0)], PAIR)
    asked = Asked(pair, one, zero, np.ones(1), np.ones(1, np.uint8), one, np.empty(0, np.int32), np.zeros(2, np.int64))
    listed = Listed(one, zero, one, zero, np.ones(1, np.float32))

    def one_similar(number: int) -> Asked:
        return asked._replace(similar=np.array([(number, 1.0)], PAIR))

    assert gather(asked, listed).query.tolist() == [1.0]
    for changed in (one_similar(1), one_similar(-1), asked._replace(form_tokens=zero + 1)):
        with pytest.raises(ValueError, match="fit together"):
            gather(changed, listed)
    for broken in (listed._replace(posting_entries=zero + 1), listed._replace(entry_tokens=zero - 1)):
        with pytest.raises(ValueError, match="fit together"):
            gather(asked, broken)

"""What holds for any text at all."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from screening.romanize import consonant_skeleton, fold_latin, fold_native, latin_readings, name_readings, pinyin_skeleton, scripts, unmix
from screening.romanize.reading import READINGS_LIMIT, crossed

BLOCKS = (
    (0x20, 0x24F),
    (0x370, 0x5FF),
    (0x600, 0x6FF),
    (0x900, 0xD7F),
    (0xE00, 0x109F),
    (0x3040, 0x30FF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
)
IN_ONE_SCRIPT = st.sampled_from(BLOCKS).flatmap(
    lambda block: st.text(st.characters(min_codepoint=block[0], max_codepoint=block[1]), max_size=12)
)
TEXT = st.one_of(IN_ONE_SCRIPT, st.lists(IN_ONE_SCRIPT, max_size=3).map(" ".join), st.text(max_size=12))


@given(TEXT, st.sampled_from([None, "individual", "entity", "vessel"]))
@example("\ud800", None)
@example("ﷺ", "entity")
@example("ฦ", None)
def test_readings_are_few_distinct_and_tidy_ascii_for_any_text(text: str, kind: str | None) -> None:
    readings = name_readings(text, kind)
    texts = [reading.text for reading in readings]
    assert len(texts) == len(set(texts)) <= READINGS_LIMIT
    assert all(text and text.isascii() and text == text.lower() and text == " ".join(text.split()) for text in texts)
    assert all(reading.system for reading in readings)


@given(TEXT)
def test_folding_latin_gives_ascii_and_is_idempotent(text: str) -> None:
    folded = fold_latin(text)
    assert folded.isascii()
    assert fold_latin(folded) == folded


@given(TEXT)
@example("𝛢")
@example("薴苧")
def test_folding_native_text_is_idempotent(text: str) -> None:
    assert fold_native(fold_native(text)) == fold_native(text)


@given(TEXT)
def test_latin_readings_start_with_the_folded_form(text: str) -> None:
    readings = latin_readings(text)
    assert 1 <= len(readings) <= 4
    assert readings[0] == fold_latin(text)
    assert all(reading.isascii() for reading in readings)


@given(TEXT)
def test_unmixing_is_idempotent_and_keeps_the_length(text: str) -> None:
    assert unmix(unmix(text)) == unmix(text)
    assert len(unmix(text)) == len(text)


@given(TEXT)
def test_scripts_are_distinct(text: str) -> None:
    assert len(set(scripts(text))) == len(scripts(text))


@given(st.text(st.characters(max_codepoint=0x7E, min_codepoint=0x20), max_size=20))
def test_keys_are_total_on_ascii(token: str) -> None:
    assert consonant_skeleton(token).isascii()
    key = pinyin_skeleton(token)
    assert key is None or key


@pytest.mark.parametrize(("limit", "expected"), [(8, ["a x", "a y", "b x", "b y"]), (2, ["a x", "a y"])])
def test_crossing_puts_the_likeliest_spellings_first(limit: int, expected: list[str]) -> None:
    assert crossed([("a", "b"), ("x", "y")], limit) == expected

"""Japanese names in Kanji are read by a dictionary where the extra [japanese] is installed, and by tables where it is not."""

from __future__ import annotations

import pytest

from screening import ENGINE_VERSION, PartyKind, compare
from screening.romanize import name_readings
from screening.romanize.east_asian.japanese import dictionary_readings
from screening.version import JAPANESE

PERSON = PartyKind.INDIVIDUAL
needs_extra = pytest.mark.skipif(not JAPANESE, reason="the extra [japanese] is not installed")


@needs_extra
@pytest.mark.parametrize(
    ("kanji", "latin"),
    [
        ("麻原彰晃", "Shoko Asahara"),
        ("重信房子", "Fusako Shigenobu"),
        ("坂東國男", "Kunio Bando"),
        ("足立正生", "Masao Adachi"),
        ("宇賀神寿一", "UGAJIN, Toshiichi"),
    ],
)
def test_a_japanese_name_in_kanji_is_the_name_in_latin_letters(kanji: str, latin: str) -> None:
    assert compare(kanji, latin, PERSON).name_score > 0.9
    assert compare(latin, kanji, PERSON).name_score > 0.9


@needs_extra
def test_the_reading_says_where_it_comes_from() -> None:
    assert ("asahara shoko", "japanese") in name_readings("麻原彰晃", "individual")


@pytest.mark.parametrize("name", ["王君正", "习近平", "麻", "麻原", "彰晃麻原彰晃麻原彰晃麻原彰"])
def test_what_is_no_japanese_surname_and_given_name_is_left_to_other_readings(name: str) -> None:
    assert dictionary_readings(name) == ()


def test_chinese_readings_stay_first() -> None:
    assert name_readings("王君正", "individual")[0] == ("wang junzheng", "pinyin")


def test_the_engine_names_the_dictionary_it_reads_with() -> None:
    assert ("japanese" in ENGINE_VERSION) is bool(JAPANESE)
    assert JAPANESE in ENGINE_VERSION

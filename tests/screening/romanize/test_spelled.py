"""`romanize.spelled_words`: each word of a person's name with all its spellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.names import forms_of
from screening.romanize import Sort, name_readings, spelled_words
from screening.romanize.reading import MOST_SPELLINGS


@pytest.mark.parametrize(
    ("name", "place", "spellings"),
    [
        ("이명박", 0, "lee yi ri rhee"),
        ("이명박", 1, "myungbak myeongbak myongbak"),
        ("김정은", 0, "kim gim"),
        ("陈庆炎", 0, "chen chan tan"),
        ("黄循财", 0, "huang wong ng"),
        ("존 하워드", 0, "john jon"),
        ("ジョン ハワード", 0, "john jon"),
        ("בנימין נתניהו", 0, "benjamin binyamin"),
    ],
)
def test_a_word_has_the_usual_spellings(name: str, place: int, spellings: str) -> None:
    assert set(spellings.split()) <= set(spelled_words(name)[place].spellings)


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("이명박", Sort.KNOWN),
        ("존 하워드", Sort.HEARD),
        ("王君正", Sort.KNOWN),
        ("约翰 霍华德", Sort.HEARD),
        ("ハワード", Sort.HEARD),
        ("محمود حسن", Sort.KNOWN),
        ("غروسمان", Sort.UNVOWELLED),
        ("משה כהן", Sort.KNOWN),
        ("זגברכט", Sort.UNVOWELLED),
        ("мария захарова", Sort.KNOWN),
    ],
)
def test_what_the_spellings_of_a_word_are(name: str, sort: Sort) -> None:
    assert {word.sort for word in spelled_words(name)} == {sort}


@pytest.mark.parametrize("name", ["", "john howard", "wang 君正"])
def test_there_is_nothing_to_choose_from_in_latin_letters_and_in_several_scripts(name: str) -> None:
    assert spelled_words(name) == ()


def test_words_of_other_scripts_are_what_they_are_in_each_reading() -> None:
    name = "γιώργος παπαδόπουλος"
    words = spelled_words(name, name_readings(name, "individual"))
    assert {"giorgos", "yiorgos"} <= set(words[0].spellings)
    assert {"papadopoulos", "papadopulos"} <= set(words[1].spellings)


def test_spellings_are_words_of_ascii_letters_each_once() -> None:
    for name in ("남궁선영", "존 하워드", "司徒 雷登", "マーガレット", "משה כהן", "황보 관"):
        for word in spelled_words(name):
            assert 1 <= len(word.spellings) <= MOST_SPELLINGS
            assert len(set(word.spellings)) == len(word.spellings)
            assert all(one.isascii() and one.isalpha() and one == one.lower() for one in word.spellings)


@given(st.lists(st.text("ハワードコケンッーヽゝヶ゛ｰﾞ・あっ", min_size=1, max_size=4), min_size=1, max_size=3).map(" ".join))
def test_words_of_marks_alone_stop_no_name_from_being_read(name: str) -> None:
    forms = forms_of(name)
    assert all(form.tokens for form in forms)


@pytest.mark.parametrize("name", ["ハワード ー", "コバヤシ ケン ッ", "ヶ"])
def test_a_word_that_has_no_sound_has_no_spelling_of_its_own(name: str) -> None:
    assert forms_of(name)
    assert spelled_words(name) == ()

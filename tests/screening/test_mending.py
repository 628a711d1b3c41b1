"""Words of organisations are known when misspelt or written as they sound; other words are left as they are."""

import pytest

from screening import tables
from screening.mending import may_be_misspelt, mended, perhaps


def meaning(word: str, heard: bool = False) -> str:
    """The word that a mended word stands for."""
    found = mended(word, heard)
    return tables.abbreviations().get(found, found)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("petrochemial", "petrochemical"), ("technologiya", "technology"), ("logistiks", "logistics"), ("groop", "group"),
        ("tranbspotation", "transport"), ("autovobilles", "automotive"), ("indostry", "industry"), ("companyy", "company"),
        ("hospitall", "hospital"), ("organichennoi", "ogranichennoi"),
    ],
)  # fmt: skip
def test_a_long_word_with_one_letter_wrong_or_another_sound_or_other_vowels_is_known(word: str, meant: str) -> None:
    assert meaning(word) == meant


@pytest.mark.parametrize(
    ("word", "meant"), [("kumbani", "company"), ("kurbartun", "corporation"), ("andustars", "industry"), ("tradi", "trading")]
)
def test_a_word_heard_is_known_by_its_consonants(word: str, meant: str) -> None:
    assert meaning(word, heard=True) == meant


@pytest.mark.parametrize(
    "word", ["planet", "cartoon", "really", "bank", "dekart", "almaz", "plastik", "saman", "sharia", "tek", "democraties"]
)
def test_ordinary_words_names_and_short_words_are_left_alone(word: str) -> None:
    assert mended(word) == word


def test_a_short_word_may_be_one_of_organisations_where_another_tells_the_name_from_others() -> None:
    assert perhaps("groip") == "group"
    assert may_be_misspelt(["alrosa", "groip"])
    assert not may_be_misspelt(["groip", "limited"])
    assert perhaps("stage") == "stage"

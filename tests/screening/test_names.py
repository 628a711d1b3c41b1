"""The short way to read a name of words that no table knows gives what the long way gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import PartyKind, compare
from screening.names import _read_as, forms_of
from screening.text import comparable
from screening.tokens import Bearer, plain_tokens
from tests.screening.index.worlds import NAMES

_UNKNOWN = st.text(st.sampled_from("abdehiklmnorsuvz"), min_size=1, max_size=9)


@given(name=NAMES | st.lists(_UNKNOWN, min_size=1, max_size=4).map(" ".join), kind=st.none() | st.sampled_from(PartyKind))
def test_the_short_way_to_read_a_name_is_the_long_way(name: str, kind: PartyKind | None) -> None:
    text = comparable(name)
    assert forms_of(name, kind) == _read_as(name, text, kind)


@given(
    name=st.text(max_size=12) | st.text(st.sampled_from("ーゝءـーヶ々ׁَ־ㅏᆼ一의й0a .,-'"), max_size=5),
    kind=st.none() | st.sampled_from(PartyKind),
)
def test_every_name_of_which_something_is_left_can_be_read(name: str, kind: PartyKind | None) -> None:
    assert bool(forms_of(name, kind)) is bool(comparable(name))


def test_words_of_trade_titles_places_and_initials_are_read_the_long_way() -> None:
    for name in ("alfa trading", "dr who", "isle of man", "j smith", "alfa ltd", "groip alrosa", "butikofer 44"):
        assert plain_tokens(name.split()) is None, name
    (form,) = forms_of("reinhard butikofer")
    assert form.bearer is Bearer.EITHER
    assert plain_tokens(["reinhard", "butikofer"]) == form.tokens


@pytest.mark.parametrize("name", ["Isakov V.P.", "Isakov V.P", "V.P. Isakov", "Исаков В.П."])
def test_initials_written_together_stand_for_the_given_names(name: str) -> None:
    assert compare(name, "Vladimir Pavlovich Isakov").name_score > 0.85


def test_letters_with_full_stops_stay_one_word_where_they_may_be_one() -> None:
    assert compare("Isakov V.P.", "Isakov VP").name_score == 1.0
    assert compare("S.A.R.L. Prokopenko", "Prokopenko SARL").name_score == 1.0

"""Canada's list, on a small list of invented parties, and its alias texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lists.errors import InvalidListFile
from lists.readers.canada import CanadaXml
from lists.readers.canada.names import aliases, official_names
from tests.lists.readers.reading import FIXTURES, broken, lines, read, refused_or_whole, told, written

FILE = FIXTURES / "canada" / "sema-lmes.xml"
JVCFOR = "Justice for Victims of Corrupt Foreign Officials Regulations (JVCFOR)"
CONTENT = FILE.read_text(encoding="utf-8")


def with_change(folder: Path, old: str, new: str) -> Path:
    """The fixture with one text replaced by another."""
    assert old in CONTENT
    return written({FILE.name: CONTENT.replace(old, new, 1).encode()}, folder)[0]


def test_the_whole_of_each_kind_of_party() -> None:
    parties, report = read(CanadaXml(), FILE)
    assert [line for party in parties.values() for line in told(party)] == lines(f"""
        individual a-list:Belarus-1-Part-1.1-7
        primary Mira Olovna WYRDMANN
        alias Mira Olovna WIRDMANN
        alias Mira Wyrdman
        weak alias Tida | one word of a list of aliases
        alias Міра Вірдман | be
        alias Мира Вирдман | ru
        born 1962-04-03
        born 1961
        position Dr.
        designation Belarus | asset_freeze | dealings_ban | Schedule 1, Part 1.1, item 7 | 2020-09-28
        individual a-list:JVCFOR-12
        primary Olo Brandt
        alias Брандт, Оло Петрович
        designation {JVCFOR} | asset_freeze | dealings_ban | item 12 | 2017-11-03
        remarks Date of birth: born in the early 1970s
        entity a-list:Russia-3-4
        primary Bureau of Tides
        alias Bureau des marées
        alias Бюро приливов, АО
        alias Tide Bureau
        alias BOT
        alias Office of the Tides
        designation Russia | dealings_ban | Schedule 3, item 4 | 2022-02-24
        vessel a-list:Russia-1.1-9
        primary Grey Gull
        imo 9999993
        designation Russia | asset_freeze | dealings_ban | Schedule 1.1, item 9 | 2025-02-24
        remarks Ship type Oil Tanker; Built 2004
    """)
    assert report.warnings == ["sema-lmes.xml: a date of birth that is none is kept as text: 'born in the early 1970s'"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<Item>7<", "<Item>seven<", "record 1: field 'Item': 'seven' is no item number"),
        ("<Item>7<", "<Item><", "record 1: field 'Item': is missing"),
        ("<Schedule>3<", "<Schedule>three<", "record 3: field 'Schedule'.*has not the form"),
        ("<Country>Belarus / Bélarus<", "<Country>[BY]<", "'Country'.*has not the form"),
        ("<ShipIMONumber>9999993<", "<ShipIMONumber>99<", "Russia-1.1-9: field 'ShipIMONumber': '99' is no IMO number"),
        ("<DateOfListing>2020-09-28<", "<DateOfListing>28/09/2020<", "'DateOfListing': '28/09/2020' is not a date"),
        ("<EntityOrShip>Grey Gull</EntityOrShip>", "", "either it or LastName and GivenName name the party"),
        ("<EntityOrShip>Grey Gull<", "<LastName>Gull</LastName><EntityOrShip>Grey Gull<", "either it or LastName and GivenName"),
        ("<record>", "<list/><record>", "an element <list> where only records"),
        ("</data-set>", "", "not well formed XML to its end"),
    ],
)
def test_what_cannot_be_read_stops_the_load_and_says_where(tmp_path: Path, old: str, new: str, reason: str) -> None:
    with pytest.raises(InvalidListFile, match=reason):
        read(CanadaXml(), with_change(tmp_path, old, new))


def test_an_unknown_field_is_a_warning(tmp_path: Path) -> None:
    _, report = read(CanadaXml(), with_change(tmp_path, "<Schedule>", "<Gender>F</Gender><Schedule>"))
    assert report.warnings[0] == "sema-lmes.xml: unknown field 'Gender' is not read"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mira Wyrdman; Миру Вирдман", ["Mira Wyrdman", "Миру Вирдман"]),
        ("Al-Qoni Daglo, Gony Dagallo, Arabic: القوني دقلو", ["Al-Qoni Daglo", "Gony Dagallo", "القوني دقلو"]),
        ("Баранов, Олег Анатольевич", ["Баранов, Олег Анатольевич"]),
        ("Віктор Пшонка, Виктор Пшонка", ["Віктор Пшонка", "Виктор Пшонка"]),
        ("Ольга КРАВЦОВА / Ольга КРАВЦОВА", ["Ольга КРАВЦОВА", "Ольга КРАВЦОВА"]),
        ("Анна Андреевна Пушкарева or Анна Андреевна Шейман", ["Анна Андреевна Пушкарева", "Анна Андреевна Шейман"]),
        ("Hanna Borisovna Liavusik or Anna Borisovna Leusik", ["Hanna Borisovna Liavusik", "Anna Borisovna Leusik"]),
        ("Aleksandr Evgenyevich or Evgenievich Konkov", ["Aleksandr Evgenyevich or Evgenievich Konkov"]),
        ("Алексей Александров or Фролов", ["Алексей Александров or Фролов"]),
        ("also Andrey Ilnitsky; Андрей Ильницкий", ["Andrey Ilnitsky", "Андрей Ильницкий"]),
        ("Yehya Sinwar, Abu Ibrahim,  يحيى السنوار", ["Yehya Sinwar", "Abu Ibrahim", "يحيى السنوار"]),
        ("Abbas Nilforushan\n عباس نیلفروشان", ["Abbas Nilforushan", "عباس نیلفروشان"]),
    ],
)
def test_aliases_of_an_individual_are_taken_apart_where_a_name_certainly_ends(text: str, names: list[str]) -> None:
    assert [alias.text for alias in aliases(text, individual=True)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Северсталь, ПАО; Публичное Акционерное Общество «Северсталь»",
            ["Северсталь, ПАО", "Публичное Акционерное Общество «Северсталь»"],
        ),
        (
            "King Royal Technologies Co. Ltd.,\nKing Royal Technologies Ltd.",
            ["King Royal Technologies Co. Ltd.", "King Royal Technologies Ltd."],
        ),
        ("Air Bagan Holdings, Pte. Ltd., Air Bagan Limited", ["Air Bagan Holdings, Pte. Ltd.", "Air Bagan Limited"]),
        ("KGB, Belarusian KGB", ["KGB", "Belarusian KGB"]),
        ("ОАО РЖД or Российские железные дороги; OAO RZhD", ["ОАО РЖД", "Российские железные дороги", "OAO RZhD"]),
        ("Министерство образования, науки и молодежи", ["Министерство образования, науки и молодежи"]),
        ("ААТ «Мінскі завод» / ААТ «МЗКЦ»", ["ААТ «Мінскі завод»", "ААТ «МЗКЦ»"]),
        ("Sepah-e Pasdaran/GRI, CGRI, l'Armée des Gardiens", ["Sepah-e Pasdaran/GRI", "CGRI", "l'Armée des Gardiens"]),
        ("Bank GPB (JSC, Moscow), VEB.RF", ["Bank GPB (JSC, Moscow)", "VEB.RF"]),
        ("Russian: Институт приборостроения or ОАО МНИПИ", ["Институт приборостроения", "ОАО МНИПИ"]),
    ],
)
def test_aliases_of_an_entity_are_taken_apart_where_a_name_certainly_ends(text: str, names: list[str]) -> None:
    assert [alias.text for alias in aliases(text, individual=False)] == names


def test_one_word_of_a_list_of_aliases_is_weak_but_one_word_alone_is_not() -> None:
    assert [alias.fragment for alias in aliases("Andrei, Andrii", individual=True)] == [True, True]
    assert [alias.fragment for alias in aliases("Batya", individual=True)] == [False]
    assert [alias.fragment for alias in aliases("KGB, OMON", individual=False)] == [False, False]


def test_a_label_says_the_language() -> None:
    found = aliases("Belarusian: Мікалай Лукашэнка; Russian: Николай Лукашенко, Коля Лукашенко", individual=True)
    assert [(alias.language, alias.text) for alias in found] == [
        ("be", "Мікалай Лукашэнка"),
        ("ru", "Николай Лукашенко"),
        ("ru", "Коля Лукашенко"),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Iranian Navy/Force navale iranienne", ["Iranian Navy", "Force navale iranienne"]),
        ("MEC Steel Mills (Hmaw Bi/Pyi/Ywama)", ["MEC Steel Mills (Hmaw Bi/Pyi/Ywama)"]),
        ("Dux JSC (also known as Duks)", ["Dux JSC", "Duks"]),
        ("Physics Research Center (PHRC)", ["Physics Research Center (PHRC)"]),
    ],
)
def test_an_official_name_in_two_languages_is_two_names(text: str, names: list[str]) -> None:
    assert official_names(text) == names


@given(data=st.data())
@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_broken_file_is_refused_or_read_whole(tmp_path: Path, data: st.DataObject) -> None:
    refused_or_whole(CanadaXml(), {FILE.name: data.draw(broken(FILE.read_bytes()))}, tmp_path)


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_file_that_is_cut_off_is_never_read(tmp_path: Path, data: st.DataObject) -> None:
    whole = FILE.read_bytes().rstrip()
    assert refused_or_whole(CanadaXml(), {FILE.name: whole[: data.draw(st.integers(0, len(whole) - 1))]}, tmp_path)


@given(st.text(max_size=60), st.booleans())
@settings(max_examples=300)
def test_any_alias_text_gives_at_least_one_name_without_spaces_around_it(text: str, individual: bool) -> None:
    found = aliases(text, individual=individual)
    assert found
    assert all(alias.text == " ".join(alias.text.split()) for alias in found)

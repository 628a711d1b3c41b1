from __future__ import annotations

import pytest

from lists.readers.base import ReadReport
from lists.readers.countries import CountryNames
from lists.readers.fields import SourceRecord
from lists.readers.written.documents import imo_number, labelled_documents, read_documents, united_nations_reference
from lists.readers.written.enumerations import enumerated, numbered
from lists.readers.written.places import country_codes, last_country
from screening.party import IdentifierType

NAMES = CountryNames({"africa": None})


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("(1) Tiaret (2) Maskara", ["Tiaret", "Maskara"]),
        ("a) Mullah b) Haji", ["Mullah", "Haji"]),
        ("a) 1964; b)1965", ["1964", "1965"]),
        ("1) Saudi Arabia 2) Qatar", ["Saudi Arabia", "Qatar"]),
        ("a) Chad\u00a0\u00a0b) Mali", ["Chad", "Mali"]),
        ("(1)-(3) Tunisia (4) Libya", ["Tunisia", "Tunisia", "Tunisia", "Libya"]),
        ("a) 1966 b) 1964 c) 1969 c) 1971", ["1966", "1964", "1969", "1971"]),
        ("Kabul (old town)", ["Kabul (old town)"]),
        ("Room b) Kabul", ["Room b) Kabul"]),
        ("", []),
    ],
)
def test_an_enumeration_gives_its_items_and_any_other_text_itself(text: str, items: list[str]) -> None:
    assert enumerated(text) == items


def test_items_of_two_enumerations_meet_by_their_labels() -> None:
    assert numbered("(1) Manzil Tmim (2)-(3) -") == {"1": "Manzil Tmim", "2": "", "3": ""}
    assert numbered("(1) to (2) Algeria (3) Morocco") == {"1": "Algeria", "2": "Algeria", "3": "Morocco"}


@pytest.mark.parametrize(
    ("text", "codes", "whole"),
    [
        ("Afghanistan", ["AF"], True),
        ("(1) Somali (2) Swedish", ["SO", "SE"], True),
        ("Russian and Ukrainian", ["RU", "UA"], True),
        ("Iran;Saint Kitts and Nevis", ["IR", "KN"], True),
        ("Bosnia and Herzegovina", ["BA"], True),
        ("In Syria as at June 2013", ["SY"], False),
        ("Iraq (previous)", ["IQ"], False),
        ("Iranian national", ["IR"], False),
        ("Africa", [], False),
        (None, [], True),
    ],
)
def test_a_text_gives_the_countries_it_names(text: str | None, codes: list[str], whole: bool) -> None:
    report = ReadReport()
    assert country_codes(NAMES, text, SourceRecord({}, "a.csv", "row 1", report), "Nationality") == (codes, whole)
    assert report.warnings == []


def test_an_unknown_country_is_reported_and_not_guessed() -> None:
    report = ReadReport()
    assert country_codes(NAMES, "Ruritania", SourceRecord({}, "a.csv", "row 1", report), "Nationality") == ([], False)
    assert report.warnings == ["a.csv: field 'Nationality': 'Ruritania' is no country the tables know; the text is kept"]


def test_the_country_that_ends_a_place_is_found_and_nothing_else() -> None:
    assert last_country(NAMES, "Laskar, Peshawar, Pakistan (since 2009).") == "PK"
    assert last_country(NAMES, "Salah al-Din") is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Passport No: 592667 (Qatari passport issued on 3 May 2007).", [("592667", None)]),
        ("(1) A-333602 (Indian) issued on 4 June 1985 (2) R841697", [("A-333602", "IN"), ("R841697", None)]),
        ("Italian Fiscal Code HDDFTH63H28Z352V", [("HDDFTH63H28Z352V", None)]),
        ("44103-5251752-5 (Pakistan)", [("44103-5251752-5", "PK")]),
        ("D 001206 (Afghan). Issued on 17 July 2000", [("D 001206", "AF")]),
        ("British passport no.720134834 (issued 27.06.2012)", [("720134834", None)]),
        ("Passport No: (a) 05AT521433 (French) (b) 1234567, issued 2001", [("05AT521433", "FR"), ("1234567", None)]),
        ("Rwanda number 1 1978 8 0137555 3 27 Gender: Male", [("1 1978 8 0137555 3 27", None)]),
        ("SSN 156-92-9858 (United States of America)", [("156-92-9858", "US")]),
        ("123456 18 May 2007", [("123456", None)]),
        ("(Egypt). Issued 1993.", [(None, "EG")]),
        ("issued in 1996", [(None, None)]),
        ("Uganda Passport.", [(None, None)]),
    ],
)
def test_numbers_of_documents_are_told_from_the_words_around_them(text: str, numbers: list[tuple[str | None, str | None]]) -> None:
    assert [(found.number, found.country) for found in read_documents(text, NAMES)] == numbers


def test_labelled_numbers_in_a_running_text_are_found() -> None:
    labels = {"passport": IdentifierType.PASSPORT, "tax id": IdentifierType.TAX_ID}
    text = "Title: General. Passport no: a) South Sudan number S00004370 b) Sudan number 003606 Tax ID No.: 7841424184 (Russia)\nWeb: x.ru"
    found = [(kind.value, document.number) for kind, document in labelled_documents(text, labels, NAMES)]
    assert found == [("passport", "S00004370"), ("passport", "003606"), ("tax_id", "7841424184")]


def test_references_of_the_united_nations_are_the_party_s_own() -> None:
    assert united_nations_reference("UN Ref QDi.004. Emir for the eastern zone") == "QDi.004"
    assert united_nations_reference("TAi.002. Title: Mullah") == "TAi.002"
    assert united_nations_reference("Brother of Mohammed Omar (TAi.004)") is None


def test_an_imo_number_is_read_when_there_is_one() -> None:
    assert imo_number("IMO: 8937675. MMSI: 445539000.") == "8937675"
    assert imo_number("IMO 8937675 and IMO 8937676") is None

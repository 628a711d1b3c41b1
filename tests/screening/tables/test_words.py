"""Roles, abbreviations, numbers, places and countries: examples that must be there, and words that must not."""

import csv
from collections import Counter

import pytest

from screening import tables
from screening.text import comparable
from tests.conftest import folder_outside

ROLES = {
    "honorific": "dr haji hajji sheikh shaykh mullah maulvi mr mrs sir eng general col prof sayyid ustad imam president herr don",
    "particle": "al el ul van von der de la di du dos das",
    "patronymic": "bin ibn ben bint ould",
    "generation": "jr sr junior senior ii iii iv",
    "stop": "of the and for in y et und",
    "generic": "company trading group bank ministry international holding services industries committee institute association foundation "
    "center bureau zavod ticaret kompaniya banco institut sherkat muassasat tsentr",
}


PERSONAL_NAMES = "mohammed ali omar sultan malik amir hakim khan shah prince kim lee li an hafiz habib mac mc"
BOTH = "bin ben don du di da van le la sayyid"


@pytest.mark.parametrize(("role", "word"), [(role, word) for role, words in ROLES.items() for word in words.split()])
def test_a_word_has_its_role(role: str, word: str) -> None:
    assert tables.roles()[word] == role


@pytest.mark.parametrize("name", PERSONAL_NAMES.split())
def test_personal_names_have_no_role(name: str) -> None:
    assert name not in tables.roles()


@pytest.mark.parametrize("name", BOTH.split())
def test_a_role_that_may_be_a_personal_name_is_marked(name: str) -> None:
    assert name in tables.roles_ambiguous()


def test_the_less_a_generic_word_tells_the_less_it_weighs() -> None:
    words = ("company", "trading", "bank", "ministry", "bureau")
    weights = [tables.role_weight(word) or 0.0 for word in words]
    assert weights == sorted(set(weights))
    assert (weights[0], weights[-1]) == (0.15, 0.6)
    assert tables.role_weight("butikofer") is None


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("comm", "commercial"), ("tech", "technology"), ("intl", "international"), ("bros", "brothers"), ("mfg", "manufacturing"),
        ("ind", "industry"), ("industrial", "industry"), ("industries", "industry"), ("corp", "corporation"), ("co", "company"),
        ("govt", "government"), ("natl", "national"), ("univ", "university"), ("inst", "institute"), ("dept", "department"),
        ("mohd", "mohammed"), ("md", "mohammed"), ("zavod", "plant"), ("ticaret", "trading"), ("byuro", "bureau"), ("centre", "center"),
    ],
)  # fmt: skip
def test_an_abbreviation_stands_for_its_word(short: str, full: str) -> None:
    assert tables.abbreviations()[short] == full


@pytest.mark.parametrize("name", ["min", "gen", "nat", "tex", "hava", "petro", "polk", "abd"])
def test_abbreviations_that_are_personal_names_are_left_alone(name: str) -> None:
    assert name not in tables.abbreviations()


@pytest.mark.parametrize(
    ("word", "digits"),
    [
        ("two", "2"), ("ninety", "90"), ("first", "1"), ("1st", "1"), ("44th", "44"), ("xx", "20"), ("iii", "3"), ("fortyfour", "44"),
        ("deux", "2"), ("cuatro", "4"), ("zwei", "2"), ("pervyi", "1"), ("第一", "1"), ("первый", "1"),
    ],
)  # fmt: skip
def test_a_number_in_words_is_its_digits(word: str, digits: str) -> None:
    assert tables.number_words()[word] == digits


@pytest.mark.parametrize(
    ("variant", "usual"),
    [
        ("habana", "havana"), ("kuba", "cuba"), ("soudan", "sudan"), ("moskva", "moscow"), ("moskau", "moscow"), ("syrie", "syria"),
        ("cote divoire", "cote d ivoire"), ("korea north", "north korea"), ("dprk", "north korea"), ("kiev", "kyiv"),
        ("esfahan", "isfahan"),
        ("peking", "beijing"), ("burma", "myanmar"), ("halab", "aleppo"), ("dimashq", "damascus"), ("teheran", "tehran"),
    ],
)  # fmt: skip
def test_a_place_has_one_usual_name(variant: str, usual: str) -> None:
    assert tables.places()[variant] == usual


def test_places_that_differ_stay_apart() -> None:
    places = tables.places()
    pairs = [("niger", "nigeria"), ("iran", "iraq"), ("north korea", "south korea"), ("sudan", "south sudan"), ("guinea", "guinea bissau")]
    assert all(places.get(first, first) != places.get(second, second) for first, second in pairs)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("russian federation", "RU"), ("syrian arab republic", "SY"), ("korea north", "KP"), ("democratic peoples republic of korea", "KP"),
        ("iran islamic republic of", "IR"), ("burma", "MM"), ("cote d ivoire", "CI"), ("congo democratic republic of the", "CD"),
        ("vereinigtes konigreich", "GB"), ("allemagne", "DE"), ("the gambia", "GM"), ("west bank", "PS"), ("kosovo", "XK"), ("ussr", "SU"),
    ],
)  # fmt: skip
def test_a_country_name_gives_its_code(name: str, code: str) -> None:
    assert tables.country_codes_by_name()[name] == code


@pytest.mark.parametrize(
    ("word", "code"), [("iranian", "IR"), ("emirati", "AE"), ("dutch", "NL"), ("north korean", "KP"), ("nigerien", "NE")]
)
def test_a_nationality_gives_its_code(word: str, code: str) -> None:
    assert tables.nationalities()[word] == code


def test_the_commonest_names_are_the_commonest_tokens() -> None:
    shares = tables.common_tokens()
    assert min(shares["mohammed"], shares["muhammad"], shares["company"]) >= 0.02
    assert shares["ali"] > shares["smith"] > shares["adrian"]
    assert {"butikofer", "glucksmann", "zenz", "kyuchyuk", "merics", "sberbank"}.isdisjoint(shares)


@pytest.mark.data
def test_hardly_any_real_person_has_a_word_that_the_tables_take_for_one_of_organisations_or_places() -> None:
    path = folder_outside("data") / "names" / "persons" / "rio2016_athletes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        words = Counter(word for row in csv.DictReader(file) for word in comparable(row["name"]).split())
    generic = {word for word, role in tables.roles().items() if role == "generic"}
    sure_forms = set(tables.legal_forms()) - tables.legal_form_ambiguous()
    abbreviated = set(tables.abbreviations()) - set(tables.variant_groups())
    taken = generic | sure_forms | abbreviated | set(tables.places()) | set(tables.number_words())
    assert sum(words.values()) > 20_000
    assert sum(words[word] for word in taken) / sum(words.values()) < 0.002

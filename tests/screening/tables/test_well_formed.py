"""Every table holds what its header promises: folded keys, known classes, no word with two meanings."""

import re
from collections.abc import Iterable

import pytest

from screening import tables
from screening.countries import COUNTRY_CODES
from screening.tables import personal
from screening.tables.organisations import CLASSES
from screening.tables.reader import rows
from screening.text import comparable

MAPPINGS = {
    "legal_forms": tables.legal_forms,
    "roles": tables.roles,
    "abbreviations": tables.abbreviations,
    "number_words": tables.number_words,
    "variant_groups": tables.variant_groups,
    "places": tables.places,
    "country_codes_by_name": tables.country_codes_by_name,
    "nationalities": tables.nationalities,
    "common_tokens": tables.common_tokens,
    "ordinary_words": tables.ordinary_words,
}
FOLDED = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
NATIVE_KEYS = {"legal_forms", "roles", "number_words"}
PHRASES = {"legal_forms", "places", "country_codes_by_name", "nationalities"}

every_table = pytest.mark.parametrize("name", MAPPINGS)


def repeated(words: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [word for word in words if word in seen or seen.add(word)]  # type: ignore[func-returns-value]


@every_table
def test_keys_are_in_their_comparable_form(name: str) -> None:
    assert [key for key in MAPPINGS[name]() if comparable(key) != key] == []


@every_table
def test_keys_are_folded_ascii_unless_native_script_is_allowed(name: str) -> None:
    odd = [key for key in MAPPINGS[name]() if not FOLDED.fullmatch(key)]
    assert all(name in NATIVE_KEYS and not key.isascii() for key in odd)


@every_table
def test_keys_are_single_words_unless_phrases_are_allowed(name: str) -> None:
    assert name in PHRASES or [key for key in MAPPINGS[name]() if " " in key] == []


@every_table
def test_a_table_is_read_only_and_read_once(name: str) -> None:
    assert MAPPINGS[name]() is MAPPINGS[name]()
    with pytest.raises(TypeError):
        MAPPINGS[name]()["new"] = "entry"  # type: ignore[index]


def test_each_column_of_phrases_lists_a_phrase_once() -> None:
    assert repeated(word for _, _, words in rows("roles", "role", "weight", "words") for word in words.split()) == []
    assert repeated(word for _, words in rows("abbreviations", "canonical", "words") for word in words.split()) == []
    assert repeated(word for word, _, _ in rows("number_words", "word", "digits", "language")) == []
    assert repeated(word for _, words, _ in rows("places", "canonical", "variants", "kind") if words for word in words.split("|")) == []
    assert repeated(word for _, _, words in rows("common_tokens", "kind", "share", "words") for word in words.split()) == []
    for column in (1, 2):
        table = rows("countries", "code", "names", "nationalities")
        assert repeated(word for row in table if row[column] for word in row[column].split("|")) == []


def test_legal_forms_have_known_classes_and_say_which_are_also_ordinary_words() -> None:
    assert set(tables.legal_forms().values()) == CLASSES
    assert tables.legal_form_ambiguous() < set(tables.legal_forms())
    assert max(len(phrase.split()) for phrase in tables.legal_forms()) <= 9


def test_two_letters_are_a_legal_form_only_at_the_start_or_end_unless_no_name_has_them() -> None:
    sure = {phrase for phrase in tables.legal_forms() if len(phrase) <= 2 and phrase.isascii()} - tables.legal_form_ambiguous()
    assert sure <= {"lp"}


def test_roles_are_known_and_weights_are_shares() -> None:
    assert set(tables.roles().values()) == tables.ROLES
    assert tables.roles_ambiguous() < set(tables.roles())
    weights = {word: tables.role_weight(word) for word in tables.roles()}
    assert all(weight is None or 0 < weight <= 0.6 for weight in weights.values())
    assert [word for word, role in tables.roles().items() if role == "generic" and weights[word] is None] == []


def test_abbreviations_lead_to_a_last_word() -> None:
    assert [word for word, target in tables.abbreviations().items() if target in tables.abbreviations()] == []


def test_a_generic_word_and_the_word_it_stands_for_are_both_generic() -> None:
    roles = tables.roles()
    assert [
        (word, target)
        for word, target in tables.abbreviations().items()
        if roles.get(word) == "generic" and roles.get(target) not in ("generic", "honorific")
    ] == []


def test_number_words_give_decimal_digits_and_leave_initials_alone() -> None:
    numbers = tables.number_words()
    assert all(value == str(int(value)) for value in numbers.values())
    assert [word for word in numbers if len(word) == 1 and word.isascii()] == []
    assert {"one", "i", "vi", "xi"}.isdisjoint(numbers)


def test_groups_have_two_members_or_more_and_a_strength_from_nicknames_to_spellings() -> None:
    groups = personal.groups()
    assert len(groups) > 400
    assert [name for name, (_, members) in groups.items() if len(set(members)) < 2] == []
    assert {strength for strength, _ in groups.values()} <= {0.8, 0.85, 0.88, 0.9, 0.95}


def test_no_group_repeats_another() -> None:
    assert repeated(" ".join(sorted(members)) for _, members in personal.groups().values()) == []


def test_every_group_names_its_source() -> None:
    assert {row[3] for row in rows("variant_groups", "id", "strength", "members", "source")} == {"lists", "general knowledge"}


def test_group_ids_of_a_token_are_groups() -> None:
    assert all(0.8 <= tables.group_strength(group) <= 0.95 for groups in tables.variant_groups().values() for group in groups)
    with pytest.raises(KeyError):
        tables.group_strength("no such group")


def test_a_place_leads_to_a_usual_name_that_stands_for_itself() -> None:
    places = tables.places()
    assert [(key, usual) for key, usual in places.items() if places.get(usual, usual) != usual] == []
    assert [usual for usual in places.values() if " " in usual and usual not in places] == []


def test_every_country_code_has_a_name_and_every_name_a_known_code() -> None:
    assert set(tables.country_codes_by_name().values()) == COUNTRY_CODES
    assert set(tables.nationalities().values()) < COUNTRY_CODES


def test_places_and_countries_agree() -> None:
    codes, places = tables.country_codes_by_name(), tables.places()
    shared = [(key, usual) for key, usual in places.items() if key in codes and usual in codes]
    assert len(shared) > 200
    assert [(key, usual) for key, usual in shared if codes[key] != codes[usual]] == []


def test_shares_of_common_tokens_are_shares() -> None:
    assert all(0 < share <= 0.2 for share in tables.common_tokens().values())
    joining = {word for word, role in tables.roles().items() if role in ("stop", "particle", "patronymic", "honorific")}
    assert joining.isdisjoint(tables.common_tokens())

"""Folding, keys and look-alikes: what they conflate and what they keep apart."""

from __future__ import annotations

import pytest

from screening.romanize import consonant_skeleton, fold_latin, fold_native, latin_readings, pinyin_skeleton, scripts, unmix
from screening.romanize.east_asian.palladius import palladius
from screening.romanize.east_asian.pinyin import wade_giles


@pytest.mark.parametrize(
    ("token", "folded"),
    [
        ("bütikofer", "butikofer"), ("søren", "soren"), ("straße", "strasse"), ("łódź", "lodz"), ("đoković", "dokovic"), ("ılgın", "ilgin"),
        ("İlhan", "ilhan"), ("erdoğan", "erdogan"), ("æthel", "aethel"), ("œuvre", "oeuvre"), ("þór", "thor"), ("əliyev", "aliyev"),
        ("nguyễn", "nguyen"), ("ñuñez", "nunez"), ("BÜTIKOFER", "butikofer"), ("ﬁnn", "finn"), ("ș", "s"),
    ],
)  # fmt: skip
def test_latin_letters_fold_to_ascii(token: str, folded: str) -> None:
    assert fold_latin(token) == folded


@pytest.mark.parametrize(
    ("token", "reading"),
    [
        ("bütikofer", "buetikofer"), ("møller", "moeller"), ("gähler", "gaehler"), ("ångström", "aangstroem"), ("küçük", "kuchuk"),
        ("erdoğan", "erdoan"), ("şahin", "shahin"), ("šešelj", "sheshelj"), ("nuñez", "nunyez"), ("žižek", "zhizhek"),
        ("g00gle", "google"), ("m1chael", "michael"), ("5m1th", "smith"), ("0mar", "omar"),
    ],
)  # fmt: skip
def test_latin_letters_have_the_readings_of_other_conventions(token: str, reading: str) -> None:
    readings = latin_readings(token)
    assert readings[0] == fold_latin(token)
    assert reading in readings
    assert len(readings) <= 4


@pytest.mark.parametrize("token", ["butikofer", "11420", "747", "a1", "3m", "b52"])
def test_plain_words_and_numbers_have_one_reading(token: str) -> None:
    assert latin_readings(token) == (token,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("junzheng", "chuncheng"), ("mingguo", "mingkuo"), ("guoen", "kuoen"), ("zhang", "chang"), ("xi", "hsi"), ("jinping", "chinping"),
        ("xue", "hsueh"), ("zedong", "tsetung"), ("deng", "teng"), ("zi", "tzu"), ("si", "ssu"),
        ("shi", "shih"), ("ren", "jen"), ("you", "yu"),
        ("he", "ho"), ("lu", "lv"), ("lyu", "lu"), ("jian", "chien"), ("yan", "yen"), ("qiu", "chiu"),
    ],
)  # fmt: skip
def test_pinyin_and_wade_giles_share_a_key(one: str, other: str) -> None:
    assert pinyin_skeleton(one) is not None
    assert pinyin_skeleton(one) == pinyin_skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("li", "lu"), ("wei", "wen"), ("mingguo", "minguo"), ("jun", "juan"), ("wang", "wan")])
def test_different_chinese_names_have_different_keys(one: str, other: str) -> None:
    assert pinyin_skeleton(one) != pinyin_skeleton(other)


@pytest.mark.parametrize("token", ["reinhard", "smith", "", "x", "王", "zz", "abcdefghijklmnopqrstuvwxyz", "wangjunzhengming"])
def test_what_is_no_chinese_name_of_three_syllables_has_no_key(token: str) -> None:
    assert pinyin_skeleton(token) is None


def test_a_syllable_has_its_wade_giles_and_palladius_spelling() -> None:
    assert [wade_giles(syllable) for syllable in ("zhong", "qian", "ju", "er", "gui", "tou", "zuo", "nv")] == [
        "chung", "chien", "chu", "erh", "kuei", "tou", "tso", "nu",
    ]  # fmt: skip
    assert [palladius(syllable) for syllable in ("xi", "hui", "yue", "zha", "long")] == ["си", "хуэй", "юэ", "чжа", "лун"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("muhammad", "mohamed"), ("mhmd", "muhammad"), ("ramadan", "ramazan"), ("ridha", "reza"), ("uthman", "osman"), ("qasim", "kassem"),
        ("jamal", "gamal"), ("khalid", "haled"), ("yusuf", "youssef"), ("al-hassan", "hasan"), ("alhassan", "hassan"),
        ("fatima", "fatimah"),
        ("charif", "sharif"), ("zvi", "tzvi"), ("abdullah", "abdulla"), ("ghazi", "gazi"),
    ],
)  # fmt: skip
def test_spellings_of_one_unvocalised_name_share_a_skeleton(one: str, other: str) -> None:
    assert consonant_skeleton(one) == consonant_skeleton(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("hassan", "hamdan"), ("salim", "karim"), ("tariq", "farid"), ("samir", "tamir"), ("ali", "omar")]
)
def test_different_names_have_different_skeletons(one: str, other: str) -> None:
    assert consonant_skeleton(one) != consonant_skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("陳明國", "陈明国"), ("أحمد", "احمد"), ("إسماعيل", "اسماعيل"), ("فاطمة", "فاطمه"), ("علی", "علي"), ("کریم", "كريم"),
        ("مُحَمَّد", "محمد"), ("محمـــد", "محمد"), ("алёна", "алена"), ("ΟΔΥΣΣΕΥΣ", "οδυσσευσ"), ("ἀλέξανδρος", "αλεξανδρος"),
        ("שָׁלוֹם", "שלומ"), ("ハルト", "はると"), ("ルート", "ルト"), ("ｶﾞｽﾄ", "ガスト"), ("bütikofer", "butikofer"),
    ],
)  # fmt: skip
def test_native_spellings_of_one_name_fold_to_one_form(one: str, other: str) -> None:
    assert fold_native(one) == fold_native(other)


@pytest.mark.parametrize(("one", "other"), [("иван", "йван"), ("カキ", "ガキ"), ("王", "黄"), ("حسن", "حسين"), ("किम", "कम"), ("김", "긴")])
def test_different_native_names_stay_different(one: str, other: str) -> None:
    assert fold_native(one) != fold_native(other)


@pytest.mark.parametrize(
    ("mixed", "plain"),
    [("аlpha", "alpha"), ("mоsсоw", "moscow"), ("мoсква", "москва"), ("αlpha", "alpha"), ("иvан", "иvан")],
)
def test_look_alikes_take_the_script_of_the_rest_when_every_one_has_a_counterpart(mixed: str, plain: str) -> None:
    assert unmix(mixed) == plain


@pytest.mark.parametrize("token", ["alpha", "москва", "王君正", "t恤", "", "αβγ"])
def test_a_word_of_one_script_stays_as_it_is(token: str) -> None:
    assert unmix(token) == token


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wang 君正", ("latin", "han")), ("김正", ("hangul", "han")), ("たろう タロウ", ("kana",)), ("123 -", ()),
        ("москва", ("cyrillic",)),
        ("محمد", ("arabic",)), ("משה", ("hebrew",)), ("αβ", ("greek",)), ("արամ", ("armenian",)), ("ბიძინა", ("georgian",)),
        ("मोदी", ("devanagari",)),
        ("ทักษิณ", ("thai",)), ("", ()), ("ü", ("latin",)), ("မြန်မာ", ("burmese",)),
    ],
)  # fmt: skip
def test_scripts_are_named_in_order_of_appearance(text: str, found: tuple[str, ...]) -> None:
    assert scripts(text) == found

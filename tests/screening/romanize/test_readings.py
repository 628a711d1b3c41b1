"""What a name in another script is read as: one table of examples per script."""

from __future__ import annotations

import pytest

from screening.romanize import name_readings

PERSONS = [
    # Han
    ("王君正", "wang junzheng", "pinyin"),
    ("王君正", "wang chuncheng", "wade-giles"),
    ("陈明国", "chen mingguo", "pinyin"),
    ("陳明國", "chen mingguo", "pinyin"),
    ("陳明國", "chan mingkwok", "cantonese"),
    ("王 君正", "wang junzheng", "pinyin"),
    ("君正 王", "wang junzheng", "pinyin"),
    ("王 君 正", "wang junzheng", "pinyin"),
    ("郑国恩", "zheng guoen", "pinyin"),
    ("欧阳修", "ouyang xiu", "pinyin"),
    ("司马懿", "sima yi", "pinyin"),
    ("单田芳", "shan tianfang", "pinyin"),
    ("曾国藩", "zeng guofan", "pinyin"),
    ("任正非", "ren zhengfei", "pinyin"),
    ("仇和", "qiu he", "pinyin"),
    ("查良镛", "zha liangyong", "pinyin"),
    ("解学恭", "xie xuegong", "pinyin"),
    ("盖叫天", "ge jiaotian", "pinyin"),
    ("尉迟恭", "yuchi gong", "pinyin"),
    ("万俟卨", "moqi xie", "pinyin"),
    ("吕布", "lu bu", "pinyin"),
    ("吕布", "lyu bu", "pinyin"),
    ("金正恩", "kim jungeun", "hanja"),
    ("赖因哈德 比蒂科费尔", "laiyinhade bidikefeier", "pinyin"),
    ("赖因哈德 比蒂科费尔", "reinhard bitikofer", "foreign"),
    ("奥巴马", "obama", "foreign"),
    ("山田太郎", "yamada taro", "japanese"),
    ("安倍晋三", "abe shinzo", "japanese"),
    ("乔治 布什", "george bush", "foreign"),
    # Hangul
    ("김정은", "kim jungeun", "usual"),
    ("김정은", "kim jeongeun", "revised-romanization"),
    ("김정은", "kim jongun", "north-korean"),
    ("김정은", "kim chongun", "mccune-reischauer"),
    ("박영수", "park youngsoo", "usual"),
    ("박영수", "pak yongsu", "north-korean"),
    ("이영길", "lee younggil", "usual"),
    ("리영길", "ri yonggil", "north-korean"),
    ("남궁민", "namgung min", "north-korean"),
    ("노무현", "roh moohyun", "usual"),
    ("김 정은", "kim jungeun", "usual"),
    ("조지 부시", "george bush", "foreign"),
    # Kana
    ("さとう いちろう", "sato ichiro", "hepburn"),
    ("山田 たろう", "yamada taro", "hepburn"),
    ("ラインハルト ビュティコファー", "reinhard butikofer", "katakana"),
    # Cyrillic
    ("рейнхард бютикофер", "reinhard butikofer", "foreign"),
    ("рейнхард бютикофер", "reynkhard byutikofer", "press"),
    ("рафаэль глюксманн", "rafael gluksmann", "foreign"),
    ("мириам лексманн", "miriam lexmann", "english"),
    ("адриан ценц", "adrian tsents", "press"),
    ("адриан ценц", "adrian zenz", "german"),
    ("илхан кючюк", "ilhan kyuchyuk", "foreign"),
    ("алексей навальный", "aleksey navalny", "press"),
    ("алексей навальный", "aleksei navalnyi", "passport"),
    ("евгений пригожин", "yevgeniy prigozhin", "bgn"),
    ("володимир зеленський", "volodymyr zelenskyi", "ukrainian"),
    ("георгій", "heorhii", "ukrainian"),
    ("росен първанов", "rosen parvanov", "bulgarian"),
    ("новак ђоковић", "novak djokovic", "serbian"),
    ("новак ђоковић", "novak djokovich", "serbian-sound"),
    ("қасым жомарт", "kasym zhomart", "kazakh"),
    ("ван цзюньчжэн", "wang junzheng", "palladius"),
    ("чэнь минго", "chen mingguo", "palladius"),
    ("дзюнъитиро коидзуми", "junichiro koizumi", "polivanov"),
    # Arabic and Persian
    ("محمد", "muhammad", "arabic"),
    ("عبد الله احمد", "abdullah ahmad", "arabic"),
    ("حسن نصر الله", "hassan nasrallah", "arabic"),
    ("حامد كرزاي", "hamid karzay", "arabic"),
    ("أيمن الظواهري", "ayman al zawahiri", "arabic"),
    ("قاسم سلیمانی", "qasim soleimani", "persian"),
    ("محمود احمدی نژاد", "mahmoud ahmadi nejad", "persian"),
    ("عادل", "adel", "arabic"),
    ("عبد الواحد", "abdul wahid", "arabic"),
    ("عبدالواحد", "abdelwahed", "arabic"),
    ("هدايت الله", "hidayatullah", "arabic"),
    ("سراج الدین حقانی", "sirajuddin haqqani", "persian"),
    ("سراج الدین حقانی", "siraj al din haqqani", "persian"),
    ("ضیا الرحمان مدنی", "zia al rahman madani", "persian"),
    ("غلامرضا سلیمانی", "gholamreza soleimani", "persian"),
    ("محمدحسین", "muhammad hussein", "persian"),
    ("نعمانى", "numani", "arabic"),
    ("مُنَصِّر", "munassir", "arabic"),
    # Hebrew
    ("משה כהן", "moshe cohen", "hebrew"),
    ("בנימין נתניהו", "benjamin netanyahu", "hebrew"),
    ("יצחק רבין", "yitzhak rabin", "hebrew"),
    # Greek, Armenian, Georgian
    ("αλέξης τσίπρας", "alexis tsipras", "elot"),
    ("ευάγγελος βενιζέλος", "evangelos venizelos", "elot"),
    ("μπαράκ ομπάμα", "barak obama", "press"),
    ("նիկոլ փաշինյան", "nikol pashinyan", "bgn"),
    ("արամ խաչատուրյան", "aram khachaturian", "press"),
    ("ბიძინა ივანიშვილი", "bidzina ivanishvili", "georgian-national"),
    # India, Thailand, Myanmar
    ("नरेन्द्र मोदी", "narendra modi", "hunterian"),
    ("मनमोहन सिंह", "manmohan singh", "hunterian"),
    ("নরেন্দ্র মোদী", "narendra modi", "hunterian"),
    ("நரேந்திர மோதி", "narendira modi", "tamil"),
    ("నరేంద్ర మోదీ", "narendra modi", "iso-15919"),
    ("ทักษิณ ชินวัตร", "thaksin chinwat", "rtgs"),
    ("မင်းအောင်လှိုင်", "min aung hlaing", "burmese"),
    ("အောင်ဆန်းစုကြည်", "aung san suu kyi", "usual"),
]

ENTITIES = [
    ("新疆生产建设兵团公安局", "xin jiang sheng chan jian she bing tuan gong an ju", "pinyin"),
    ("新疆生产建设兵团公安局", "xinjiang production and construction corps public security bureau", "translation"),
    ("中国银行", "zhong guo yin hang", "pinyin"),
    ("丹东宏祥实业发展有限公司", "dandong hongxiang shiye fazhan youxiangongsi", "pinyin"),
    ("丹东宏祥实业发展有限公司", "dandong hongxiang industrial development company limited", "translation"),
    ("جماعة أنصار الله", "jamaat ansarallah", "arabic"),
    ("تنظيم القاعدة في بلاد المغرب", "tanzim alqaida in bilad al maghreb", "arabic-variant"),
    ("西藏", "xi zang", "pinyin"),
    ("华为", "huawei", "pinyin"),
    ("ооо ромашка", "ooo romashka", "press"),
]


@pytest.mark.parametrize(("name", "text", "system"), PERSONS)
def test_a_person_is_read_as_usual(name: str, text: str, system: str) -> None:
    assert (text, system) in [tuple(reading) for reading in name_readings(name, "individual")]


@pytest.mark.parametrize(("name", "text", "system"), ENTITIES)
def test_an_entity_is_read_as_usual(name: str, text: str, system: str) -> None:
    assert (text, system) in [tuple(reading) for reading in name_readings(name, "entity")]


def test_a_latin_name_has_no_readings() -> None:
    assert name_readings("reinhard bütikofer") == name_readings("reinhard butikofer") == ()


def test_the_latin_words_of_a_mixed_name_are_folded_and_the_others_romanised() -> None:
    assert name_readings("zoë 王君正", "individual")[0].text == "zoe wang junzheng"
    assert name_readings("alpha 王君正 сергей", "individual")[0].text == "alpha wang junzheng sergey"


def test_the_surname_of_an_entity_is_not_split_off() -> None:
    assert "wang junzheng" not in [reading.text for reading in name_readings("王君正", "entity")]


def test_a_look_alike_letter_does_not_split_a_word() -> None:
    assert name_readings("мoсква")[0].text == "moskva"


@pytest.mark.parametrize("name", ["", " ", "-", "💥", "123", "\u0301"])
def test_what_has_no_letters_has_no_readings(name: str) -> None:
    assert name_readings(name) == ()

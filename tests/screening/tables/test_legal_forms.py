"""Legal forms of the places named, long and short, are of one class; ordinary words are not legal forms."""

import pytest

from screening.countries import COUNTRY_CODES
from screening.legal_forms import legal_spans
from screening.tables import legal_form_ambiguous, legal_forms
from screening.tables.reader import rows

LLC = """
ltd|limited|gmbh|gesellschaft mit beschrankter haftung|llc|l l c|limited liability company
sarl|s a r l|sdn bhd|sendirian berhad|pty ltd|pte ltd|pvt ltd
doo|d o o|ooo|ооо|общество с ограниченной ответственностью|obshchestvo s ogranichennoi otvetstvennostyu|too|тоо
srl|sp z oo|sro|kft|bv|b v|aps
limited sirketi|ltd sti|co ltd|有限公司|有限責任公司|有限会社|유한회사|בעמ|ltda|lda|eood|еоод|shpk|fze|wll|w l l|tov|тов
ذات مسؤولية محدودة|ذ م م|با مسئولیت محدود|tnhh|บริษัท จํากัด|epe|επε|s de rl de cv|mmc|zhshs
"""
SHARES = """
ag|a g|aktiengesellschaft|sa|s a|societe anonyme|sociedad anonima|spa|s p a
societa per azioni|ab|aktiebolag|as|a s|asa|oyj|nv|naamloze vennootschap
oao|оао|открытое акционерное общество|otkrytoe aktsionernoe obshchestvo|zao|зао|pao|пао|ao|ао|jsc|ojsc|cjsc|pjsc|open joint stock company
joint stock company|public joint stock company|anonim sirketi|sa de cv|股份有限公司
株式会社|주식회사|kabushiki kaisha|sal|sae|psc|ksc|bsc|saog
شركة مساهمة|شركة مساهمة عامة|سهامی خاص|sahami khass|zrt|ead|еад
dd|akcionarsko drustvo|spolka akcyjna|akciova spolecnost|ctcp|sas|sapi de cv
"""
OTHERS = {
    "plc": "plc|p l c|public limited company|berhad|bhd|tbk|pcl|public company limited",
    "corporation": "inc|incorporated|corp|corporation|ibc",
    "company": "co|company|شركة|شرکت|公司|회사|sherkat|sharika|sirketi|cia|компания",
    "lp": "lp|llp|limited partnership|kg|kommanditgesellschaft|gmbh and co kg|gmbh co kg|ag and co kg|scs|有限合伙",
    "partnership": "ohg|snc|general partnership|vof",
    "sole": "ip|ип|sole proprietorship|ek|eirl|чп",
    "cooperative": "eg|cooperative|колхоз|kolkhoz|合作社|koperasi",
    "foundation": "stiftung|stichting|foundation|fondation|fundacion|fonden|vakfi|وقف|基金会|bonyad",
    "association": "ev|e v|eingetragener verein|asbl|ngo|جمعية|association|社団法人",
    "state_enterprise": "fgup|фгуп|federal state unitary enterprise|gup|гуп|state enterprise|rup|руп|public establishment",
    "branch": "branch|zweigniederlassung|succursale|филиал|分公司|فرع",
}


def words(text: str) -> list[str]:
    return [phrase for line in text.strip().splitlines() for phrase in line.split("|")]


@pytest.mark.parametrize("phrase", words(LLC))
def test_limited_liability_company_in_any_language_is_one_class(phrase: str) -> None:
    assert legal_forms()[phrase] == "llc"


@pytest.mark.parametrize("phrase", words(SHARES))
def test_share_company_in_any_language_is_one_class(phrase: str) -> None:
    assert legal_forms()[phrase] == "jsc"


@pytest.mark.parametrize(("form", "phrase"), [(form, phrase) for form, text in OTHERS.items() for phrase in words(text)])
def test_other_forms_have_their_class(form: str, phrase: str) -> None:
    assert legal_forms()[phrase] == form


@pytest.mark.parametrize("word", ["sa", "as", "ag", "co", "kg", "ab", "se", "spa", "company", "foundation", "주"])
def test_ordinary_words_are_ambiguous(word: str) -> None:
    assert word in legal_form_ambiguous()


@pytest.mark.parametrize(
    "word", ["ltd", "gmbh", "llc", "ooo", "оао", "sdn bhd", "sa de cv", "aktiengesellschaft", "limited liability company"]
)
def test_what_no_name_holds_is_a_legal_form_anywhere(word: str) -> None:
    assert word in legal_forms()
    assert word not in legal_form_ambiguous()


@pytest.mark.parametrize("word", ["bank", "ali", "kim", "li", "sam", "kor", "mao", "da", "go", "trading", "belletech", "ma", "ba"])
def test_names_and_trades_are_no_legal_forms(word: str) -> None:
    assert word not in legal_forms()


def test_at_least_sixty_jurisdictions_are_covered() -> None:
    where = {code for row in rows("legal_forms", "where", "class", "phrases") for code in row[0].split()}
    assert where - COUNTRY_CODES == {"int"}
    assert len(where) > 60


def test_a_short_word_two_letters_off_makes_no_legal_form_of_its_neighbour() -> None:
    assert legal_spans(["sarv", "company", "limited"]) == legal_spans(["xxxx", "company", "limited"])
    assert 0 in legal_spans(["joit", "stock", "company", "prokopenko"])

"""Whether two identifiers are one: passports, registry and tax numbers, IMO, LEI, BIC and the like as people and lists write them.

Nothing is guessed and no edit is forgiven: two identifiers are one when their letters and digits are the same after what is only
writing is set aside: case, spaces and punctuation, digits of another script, letters of another script that look the same, the
word that says what the number is, ``00`` for the plus of a telephone number, the scheme of a web address.

Sources: ISO 9362 (the first eight characters of a BIC are the institution, the last three its branch); ITU-T E.123 (telephone
numbers); Directive 2006/112/EC, article 215 (the country before a VAT number); identifiers of OFAC, UN, EU and UK list entries.
"""

from __future__ import annotations

import re
import unicodedata

from screening.party import Identifier, IdentifierType

_SEPARATED = (
    "PASSPORT|PASSEPORT|PASAPORTE|REISEPASS|ПАСПОРТ|SERIES|СЕРИЯ|IMO|MMSI|LEI|BIC|SWIFT|IBAN|DUNS|INN|ИНН|OGRN|ОГРН|OGRNIP|ОГРНИП"
    "|OKPO|ОКПО|KPP|КПП|EDRPOU|ЄДРПОУ|TIN|VAT|NIT|RUC|RFC|CURP|CUIT|CNPJ|CPF|NIP|REGON|NUMBER|NUMERO|NUM|NO|NR|ID|TAX|CODE"
)
_ATTACHED = "IMO|MMSI|INN|ИНН|OGRN|ОГРН|OGRNIP|ОГРНИП|OKPO|ОКПО|EDRPOU|ЄДРПОУ"
_LABEL = re.compile(rf"(?:{_SEPARATED})[\s.:#°/-]+|(?:{_ATTACHED})(?=\d+$)")
"""A word before a number that says what the number is; only the unmistakable may touch it (NO1234567 may be of Norway)."""

_ADDRESS = re.compile(r"^(?:HTTPS?://)?(?:WWW\.)?(?=.+\.)")
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXIJSABEZHIKMNOPTYX")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_INSTITUTION = 8

REGISTER_NUMBERS = frozenset({IdentifierType.TAX_ID, IdentifierType.REGISTRATION, IdentifierType.NATIONAL_ID})
"""Numbers that states give: one list's tax number is another's registration (a Peruvian RUC, an Italian codice fiscale)."""

REGISTER_LEAST = 8
"""Characters from which two register numbers of different types are one: shorter ones are shared by chance."""


def normalised_identifier(value: str) -> str:
    """An identifier's letters and digits, upper case, without words before it that say what it is (IMO No.).

    Empty only when `value` has neither letter nor digit.
    """
    return _readings(value)[-1]


def lookup_keys(value: str) -> tuple[str, ...]:
    """What equal identifiers share, whatever their types: two of which no key is the same are not one."""
    return tuple(dict.fromkeys(_key(text) for text in _readings(value)))


def same_identifier(asked: Identifier, listed: Identifier) -> bool:
    """Whether two identifiers are one: the same value, types and countries that do not exclude each other."""
    types = {asked.type, listed.type}
    if asked.country is not None and listed.country is not None and asked.country != listed.country:
        return False
    shared = _comparable(asked, types) & _comparable(listed, types)
    if len(types) == 1 or IdentifierType.OTHER in types:
        return bool(shared)
    return types <= REGISTER_NUMBERS and any(len(text) >= REGISTER_LEAST for text in shared)


def agreement_note(asked: Identifier, listed: Identifier) -> str:
    """What is to be said of two identifiers that are one: "" where they are written the same."""
    if _is_bic(asked, {asked.type, listed.type}) and _branch(asked) != _branch(listed):
        return "the same institution by the first eight characters"
    return ""


def _readings(value: str) -> tuple[str, ...]:
    """The identifier with the words before it, and without: NO 987654321 may be Norway's, or short for number."""
    text = _ADDRESS.sub("", unicodedata.normalize("NFKC", value.replace("№", "NO ")).upper().strip())
    found = [_plain(text)]
    while (label := _LABEL.match(text)) is not None and _may_be_number(text[label.end() :]):
        text = text[label.end() :]
        found.append(_plain(text))
    return tuple(dict.fromkeys(found))


def _plain(text: str) -> str:
    bare = "".join(_digit(character) for character in text if character.isalnum())
    looked = bare.translate(_LOOK_ALIKE)
    return looked if looked.isascii() else bare


def _key(text: str) -> str:
    if _BIC.fullmatch(text):
        return text[:_INSTITUTION]
    return re.sub(r"^(?:[A-Z]{2}|00)(?=[0-9]+$)", "", text)


def _comparable(identifier: Identifier, types: set[IdentifierType]) -> set[str]:
    return {_of_type(text, identifier.country, types) for text in _readings(identifier.value)}


def _of_type(text: str, country: str | None, types: set[IdentifierType]) -> str:
    if IdentifierType.BIC in types and _BIC.fullmatch(text):
        return text[:_INSTITUTION]
    if IdentifierType.PHONE in types and text.isdigit():
        return text.removeprefix("00")
    if types <= REGISTER_NUMBERS and country is not None:
        prefix = "EL" if country == "GR" and text.startswith("EL") else country
        return text.removeprefix(prefix) if text.removeprefix(prefix).isdigit() else text
    return text


def _is_bic(identifier: Identifier, types: set[IdentifierType]) -> bool:
    return IdentifierType.BIC in types and _BIC.fullmatch(normalised_identifier(identifier.value)) is not None


def _branch(bic: Identifier) -> str:
    return normalised_identifier(bic.value)[_INSTITUTION:]


def _may_be_number(text: str) -> bool:
    return any(character.isdigit() for character in text) or _BIC.fullmatch(text) is not None


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character

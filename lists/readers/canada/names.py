"""Names in Canada's list: the official name now and then in English and French, the aliases all in one text.

The text of aliases has no rule of its own: commas, semicolons, slashes, "or" and language labels stand between names, but commas
stand inside names too ("Severstal, PAO"; "Ivanov, Ivan Ivanovich"), and "or" between parts of one name ("Aleksandr Evgenyevich or
Evgenievich Konkov"). Where it is certain that a name ends, the text is taken apart there; where not, it stays one name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lists.readers.names import by_script, scripts

_LANGUAGES = {"belarusian": "be", "belarussian": "be", "russian": "ru", "ukrainian": "uk", "arabic": "ar", "persian": "fa", "farsi": "fa"}
_LABEL = re.compile(rf"[\s,;]*\b({'|'.join(_LANGUAGES)})\s*:\s*", re.IGNORECASE)
_KNOWN_AS = re.compile(r"(.+?)\s*\(also known as (.+)\)", re.DOTALL)
_EMPTY_WORDS = re.compile(r"^(?:also|and|or|et|aka|a\.k\.a\.)\s+|\s+(?:aka|a\.k\.a\.)$", re.IGNORECASE)
_LEGAL_FORM = re.compile(
    r"(?:(?:ООО|ОАО|ЗАО|ПАО|НАО|АО|АНО|ФГУП|ГУП|ФГБУ|ФГУ|МК|УП|НПП|OOO|OAO|ZAO|PAO|NAO|AO|FSUE|LLC|L\.L\.C\.?|LLP|JSC|OJSC|CJSC|PJSC|PLC|GmbH|"
    r"Ltd|Limited|Inc|Co|Corp|Corporation|S\.?A|S\.?r\.?l|SARL|Pte|Pty|B\.?V|N\.?V|AG)\.?\s*)+",
    re.IGNORECASE,
)

_GOES_ON = re.compile(r"(?!the |l['’]|d['’]|al-|el-|and |or )[a-zа-яёіїєў]")
"""A text after a comma that starts with a small letter goes on with the name before it, unless with an article."""


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of an alias text. `language` (ISO 639-1) where a label says it; `fragment`: one word of a list of words, which may be
    a part of a name only.
    """

    text: str
    language: str | None = None
    fragment: bool = False


def official_names(text: str) -> list[str]:
    """The names in the field of an entity: the English and the French one around a slash, and one "also known as"."""
    known_as = _KNOWN_AS.fullmatch(text)
    if known_as:
        return [known_as[1].strip(), known_as[2].strip()]
    return _at_slashes(text)


def family_names(text: str) -> list[str]:
    """The family name, and the other spelling that may stand in brackets after it."""
    found = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", text)
    return [found[1], found[2].strip()] if found else [text]


def aliases(text: str, *, individual: bool) -> list[Alias]:
    """The names in an alias text, in order; at least one."""
    found: list[Alias] = []
    for language, part in _by_language(text):
        pieces = [piece for semicolon in re.split(r"\s*;[\s,]*", part) for piece in _at_commas(semicolon, individual=individual)]
        several = len(pieces) > 1
        for piece in pieces:
            names = [name for alternative in _alternatives(piece, individual=individual) for name in by_script(alternative)]
            for name in names:
                cleaned = _cleaned(name)
                if cleaned:
                    found.append(Alias(cleaned, language, individual and several and len(cleaned.split()) == 1))
    return found or [Alias(" ".join(text.split()))]


def _by_language(text: str) -> list[tuple[str | None, str]]:
    parts = _LABEL.split(text)
    labelled = zip(parts[1::2], parts[2::2], strict=True)
    return [(None, parts[0]), *((_LANGUAGES[label.casefold()], part) for label, part in labelled)]


def _cleaned(text: str) -> str:
    previous, text = "", " ".join(text.split()).strip(" ,;")
    while previous != text:
        previous, text = text, _EMPTY_WORDS.sub("", text).strip(" ,;")
    return text if text.count("(") == text.count(")") else text.strip(" ()")


def _at_commas(text: str, *, individual: bool) -> list[str]:
    """Split at commas that stand outside brackets and quotes, before no legal form and no small letter."""
    parts: list[str] = []
    start = 0
    for comma in re.finditer(r",\s*", text):
        before, rest = text[start : comma.start()], text[comma.end() :]
        following = re.split(r",|;|\bor\b", rest, maxsplit=1)[0].strip()
        if _is_whole(before) and not _LEGAL_FORM.fullmatch(following) and not _GOES_ON.match(following):
            parts.append(before)
            start = comma.end()
    parts.append(text[start:])
    return [text] if individual and _is_inverted(parts) else [part for part in parts if part.strip()]


def _is_whole(text: str) -> bool:
    """Whether no bracket or quote is open at the end of the text."""
    return (
        text.count("(") == text.count(")")
        and text.count("“") == text.count("”")
        and text.count("«") == text.count("»")
        and text.count('"') % 2 == 0
    )


def _is_inverted(parts: list[str]) -> bool:
    """Whether two parts are family name and given names ("Ivanov, Ivan Ivanovich"), or a spelling of one word of a longer name."""
    words = [part.split() for part in parts]
    return len(parts) == 2 and len(words[0]) == 1 and len(words[1]) > 1 and bool(scripts(parts[0]) & scripts(parts[1]))


def _alternatives(text: str, *, individual: bool) -> list[str]:
    """Split at "or" and "/" between whole names. Those of an individual are whole when they have two words each and share the first
    or another in the same place, or three words each; those of others always are.
    """
    parts = re.split(r"\s+or\s+", text)
    if individual:
        parts = parts if _are_whole_names(parts) else [text]
        slashed = re.split(r"\s*/\s*", text)
        return slashed if len(parts) == 1 and _are_whole_names(slashed) else parts
    return [name for part in parts for name in _at_slashes(part)]


def _are_whole_names(parts: list[str]) -> bool:
    words = [part.casefold().split() for part in parts]
    if min(len(each) for each in words) < 2:
        return False
    same_length = len({len(each) for each in words}) == 1
    shared = any(len(set(place)) == 1 for place in zip(*words, strict=False))
    return len({each[0] for each in words}) == 1 or (same_length and (shared or len(words[0]) > 2))


def _at_slashes(text: str) -> list[str]:
    """Split an organisation's name at a slash outside brackets when both sides are whole names of several words."""
    parts, start = [], 0
    for slash in re.finditer(r"\s*/\s*", text):
        before, after = text[start : slash.start()], text[slash.end() :]
        if _is_whole(before) and len(before.split()) > 1 and len(after.split()) > 1:
            parts.append(before)
            start = slash.end()
    return [*parts, text[start:]]

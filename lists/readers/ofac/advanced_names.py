"""Names in the advanced XML layout, put together from their parts as the Office prints them ("LAST, First Middle")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lists.readers.fields import XmlRecord
from lists.readers.ofac.advanced_values import Values
from lists.readers.ofac.enhanced_xml import TRUTH

ALIAS_KINDS: Mapping[str, str] = {"A.K.A.": "a", "F.K.A.": "f", "N.K.A.": "n", "Name": "a"}
_FAMILY = ("Last Name", "Patronymic", "Matronymic", "Maiden Name")
_GIVEN = ("First Name", "Middle Name")
_WHOLE = ("Entity Name", "Vessel Name", "Aircraft Name", "Nickname")


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of one name. `primary`: the party's primary name in its Latin spelling; `letter`: a, f or n (k.a.)."""

    text: str
    script: str
    number: str
    letter: str
    primary: bool
    weak: bool


def spellings(identity: XmlRecord, values: Values) -> Iterator[Spelling]:
    """Take every name of an identity, in file order. Raises `InvalidListFile` for an unknown kind of alias or part."""
    types: dict[str, str] = {}
    for groups in identity.children("NamePartGroups"):
        for master in groups.children("MasterNamePartGroup"):
            for group in master.children("NamePartGroup"):
                types[group.take("@ID")] = values.text("NamePartTypeValues", group, "@NamePartTypeID")
    for alias in identity.children("Alias"):
        alias.ignore("@FixedRef")
        letter = alias.choice("AliasTypeID", values.text("AliasTypeValues", alias, "@AliasTypeID"), ALIAS_KINDS)
        primary, weak = alias.take_choice("@Primary", TRUTH), alias.take_choice("@LowQuality", TRUTH)
        names = [_name(row, types, values) for row in alias.children("DocumentedName")]
        latin = next((place for place, (_, script, _) in enumerate(names) if script == "Latin"), 0)
        for place, (text, script, number) in enumerate(names):
            yield Spelling(text, script, number, letter, primary and place == latin, weak)
        alias.finish()


def _name(row: XmlRecord, types: Mapping[str, str], values: Values) -> tuple[str, str, str]:
    """The text of a name, its script and its number."""
    number = row.take("@ID")
    row.ignore("@FixedRef", "@DocNameStatusID")
    parts: list[tuple[str, str]] = []
    script = ""
    for outer in row.children("DocumentedNamePart"):
        for part in outer.children("NamePartValue"):
            group = part.take("@NamePartGroupID")
            if group not in types:
                raise row.problem("NamePartGroupID", f"{group} is no group of name parts of this identity")
            script = values.text("ScriptValues", part, "@ScriptID")
            parts.append((types[group], part.text))
    row.finish()
    return _joined(parts, row), script, number


def _joined(parts: Sequence[tuple[str, str]], row: XmlRecord) -> str:
    unknown = [type_ for type_, _ in parts if type_ not in {*_FAMILY, *_GIVEN, *_WHOLE}]
    if unknown or not parts:
        raise row.problem("NamePartTypeID", f"unknown kind of name part {unknown[0]!r}" if unknown else "a name without parts")
    family = " ".join(text for type_, text in parts if type_ in _FAMILY)
    given = " ".join(text for wanted in _GIVEN for type_, text in parts if type_ == wanted)
    whole = " ".join(text for type_, text in parts if type_ in _WHOLE)
    return ", ".join(part for part in (family, given, whole) if part)

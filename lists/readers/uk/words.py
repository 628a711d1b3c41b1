"""The closed tables of both UK lists: kinds, types and qualities of names, measures, languages, spellings of countries."""

from __future__ import annotations

from collections.abc import Mapping

from lists.readers.base import OfficialSource
from lists.readers.countries import CountryNames
from screening.party import AliasStrength, Measure, NameKind, PartyKind

KINDS: Mapping[str, PartyKind] = {
    "individual": PartyKind.INDIVIDUAL,
    "entity": PartyKind.ENTITY,
    "ship": PartyKind.VESSEL,
}

NAME_KINDS: Mapping[str, NameKind] = {
    "primary name": NameKind.PRIMARY,
    "prime alias": NameKind.PRIMARY,
    "primary name variation": NameKind.ALIAS,
    "alias": NameKind.ALIAS,
    "aka": NameKind.ALIAS,
    "a k a": NameKind.ALIAS,
    "fka": NameKind.FORMER,
    "f k a": NameKind.FORMER,
    "formerly known as": NameKind.FORMER,
}

STRENGTHS: Mapping[str, AliasStrength] = {
    **dict.fromkeys(("good quality", "good quality a k a", "good quality aka", "good", "strong"), AliasStrength.STRONG),
    **dict.fromkeys(("low quality", "low quality a k a", "low quality aka", "low", "weak"), AliasStrength.WEAK),
}

MEASURES: Mapping[str, Measure] = {
    "asset freeze": Measure.ASSET_FREEZE,
    "travel ban": Measure.TRAVEL_BAN,
    "director disqualification sanction": Measure.DIRECTOR_DISQUALIFICATION,
    "director disqualification": Measure.DIRECTOR_DISQUALIFICATION,
    "arms embargo": Measure.ARMS_EMBARGO,
    "targeted arms embargo": Measure.ARMS_EMBARGO,
    "trust services sanctions": Measure.SERVICES_BAN,
    "internet services sanctions": Measure.SERVICES_BAN,
    "internet services sanctions see other information": Measure.SERVICES_BAN,
    "technical assistance related to aircraft": Measure.SERVICES_BAN,
    "crew servicing of ships and aircraft": Measure.SERVICES_BAN,
    "shipping sanctions": Measure.TRANSPORT_BAN,
    "shipping sanctions see other information": Measure.TRANSPORT_BAN,
    "transport sanctions": Measure.TRANSPORT_BAN,
    "transport sanctions see other information": Measure.TRANSPORT_BAN,
    "prohibition of port entry": Measure.TRANSPORT_BAN,
    "chartering of ships": Measure.TRANSPORT_BAN,
    "prevention of chartering of ships": Measure.TRANSPORT_BAN,
    "prevention of chartering of ships and aircraft": Measure.TRANSPORT_BAN,
    "de flag": Measure.TRANSPORT_BAN,
    "deflag": Measure.TRANSPORT_BAN,
    "prevention of business arrangements": Measure.DEALINGS_BAN,
    "closure of representative offices": Measure.OTHER,
    "prohibition on correspondent banking relationships and processing payments": Measure.CORRESPONDENT_ACCOUNT_BAN,
    "prohibition on correspondent banking and clearing": Measure.CORRESPONDENT_ACCOUNT_BAN,
}
"""What the UK Sanctions List calls its measures (folded). The words of the list itself are kept with the designation."""

GENDERS: Mapping[str, str] = {"male": "male", "female": "female"}

LANGUAGES: Mapping[str, str] = {
    "arabic": "ar",
    "russian": "ru",
    "ukrainian": "uk",
    "belarusian": "be",
    "persian": "fa",
    "farsi": "fa",
    "dari": "prs",
    "pashto": "ps",
    "chinese": "zh",
    "korean": "ko",
    "burmese": "my",
    "urdu": "ur",
    "hebrew": "he",
    "georgian": "ka",
    "spanish": "es",
    "french": "fr",
    "serbian": "sr",
    "bosnian": "bs",
    "macedonian": "mk",
    "japanese": "ja",
    "turkish": "tr",
    "romanian": "ro",
    "kurdish": "ku",
}

COUNTRIES = CountryNames(
    {
        **dict.fromkeys(("ukrainian ssr", "ukranian ssr", "ukrainian ussr", "crimea", "crimea 295000"), "UA"),
        **dict.fromkeys(("kazakh ssr", "kazakh soviet socialist republic"), "KZ"),
        **dict.fromkeys(("rsfsr", "north ossetian autonomous ssr"), "RU"),
        **dict.fromkeys(("tartous", "latakia province", "damascus countryside"), "SY"),
        **dict.fromkeys(("central district", "pyongyang"), "KP"),
        **dict.fromkeys(("africa", "kuwaiti citizenship withdrawn in 2002"), None),
        "ssr": "SU",
        "autonomous ssr": "SU",
        "isfahan": "IR",
        "qatarian": "QA",
        "afgan": "AF",
        "trinadad and tobago": "TT",
    }
)
"""What stands in a column for countries beside names of countries: slips, cities and provinces, and republics of the Soviet Union."""

TERMS = "Open Government Licence v3.0"

SOURCES = (
    OfficialSource(
        id="uk-sl",
        title="UK Sanctions List",
        authority="Foreign, Commonwealth and Development Office",
        country="GB",
        format="uk-sl-xml",
        addresses=("https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml",),
        hosts=("sanctionslist.fcdo.gov.uk", "assets.publishing.service.gov.uk"),
        terms=TERMS,
        hours=12,
        least=3500,
        most=12000,
    ),
    OfficialSource(
        id="uk-ofsi",
        title="Consolidated list of financial sanctions targets in the UK",
        authority="Office of Financial Sanctions Implementation, HM Treasury",
        country="GB",
        format="uk-ofsi-csv",
        addresses=("https://ofsistorage.blob.core.windows.net/publishlive/2022format/ConList.csv",),
        hosts=("ofsistorage.blob.core.windows.net",),
        terms=TERMS,
        hours=12,
        least=1500,
        most=12000,
    ),
)

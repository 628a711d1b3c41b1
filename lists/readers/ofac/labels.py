"""The labels OFAC puts before a fact, in remarks, identity documents and features alike, and what each of them is.

Source: the reference values of the advanced and enhanced XML files, and the older wording that stands in the remarks alone.
A label that is in no table here is reported, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from screening.party import IdentifierType


def key(label: str) -> str:
    """A label as the tables spell it: lower case, straight apostrophes, single spaces, no colon or dash at its end."""
    return " ".join(label.replace("’", "'").casefold().split()).rstrip(" :-")


def _table(type_: IdentifierType, labels: str) -> dict[str, IdentifierType]:
    return {key(label): type_ for label in labels.strip().splitlines()}


IDENTIFIERS: Mapping[str, IdentifierType] = {
    **_table(
        IdentifierType.PASSPORT,
        """Passport
        Diplomatic Passport
        British National Overseas Passport
        Stateless Person Passport
        Travel Document Number""",
    ),
    **_table(
        IdentifierType.NATIONAL_ID,
        """National ID No.
        National ID Number
        Cedula No.
        Cedula
        SSN
        D.N.I.
        Driver's License No.
        N.I.E.
        Bosnian Personal ID No.
        Credencial electoral
        Kenyan ID No.
        C.I.N.
        Moroccan Personal ID No.
        Public Security and Immigration No.
        C.U.R.P.
        C.U.I.P.
        C.U.I.
        Immigration No.
        Electoral Registry No.
        Identification Number
        National Foreign ID Number
        Cartilla de Servicio Militar Nacional
        Personal ID Card
        VisaNumberID
        Residency Number
        CNP (Personal Numerical Code)
        Romanian Permanent Resident
        Turkish Identification Number
        Stateless Person ID Card
        Refugee ID Card
        Numero de Identidad
        Tazkira National ID Card
        I.F.E.
        Citizen's Card Number
        UAE Identification
        Kuwait Civil ID No.
        Personal Identification Number
        Birth Certificate Number
        Seafarer's Identification Document
        Military Registration Number
        Pilot License Number
        Tarjeta Profesional
        Tarjeta de Identidad
        Chinese Commercial Code""",
    ),
    **_table(
        IdentifierType.TAX_ID,
        """Tax ID No.
        NIT #
        R.F.C.
        RFC
        US FEIN
        RUC #
        RUC
        C.I.F.
        RIF #
        V.A.T. Number
        Italian Fiscal Code
        Fiscal Code
        C.U.I.T.
        Paraguayan tax identification number
        Numero Unico de Identificacao Tributaria (NUIT)
        Romanian Tax Registration
        N.I.F.
        RTN
        RSIN""",
    ),
    **_table(
        IdentifierType.REGISTRATION,
        """Registration ID
        Registration Number
        Registration Certificate Number (Dubai)
        Business Registration Document #
        Business Registration Number
        Business Number
        Registered Charity No.
        C.R. No.
        UK Company Number
        Company Number
        Company ID
        Dubai Chamber of Commerce Membership No.
        Chamber of Commerce Number
        Istanbul Chamber of Comm. No.
        Trade License No.
        Tourism License No.
        License
        SRE Permit No.
        Permit Number
        Commercial Registry Number
        Certificate of Incorporation Number
        Matricula Mercantil No
        Folio Mercantil No.
        Government Gazette Number
        Public Registration Number
        Romanian C.R.
        Afghan Money Service Provider License Number
        MSB Registration Number
        Branch Unit Number
        Enterprise Number
        Organization Code
        United Social Credit Code Certificate (USCCC)
        Unified Social Credit Code (USCC)
        Legal Entity Number
        LE Number
        File Number
        Central Registration System Number
        Economic Register Number (CBLS)
        Trademark number
        Serial No.
        National Registration Number
        State Administrative for Industry & Commerce Registration Number
        Russian State Individual Business Registration Number Pattern (OGRNIP)
        Vessel Registration Identification""",
    ),
    **_table(IdentifierType.AIRCRAFT_TAIL, "Aircraft Tail Number\nPrevious Aircraft Tail Number"),
    **_table(
        IdentifierType.AIRCRAFT_SERIAL,
        """Aircraft Manufacturer's Serial Number (MSN)
        Aircraft Construction Number (also called L/N or S/N or F/N)
        Aircraft Serial Identification""",
    ),
    **_table(
        IdentifierType.OTHER,
        "Aircraft Mode S Transponder Code\nISIN\nEquity Ticker\nMICEX Code\nBIK (RU)\nUN/LOCODE\nTELEX\nBank Identifier Code",
    ),
    **_table(IdentifierType.MMSI, "MMSI\nMaritime Mobile Service Identity"),
    **_table(IdentifierType.CALL_SIGN, "Vessel Call Sign\nOther Vessel Call Sign\nFormer Vessel Call Sign"),
    **_table(IdentifierType.BIC, "SWIFT/BIC"),
    **_table(IdentifierType.DUNS, "D-U-N-S Number"),
    **_table(IdentifierType.LEI, "Legal Entity Identifier\nLegal Entity Identifier (LEI)"),
    **_table(IdentifierType.EMAIL, "Email Address\nEmail"),
    **_table(IdentifierType.WEBSITE, "Website"),
    **_table(
        IdentifierType.PHONE,
        "Phone Number\nPhone\nPhone No.\nTelephone\nTelephone No.\nTelephone Number\nFax\nFax No.\nFax Number",
    ),
    **_table(IdentifierType.BANK_ACCOUNT, "Bank Account Number\nAccount Number"),
}
"""Labels of identifiers. `Vessel Registration Identification` is an IMO number where its value says so."""

CRYPTO = "digital currency address"
"""Starts a label that goes on with the currency: `Digital Currency Address - XBT`."""

BIRTH_DATE, BIRTH_PLACE = frozenset({"dob", "birthdate"}), frozenset({"pob", "place of birth"})
NATIONALITY, CITIZENSHIP = frozenset({"nationality", "nationality country"}), frozenset({"citizen", "citizenship country"})
REGISTERED_IN = frozenset({"nationality of registration", "registration country"})
FLAG = frozenset({"vessel flag", "former vessel flag", "other vessel flag"})
GENDER, LINKED_TO = "gender", "linked to"
TITLE = frozenset({"title", "position", "alternate title"})
LOCATION = "location"
VESSEL_OWNER = "vessel owner"

REMARKS: frozenset[str] = frozenset(
    key(label)
    for label in """
    Additional Sanctions Information
    Secondary sanctions risk
    Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions
    IFCA Determination
    Executive Order 13645 Determination
    Executive Order 13662 Directive Determination
    Executive Order 13846 information
    Executive Order 14014 Directive Information
    Executive Order 14024 Directive Information
    Executive Order 14059 information
    CAATSA Section 235 Information
    PEESA Information
    Listing Date (EO 14024 Directive 1a)
    Effective Date (EO 14024 Directive 1a)
    Listing Date (EO 14024 Directive 2)
    Effective Date (EO 14024 Directive 2)
    Listing Date (EO 14024 Directive 3)
    Effective Date (EO 14024 Directive 3)
    Listing Date (EO 14024 Directive 4)
    Effective Date (EO 14024 Directive 4)
    Listing Date (EO 14014 Directive 1)
    Effective Date (EO 14014 Directive 1)
    Listing Date (CMIC)
    Effective Date (CMIC)
    Purchase/Sales For Divestment Date (CMIC)
    Issuer Name
    Organization Established Date
    Organization Type
    Target Type
    Aircraft Model
    Aircraft Manufacture Date
    Aircraft Operator
    Vessel Type
    Other Vessel Type
    Former Vessel Type
    Vessel Tonnage
    Vessel Gross Tonnage
    Vessel Gross Registered Tonnage
    Vessel Year of Build
    For more information on directives
    """.strip().splitlines()
)
"""Labels of facts that the data model has no field for: kept in the party's remarks, label and value."""

SPECIAL: frozenset[str] = frozenset(
    {
        CRYPTO,
        GENDER,
        LINKED_TO,
        LOCATION,
        VESSEL_OWNER,
        *TITLE,
        *BIRTH_DATE,
        *BIRTH_PLACE,
        *NATIONALITY,
        *CITIZENSHIP,
        *REGISTERED_IN,
        *FLAG,
    }
)
"""Labels that fill a field of the party of their own."""

KNOWN: frozenset[str] = frozenset({*IDENTIFIERS, *REMARKS, *SPECIAL})
"""Every label that is understood."""

_REMARK_FORMS = re.compile(
    r"(?:listing|effective|purchase/sales for divestment) date \(.+\)|executive order \d{5}\b.*\b(?:information|determination)"
)


def is_remark(known: str) -> bool:
    """Whether a label (as `key` gives it) is of a fact that stays in the remarks: in `REMARKS`, or of a directive of some new order."""
    return known in REMARKS or _REMARK_FORMS.fullmatch(known) is not None


def is_known(known: str) -> bool:
    """Whether a label (as `key` gives it) is understood."""
    return known in KNOWN or known.startswith(CRYPTO) or is_remark(known)

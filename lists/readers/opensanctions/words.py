"""The closed tables of OpenSanctions' exports: schemata, topics, properties and countries of its data model, FollowTheMoney."""

from __future__ import annotations

from collections.abc import Mapping

from lists.readers.base import OfficialSource
from screening.party import CountryRelation, IdentifierType, PartyKind

TOPICS = frozenset({"sanction", "sanction.counter"})
"""Only entities with one of these topics are read: the sanctioned, and those under counter-sanctions. Politically exposed persons,
relatives, companies merely linked to sanctions, the debarred and the wanted are not designated parties."""

KINDS: Mapping[str, PartyKind] = {
    "Person": PartyKind.INDIVIDUAL,
    "LegalEntity": PartyKind.ENTITY,
    "Organization": PartyKind.ENTITY,
    "Company": PartyKind.ENTITY,
    "PublicBody": PartyKind.ENTITY,
    "Vessel": PartyKind.VESSEL,
    "Airplane": PartyKind.AIRCRAFT,
}
"""Schema -> kind. A LegalEntity is someone of whom the source does not say whether it is a person; it counts as an entity."""

NO_PARTIES: Mapping[str, str] = {
    "CryptoWallet": "a wallet without an owner who is named",
    "Security": "a security; its issuer is an entity of its own",
    "Asset": "a thing without an owner who is named",
    "Vehicle": "a thing without an owner who is named",
    "RealEstate": "a thing without an owner who is named",
    "Position": "an office, not who holds it",
    "Project": "a project, not who runs it",
}
"""Schemata that may carry a topic of sanctions but name no party -> what they are instead."""

LINKS: Mapping[str, tuple[str, str, str]] = {
    "Ownership": ("owner", "asset", "owns"),
    "Directorship": ("director", "organization", "directs"),
    "Membership": ("member", "organization", "is a member of"),
    "Employment": ("employee", "employer", "is employed by"),
    "Family": ("person", "relative", "is a relative of"),
    "Associate": ("person", "associate", "is an associate of"),
    "Representation": ("agent", "client", "acts for"),
    "Succession": ("predecessor", "successor", "was succeeded by"),
    "UnknownLink": ("subject", "object", "is linked to"),
    "Occupancy": ("holder", "post", "holds the post"),
}
"""Schema of a link -> property of its first end, of its second end, and how the first stands to the second."""

DOCUMENTS = frozenset({"Passport", "Identification"})
BESIDE = frozenset(
    {"Address", "Sanction", "Payment", "Debt", "Documentation", "Document", "Article", "Note", "Event", "Similar", "Mention"}
)
"""Further schemata of the model: addresses and sanctions are read with their party, the others say nothing of a party."""

NAMES = ("name", "alias", "abbreviation", "weakAlias", "previousName")

IDENTIFIERS: Mapping[str, IdentifierType] = {
    "passportNumber": IdentifierType.PASSPORT,
    "idNumber": IdentifierType.NATIONAL_ID,
    "socialSecurityNumber": IdentifierType.NATIONAL_ID,
    "taxNumber": IdentifierType.TAX_ID,
    "innCode": IdentifierType.TAX_ID,
    "vatCode": IdentifierType.TAX_ID,
    "registrationNumber": IdentifierType.REGISTRATION,
    "ogrnCode": IdentifierType.REGISTRATION,
    "kppCode": IdentifierType.REGISTRATION,
    "okpoCode": IdentifierType.REGISTRATION,
    "cikCode": IdentifierType.REGISTRATION,
    "uscCode": IdentifierType.REGISTRATION,
    "uniqueEntityId": IdentifierType.REGISTRATION,
    "permId": IdentifierType.REGISTRATION,
    "npiCode": IdentifierType.REGISTRATION,
    "jibCode": IdentifierType.REGISTRATION,
    "leiCode": IdentifierType.LEI,
    "swiftBic": IdentifierType.BIC,
    "bikCode": IdentifierType.BIC,
    "dunsCode": IdentifierType.DUNS,
    "imoNumber": IdentifierType.IMO,
    "mmsi": IdentifierType.MMSI,
    "callSign": IdentifierType.CALL_SIGN,
    "serialNumber": IdentifierType.AIRCRAFT_SERIAL,
    "icaoCode": IdentifierType.OTHER,
    "email": IdentifierType.EMAIL,
    "phone": IdentifierType.PHONE,
    "website": IdentifierType.WEBSITE,
    "wikidataId": IdentifierType.OTHER,
    "wikipediaUrl": IdentifierType.OTHER,
    "opencorporatesUrl": IdentifierType.OTHER,
    "isin": IdentifierType.OTHER,
    "isinCode": IdentifierType.OTHER,
}
COUNTRIES: Mapping[str, CountryRelation] = {
    "nationality": CountryRelation.NATIONALITY,
    "citizenship": CountryRelation.CITIZENSHIP,
    "birthCountry": CountryRelation.BIRTH,
    "country": CountryRelation.OTHER,
    "mainCountry": CountryRelation.OTHER,
    "jurisdiction": CountryRelation.REGISTRATION,
    "flag": CountryRelation.FLAG,
}
POSITIONS = ("position", "title", "political")
REMARKS: Mapping[str, str] = {
    "notes": "",
    "summary": "",
    "description": "",
    "deathDate": "Died",
    "incorporationDate": "Incorporated",
    "dissolutionDate": "Dissolved",
    "status": "Status",
    "legalForm": "Legal form",
    "sector": "Sector",
    "type": "Type",
    "buildDate": "Built",
    "tonnage": "Tonnage",
    "grossRegisteredTonnage": "Gross tonnage",
    "deadweightTonnage": "Deadweight",
    "pastFlags": "Past flag",
    "model": "Model",
    "registrationDate": "Registered",
    "owner": "Owner",
    "operator": "Operator",
    "manufacturer": "Manufacturer",
}
"""Property -> what stands before its value in the remarks."""

IGNORED: Mapping[str, str] = {
    **dict.fromkeys(
        ("firstName", "secondName", "middleName", "lastName", "fatherName", "motherName", "nameSuffix", "weakName"),
        "a part of a name; the whole names are read",
    ),
    **dict.fromkeys(
        ("sourceUrl", "publisher", "publisherUrl", "retrievedAt", "modifiedAt", "createdAt", "recordId", "indexText"),
        "how the data was made",
    ),
    **dict.fromkeys(
        ("education", "religion", "ethnicity", "appearance", "height", "weight", "eyeColor", "hairColor", "spokenLanguage"), "not needed"
    ),
    "topics": "decides whether the entity is read",
    "program": "read with each sanction",
    "programId": "read with each sanction",
    "keywords": "words for searching",
    "classification": "codes of trades",
    "proof": "a document in another system",
    "parent": "read as a link where the export holds one",
    "alephUrl": "an address in another system",
    "okvedCode": "codes of trades",
    "okopfCode": "codes of legal forms; the form is read",
    "fnsCode": "an office of the Russian tax authority",
    "fssCode": "an office of the Russian social insurance",
    "oksmCode": "a code of a country; the country is read",
    "caemCode": "codes of trades",
    "cageCode": "a code of suppliers to NATO, shared by sites",
    "licenseNumber": "what a company may do, not who it is",
    "crewSize": "not needed",
    "registrationPort": "not needed",
}

ENDED_STATES: Mapping[str, str] = {
    "suhh": "SU",
    "yucs": "YU",
    "csxx": "CS",
    "cshh": "CS",
    "ddde": "DD",
    "dd": "DD",
    "zr": "ZR",
    "bumm": "BU",
    "xk": "XK",
    "eu": "EU",
}
NO_COUNTRY = frozenset({"zz", "xx", "x-so", "global"})

SOURCES = (
    OfficialSource(
        id="opensanctions-default",
        title="OpenSanctions: consolidated sanctions",
        authority="OpenSanctions",
        country="DE",
        format="opensanctions-json",
        addresses=("https://data.opensanctions.org/datasets/latest/sanctions/entities.ftm.json",),
        hosts=("data.opensanctions.org",),
        terms="Creative Commons Attribution-NonCommercial 4.0; commercial use needs a licence from the publisher",
        hours=24,
        least=20000,
        most=400000,
    ),
)

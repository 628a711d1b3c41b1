"""Screen names against designated parties: the matching library, without socket, clock, environment, database or web.

>>> from screening import DesignatedParty, Index, ListedName, NameKind, PartyKind, Policy, Query, screen
>>> party = DesignatedParty("demo", "1", PartyKind.INDIVIDUAL, (ListedName("Reinhard Bütikofer", NameKind.PRIMARY),))
>>> index = Index.build([party])
>>> [[hit]] = screen([Query("BUETIKOFER Reinhard")], index, Policy())
>>> hit.party.id, hit.listed_name.text, hit.score >= 0.95
('demo:1', 'Reinhard Bütikofer', True)
"""

from screening.alignment import AlignedPair, Alignment
from screening.countries import COUNTRY_CODES
from screening.dates import PartialDate
from screening.errors import (
    IndexFileError,
    InvalidInput,
    InvalidParty,
    InvalidPolicy,
    InvalidQuery,
    ListError,
    Problem,
    ScreeningError,
)
from screening.evidence import Evidence, Verdict
from screening.index import Index
from screening.names import tokens_of
from screening.outcome import Outcome
from screening.party import (
    Address,
    AliasStrength,
    CountryRelation,
    DesignatedParty,
    Designation,
    Identifier,
    IdentifierType,
    ListedName,
    Measure,
    NameKind,
    NameOrigin,
    PartyCountry,
    PartyKind,
    Provenance,
    Relation,
)
from screening.policy import Policy
from screening.query import Query
from screening.screen import Answer, Hit, compare, examine, screen
from screening.similarity import How
from screening.tokens import Token, TokenRole
from screening.version import ENGINE_VERSION
from screening.why import Stage, Why, why

__all__ = [
    "COUNTRY_CODES",
    "ENGINE_VERSION",
    "Address",
    "AliasStrength",
    "AlignedPair",
    "Alignment",
    "Answer",
    "CountryRelation",
    "DesignatedParty",
    "Designation",
    "Evidence",
    "Hit",
    "How",
    "Identifier",
    "IdentifierType",
    "Index",
    "IndexFileError",
    "InvalidInput",
    "InvalidParty",
    "InvalidPolicy",
    "InvalidQuery",
    "ListError",
    "ListedName",
    "Measure",
    "NameKind",
    "NameOrigin",
    "Outcome",
    "PartialDate",
    "PartyCountry",
    "PartyKind",
    "Policy",
    "Problem",
    "Provenance",
    "Query",
    "Relation",
    "ScreeningError",
    "Stage",
    "Token",
    "TokenRole",
    "Verdict",
    "Why",
    "compare",
    "examine",
    "screen",
    "tokens_of",
    "why",
]

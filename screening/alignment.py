from __future__ import annotations
from dataclasses import dataclass
from enum import StrEnum

class How(StrEnum):
    EXACT = "exact"
    ROMANISED = "romanised"
    SPELLING = "spelling"
    SOUND = "sound"
    VARIANT = "variant"
    INITIAL = "initial"
    JOINED = "joined"
    ACRONYM = "acronym"
    CLASS = "legal_form"
    EXTRA = "extra"      # a query token without partner
    MISSING = "missing"  # a listed token without partner

@dataclass(frozen=True, slots=True)
class AlignedPair:
    query: str | None
    listed: str | None
    how: How
    similarity: float
    weight: float

@dataclass(frozen=True, slots=True)
class Alignment:
    pairs: tuple[AlignedPair, ...]
    name_score: float
    in_order: bool

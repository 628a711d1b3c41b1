from __future__ import annotations
from dataclasses import dataclass
from enum import StrEnum

class Verdict(StrEnum):
    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    UNKNOWN = "unknown"

@dataclass(frozen=True, slots=True)
class Evidence:
    what: str            # birth_date, country, kind, identifier
    verdict: Verdict
    query: str | None
    listed: str | None
    note: str = ""

"""The policy: every knob a screening obeys, in one validated, hashed value.

`Policy()` is the default. `dataclasses.replace(policy, threshold=0.9)` derives another; whatever differs changes the hash.
`knobs()` lists name, type, default, bounds and meaning: the documentation is generated from it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import MISSING, asdict, dataclass, field, fields
from typing import Any, NamedTuple

from screening.errors import InvalidPolicy, Problem
from screening.party import Measure, PartyKind


def _number(default: float, low: float, high: float, meaning: str) -> Any:
    return field(default=default, metadata={"low": low, "high": high, "meaning": meaning})


def _scope(meaning: str) -> Any:
    return field(default=None, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class Policy:
    """What counts as a hit and what a hit leads to. Raises `InvalidPolicy` with every value out of bounds."""

    id: str = field(default="default", metadata={"meaning": "Name of the policy, for people; not part of its effect."})
    threshold: float = _number(0.80, 0.30, 1.0, "Score from which a listed party is a hit.")
    block_threshold: float = _number(0.95, 0.30, 1.0, "Name score from which agreeing evidence makes the outcome `block`.")
    limit: int = _number(50, 1, 1000, "Most hits returned for one query; the answer says how many there were.")
    weak_alias_factor: float = _number(0.75, 0.0, 1.0, "Factor on the name score of a weak alias when no evidence agrees.")
    birth_date_agrees: float = _number(0.05, 0.0, 0.5, "Share of the remaining distance to 1.0 that an agreeing birth date closes.")
    birth_date_contradicts: float = _number(0.10, 0.0, 1.0, "Share of the score that a contradicting birth date takes.")
    country_agrees: float = _number(0.03, 0.0, 0.5, "Share of the remaining distance to 1.0 that an agreeing country closes.")
    country_contradicts: float = _number(0.03, 0.0, 1.0, "Share of the score that a contradicting country takes.")
    kind_contradicts: float = _number(0.10, 0.0, 1.0, "Share of the score that a contradicting kind takes.")
    identifier_agrees: float = _number(0.95, 0.0, 1.0, "Least score of a party that shares an identifier with the query.")
    identifier_contradicts: float = _number(0.03, 0.0, 1.0, "Share of the score that a different identifier of the same type takes.")
    evidence_may_drop: bool = field(
        default=False,
        metadata={"meaning": "Whether contradicting evidence may take a hit whose name reaches the threshold below it."},
    )
    lists: tuple[str, ...] | None = _scope("Ids of the lists in scope; none given means every list loaded.")
    programmes: tuple[str, ...] | None = _scope("Programmes in scope; none given means all.")
    measures: tuple[Measure, ...] | None = _scope("Measures in scope; none given means all.")
    kinds: tuple[PartyKind, ...] | None = _scope("Kinds of listed party in scope; none given means all.")

    def __post_init__(self) -> None:
        problems = []
        for knob in knobs():
            value = getattr(self, knob.name)
            if knob.low is not None and (
                isinstance(value, bool) or not isinstance(value, int | float) or not knob.low <= value <= knob.high
            ):
                problems.append(Problem(f"/{knob.name}", f"{value!r} is out of bounds", f"{knob.low} to {knob.high}"))
        limit: Any = self.limit
        if not isinstance(limit, int):
            problems.append(Problem("/limit", f"{self.limit!r} is not a whole number"))
        if not problems and self.block_threshold < self.threshold:
            problems.append(Problem("/block_threshold", "is below the threshold", f"{self.threshold} to 1.0"))
        for name, accepted in (("lists", str), ("programmes", str), ("measures", Measure), ("kinds", PartyKind)):
            problems += self._freeze_scope(name, accepted)
        if problems:
            raise InvalidPolicy(problems)

    def _freeze_scope(self, name: str, accepted: type[str]) -> list[Problem]:
        given = getattr(self, name)
        if given is None:
            return []
        if isinstance(given, str):
            return [Problem(f"/{name}", "is text", "a sequence of values")]
        try:
            values = tuple(sorted({accepted(value) for value in given}))
        except ValueError as error:
            return [Problem(f"/{name}", str(error), ", ".join(accepted))]  # type: ignore[arg-type]
        if not values:
            return [Problem(f"/{name}", "an empty scope screens nothing", "leave it out to mean all")]
        object.__setattr__(self, name, values)
        return []

    @property
    def hash(self) -> str:
        """SHA-256 (hex) over the canonical JSON of every field but `id`: equal hashes mean equal effect."""
        content = asdict(self)
        del content["id"]
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


class Knob(NamedTuple):
    """One policy field: its name, type as text, default, bounds (None where it has none) and meaning."""

    name: str
    type: str
    default: Any
    low: float | None
    high: float
    meaning: str


def knobs() -> Iterator[Knob]:
    """Yield every policy field in the order of the class."""
    for item in fields(Policy):
        default = None if item.default is MISSING else item.default
        meta = item.metadata
        yield Knob(item.name, str(item.type), default, meta.get("low"), meta.get("high", 0.0), meta["meaning"])

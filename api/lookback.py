"""Looking back: every screening of a time range asked again on what is in force now, and which outcomes that would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from api.catalogue import Catalogue
from api.errors import CannotReplay
from api.replaying import Difference, On, replay
from api.store.entry import SCREENING
from api.store.reading import Filter, Record, page_of
from api.vault import Vault
from api.wire.moments import stamp
from screening import Policy

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One screening looked at again: outcome then and now (None: it could not be asked again, `reason` says why), hits gained and lost."""

    id: str
    screened_at: str
    then: str
    now: str | None
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def changed(self) -> bool:
        """Whether the outcome is another now."""
        return self.now is not None and self.now != self.then


def look_back(
    vault: Vault, tenant: str, catalogue: Catalogue, policy: Policy, *, since: datetime | None, until: datetime | None
) -> Iterator[LookedAt]:
    """Ask every screening made from `since` until `until` (not included) again on what is in force under `policy`, the oldest first.

    What a question chose for itself (lists, threshold, limit) still holds. Raises `DatabaseError`.
    """
    after = None
    while True:
        wanted = Filter(kind=SCREENING, since=since, until=until, after=after, ascending=True)
        found, more = page_of(vault.engine, vault.keys, tenant, wanted, _AT_ONCE, content=True)
        for record in found:
            yield _look_at(vault, record, catalogue, policy)
        if not more:
            return
        after = found[-1].id


def _look_at(vault: Vault, record: Record, catalogue: Catalogue, policy: Policy) -> LookedAt:
    then = record.facts["outcome"]
    try:
        again = replay(vault, record, On.CURRENT, catalogue, policy)
    except CannotReplay as error:
        return LookedAt(record.id, stamp(record.at), then, None, reason=str(error))
    hits = [each for each in again.differences if each.what == "hit"]
    return LookedAt(record.id, stamp(record.at), then, again.answer["outcome"], _only(hits, "then"), _only(hits, "now"))


def _only(hits: list[Difference], missing: str) -> tuple[str, ...]:
    return tuple(str(each.key) for each in hits if getattr(each, missing) is None)

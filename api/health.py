"""`/healthz` and `/readyz`: is the process up, and can it answer."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

from api.catalogue import current_catalogue
from api.schemas.health import HealthSchema, ReadySchema
from api.standing import in_state
from api.vault import current_vault
from api.wire.resource import Resource
from lists.database import answers
from lists.status import State

resource = Resource("health", __name__, description="For load balancers and orchestrators.")


@resource.operation("GET", "/healthz", answers=HealthSchema, keep=False)
def healthz() -> dict[str, str]:
    """Say that the process is up."""
    return {"status": "up"}


@resource.operation("GET", "/readyz", answers=ReadySchema, keep=False, refuses=(HTTPStatus.SERVICE_UNAVAILABLE,))
def readyz() -> dict[str, object]:
    """Say that the lists are loaded and how they stand, and that the database answers and can be written.

    A 503 problem when nothing can be screened or recorded, or a list is too old.
    """
    catalogue, now = current_catalogue(), datetime.now(UTC)
    answers(current_vault().engine)
    current_vault().refuse_unwritable()
    catalogue.refuse_stale()
    return {
        "status": "ready",
        "lists": len(catalogue.lists),
        "parties": len(catalogue.index),
        "index": catalogue.index.hash,
        "quarantined": in_state(catalogue, State.QUARANTINED, now),
        "failed": in_state(catalogue, State.FAILED, now),
    }

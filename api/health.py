"""`/healthz` and `/readyz`: is the process up, and can it answer."""

from __future__ import annotations

from http import HTTPStatus

from api.catalogue import current_catalogue
from api.schemas.health import HealthSchema, ReadySchema
from api.wire.resource import Resource

resource = Resource("health", __name__, description="For load balancers and orchestrators.")


@resource.operation("GET", "/healthz", answers=HealthSchema, keep=False)
def healthz() -> dict[str, str]:
    """Say that the process is up."""
    return {"status": "up"}


@resource.operation("GET", "/readyz", answers=ReadySchema, keep=False, refuses=(HTTPStatus.SERVICE_UNAVAILABLE,))
def readyz() -> dict[str, object]:
    """Say that the lists are loaded; a 503 problem when they are not."""
    catalogue = current_catalogue()
    return {"status": "ready", "lists": len(catalogue.lists), "parties": len(catalogue.index), "index": catalogue.index.hash}

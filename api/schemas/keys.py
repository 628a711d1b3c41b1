"""API keys as they come in and go out. The text of a key goes out once, in the answer to the request that made it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import fields

from api.access.administration import (
    DAYS,
    LEAST_DAYS,
    MOST_DAYS,
    MOST_OVERLAP_HOURS,
    NAME,
    NAME_ALLOWED,
    OVERLAP_HOURS,
    Shown,
)
from api.access.roles import Role
from api.access.settings import MOST_RATE
from api.schemas.base import In, Out, said
from api.schemas.fields import Choice, Sequence, Text, Whole
from api.store.keys import ACTIVE, EXPIRED, REVOKED, Key

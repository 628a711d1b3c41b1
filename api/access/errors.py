"""Errors of access.

::

    ScreeningError (screening.errors)
     +-- AccessError             carries what is allowed
     |    +-- Unauthenticated    who asks is not known: no credentials, or such as are not (or no longer) good
     |    +-- Forbidden          who asks is known, and may not do this
     |    |    +-- OnlyThisMachine   the service runs open and is asked from elsewhere
     |    +-- UnknownKey         no API key of the tenant has that id
     |    +-- KeyConflict        an API key is not in a state for what is asked
     +-- IssuerUnreachable       a bearer token cannot be checked now

No message holds a credential, whole or in part.
"""

from __future__ import annotations

from screening.errors import ScreeningError


class AccessError(ScreeningError):
    """A request that is refused for who makes it. `allowed` says what would be accepted."""

    def __init__(self, detail: str, allowed: str = "") -> None:
        self.allowed = allowed
        super().__init__(detail)


class Unauthenticated(AccessError):
    """Nobody is known to ask. `presented`: there were credentials, and they are not good."""

    def __init__(self, detail: str, allowed: str = "", *, presented: bool = True) -> None:
        self.presented = presented
        super().__init__(detail, allowed)


class Forbidden(AccessError):
    """A caller who lacks the permission."""


class OnlyThisMachine(Forbidden):
    """A request from elsewhere to a service without authentication."""


class UnknownKey(AccessError):
    """An id that is none of the tenant's API keys."""


class KeyConflict(AccessError):
    """A name that is taken, or an API key that is revoked or has a successor."""


class IssuerUnreachable(ScreeningError):
    """The signing keys of the token issuer cannot be fetched, and none are at hand that are young enough."""

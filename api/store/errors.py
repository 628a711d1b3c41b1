"""Errors of what is kept.

::

    ScreeningError (screening.errors)
     +-- DatabaseError (lists.database)
     +-- StoreError
          +-- UnknownSubject    the tenant has no such subject, or it was erased
          +-- UnknownHold       the tenant has no such hold, or it was lifted
          +-- UnderHold         a legal hold forbids erasing
          +-- LostLease         a task of a job is not its worker's any more
"""

from __future__ import annotations

from screening.errors import ScreeningError


class StoreError(ScreeningError):
    """What is asked of the store does not fit what it holds."""


class UnknownSubject(StoreError):
    """The tenant has no such subject, or it was erased."""


class UnknownHold(StoreError):
    """The tenant has no such hold, or it was lifted already."""


class UnderHold(StoreError):
    """A legal hold stands on the subject: nothing of it may be erased."""


class LostLease(StoreError):
    """A task that was taken from its worker, done by another, or is not to be done any more."""

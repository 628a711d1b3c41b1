"""Errors of what proves a record.

::

    ScreeningError (screening.errors)
     +-- ProofError
          +-- NotCanonical          a value that canonical JSON has no form for
          +-- KeyUnusable           a key file that cannot be used, or bytes that the key does not open
          +-- CheckpointFileError   a file of checkpoints that cannot be read or written
          |    +-- TornCheckpoint   one whose last line was not written to its end
          +-- ReceiptUnusable       a file that is no receipt
"""

from __future__ import annotations

from screening.errors import ScreeningError


class ProofError(ScreeningError):
    """What proves a record cannot be made, read or checked."""


class NotCanonical(ProofError):
    """A value that canonical JSON has no form for: NaN, an infinity, a whole number beyond 2**53, a lone surrogate, another type."""


class KeyUnusable(ProofError):
    """A key file that is missing, malformed, of another kind, or open to every user; or a key that is not the one that was used."""


class CheckpointFileError(ProofError):
    """A file of checkpoints that cannot be read or written."""


class TornCheckpoint(CheckpointFileError):
    """A file of checkpoints whose last line was not written to its end: the disk was full, or the power failed."""


class ReceiptUnusable(ProofError):
    """A file that cannot be read, or is no receipt."""

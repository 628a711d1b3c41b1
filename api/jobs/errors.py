"""Errors of jobs.

::

    ScreeningError (screening.errors)
     +-- JobError            carries what is allowed
     |    +-- JobConflict     the job, or the file, is not in a state for what is asked
     |    +-- TooManyJobs     the tenant has as many unended jobs as it may
     |    +-- TooManyFiles    the tenant keeps as many uploaded files as it may
     |    +-- FileTooLarge    an upload over the limit
     |    +-- NotDelivered    a client that could not be told of the end of its job
     |    +-- Hopeless        a task that will not succeed however often it is begun
     +-- NotStored            a file that could not be kept: the disk is full, or the folder cannot be written
"""

from __future__ import annotations

from screening.errors import ScreeningError


class JobError(ScreeningError):
    """Something that a job, or an uploaded file, does not allow. `allowed` says what would be."""

    def __init__(self, detail: str, allowed: str = "") -> None:
        self.allowed = allowed
        super().__init__(detail)


class JobConflict(JobError):
    """A job, or a file, that is not in a state for what is asked."""


class TooManyJobs(JobError):
    """A tenant with as many jobs under way as it may have."""


class TooManyFiles(JobError):
    """A tenant with as many uploaded files as it may keep."""


class FileTooLarge(JobError):
    """An upload over the limit."""


class NotStored(ScreeningError):
    """A file that could not be kept: nothing of it was."""


class NotDelivered(JobError):
    """A client that could not be told of the end of its job; the message says why."""


class Hopeless(JobError):
    """A task that will not succeed however often it is begun; its job has failed."""

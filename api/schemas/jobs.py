"""Jobs and uploaded files: what is asked of them, and how they are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import marshmallow as ma
from marshmallow import fields

from api.files.kinds import FileKind
from api.files.source import Reading
from api.jobs.asked import Asked
from api.schemas.base import In, Out, said
from api.schemas.fields import Choice, Each, Flag, Formed, Inner, Text, Whole
from api.schemas.problem import ProblemSchema
from api.schemas.query import KINDS, LIMIT, LISTS, MEASURES, POLICY_FIELDS, PROGRAMMES, THRESHOLD, PageParameters, narrow
from api.schemas.screening import PolicySchema, ScreenedListSchema
from api.store.jobs import DELIVERED, UNDELIVERED, WAITING, JobState
from screening.rows import FIELDS, DateOrder

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_MOST_SKIPPED = 1_000


class Columns(Each):
    """The column that holds a field, or an array of several; each as its heading, or as ``#`` and its number from 1."""

    def __init__(self, **options: Any) -> None:
        one = Text(200)
        alone = {"type": ["array", "string"], **{name: one.metadata[name] for name in ("minLength", "maxLength", "pattern")}}
        super().__init__(one, 50, least=1, **{**options, "metadata": {**alone, **options.get("metadata", {})}})
        self.allowed = "the heading of a column, # and its number, or an array of 1 to 50 of them"

    def _deserialize(self, value: Any, *place: Any, **options: Any) -> Any:
        return super()._deserialize([value] if isinstance(value, str) else value, *place, **options)


class Delimiter(Text):
    """A character that stands between fields: any but quotes and line ends, and a tab, which no other text may hold."""

    def __init__(self, **options: Any) -> None:
        super().__init__(1, **options)
        self.allowed = "one character, as in ; or a tab"
        self.metadata = {**self.metadata, "pattern": r'^(\t|[^\s\u0000-\u001f"\u007f-\u009f])$'}

    def read(self, value: Any) -> Any:
        """Return the value, checked."""
        return value if value == "\t" else super().read(value)


class ReadingSchema(In):
    """How a file is to be read, where that is not to be found out."""

    format = Choice(FileKind, metadata={"description": "What the file is, where its name says something else."})
    encoding = Text(40, metadata={"description": "Encoding, such as windows-1252. Left out: found out.", "examples": ["windows-1252"]})
    delimiter = Delimiter(metadata={"description": "Delimiter. Left out: found out.", "examples": [";"]})
    sheet = Text(200, metadata={"description": "Which sheet of a workbook. Left out: the one that holds anything."})
    skip = Whole(0, _MOST_SKIPPED, metadata={"description": "Lines before the header. Left out: 0.", "default": 0})
    header = Flag(metadata={"description": "Whether there is a header. Left out: yes.", "default": True})
    short_rows = Flag(metadata={"description": "Whether rows may leave out their last columns. Left out: no.", "default": False})

    @ma.post_load
    def reading(self, data: dict[str, Any], **_: Any) -> Reading:
        """Build the value."""
        return Reading(**data)


MappingSchema = In.from_dict(
    {field.name: Columns(metadata={"description": field.meaning}) for field in FIELDS},
    name="ColumnMappingSchema",
)
"""Which columns hold which field."""


class JobOptionsSchema(In):
    """What is to be done with a file. Everything may be left out."""

    mapping = Inner(MappingSchema, metadata={"description": "Which columns hold a field. Left out: found by their headings."})
    ignore = Each(Text(200), 1_000, metadata={"description": "Columns not to be read."})
    date_order = Choice(DateOrder, metadata={"description": "How dates such as 03/04/1953 are read. Left out: as the file shows."})
    reading = Inner(ReadingSchema, metadata={"description": "How the file is to be read."})
    result_format = Choice(FileKind, metadata={"description": "Format of the result that is ready at the end. Left out: csv."})
    callback = Formed(
        "https?://[!-~]{1,1990}",
        "an address, as in https://example.com/done",
        metadata={"description": "URL that is told of the end of the job.", "examples": ["https://example.com/done"]},
    )

    lists, programmes, measures, kinds, threshold, limit = LISTS, PROGRAMMES, MEASURES, KINDS, THRESHOLD, LIMIT

    def __init__(self, *, list_ids: Sequence[str] = (), programmes: Sequence[str] = (), **options: Any) -> None:
        super().__init__(**options)
        narrow(self, list_ids, programmes)

    @ma.post_load
    def options(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Build what was asked, beside the id of the file where one was given."""
        mapping = data.get("mapping", {})
        asked = Asked(
            name="",
            reading=data.get("reading", Reading()),
            said=tuple((field, column) for field, columns in mapping.items() for column in columns),
            ignored=data.get("ignore", ()),
            order=data.get("date_order"),
            chosen={name: data[name] for name in POLICY_FIELDS if name in data},
            format=data.get("result_format", FileKind.CSV),
            callback=data.get("callback"),
        )
        return {"asked": asked, "file": data.get("file")}


class JobRequestSchema(JobOptionsSchema):
    """A job for a file that was uploaded before."""

    file = Formed(_UUID, "the id of an uploaded file", required=True, metadata={"description": "Id that POST /v1/files answered with."})


class FileUploadSchema(ma.Schema):
    """A body with parts: the file."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary", "description": "The file, with its name."})


class JobUploadSchema(FileUploadSchema):
    """A body with parts: the file, and what is to be done with it."""

    job = fields.Nested(JobOptionsSchema, metadata={"description": "What is to be done with the file, as JSON."})


class FileSchema(Out):
    """An uploaded file of customers."""

    id = fields.String(**said("Id of the file.", metadata={"format": "uuid"}))
    name = fields.String(**said("What its owner calls it."))
    format = fields.String(**said("What it is, by its content.", metadata={"enum": list(FileKind)}))
    bytes = fields.Integer(**said("Its size.", metadata={"minimum": 0}))
    sha256 = fields.String(**said("SHA-256 (hex) of its content."))
    created_at = fields.String(**said("When it was uploaded, in UTC.", metadata={"format": "date-time"}))
    expires_at = fields.String(**said("When it is removed, unless it is deleted before.", metadata={"format": "date-time"}))


class DeletedSchema(Out):
    """What was deleted."""

    id = fields.String(**said("Its id.", metadata={"format": "uuid"}))
    deleted = fields.Boolean(**said("It was."))


class RowCountsSchema(Out):
    """Rows that are done, by status."""

    clear = fields.Integer(**said("Rows in which nothing was found.", metadata={"minimum": 0}))
    review = fields.Integer(**said("Rows a person must look at.", metadata={"minimum": 0}))
    block = fields.Integer(**said("Rows with which not to go on.", metadata={"minimum": 0}))
    error = fields.Integer(**said("Rows that could not be screened.", metadata={"minimum": 0}))
    hits = fields.Integer(**said("Hits of all rows.", metadata={"minimum": 0}))
    repeated = fields.Integer(**said("Rows that ask what an earlier row asked.", metadata={"minimum": 0}))


class JobFileSchema(Out):
    """The file of a job."""

    name = fields.String(**said("What its owner calls it."))
    format = fields.String(**said("What it is; null before it was read.", allow_none=True, metadata={"enum": [*FileKind, None]}))
    sha256 = fields.String(**said("SHA-256 (hex) of its content; null before it was read.", allow_none=True))
    notes = fields.List(fields.String(), **said("How it was read: encoding, delimiter, sheet ..."))
    columns = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), **said("Which columns hold which field."))
    unused = fields.List(fields.String(), **said("Columns that are not read."))
    dates = fields.String(**said("How dates are read, and why; null where that decides nothing.", allow_none=True))
    warnings = fields.List(fields.String(), **said("What a person should look at: names without a letter, and how many."))


class RowErrorSchema(Out):
    """A row that could not be screened."""

    row = fields.Integer(**said("Number of the row, from 1.", metadata={"minimum": 1}))
    line = fields.Integer(**said("Line of the file, or row of the sheet, where it begins.", allow_none=True))
    reference = fields.String(**said("The client's own reference.", allow_none=True))
    reason = fields.String(**said("What is wrong, where, and what is allowed."))


class CallbackSchema(Out):
    """How telling the client of the end is going."""

    url = fields.String(**said("Who is told."))
    state = fields.String(**said("Whether it was told; failed: it was given up.", metadata={"enum": [WAITING, DELIVERED, UNDELIVERED]}))
    attempts = fields.Integer(**said("How often it was tried.", metadata={"minimum": 0}))
    trouble = fields.String(**said("Why the last attempt failed; null when none did.", allow_none=True))


class JobEngineSchema(Out):
    """What screens the rows."""

    version = fields.String(**said("Any change that can change a score changes it."))
    index = fields.String(**said("SHA-256 (hex) of everything the index was built from."))
    line_format = fields.Integer(**said("Form of the lines of the result.", metadata={"minimum": 1}))


class JobSchema(Out):
    """A job: how far it is, and what it rests on."""

    id = fields.String(**said("Id of the job; `batch` of its screenings.", metadata={"format": "uuid"}))
    state = fields.String(**said("How far it is; done, failed and cancelled are ends.", metadata={"enum": list(JobState)}))
    caller = fields.String(**said("Who made it."))
    created_at = fields.String(**said("When it was made, in UTC.", metadata={"format": "date-time"}))
    started_at = fields.String(**said("When its rows began to be screened.", allow_none=True, metadata={"format": "date-time"}))
    ended_at = fields.String(**said("When it ended.", allow_none=True, metadata={"format": "date-time"}))
    expires_at = fields.String(**said("When it is removed with its results.", allow_none=True, metadata={"format": "date-time"}))
    rows = fields.Integer(**said("Rows of the file; null before it was read.", allow_none=True, metadata={"minimum": 0}))
    rows_done = fields.Integer(**said("Rows that are screened and on record.", metadata={"minimum": 0}))
    rows_per_second = fields.Float(**said("How many were done in a second of late; null while that is not known.", allow_none=True))
    seconds_left = fields.Integer(**said("How long it will take at that rate; null while that is not known.", allow_none=True))
    result_format = fields.String(**said("Format of the result that is ready at the end.", metadata={"enum": list(FileKind)}))
    counts = fields.Nested(RowCountsSchema, **said("Rows done so far, by status; the first four add up to `rows_done`."))


class JobDetailSchema(JobSchema):
    """A job with everything it says of itself."""

    file = fields.Nested(JobFileSchema, **said("Its file, and how that was read."))
    errors = fields.List(
        fields.Nested(RowErrorSchema), **said("The first rows that could not be screened; `counts` says how many there are.")
    )
    lists = fields.List(
        fields.Nested(ScreenedListSchema), **said("The list editions it is screened against, to its end; empty before that.")
    )
    policy = fields.Nested(PolicySchema, **said("The policy it obeys; null before its rows are screened.", allow_none=True))
    engine = fields.Nested(JobEngineSchema, **said("What screens it; null before its rows are screened.", allow_none=True))
    alerts_per_1000 = fields.Float(**said("Rows to review or block for every thousand screened."))
    problem = fields.Nested(ProblemSchema, **said("Why it failed; null unless it did.", allow_none=True))
    callback = fields.Nested(CallbackSchema, **said("How telling the client is going; null when nobody is told.", allow_none=True))


class JobPageSchema(Out):
    """A page of jobs, the newest first."""

    jobs = fields.List(fields.Nested(JobSchema), **said("At most as many as asked for."))
    next_cursor = fields.String(**said("`cursor` of the next page; null on the last.", allow_none=True))


class JobFilters(PageParameters):
    """Which jobs, and which page of them."""

    state = Choice(JobState, metadata={"description": "Those in this state."})


class ResultParameters(In):
    """Which result."""

    format = Choice(FileKind, metadata={"description": "Its format. Left out: the one the job was asked for."})


class ResultPendingSchema(Out):
    """A result that is being written."""

    id = fields.String(**said("Id of the job.", metadata={"format": "uuid"}))
    format = fields.String(**said("The format asked for.", metadata={"enum": list(FileKind)}))
    state = fields.String(**said("Ask again after the seconds of Retry-After.", metadata={"enum": ["writing"]}))

"""Bodies that carry a file: ``multipart/form-data`` with the file in one part and JSON in another.

The file is written to disk as it arrives, into a folder of the service's own, and is gone when the request is.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import IO, Any, NamedTuple

from flask import Request, current_app, request
from gunicorn.http.errors import ParseException
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, RequestTimeout

from api.errors import InvalidBody, WrongContentType
from api.jobs.errors import FileTooLarge, NotStored
from api.wire.deadlines import DEADLINES
from api.wire.strict_json import parse
from screening.errors import Problem

MULTIPART = "multipart/form-data"
ARRIVING = "SCREENING_ARRIVING"
"""Where an application keeps what makes the folder for files that are arriving, in `app.config`."""

UPLOAD_LIMIT, UPLOAD_SECONDS = "SCREENING_UPLOAD_LIMIT", "SCREENING_UPLOAD_SECONDS"
"""Where an application keeps the largest file it accepts, in bytes, and the time a client has for sending it, in `app.config`."""

FILE, OPTIONS = "file", "job"
"""Names of the parts."""

_BESIDE, _MOST_PARTS = 1_000_000, 8
_LONGEST_NAME = 255


class Upload(NamedTuple):
    """A file that was sent: where it lies for the time of the request, what its owner calls it, its SHA-256 (hex)."""

    path: Path
    name: str
    sha256: str


class Sent(NamedTuple):
    """What a request carries: a JSON document, and a file where it has one."""

    document: Any
    upload: Upload | None


class ReceivingRequest(Request):
    """A request whose files are written into the folder of the application."""

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        try:
            # Kept open by the form, and removed when the request closes it.
            return tempfile.NamedTemporaryFile("wb+", dir=current_app.config[ARRIVING]())
        except OSError as error:
            raise NotStored(f"a file cannot be kept: {error.strerror or error}") from error


def is_multipart() -> bool:
    """Whether the request says that its body is one with parts."""
    return request.mimetype == MULTIPART


def read_upload(*, options: bool) -> Sent:
    """Read a body with a file, and with `options` a part of JSON beside it (``{}`` when it is left out).

    Raises `WrongContentType`, `FileTooLarge`, `InvalidBody` for parts that are not as they should be, `MalformedJSON`, `NotStored`;
    werkzeug's `RequestTimeout` when it takes too long to arrive, `BadRequest` when it is cut off.
    """
    if not is_multipart() or not request.mimetype_params.get("boundary"):
        raise WrongContentType(f"the content type is {request.headers.get('Content-Type') or 'none'!r}", f"{MULTIPART} with a boundary")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise WrongContentType("the body is compressed", "a body without Content-Encoding")
    limit = current_app.config[UPLOAD_LIMIT]
    _parse_form(limit)
    problems = _wrong_parts(options=options)
    if problems:
        raise InvalidBody(problems)
    file = request.files[FILE]
    file.stream.flush()
    path = Path(str(getattr(file.stream, "name", "")))
    if path.stat().st_size > limit:
        raise FileTooLarge(f"the file has more than {limit} bytes", f"at most {limit} bytes")
    file.stream.seek(0)
    return Sent(_options(), Upload(path, _name(file), hashlib.file_digest(file.stream, "sha256").hexdigest()))  # type: ignore[arg-type]


def _parse_form(limit: int) -> None:
    request.max_content_length = limit + _BESIDE
    request.max_form_memory_size = _BESIDE
    request.max_form_parts = _MOST_PARTS
    with DEADLINES.reading(request.environ.get("gunicorn.socket"), current_app.config[UPLOAD_SECONDS]) as deadline:
        try:
            request.files  # noqa: B018 (reads the body)
        except RequestEntityTooLarge as error:
            raise FileTooLarge(f"the body has more than {limit + _BESIDE} bytes", f"a file of at most {limit} bytes") from error
        except (ParseException, BadRequest) as error:
            raise RequestTimeout if deadline and deadline.missed else BadRequest from error
        except OSError as error:
            if deadline and deadline.missed:
                raise RequestTimeout from error
            raise NotStored(f"the file cannot be kept: {error.strerror or error}") from error
    if deadline and deadline.missed:
        raise RequestTimeout


def _wrong_parts(*, options: bool) -> list[Problem]:
    names = (FILE, OPTIONS) if options else (FILE,)
    allowed = f"a part {FILE!r} that is a file with a name" + (f", and a part {OPTIONS!r} of JSON" if options else "")
    found = []
    if len(request.files.getlist(FILE)) != 1:
        found.append(Problem(f"/{FILE}", "is missing, or not a file" if FILE not in request.files else "is there more than once", allowed))
    elif not request.files[FILE].filename:
        found.append(Problem(f"/{FILE}", "has no file name", allowed))
    elif len(str(request.files[FILE].filename)) > _LONGEST_NAME:
        found.append(Problem(f"/{FILE}", "has a file name that is too long", f"at most {_LONGEST_NAME} characters"))
    found += [Problem(f"/{name}", "unknown part", allowed) for name in [*request.files, *request.form] if name not in names]
    found += [Problem(f"/{name}", "is no file", allowed) for name in request.files if name == OPTIONS and options]
    if len(request.form.getlist(OPTIONS)) > 1:
        found.append(Problem(f"/{OPTIONS}", "is there more than once", allowed))
    return found


def _options() -> Any:
    return parse(request.form[OPTIONS].encode("utf-8", "surrogatepass")) if OPTIONS in request.form else {}


def _name(file: FileStorage) -> str:
    """The last part of the name, whichever system it comes from, without what a terminal or a log may act on."""
    name = str(file.filename).replace("\\", "/").rpartition("/")[2]
    return "".join(one if one.isprintable() else "_" for one in name) or "file"

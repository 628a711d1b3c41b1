"""`/v1/files`: files of customers, uploaded to be screened later or several times."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import url_for

from api.caller import current_caller
from api.jobs.uploads import file_view, keep_upload, note_upload, remove_upload, upload_of
from api.schemas.jobs import DeletedSchema, FileSchema, FileUploadSchema
from api.vault import current_vault
from api.wire.log import current_log
from api.wire.resource import Resource, Written
from api.wire.upload import Sent, Upload

resource = Resource("files", __name__, url_prefix="/v1/files", description="Files of customers, uploaded for jobs.")
NOT_FOUND = (HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE)

_FILE = FileSchema()


@resource.operation(
    "POST",
    "",
    answers=FileSchema,
    uploads=FileUploadSchema,
    status=HTTPStatus.CREATED,
    refuses=(HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE),
)
def upload_file(sent: Sent) -> Written:
    """Upload a file of customers.

    CSV, JSON lines, XLSX or Parquet, told by its content. It is kept encrypted, for the caller's tenant alone, until it is deleted or its
    time is over.
    """
    vault, upload = current_vault(), _there(sent)
    file = keep_upload(vault, current_caller(), upload.path, upload.name)
    note_upload(vault, file)
    current_log().info("a file was uploaded", file=file.id, bytes=file.bytes, format=file.kind)
    return Written(_FILE.dump(file_view(vault.keys, file)), {"Location": url_for("files.one_file", file_id=file.id)})


@resource.operation("GET", "/<uuid:file_id>", answers=FileSchema, refuses=NOT_FOUND, keep=False)
def one_file(file_id: UUID) -> dict[str, Any]:
    """Show an uploaded file, without its content."""
    vault = current_vault()
    return file_view(vault.keys, upload_of(vault, current_caller().tenant, str(file_id)))


@resource.operation("DELETE", "/<uuid:file_id>", answers=DeletedSchema, refuses=(HTTPStatus.CONFLICT, *NOT_FOUND))
def delete_file(file_id: UUID) -> dict[str, Any]:
    """Delete an uploaded file. Jobs that have read it go on."""
    remove_upload(current_vault(), current_caller().tenant, str(file_id))
    return {"id": str(file_id), "deleted": True}


def _there(sent: Sent) -> Upload:
    assert sent.upload is not None  # noqa: S101 (a body without a file was refused before)
    return sent.upload

"""What may come in as a publisher's file: unpacked within limits, and of the type its format has."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from lists.errors import FetchError

HEAD_BYTES = 512
_HTML = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_ZIP = b"PK\x03\x04"
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


def unpacked(chunks: Iterator[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """Undo a transfer encoding (``gzip``, or none), never giving more than `limit` bytes.

    Raises `FetchError` for another encoding, a stream that is damaged or cut off, and one that goes over the limit: it is refused
    before it is unpacked, however small it came.
    """
    if encoding.lower() in {"", "identity"}:
        yield from _limited(chunks, limit)
        return
    if encoding.lower() not in {"gzip", "x-gzip"}:
        raise FetchError(f"is packed as {encoding!r}; accepted: gzip, or not packed")
    yield from _limited(_gunzipped(chunks), limit)


def _gunzipped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    try:
        for chunk in chunks:
            waiting = chunk
            while waiting and not unpacker.eof:
                yield unpacker.decompress(waiting, 1 << 16)
                waiting = unpacker.unconsumed_tail
    except zlib.error as error:
        raise FetchError(f"is no sound gzip: {error}") from error
    if not unpacker.eof:
        raise FetchError("was cut off: the gzip stream does not end")


def _limited(chunks: Iterator[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise FetchError(f"is larger than {limit} bytes")
        yield chunk


def refuse_wrong_content(head: bytes, content_type: str, format_name: str) -> None:
    """Raise `FetchError` unless the first bytes, and what the server calls them, can be a file of the format.

    A page that says in HTML what went wrong is refused whatever its status; so is anything that is no XML, workbook or table where
    the format is one.
    """
    if content_type.partition(";")[0].strip().lower() in {"text/html", "application/xhtml+xml"} or _HTML.match(
        head.lstrip(b"\xef\xbb\xbf")
    ):
        raise FetchError("is an HTML page, not a file of the list")
    if not head.strip():
        raise FetchError("is empty")
    start = head.lstrip(b"\xef\xbb\xbf").lstrip()
    kind = format_name.rpartition("-")[2]
    if kind == "xml" and not (start.startswith(b"<") or head.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise FetchError("is no XML, which its format is")
    if kind in {"xlsx", "ods"} and not head.startswith(_ZIP):
        raise FetchError("is no workbook, which its format is")
    if kind == "json" and not start.startswith((b"{", b"[")):
        raise FetchError("is no JSON, which its format is")
    if kind == "csv" and (start.startswith((b"<", _ZIP)) or b"\0" in head):
        raise FetchError("is no table of text, which its format is")

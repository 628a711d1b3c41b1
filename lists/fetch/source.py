"""All files of one list."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from lists.errors import CannotStore
from lists.fetch.download import Download, Limits, download
from lists.readers.base import OfficialSource
from lists.store.files import FetchedFile

Fetch = Callable[..., Download]


def fetch_source(
    source: OfficialSource,
    folder: Path,
    known: Mapping[str, FetchedFile],
    *,
    limits: Limits | None = None,
    fetch: Fetch = download,
) -> list[Download]:
    """Fetch every file of a list into a folder, in the order of its addresses.

    When none of them changed since `known` (by address), all downloads are without a path; when any did, all are fetched: an
    edition is never put together from files of two days. Raises `FetchError`, `CannotStore`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStore(f"{folder} cannot be made: {error.strerror or error}") from error
    one = partial(fetch, format_name=source.format, hosts=source.hosts, limits=limits)
    conditional = known if set(known) == set(source.addresses) else {}
    found = [
        one(address, folder / file_name(address, source.format, number), known=conditional.get(address))
        for number, address in enumerate(source.addresses)
    ]
    if all(each.path is None for each in found):
        return found
    return [
        each if each.path else one(address, folder / file_name(address, source.format, number))
        for number, (address, each) in enumerate(zip(source.addresses, found, strict=True))
    ]


def file_name(address: str, format_name: str, number: int) -> str:
    """The name a fetched file gets: the last part of the address, with the ending of the format where it has none."""
    name = re.sub(r"[^A-Za-z0-9._-]", "_", urlsplit(address).path.rpartition("/")[2]) or f"file-{number + 1}"
    ending = format_name.rpartition("-")[2]
    return name if "." in name else f"{name}.{ending}"

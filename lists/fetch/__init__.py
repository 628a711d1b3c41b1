"""Publishers' files over the network: fetched only when they changed, checked while they come in, whole or not at all."""

from __future__ import annotations

from lists.fetch.download import Download, Limits, download
from lists.fetch.source import fetch_source

__all__ = ["Download", "Limits", "download", "fetch_source"]

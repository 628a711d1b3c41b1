"""The engine's version: any change that can change a score, a hit or an explanation changes it.

The dictionary of the extra `[japanese]` gives names readings that they have not without it: it is part of the version where it is
installed, so that an index or an answer of one engine is never taken for that of another.
"""

from importlib.util import find_spec
from pathlib import Path


def _japanese() -> str:
    """The edition of the dictionary when it and what reads it are installed, else nothing. Neither is imported."""
    found = [find_spec(name) for name in ("sudachidict_small", "sudachipy")]
    if found[0] is None or found[0].origin is None or found[1] is None:
        return ""
    name, end = "sudachidict_small-", ".dist-info"
    editions = Path(found[0].origin).parents[1].glob(f"{name}*{end}")
    return max((edition.name.removeprefix(name).removesuffix(end) for edition in editions), default="unknown")


JAPANESE = _japanese()
"""The edition of the dictionary of Japanese names, empty where the extra `[japanese]` is not installed."""

ENGINE_VERSION = "0.5.0" + (f"+japanese.{JAPANESE}" if JAPANESE else "")

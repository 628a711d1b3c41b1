"""The engine's version: any change that can change a score, a hit or an explanation changes it.

The dictionary of the extra `[japanese]` and the networks of the extra `[arabic]` give names readings that they have not without them:
they are part of the version where they are installed, so that an index or an answer of one engine is never taken for that of another.
"""

from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

ARABIC_LIBRARY = "arabic_name_romanizer"
_NETWORKS = [f"{folder}{file}" for folder in ("", "persian/") for file in ("encoder.onnx", "decoder.onnx", "vocab.json")]


def _edition(package: Path, name: str) -> str:
    """The edition that a package was installed as, by the folder pip writes beside it."""
    start, end = f"{name}-", ".dist-info"
    editions = (folder.name.removeprefix(start).removesuffix(end) for folder in package.parent.glob(f"{start}*{end}"))
    return max(editions, default="unknown")


def _japanese() -> str:
    """The edition of the dictionary when it and what reads it are installed, else nothing. Neither is imported."""
    found = [find_spec(name) for name in ("sudachidict_small", "sudachipy")]
    if found[0] is None or found[0].origin is None or found[1] is None:
        return ""
    return _edition(Path(found[0].origin).parent, "sudachidict_small")


def _arabic() -> str:
    """The edition of the networks and a digest of their weights when they are installed, else nothing. Nothing is imported."""
    found = find_spec(ARABIC_LIBRARY)
    if found is None or found.origin is None:
        return ""
    package, digest = Path(found.origin).parent, sha256()
    for file in _NETWORKS:
        path = package / "resources" / file
        digest.update(path.read_bytes() if path.is_file() else b"missing")
    return f"{_edition(package, ARABIC_LIBRARY)}.{digest.hexdigest()[:8]}"


JAPANESE = _japanese()
"""The edition of the dictionary of Japanese names, empty where the extra `[japanese]` is not installed."""

ARABIC = _arabic()
"""The edition and digest of the networks that read Arabic names, empty where the extra `[arabic]` is not installed."""

_EXTRAS = [f"{extra}.{edition}" for extra, edition in (("japanese", JAPANESE), ("arabic", ARABIC)) if edition]

ENGINE_VERSION = "+".join(["0.5.0", ".".join(_EXTRAS)]) if _EXTRAS else "0.5.0"

"""Every script without a module of its own, through anyascii's per-character tables.

Not covered: vowels that a script leaves unwritten, syllable rules, language.
"""

from __future__ import annotations

from collections.abc import Sequence

from anyascii import anyascii

from screening.romanize.reading import Reading, distinct


def general_readings(words: Sequence[str]) -> tuple[Reading, ...]:
    """The one reading anyascii gives, in lower-case ASCII."""
    return distinct([Reading(" ".join(anyascii(word) for word in words), "anyascii")])

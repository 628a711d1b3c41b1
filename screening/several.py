"""One token that may be spelt in several ways: a word of another script, which readers write down differently.

Words of a name are then compared each by its nearest spelling, however those of the others were chosen. The text of such a token
begins with a mark, which no comparable name holds, and has `_BETWEEN` between its spellings, most usual first. Two sorts are told
apart: words that systems of romanisation spell (Lee, Yi, Rhee), and foreign words that a script of syllables writes as it hears
them (하워드 for Howard), which are compared by their sounds too (`screening.heard`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

SEVERAL_MARK = "|"
HEARD_MARK = "^"
_BETWEEN = "|"


def several(spellings: Sequence[str], *, heard: bool = False) -> str:
    """Return the text of a token of these spellings, in order, each once; that of the only one as it is unless it was `heard`.

    >>> several(["lee", "yi", "lee"]), several(["lee"])
    ('|lee|yi', 'lee')
    """
    distinct = list(dict.fromkeys(spellings))
    if len(distinct) == 1 and not heard:
        return distinct[0]
    return (HEARD_MARK if heard else SEVERAL_MARK) + _BETWEEN.join(distinct)


def is_several(text: str) -> bool:
    """Whether a token text is one of `several`."""
    return text.startswith((SEVERAL_MARK, HEARD_MARK))


def is_heard(text: str) -> bool:
    """Whether a token text is a foreign word in a script of syllables."""
    return text.startswith(HEARD_MARK)


@lru_cache(maxsize=32_768)
def spellings_of(text: str) -> tuple[str, ...]:
    """Return the spellings of a token text: those of `several`, any other text alone."""
    return tuple(text[1:].split(_BETWEEN)) if is_several(text) else (text,)

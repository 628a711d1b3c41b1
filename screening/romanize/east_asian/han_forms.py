"""Traditional and variant Han characters to their simplified form.

Not covered: simplified characters that merge several traditional ones are not separated again (后/後, 发/發/髮 become one);
rare variants outside the table stay as they are.
"""

from __future__ import annotations

from functools import cache

from screening.romanize.tables import rows


@cache
def _table() -> dict[int, str]:
    pairs = (pair for row in rows("han_simplified") for pair in row[0].split())
    return {ord(pair[0]): pair[1] for pair in pairs}


def simplify(text: str) -> str:
    """`text` with every traditional or variant character of the table in its simplified form.

    >>> simplify("陳明國")
    '陈明国'
    """
    return text.translate(_table())

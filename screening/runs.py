"""Runs of words that are one word elsewhere: joined and split spellings (Jun Zheng / Junzheng), and acronyms (IRGC).

A run and a single word are the same when they share a key: as written, with doubled letters written once; systematic
differences between romanisations set aside; pinyin; around Arabic articles by consonants; initials. Keys are equal or not:
what is joined is not misspelt as well, which is what lets an index find runs by look-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from screening.names import Form
from screening.romanize import consonant_skeleton, pinyin_skeleton
from screening.similarity import How, Similarity, systematic_key
from screening.tokens import Bearer, Token, TokenRole

JOINED_SIMILARITY = 0.97  # Jun Zheng / Junzheng
JOINED_BY_CONSONANTS = Similarity(0.95, How.JOINED)  # Nasr al Din / Nasreddine
JOINED_LEAST_CONSONANTS = 4
JOINED_LEAST = 5  # shortest joined text: Li An / Lian is a coincidence; single letters may be fewer: J P Morgan / JP Morgan
MOST_JOINED = 3
MOST_IN_RING = 4
JOINED = Similarity(JOINED_SIMILARITY, How.JOINED)
ACRONYM_LEAST, ACRONYM_MOST = 3, 8  # letters of an acronym
ACRONYM_SIMILARITY = {3: 0.7, 4: 0.92, 5: 0.96}  # RIF says little alone, IRGC much, IRISL more; longer ones as the longest here
_ARTICLES = frozenset(["al", "el", "ul", "ud", "ed", "ad", "ur", "ar", "as", "es", "us", "an", "en", "at", "et", "ol", "id"])
_DIVINE = frozenset({"allah", "ullah", "ollah", "din", "deen", "dine", "eddin", "eddine"})
_FIRST_OF_TWO = re.compile(r"(.)(?=\1)", re.DOTALL)
_LEGAL_WORD = 5  # letters of a legal form that is a word (Society, Corporation), not an abbreviation


def joined_runs(form: Form) -> dict[str, tuple[int, ...]]:
    """Map the keys of every run of 2 to `MOST_JOINED` adjacent tokens, joined, to the places of its tokens.

    A name of few tokens is read as a ring, so that JUNZHENGWANG is a run of Wang Jun Zheng; around its ends a run counts as written
    alone, since Qi, Yang is not Qiang.
    """
    spelt = [token.spelt for token in form.tokens]
    places = [place for place, word in enumerate(spelt) if word]
    count, ring = len(places), len(places) <= MOST_IN_RING
    around = places * 2 if ring else places
    words = [spelt[place] for place in around]
    runs: dict[str, tuple[int, ...]] = {}
    for length in range(2, min(MOST_JOINED, count) + 1):
        for start in range(count if ring else count - length + 1):
            run = tuple(around[start : start + length])
            around_the_ends = start + length > count and length < count
            for key in _run_keys(words[start : start + length], as_written=around_the_ends):
                if key not in runs:
                    runs[key] = run
    for key, run in _acronyms(form):
        runs.setdefault(key, run)
    return runs


def _acronyms(form: Form) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the key of every run of words that an acronym may stand for, in a name that can be an organisation's."""
    if form.bearer is Bearer.PERSON:
        return
    words = [
        (place, word[0])
        for place, token in enumerate(form.tokens)
        if token.role not in (TokenRole.STOP, TokenRole.PARTICLE)
        for word in token.surface.split()
        if word[0].isascii() and word[0].isalpha() and not _passed_over(word, token.role)
    ]
    initials = "".join(letter for _, letter in words)
    for start in range(len(words) - ACRONYM_LEAST + 1):
        for end in range(start + ACRONYM_LEAST, min(len(words), start + ACRONYM_MOST) + 1):
            run = tuple(dict.fromkeys(place for place, _ in words[start:end]))
            if len(run) > 1:
                yield f"a:{initials[start:end]}", run


def _passed_over(word: str, role: TokenRole) -> bool:
    """Whether acronyms leave the word out: short legal forms, and the little words inside the name of a country."""
    return len(word) < _LEGAL_WORD if role is TokenRole.LEGAL_FORM else word in ("of", "the", "and")


def _run_keys(texts: Sequence[str], *, as_written: bool = False) -> list[str]:
    """The keys of a run: as written, systematic, pinyin; around an Arabic article, after Abd, before Allah and Din also by consonants.

    Nasr al-Din is Nasreddine, Abdul Wahed is Abdulwahid, Ansar Allah is Ansarullah. `as_written`: the first key alone.
    """
    written = "".join(texts)
    if len(written) < JOINED_LEAST:
        return [f"j:{_once(written)}"] if len(texts) == 1 or len(written) == len(texts) else []
    for one, other in pairwise(texts):
        if len(one) == 1 and other.startswith(one):
            return []
    if as_written:
        return [f"j:{_once(written)}"]
    keys = [f"j:{_once(written)}", f"s:{_once(''.join(map(systematic_key, texts)))}"]
    if len(texts) == 1 or texts[0].startswith("abd") or texts[-1] in _DIVINE or any(text in _ARTICLES for text in texts[1:-1]):
        skeleton = consonant_skeleton(texts[0] + "".join(text for text in texts[1:] if text not in _ARTICLES))
        if len(skeleton) >= JOINED_LEAST_CONSONANTS:
            keys.append(f"k:{skeleton}")
    syllables = []
    for text in texts:
        syllable = pinyin_skeleton(text)
        if not syllable:
            return keys
        syllables.append(syllable)
    return [*keys, "p:" + "-".join(syllables)]


@lru_cache(maxsize=32_768)
def joined_keys(text: str) -> tuple[str, ...]:
    """Return the keys by which a single token is the same as a joined run, or the acronym of one."""
    if not text.isalpha():
        return ()
    acronym = (f"a:{text}",) if ACRONYM_LEAST <= len(text) <= ACRONYM_MOST else ()
    return (*_run_keys([text]), *acronym)


def token_keys(token: Token) -> tuple[str, ...]:
    """Return the `joined_keys` of a token, as compared and as spelt."""
    keys = joined_keys(token.text)
    return keys if token.spelt in (token.text, "") else tuple(dict.fromkeys((*keys, *joined_keys(token.spelt))))


def _once(text: str) -> str:
    """Write doubled letters once: Abd Allah / Abdalah."""
    return _FIRST_OF_TWO.sub("", text)


def run_similarity(key: str) -> Similarity:
    """Give the similarity of a joined run to the single token that shares its key."""
    if key[0] == "a":
        return Similarity(ACRONYM_SIMILARITY[min(len(key) - 2, max(ACRONYM_SIMILARITY))], How.ACRONYM)
    return JOINED_BY_CONSONANTS if key[0] == "k" else JOINED

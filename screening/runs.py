"""Runs of words that are one word elsewhere: joined and split spellings (Jun Zheng / Junzheng), and acronyms (IRGC).

A run and a single word are the same when they share a key: as written, with doubled letters written once; systematic
differences between romanisations set aside; pinyin; around Arabic articles by consonants; initials. Keys are equal or not:
what is joined is not misspelt as well, which is what lets an index find runs by look-up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from screening.names import Form
from screening.romanize import consonant_skeleton, pinyin_skeleton
from screening.several import is_several, spellings_of
from screening.similarity import How, Similarity, is_syllable
from screening.similarity_edits import edits_between
from screening.systematic import systematic_key
from screening.tokens import LEGAL_WORD, Bearer, Token, TokenRole

JOINED_SIMILARITY = 0.97  # Jun Zheng / Junzheng
JOINED_BY_CONSONANTS = Similarity(0.95, How.JOINED)  # Nasr al Din / Nasreddine
JOINED_LEAST_CONSONANTS = 4
JOINED_LEAST = 5  # shortest joined text: Li An / Lian is a coincidence; single letters may be fewer: J P Morgan / JP Morgan
JOINED_MOST_EDITS = {"s": 0.25, "k": 0.4}  # by kind of key, of the longer text: Nasr al Din / Nasreddine, not Nasser al Attiya / Nusret
MOST_JOINED = 3
MOST_IN_RING = 4
JOINED = Similarity(JOINED_SIMILARITY, How.JOINED)
ACRONYM_LEAST, ACRONYM_MOST = 3, 8  # letters of an acronym
ACRONYM_SIMILARITY = {3: 0.93, 4: 0.97, 5: 0.98}  # RIF says little, IRGC much, IRISL more; longer ones as the longest here
NAMED_ACRONYM_SIMILARITY = {3: 0.6, 4: 0.8, 5: 0.92}  # BRC Inc is a company of that name, and stands for no other
_ARTICLES = frozenset(["al", "el", "ul", "ud", "ed", "ad", "ur", "ar", "as", "es", "us", "an", "en", "at", "et", "ol", "id"])
_DIVINE = frozenset({"allah", "ullah", "ollah", "din", "deen", "dine", "eddin", "eddine"})
_APART = (TokenRole.NUMBER, TokenRole.GENERATION)
_FORMAL = (TokenRole.LEGAL_FORM, TokenRole.GENERIC)
_FIRST_OF_TWO = re.compile(r"(.)(?=\1)", re.DOTALL)


def joined_runs(form: Form, fits: Callable[[str, str], bool] | None = None) -> dict[str, tuple[int, ...]]:
    """Map the keys of every run of 2 to `MOST_JOINED` adjacent tokens, joined, to the places of its tokens.

    A name of few tokens is read as a ring, so that JUNZHENGWANG is a run of Wang Jun Zheng; around its ends a run counts as written
    alone, since Qi, Yang is not Qiang, and so does one with a legal form or a word of trade: Fastly Inc is not Fastlink.

    `fits` says of the first and the last word of a run whether the key of any single token sought goes on after one of the
    `beginnings` of the first, and before one of the `endings` of the last. Runs that cannot have the key of one are left out then,
    before they are spelt.
    """
    spelt = ["" if token.role in _APART else token.spelt for token in form.tokens]
    places = [place for place, word in enumerate(spelt) if word]
    count, ring = len(places), len(places) <= MOST_IN_RING
    around = places * 2 if ring else places
    words = [spelt[place] for place in around]
    runs: dict[str, tuple[int, ...]] = {}
    for length in range(2, min(MOST_JOINED, count) + 1):
        for start in range(count if ring else count - length + 1):
            end = start + length
            if fits is not None and not fits(words[start], words[end - 1]) and not _joins_freely(words[start:end]):
                continue
            run = tuple(around[start:end])
            as_written = (end > count and length < count) or any(form.tokens[place].role in _FORMAL for place in run)
            for key in _run_keys(words[start:end], as_written=as_written):
                if key not in runs:
                    runs[key] = run
    for key, run in _acronyms(form):
        runs.setdefault(key, run)
    return runs


def _joins_freely(texts: Sequence[str]) -> bool:
    """Whether a key of the run may be other than a beginning, more, and an ending: by consonants, or with a word that adds nothing."""
    return _by_consonants(texts) or any(map(_adds_nothing, texts))


@lru_cache(maxsize=32_768)
def _adds_nothing(word: str) -> bool:
    """Whether a key may be no longer with this word than without: it is one letter, which another word may end or begin with."""
    return len(_once(word)) < 2 or len(_once(systematic_key(word))) < 2


def beginnings(word: str) -> list[str]:
    """Return what the keys of a run begin with when `word` is its first, one for each sort of key (j, s, p), and then go on.

    True of every run whose words are each two different letters or more: doubled letters are written once across words too, and
    so the joined words begin with the first, written so; a systematic key is made only where no word ends as the next begins.
    """
    syllables = pinyin_skeleton(word)
    return [f"j:{_once(word)}", f"s:{_once(systematic_key(word))}", *([f"p:{syllables}-"] if syllables else [])]


def endings(word: str) -> list[str]:
    """Return what the keys of a run end with when `word` is its last, after their sort and more letters: as `beginnings`, from behind."""
    syllables = pinyin_skeleton(word)
    return [f"j:{_once(word)}", f"s:{_once(systematic_key(word))}", *([f"p:-{syllables}"] if syllables else [])]


def beginnings_of(key: str) -> list[str]:
    """Return all that `beginnings` may return for the first word of a run that has this key."""
    return [key[:length] for length in range(3, len(key))] if key[0] in "jsp" else []


def endings_of(key: str) -> list[str]:
    """Return all that `endings` may return for the last word of a run that has this key."""
    return [key[:2] + key[start:] for start in range(3, len(key))] if key[0] in "jsp" else []


def _acronyms(form: Form) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the keys of the acronyms that may stand for the whole name, in one that can be an organisation's.

    Legal forms that are words count or not: PJSC is one, and the Red Cross Society writes none of them. So do particles, where that
    makes four letters: Al Amin Welfare Trust is the AAWT.
    """
    if form.bearer is Bearer.PERSON or (len(form.tokens) < ACRONYM_LEAST and not any(" " in token.surface for token in form.tokens)):
        return
    every = [
        (place, word[0], token.role)
        for place, token in enumerate(form.tokens)
        if token.role is not TokenRole.STOP
        for word in token.surface.split()
        if word[0].isascii() and word[0].isalpha() and not _passed_over(word, token.role)
    ]
    words = [word for word in every if word[2] is not TokenRole.PARTICLE]
    counts = [words, [word for word in words if word[2] is not TokenRole.LEGAL_FORM]]
    if len(every) > len(words):
        counts += [some for some in (every, [word for word in every if word[2] is not TokenRole.LEGAL_FORM]) if len(some) > ACRONYM_LEAST]
    for counted in counts:
        initials = "".join(letter for _, letter, _ in counted)
        run = tuple(dict.fromkeys(place for place, _, _ in counted))
        if ACRONYM_LEAST <= len(initials) <= ACRONYM_MOST and len(run) > 1:
            yield f"a:{initials}", run
            yield f"b:{initials}", run


def _passed_over(word: str, role: TokenRole) -> bool:
    """Whether acronyms leave the word out: short legal forms, and the little words inside the name of a country."""
    return len(word) < LEGAL_WORD if role is TokenRole.LEGAL_FORM else word in ("of", "the", "and")


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
    systematic = [systematic_key(text) for text in texts]
    keys = [f"j:{_once(written)}"]
    if not (len(texts) == 1 and is_syllable(written)) and not any(one[-1] == other[0] for one, other in pairwise(systematic)):
        keys.append(f"s:{_once(''.join(systematic))}")
    if len(texts) == 1 or _by_consonants(texts):
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


def _by_consonants(texts: Sequence[str]) -> bool:
    """Whether a run has a key by consonants: around an Arabic article, after Abd, before Allah and Din."""
    return texts[0].startswith("abd") or texts[-1] in _DIVINE or any(text in _ARTICLES for text in texts[1:-1])


@lru_cache(maxsize=32_768)
def joined_keys(text: str) -> tuple[str, ...]:
    """Return the keys by which a single token is the same as a joined run, or the acronym of one."""
    if is_several(text):
        return tuple(dict.fromkeys(key for spelling in spellings_of(text) for key in joined_keys(spelling)))
    return tuple(_run_keys([text])) if text.isalpha() else ()


def token_keys(token: Token) -> tuple[str, ...]:
    """Return the `joined_keys` of a token, as compared and as spelt."""
    keys = joined_keys(token.text)
    return keys if token.spelt in (token.text, "") else tuple(dict.fromkeys((*keys, *joined_keys(token.spelt))))


def single_keys(form: Form) -> list[tuple[str, ...]]:
    """Return for each token of a form the keys by which it is the same as a run of another: `token_keys`, and of the one
    that is its whole name, those of an acronym (a: alone, b: with a legal form or of letters that make an ordinary word).
    """
    keys = [token_keys(token) for token in form.tokens]
    acronym = acronym_of(form)
    if acronym is not None:
        place, key = acronym
        keys[place] = (*keys[place], key)
    return keys


def acronym_of(form: Form) -> tuple[int, str] | None:
    """Return the place and the key of the token that may be an acronym: the only one of its form but legal forms and joining words."""
    if form.bearer is Bearer.PERSON:
        return None
    place, bare = None, True
    for number, token in enumerate(form.tokens):
        if token.role is TokenRole.LEGAL_FORM:
            bare = False
        elif token.role not in (TokenRole.STOP, TokenRole.PARTICLE):
            if place is not None:
                return None
            place = number
    if place is None or not ACRONYM_LEAST <= len(form.tokens[place].spelt) <= ACRONYM_MOST:
        return None
    return place, f"{'a' if bare else 'b'}:{form.tokens[place].spelt}"


def _once(text: str) -> str:
    """Write doubled letters once: Abd Allah / Abdalah."""
    return _FIRST_OF_TWO.sub("", text)


def joined_similarity(key: str, run: str, single: str) -> Similarity | None:
    """Give the similarity of a run, its texts joined, to the single text that shares its key; None when they are too far apart."""
    most = JOINED_MOST_EDITS.get(key[0])
    if most is not None and all(edits_between(run, one) > most * max(len(run), len(one)) for one in spellings_of(single)):
        return None
    return run_similarity(key)


def run_similarity(key: str) -> Similarity:
    """Give the greatest `joined_similarity` of a run and the single token that shares its key."""
    if key[0] in "ab":
        likely = ACRONYM_SIMILARITY if key[0] == "a" else NAMED_ACRONYM_SIMILARITY
        return Similarity(likely[min(len(key) - 2, max(likely))], How.ACRONYM)
    return JOINED_BY_CONSONANTS if key[0] == "k" else JOINED

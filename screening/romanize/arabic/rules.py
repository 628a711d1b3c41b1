"""Arabic script (Arabic, Persian, Urdu, Kurdish) to Latin: a table of frequent names, rules for the rest.

The script leaves most short vowels out. Names in the table get the spellings their bearers use; for other words the vowels are
guessed by the commonest word shapes (fa'il, fa'al, maf'ul), and a second reading without guesses suits foreign names. Where the
extra `[arabic]` is installed, a network reads every word too (`spellings`): more readings, after these. Compare consonant
skeletons too. Not covered: doubled consonants when unmarked, case endings, assimilation of the article (al-Shams).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache

from screening.romanize.arabic.spellings import ARTICLE, SLAVE, TAILS, network_spellings
from screening.romanize.native import fold_native
from screening.romanize.reading import READINGS_LIMIT, Reading, Sort, Spelling, crossed, distinct
from screening.romanize.tables import spellings

_CONSONANTS = {
    "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh",
    "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ک": "k", "ل": "l", "م": "m", "ن": "n",
    "ه": "h", "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g", "ڤ": "v", "ڨ": "g", "ڭ": "g", "ٹ": "t", "ڈ": "d", "ڑ": "r", "ں": "n", "ء": "",
    "ئ": "", "ہ": "h", "ھ": "h", "ټ": "t", "ډ": "d", "ړ": "r", "ښ": "sh", "ږ": "zh", "ڼ": "n", "ځ": "dz", "څ": "ts", "ڵ": "l", "ڕ": "r",
    "ڪ": "k", "ۋ": "v",
}  # fmt: skip
_VOWEL_SIGNS = {"\u064e": "a", "\u064f": "u", "\u0650": "i", "\u064b": "an", "\u064c": "un", "\u064d": "in", "\u0670": "a"}
_PLAIN_VOWELS = {
    "ا": "a",
    "آ": "a",
    "أ": "a",
    "إ": "i",
    "ٱ": "a",
    "ى": "a",
    "ة": "a",
    "ۀ": "eh",
    "ە": "e",
    "ې": "e",
    "ۆ": "o",
    "ۇ": "u",
    "ؤ": "u",
    "ے": "e",
}
_GLIDES = {"ى": ("y", "i"), "و": ("w", "u"), "ي": ("y", "i"), "ی": ("y", "i"), "ێ": ("y", "e")}
_SHADDA = "\u0651"
_PERSIAN_LETTERS = frozenset("پچژگکی")
_FOREIGN = (("تش", "چ"), ("دج", "ج"))
_PERSIAN_SOUNDS = ("w", "v"), ("dh", "z"), ("th", "s")
_ARABIC_ONLY = frozenset("حعصضطظقذثءئؤ")
_STYLES = (
    {"u": "o", "gh": "g"},
    {"u": "o", "i": "e", "f": "v", "gh": "g", "j": "g"},
    {"u": "o", "f": "v", "gh": "g", "j": "g", "b": "p", "sh": "ch", "ks": "x"},
    {"i": "e", "gh": "g", "j": "g", "b": "p", "sh": "ch"},
)
_AFFIX_REST = 2
_SHORTEST = 4
MOST_WHOLE = 2
MOST_OF_NETWORK = 4
"""Readings of a name by the network, after those of the rules, which none of them displaces."""
NETWORK = "arabic-network"
_ALONE = frozenset({"بن", "ابن", "ابو", "ام", "و", "من", "في"})

_Unit = tuple[str, bool]  # a sound and whether it is a vowel


@cache
def _names() -> dict[str, tuple[str, ...]]:
    return {fold_native(name): known for name, known in spellings("arabic_names").items()}


def arabic_readings(words: Sequence[str]) -> tuple[Reading, ...]:
    """Readings of a name whose words are in Arabic script, best first."""
    system = "persian" if any(char in _PERSIAN_LETTERS for word in words for char in word) else "arabic"
    joined = _with_compounds(words)
    texts = crossed([_word(word) for word in joined])
    if sum(map(_like_article, joined)) > 1:
        # Each word alone may be read whole in one of these; all of them are in a foreign name: Alina Aleksandrovna.
        whole = crossed([_guesses(word) if _like_article(word) else _word(word) for word in joined])
        texts = [*texts[: READINGS_LIMIT - MOST_WHOLE], *whole[:MOST_WHOLE]]
    readings = distinct(Reading(text, system if number < 2 else f"{system}-variant") for number, text in enumerate(texts))
    return (*readings, *_network_readings(joined, {reading.text for reading in readings}))


def _network_readings(words: Sequence[str], known: set[str]) -> list[Reading]:
    """The readings of a name by the network that the rules have not; a word it does not read is read by the rules."""
    read = [network_spellings(word) for word in words]
    if not any(read):
        return []
    names = crossed([spelled or _word(word) for word, spelled in zip(words, read, strict=True)])
    new = (reading for reading in distinct(Reading(text, NETWORK) for text in names) if reading.text not in known)
    return list(new)[:MOST_OF_NETWORK]


def arabic_spelled(words: Sequence[str]) -> list[Spelling]:
    """The words of a person's name in Arabic script, each with its spellings, the likeliest first; of a compound, each of its parts."""
    spelled: list[Spelling] = []
    for word in _with_compounds(words):
        if not _holds_known(word):
            bare = (word.removeprefix(ARTICLE),) if _like_article(word) else ()
            guesses = [guess for one in (*bare, word) for guess in _guesses(one)]
            of_network = [text.removeprefix("al ") for text in network_spellings(word)]
            spelled.append((word, (*guesses, *of_network), Sort.UNVOWELLED))
            continue
        parts = [text.split() for text in _word(word)]
        alike = [part for part in parts if len(part) == len(parts[0])]
        alike += [[one.replace("sh", "ch") for one in part] for part in alike]  # in French: Bachar
        if len(parts[0]) == 1 and fold_native(word).startswith(ARTICLE):
            alike += [["el" + one[0].removeprefix("al")] for one in alike if one[0].startswith("al")]  # el-Assad
        spelled += [(word if len(parts[0]) == 1 else one[0], one, Sort.KNOWN) for one in zip(*alike, strict=True)]
    return spelled


def _holds_known(word: str) -> bool:
    """Whether a word is a known name, or one after what its letters may begin or end with."""
    rests = [word.removesuffix(affix) if affix in TAILS else word.removeprefix(affix) for affix, _ in _AFFIXES]
    return any(fold_native(one) in _names() for one in (word, *rests)) or bool(_derived(fold_native(word)))


def _like_article(word: str) -> bool:
    """Whether a word begins with the letters of the article, and neither it nor the rest is a known name."""
    folded = fold_native(word)
    rest = folded.removeprefix(ARTICLE)
    return rest != folded and len(rest) >= _AFFIX_REST and not (_names().get(folded) or _names().get(rest))


def _with_compounds(words: Sequence[str]) -> list[str]:
    """Words joined that make one name: عبد with what follows it, and whatever stands before الله and الدين."""
    joined: list[str] = []
    for word in words:
        folded = fold_native(word)
        before = fold_native(joined[-1]) if joined else ""
        tail = folded in TAILS or (before == SLAVE and folded.startswith(ARTICLE))
        if tail and len(before) > 1 and before not in _ALONE:
            joined[-1] += folded
        else:
            joined.append(word)
    return joined


@lru_cache(maxsize=16384)
def _word(word: str) -> tuple[str, ...]:
    """The spellings of one word, most likely first; never empty."""
    known = _names().get(fold_native(word))
    if known:
        return known
    for affix, rule in _AFFIXES:
        rest = word.removesuffix(affix) if affix in TAILS else word.removeprefix(affix)
        if rest != word and len(rest) >= _AFFIX_REST:
            known = _names().get(fold_native(rest))
            # What is no known name after an article may be a foreign name that begins with these letters: Alexander, Alberto.
            whole = () if known or affix != ARTICLE else _guesses(word)[:3]
            read = rule(known or _guesses(rest))
            return tuple(dict.fromkeys((*read[:1], *whole, *read[1:])))
    return tuple(dict.fromkeys(_derived(fold_native(word)))) or _guesses(word)


def _derived(word: str) -> tuple[str, ...]:
    """A known name with the ending -i (Karimi), or two known names written as one (Gholamreza); else nothing."""
    base = _names().get(word.removesuffix("ي")) if word.endswith("ي") and len(word) > _SHORTEST else None
    if base:
        return tuple(f"{name}i" for name in base[:3])
    for cut in range(len(word) - _SHORTEST + 1, _SHORTEST - 2, -1):
        first, second = _names().get(word[:cut]), _names().get(word[cut:])
        if first and second and (cut >= _SHORTEST or len(word) - cut >= _SHORTEST):
            pairs = [(first[min(rank, len(first) - 1)], second[min(rank, len(second) - 1)]) for rank in range(3)]
            return (*(f"{one} {other}" for one, other in pairs), "".join(pairs[0]), "".join(pairs[1]))
    return ()


def _slave_of(names: tuple[str, ...]) -> list[str]:
    """عبد ال: abdul rahim, abdelrahim."""
    second = names[min(1, len(names) - 1)]
    return [f"abdul {names[0]}", f"abdel{second}", f"abdul {second}", f"abdel{names[0]}"]


def _of_god(names: tuple[str, ...]) -> list[str]:
    return [*(f"{name}ullah" for name in names[:2]), f"{names[0]}allah"]


def _of_faith(names: tuple[str, ...]) -> list[str]:
    return [f"{names[0]}uddin", f"{names[0]} al din", f"{names[0]}eddine", *(f"{name}uddin" for name in names[1:2])]


def _article(names: tuple[str, ...]) -> list[str]:
    return [f"al {name}" for name in names[:3]]


def _and_the(names: tuple[str, ...]) -> list[str]:
    return [f"wal {names[0]}", f"and the {names[-1]}"]


def _with_the(names: tuple[str, ...]) -> list[str]:
    return [f"bil {names[0]}"]


def _for_the(names: tuple[str, ...]) -> list[str]:
    return [f"lil {names[0]}", f"for {names[-1]}"]


_AFFIXES: tuple[tuple[str, Callable[[tuple[str, ...]], list[str]]], ...] = (
    ("عبدال", _slave_of),
    ("الله", _of_god),
    ("الدين", _of_faith),
    (ARTICLE, _article),
    ("وال", _and_the),
    ("بال", _with_the),
    ("لل", _for_the),
)


def known_arabic(word: str) -> bool:
    """Whether a word has a letter that foreign names are not written with."""
    return any(char in _ARABIC_ONLY for char in word)


def _guesses(word: str) -> tuple[str, ...]:
    styles = _STYLES[:1] if known_arabic(word) else _STYLES
    vowelled = _vowelled(word)
    if any(char in _PERSIAN_LETTERS for char in word):
        for written, meant in _PERSIAN_SOUNDS:
            vowelled = vowelled.replace(written, meant)
    return tuple(dict.fromkeys((vowelled, *(_unvowelled(word, style) for style in styles))))


def _units(word: str) -> list[_Unit]:
    units: list[_Unit] = []
    for place, char in enumerate(word):
        if place == 0 and char == "ع" and word[1:2] not in _GLIDES and word[1:2] != "ا":
            units.append(("a", True))
        elif char in _CONSONANTS:
            units.append((_CONSONANTS[char], False))
        elif char in _PLAIN_VOWELS:
            units.append((_PLAIN_VOWELS[char], True))
        elif char in _GLIDES:
            units.append(_glide(word, place))
        elif char in _VOWEL_SIGNS:
            units.append((_VOWEL_SIGNS[char], True))
        elif char == _SHADDA and units:
            doubled = len(units) - 1 if units[-1][1] and len(units) > 1 else len(units)
            units.insert(doubled, units[doubled - 1])
        elif char.isascii():
            units.append((char, False))
    return units


def _glide(word: str, place: int) -> _Unit:
    """و and ي: a consonant at the start and beside a vowel letter, else a long vowel."""
    consonant, vowel = _GLIDES[word[place]]
    following = word[place + 1 : place + 2]
    before = word[place - 1 : place] if place else ""
    if not before or following in _PLAIN_VOWELS or following in _VOWEL_SIGNS or (following in _GLIDES and before not in _GLIDES):
        alone = len(word) == 1
        return (vowel, True) if alone else (consonant, False)
    if before in _PLAIN_VOWELS or before in _VOWEL_SIGNS:
        starts = place == 1
        return (vowel if starts else consonant, starts)
    return vowel, True


def _vowelled(word: str) -> str:
    """The word with short vowels guessed by the commonest shapes of Arabic names."""
    units = _units(word)
    spelled, place = "", 0
    while place < len(units):
        if units[place][1]:
            spelled += units[place][0]
            place += 1
            continue
        end = place
        while end < len(units) and not units[end][1]:
            end += 1
        run = [sound for sound, _ in units[place:end]]
        spelled += _run(run, first=place == 0, last=end == len(units), after=spelled[-1:])
        place = end
    return _smooth(spelled)


def _run(run: list[str], *, first: bool, last: bool, after: str) -> str:
    """Consonants without a written vowel between them, with the short vowels they probably carry."""
    count = len(run)
    if first and last:
        pattern = {1: "ca", 2: "cac", 3: "cacac", 4: "caccac"}.get(count, "cac" * count)
    elif first:
        pattern = {1: "c", 2: "cac", 3: "cacc", 4: "cacacc"}.get(count, "ca" * count)
    elif last:
        pattern = {1: "c", 2: "cic" if after == "a" else "cc", 3: "ccac"}.get(count, "cca" * count)
    else:
        pattern = {1: "c", 2: "cc", 3: "ccac"}.get(count, "cca" * count)
    sounds = list(run)
    spelled = ""
    for mark in pattern:
        if not sounds:
            break
        spelled += sounds.pop(0) if mark == "c" else mark
    return spelled + "".join(sounds)


def _unvowelled(word: str, style: Mapping[str, str]) -> str:
    """The word as written, for foreign names, whose vowels are written out."""
    for written, meant in _FOREIGN:
        word = word.replace(written, meant)
    return _smooth(_eased("".join(style.get(sound, sound) for sound, _ in _units(word))))


def _eased(spelled: str) -> str:
    """A final consonant and liquid get their vowel: kistlr is kistler."""
    if len(spelled) > 2 and spelled[-1] in "rln" and spelled[-2] not in "aeiouywrn":
        return spelled[:-1] + "e" + spelled[-1]
    return spelled


def _smooth(spelled: str) -> str:
    for written, meant in (("aa", "a"), ("ii", "i"), ("uu", "u"), ("oo", "o"), ("ee", "e")):
        spelled = spelled.replace(written, meant)
    return spelled

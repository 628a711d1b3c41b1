"""Latin names written in Cyrillic, Greek and Arabic letters, as a clerk who reads those scripts would write them.

The benchmark's own, on purpose: it shares nothing with `screening.romanize`, so that a mistake there is not made here too. Arabic leaves
out short vowels, which a Latin name does not mark, so whether a vowel is written is decided by a hash of the word.
"""

from __future__ import annotations

import re
import unicodedata

from benchmarks.measure.split import digest

_CYRILLIC = """
shch=щ sch=ш tsch=ч tch=ч dzh=дж zh=ж kh=х ts=ц tz=ц ch=ч sh=ш ph=ф th=т gh=г yu=ю ya=я yo=ё ye=е iy=ий ey=ей ay=ай oy=ой uy=уй ia=ия
ou=у oo=у ee=и ck=к qu=кв a=а b=б c=к d=д e=е f=ф g=г h=х i=и j=дж k=к l=л m=м n=н o=о p=п q=к r=р s=с t=т u=у v=в w=в x=кс y=ы z=з
"""
_GREEK = """
ou=ου oo=ου sh=σ ch=τσ kh=χ th=θ ph=φ gh=γ dh=δ zh=ζ ts=τσ ck=κ ps=ψ ee=ι ya=για yu=γιου yo=γιο ye=γιε a=α b=μπ c=κ d=ντ e=ε f=φ g=γκ
h=χ i=ι j=τζ k=κ l=λ m=μ n=ν o=ο p=π q=κ r=ρ s=σ t=τ u=ου v=β w=ου x=ξ y=ι z=ζ
"""
_ARABIC = """
tch=تش sh=ش kh=خ th=ث dh=ذ gh=غ ch=تش zh=ج ph=ف ck=ك ts=تس ou=و oo=و ee=ي ay=اي ey=ي iy=ي aa=ا b=ب c=ك d=د f=ف g=غ h=ه j=ج k=ك l=ل m=م n=ن
p=ب q=ق r=ر s=س t=ت v=ف w=و x=كس y=ي z=ز
"""
_ARABIC_LONG = {"a": "ا", "e": "ي", "i": "ي", "o": "و", "u": "و"}
_ARABIC_NAMES = {
    key: value
    for value, keys in {
        "محمد": "muhammad mohammad mohammed mohamed muhammed mohamad muhamad",
        "أحمد": "ahmad ahmed",
        "علي": "ali",
        "حسن": "hasan hassan",
        "حسين": "husayn hussein hossein husain hussain",
        "عبد": "abd",
        "الله": "allah",
        "عبدالله": "abdallah abdullah",
        "إبراهيم": "ibrahim",
        "يوسف": "yusuf yousef yusif youssef",
        "محمود": "mahmud mahmoud mahmood",
        "خالد": "khalid khaled",
        "سعيد": "said saeed sayed",
        "عمر": "umar omar",
        "صالح": "salih saleh",
        "أبو": "abu",
        "بن": "bin ibn",
        "مصطفى": "mustafa mostafa",
        "عثمان": "uthman osman othman",
    }.items()
    for key in keys.split()
}


def _table(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


def _spell(word: str, table: dict[str, str]) -> str:
    """Replace the letters of a word by those of the table, longest groups first; others stay."""
    longest = max(map(len, table))
    written, place = "", 0
    while place < len(word):
        for length in range(min(longest, len(word) - place), 0, -1):
            if word[place : place + length] in table:
                written += table[word[place : place + length]]
                place += length
                break
        else:
            written += word[place]
            place += 1
    return written


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in decomposed if character.isascii() and character not in "'`")


def cyrillic(name: str) -> str:
    """The name in Russian letters."""
    words = []
    for word in _plain(name).split():
        text = re.sub(r"(?<=[bcdfghjklmnpqrstvwxz])y\b", "iy", word)
        text = re.sub(r"\be", "э", text) if not text.startswith(("ev", "ek", "el")) else text
        words.append(_spell(re.sub(r"c(?=[eiy])", "s", text), _table(_CYRILLIC)).title())
    return " ".join(words)


def greek(name: str) -> str:
    """The name in Greek letters, without accents."""
    words = []
    for word in _plain(name).split():
        text = _spell(re.sub(r"c(?=[eiy])", "s", re.sub(r"(.)\1", r"\1", word)), _table(_GREEK))
        words.append(re.sub(r"σ(?=$|\W)", "ς", text).capitalize())
    return " ".join(words)


def arabic(name: str) -> str:
    """The name in Arabic letters, short vowels left out in about half the places where they may be."""
    words = re.sub(r"\b(a[lnrstdz]|ul|el)[- ](?=\w)", "@", _plain(name)).replace("-", " ").split()
    return " ".join(_arabic_word(word) for word in words)


def _arabic_word(word: str) -> str:
    article = "ال" if word.startswith("@") else ""
    word = word.lstrip("@")
    if word in _ARABIC_NAMES:
        return article + _ARABIC_NAMES[word]
    text = re.sub(r"([^aeiou])\1", r"\1", re.sub(r"c(?=[eiy])", "s", word))
    text = re.sub(r"ah$", "ة", text)
    text = re.sub(r"^[ae](?!a)", "ا", re.sub(r"^[iuo]", "ا", text))
    text = re.sub(r"a$", "ا", re.sub(r"[iey]$", "ي", re.sub(r"[ou]$", "و", text)))
    text = _spell(text, _table(_ARABIC))
    written = ""
    for place, letter in enumerate(text):
        if letter in _ARABIC_LONG:
            written += _ARABIC_LONG[letter] if digest("vowel", word, str(place)) % 2 else ""
        else:
            written += letter
    return article + written

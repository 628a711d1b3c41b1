"""Arabic and Persian words with their vowels, as the network of the extra `[arabic]` spells them.

The extra brings arabic-name-romanizer, of which the weights of its two networks are used (Arabic; Persian, Dari, Pashto and Urdu),
not its dictionary and not the library that runs networks in floating point: `network` works them in whole numbers, so that an
answer is the same on every machine. `ENGINE_VERSION` names the edition and the weights. A word is read by itself, whatever
stands beside it. None where the extra is not installed, for a word with a letter that the network was not taught, and for longer words
than names have.

Source of the weights: arabic-name-romanizer (UNICEF; MIT), trained on Wikidata (CC0).
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from screening.errors import ScreeningError
from screening.romanize.alphabets.latin import fold_latin
from screening.romanize.arabic.network import Network
from screening.romanize.arabic.onnx_tensors import onnx_tensors
from screening.version import ARABIC, ARABIC_LIBRARY

LONGEST_WORD = 24
_SHORTEST_WORD = 2
_PERSIAN = frozenset("پچژگکیۀښډټړږڼځڅٹڈڑھںےۓ")
"""Letters of names that are not Arabic; the Persian and Urdu forms of kaf and yeh among them."""
_ALIKE = str.maketrans({"ک": "ك", "ی": "ي", "ہ": "ه", "ٱ": "ا", "ۀ": "ه", "ۓ": "ے", "ـ": None})
_FIRST_LETTER, _LAST_LETTER = "\u0620", "\u06ff"
ARTICLE = "ال"
SLAVE, TAILS = "عبد", ("الله", "الدين")
"""What compounds begin with, and what they end with: Abd al-Rahman, Nur al-Din."""


@lru_cache(maxsize=32_768)
def network_spellings(word: str) -> tuple[str, ...]:
    """The likeliest spellings of a word in Arabic script, best first, at most two: lower-case ASCII words; see above for none."""
    if not ARABIC or not _SHORTEST_WORD <= len(word) <= LONGEST_WORD:
        return ()
    network = _network("persian" if _PERSIAN.intersection(word) else "")
    letters = "".join(letter for letter in word.translate(_ALIKE) if unicodedata.category(letter) != "Mn")
    arabic = all(_FIRST_LETTER <= letter <= _LAST_LETTER for letter in letters)
    if len(letters) < _SHORTEST_WORD or not arabic or not network.knows(letters):
        return ()
    folded = (fold_latin(text.casefold()).replace("-", " ").replace("'", "") for text in network.spellings(_parted(letters)))
    return tuple(dict.fromkeys(text for text in folded if text))


def _parted(word: str) -> str:
    """The parts of a compound with a space between them, as the network was taught them."""
    if word.startswith(SLAVE + ARTICLE) and len(word) > len(SLAVE + ARTICLE):
        return f"{SLAVE} {word.removeprefix(SLAVE)}"
    for tail in TAILS:
        if word.endswith(tail) and len(word) > len(tail) + 1:
            return f"{word.removesuffix(tail)} {tail}"
    return word


@cache
def _network(folder: str) -> Network:
    """One of the two networks, read at first use; raises ScreeningError where its files are not those this engine knows."""
    found = find_spec(ARABIC_LIBRARY)
    place = Path(found.origin if found and found.origin else ".").parent / "resources" / folder
    try:
        letters = json.loads((place / "vocab.json").read_text(encoding="utf-8"))["tokens"]
        encoder, decoder = (onnx_tensors((place / file).read_bytes()) for file in ("encoder.onnx", "decoder.onnx"))
        return Network(encoder, decoder, letters)
    except (OSError, ValueError, KeyError, IndexError) as error:
        advice = "install the extra again: pip install --force-reinstall 'sanctions-screening[arabic]'"
        raise ScreeningError(f"the networks of arabic-name-romanizer in {place} cannot be used ({error}); {advice}") from error

"""How often a romanised name is close to the spelling its bearer uses, per script.

Usage: `python -m benchmarks.romanization [--half tuned|held-out] [--misses N] [--limit N]`. Reads token and name pairs from the data folder
(`SCREENING_TEST_DATA`, or `../shared/data` beside the checkout). The pairs are split by a hash of the native form: rules were tuned on one
half, the figures to quote come from the other. A pair counts as found when the normalised edit similarity (1 - distance / longer length)
of some reading to the English form, both folded to ASCII, is at least 0.8. The interval is Wilson's at 95 %.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Iterator
from math import sqrt
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from screening.romanize import consonant_skeleton, fold_latin, name_readings, scripts

_FILES = {
    "arabic": "wd_arabic_80.tsv",
    "chinese": "wd_chinese_80.tsv",
    "hebrew names": "wd_hebrew.full_names.first2000.tsv",
    "japanese": "wd_japanese_80.tsv",
    "katakana": "wd_katakana_80.tsv",
    "korean names": "wd_korean.full_names.first2000.tsv",
    "russian": "wd_russian_80.tsv",
}
_CLOSE = 0.8


def data_folder() -> Path:
    """Where the pairs are; exits with a message when they are nowhere."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("SCREENING_TEST_DATA", beside)) / "pairs" / "netransliteration"
    if not folder.is_dir():
        sys.exit(f"no name pairs in {folder}: set SCREENING_TEST_DATA to the data folder")
    return folder


def pairs(path: Path, *, half: str) -> Iterator[tuple[str, str]]:
    """(English, native) pairs of one half, comparable ones only: the native form in another script, both without commas."""
    for line in path.read_text(encoding="utf-8").splitlines():
        english, native, *_ = line.split("\t")
        if "full_names" not in path.name:
            native = native.replace(" ", "")
        native = native.casefold().replace("·", " ").replace("-", " ").strip()
        if half == ("tuned", "held-out")[hashlib.sha256(native.encode()).digest()[0] % 2] and scripts(native) not in ((), ("latin",)):
            yield english, " ".join(native.split())


def plain(name: str) -> str:
    """The English form in ASCII words, hyphens as spaces, apostrophes and commas dropped."""
    folded = fold_latin(name).replace("-", " ")
    return " ".join("".join(char for char in folded if char.isalnum() or char == " ").split())


def closeness(english: str, native: str) -> tuple[float, str]:
    """The best similarity of a reading to the English form, words in either order, and that reading."""
    target = plain(english).replace(" ", "")
    best = (0.0, "")
    for reading in name_readings(native):
        similarity = Levenshtein.normalized_similarity(reading.text.replace(" ", ""), target)
        best = max(best, (similarity, reading.text))
    return best


def interval(found: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    share, z = found / total, 1.96
    centre = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (centre - spread) / (1 + z * z / total), (centre + spread) / (1 + z * z / total)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("tuned", "held-out"), default="held-out")
    parser.add_argument("--misses", type=int, default=0, help="print this many misses per script")
    parser.add_argument("--limit", type=int, default=4000, help="pairs per script, by hash order")
    parser.add_argument("--script", choices=tuple(_FILES))
    arguments = parser.parse_args()
    folder = data_folder()
    print(f"{'script':14} {'pairs':>6} {'>= 0.8':>7} {'95 % interval':>15} {'mean':>6} {'same key':>9}")
    for script, file in _FILES.items():
        if arguments.script in (None, script):
            report(script, folder / file, arguments)


def report(script: str, path: Path, arguments: argparse.Namespace) -> None:
    """One row of the table, then the misses asked for."""
    chosen = sorted(pairs(path, half=arguments.half), key=lambda pair: hashlib.sha256(repr(pair).encode()).digest())[: arguments.limit]
    results = [(closeness(english, native), english, native) for english, native in chosen]
    found = sum(best >= _CLOSE for (best, _), _, _ in results)
    keys = sum(consonant_skeleton(plain(english)) == consonant_skeleton(text) for (_, text), english, _ in results)
    low, high = interval(found, len(results))
    mean = sum(best for (best, _), _, _ in results) / len(results)
    share = found / len(results)
    print(f"{script:14} {len(results):6} {share:7.3f} {low:7.3f}-{high:.3f} {mean:8.3f} {keys / len(results):8.3f}")
    for (best, text), english, native in [row for row in results if row[0][0] < _CLOSE][: arguments.misses]:
        print(f"    {best:.2f} {english!r} {native} -> {text!r}")


if __name__ == "__main__":
    main()

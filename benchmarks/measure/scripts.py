"""Measure 3: the same person in two scripts, with `compare`, against names paired at random and against others who share one name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.measure import data
from benchmarks.measure.ask import Question, Reply, progress
from benchmarks.measure.result import Errors, Measured, false_alert_figure, found_figures
from benchmarks.measure.split import digest, in_half, sample
from benchmarks.measure.statistics import threshold_for
from screening import PartyKind, compare

ATTESTED = 2
"""How often a pair of tokens must have been counted to be used: what was met once is often another word altogether."""

PERSON = PartyKind.INDIVIDUAL


@dataclass(frozen=True, slots=True)
class Pair:
    """One name in Latin and in another script, each as its words; `joint` stands between the native words."""

    latin: tuple[str, ...]
    native: tuple[str, ...]
    joint: str

    @property
    def key(self) -> str:
        """The native name as text."""
        return self.joint.join(self.native)


@dataclass(frozen=True, slots=True)
class Source:
    """A file of pairs: of single tokens, two of which make a name, or of full names."""

    file: str
    joint: str
    full: bool = False


SOURCES = {
    "han": Source("wd_chinese_80.tsv", "·"),
    "arabic": Source("wd_arabic_80.tsv", " "),
    "hebrew": Source("wd_hebrew.full_names.first2000.tsv", " ", full=True),
    "hangul": Source("wd_korean.full_names.first2000.tsv", " ", full=True),
    "russian": Source("wd_russian_80.tsv", " "),
    "japanese": Source("wd_japanese_80.tsv", "・"),
    "katakana": Source("wd_katakana_80.tsv", "・"),
}


def pairs(source: Source, half: str, size: int | None) -> list[Pair]:
    """The pairs of one half. Tokens are put together two by two in the order of their hashes, so no token is used twice."""
    lines = [
        line.split("\t") for line in (data.folder() / "pairs/netransliteration" / source.file).read_text(encoding="utf-8").splitlines()
    ]
    if source.full:
        whole = [Pair(tuple(line[0].split()), tuple(line[1].split()), source.joint) for line in lines if _is_native(line[1])]
        return sample([pair for pair in whole if in_half(pair.key, half)], lambda pair: pair.key, size)
    tokens = [(line[0], line[1].replace(" ", "")) for line in lines if int(line[2]) >= ATTESTED and line[0] and _is_native(line[1])]
    mine = sample([one for one in tokens if in_half(one[1], half)], " ".join, size and size * 2)
    return [Pair((a[0].title(), b[0].title()), (a[1], b[1]), source.joint) for a, b in zip(mine[::2], mine[1::2], strict=False)]


def _is_native(text: str) -> bool:
    return not any("a" <= letter <= "z" for letter in text.casefold())


def two_scripts(half: str, size: int | None) -> Measured:
    """Compare each native name with its Latin one, and with two others': at random, and sharing one word where names are built."""
    measured = Measured("Same person in two scripts")
    same: dict[str, list[Reply]] = {}
    random: dict[str, list[Reply]] = {}
    akin: list[Reply] = []
    for script, source in SOURCES.items():
        chosen = pairs(source, half, size)
        same[script] = _compare(chosen, lambda place, pair=chosen: pair[place].latin, script, "same")  # type: ignore[misc]
        random[script] = _compare(chosen, _shifted(chosen, 1), script, "random") + _compare(chosen, _shifted(chosen, 2), script, "random")
        if not source.full:
            akin += _compare(chosen, _sharing_first(chosen), script, "one word shared")
    _report(measured, same, random, akin)
    return measured


def _shifted(chosen: Sequence[Pair], step: int) -> Callable[[int], tuple[str, ...]]:
    return lambda place: chosen[(place + step) % len(chosen)].latin


def _sharing_first(chosen: Sequence[Pair]) -> Callable[[int], tuple[str, ...]]:
    return lambda place: (chosen[place].latin[0], chosen[(place + 1) % len(chosen)].latin[1])


def _compare(chosen: Sequence[Pair], latin: Callable[[int], tuple[str, ...]], script: str, group: str) -> list[Reply]:
    say = progress(f"two scripts: {script}, {group}", len(chosen))
    replies = []
    for place, pair in enumerate(chosen):
        name = " ".join(latin(place))
        if digest("order", pair.key) % 2:
            score = compare(pair.key, name, PERSON).name_score
        else:
            score = compare(name, pair.key, PERSON).name_score
        replies.append(Reply(Question(pair.key, name, f"{script}, {group}"), None, score, None, None))
        say(place + 1)
    return replies


def _report(measured: Measured, same: dict[str, list[Reply]], random: dict[str, list[Reply]], akin: list[Reply]) -> None:
    measured.positives = [reply.score for replies in same.values() for reply in replies]
    measured.negatives = [reply.score for replies in random.values() for reply in replies]
    everyone = [reply.question.name for replies in same.values() for reply in replies]
    measured.figures |= {f"all.{name}": figure for name, figure in found_figures(measured.positives, everyone, measured.negatives).items()}
    for script, replies in same.items():
        scores, owners = [reply.score for reply in replies], [reply.question.name for reply in replies]
        against = [reply.score for reply in random[script]]
        measured.figures |= {f"{script}.{name}": figure for name, figure in found_figures(scores, owners, against).items()}
        measured.figures[f"{script}.false_alerts"] = false_alert_figure(against)
    measured.figures["all.false_alerts"] = false_alert_figure(measured.negatives)
    measured.figures["one word shared.false_alerts"] = false_alert_figure([reply.score for reply in akin])
    bar = threshold_for(measured.negatives, 0.01)
    measured.notes = [f"threshold for 1 % of {len(measured.negatives)} random pairs {bar:.3f}"]
    misses = [reply for replies in same.values() for reply in replies if reply.score < bar]
    alerts = [reply for replies in random.values() for reply in replies if reply.score >= bar]
    alerts += sorted(akin, key=lambda reply: -reply.score)[: len(alerts) + 50]
    measured.errors = Errors(sorted(misses, key=lambda reply: reply.score), sorted(alerts, key=lambda reply: -reply.score))

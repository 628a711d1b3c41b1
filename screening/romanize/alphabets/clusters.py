"""Consonants that an unvocalised script writes side by side, with the fewest vowels that make them sayable."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, pairwise

from screening.romanize.tables import listed

_ONSETS = frozenset(
    listed(
        "bl br dr fl fr gl gr kl kr pl pr tr st sp sk sm sn sl sv sht shp shm shl shn shv shr shk shv tsv kv kw gv dv tv kn gn "
        "str spr skr shtr shpr cl cr sch vl vr thr hr khr chr zv zl"
    )
)
_CODAS = frozenset(
    listed(
        "rt rd rk rg rs rm rn rl rf rts rsh rz rb rp rkh rch rth rtz lt ld lk lf ls lm lts lz lv lp nt nd nk ng ns nts nz nsh nch nz "
        "mp ms mb st ft kt ks sk pt ts ps sht cht tz lch"
    )
)
_SONORANTS = frozenset("rlnm")
_LONGEST = 8


def _onset(cluster: str, sounds: int) -> bool:
    return sounds <= 1 or cluster in _ONSETS


def _coda(cluster: str, sounds: int) -> bool:
    return sounds <= 1 or cluster in _CODAS


def _inner(run: tuple[str, ...]) -> bool:
    """Whether consonants between two vowels split into an end of syllable and a beginning."""
    return any(_coda("".join(run[:cut]), cut) and _onset("".join(run[cut:]), len(run) - cut) for cut in range(len(run) + 1))


def _sayable(pieces: list[tuple[str, ...]], *, opens: bool, closes: bool) -> bool:
    for place, piece in enumerate(pieces):
        if opens and place == 0:
            if not _onset("".join(piece), len(piece)):
                return False
        elif closes and place == len(pieces) - 1:
            if not _coda("".join(piece), len(piece)):
                return False
        elif not _inner(piece):
            return False
    return True


def _cost(run: tuple[str, ...], cuts: tuple[int, ...], *, keep_onsets: bool) -> int:
    """A vowel is likelier before r, l, n and m; one that parts a beginning like fr costs when those are kept."""
    cost = 0
    for cut in cuts:
        cost += run[cut] not in _SONORANTS
        cost += 2 * (keep_onsets and run[cut - 1] + run[cut] in _ONSETS)
    return cost


@lru_cache(maxsize=16384)
def filled(run: tuple[str, ...], *, opens: bool, closes: bool, first: str, later: str, keep_onsets: bool) -> str:
    """The consonants of `run` with vowels between them where no cluster does without.

    `opens`: the run begins the word; `closes`: it ends it. `first` is the vowel put in before any other of the word, `later` the
    others. `keep_onsets` prefers alfred to alferd. Runs of more than eight sounds are left alone.
    """
    if len(run) > _LONGEST:
        return "".join(run)
    least = 1 if opens and closes else 0
    for count in range(least, len(run)):
        choices = []
        for cuts in combinations(range(1, len(run)), count):
            edges = (0, *cuts, len(run))
            pieces = [run[start:end] for start, end in pairwise(edges)]
            if count == 0 and opens != closes:
                good = _onset("".join(run), len(run)) if opens else _coda("".join(run), len(run))
            else:
                good = _sayable(pieces, opens=opens, closes=closes)
            if good:
                choices.append((_cost(run, cuts, keep_onsets=keep_onsets), cuts, pieces))
        if choices:
            pieces = min(choices)[2]
            vowels = [first if opens and place == 0 else later for place in range(len(pieces) - 1)] + [""]
            return "".join("".join(piece) + vowel for piece, vowel in zip(pieces, vowels, strict=True))
    return "".join(run)

"""Two names to an alignment and a name score.

Every token is in exactly one pair or left over. The pairing is the one that gains most weight; a pair may join two or three
adjacent tokens of one name with one of the other (Jun Zheng / Junzheng). Both names then have a *deficit*: the share of
their weight that was not found in the other. The lesser deficit is what both lack, a *contradiction* (Reinhard Schmidt /
Reinhard Butikofer); the rest of the greater one is mere *omission* (Reinhard Hans Butikofer / Reinhard Butikofer):

    name score = 1 - (CONTRADICTION * lesser + omission(greater - lesser)) * doubt(information)
                   - LOSS * loss - ignorance(the first cost, information)

An omission costs the square of its size, so that a middle name costs little and a bare given name much. The *information*
is the weight that was found, in rare tokens: what two rare surnames share outweighs a difference that two names made of
common tokens cannot explain away (Fellegi and Sunter 1969 weigh agreement by rarity in this sense). The *loss* is the share
of weight that was found, but spelt otherwise: two words nearly the same say less than one that is the same. *Ignorance* is
for names that differ and share little: there are many Wang Weis, and few Reinhard Butikofers.

The score never falls when a similarity rises, which is what lets a cheap upper bound of it drop candidates exactly.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from screening.names import Form
from screening.rarity import Rarity
from screening.romanize import fold_latin
from screening.runs import joined_runs, joined_similarity, single_keys
from screening.similarity import How, Similarity, similarity
from screening.tokens import Token, TokenRole

CONTRADICTION = 0.775  # Michael Schmidt / Michael Gahler far below, Reinhard Bütikoffer / Reinhard Butikofer far above
OMISSION = 0.55  # squared: Reinhard Hans Butikofer loses an eighth, Butikofer alone more than a quarter
OMISSION_LINEAR = CONTRADICTION / (2 * OMISSION)  # from here on it grows no faster than a contradiction would
DOUBT_POWER = 1.2  # Duarte Torres, Orlando / Rafael against Kim Jong Su / Kim Yong Su: rare tokens shared, and common ones
LEAST_DOUBT, MOST_DOUBT = 0.4, 2.5  # however much is shared, what differs still counts, and the reverse
LOSS = 0.42  # Fan Wang / Fan Yang: two names, not one misspelt
READ_LOSS = 0.85  # factor on the loss when one name is read from another script: Fei Bolin / Fabbroni, spelt as Chinese hears it
HEARD_LOSS = 0.3  # the same when each word has all its spellings, and the nearest is not what its bearer writes: 하워드 / Howard
IGNORANCE = 0.15  # for every rare token that the information lacks to ENOUGH, once the cost has reached RAMP
ENOUGH = 2.0  # Omar Hassan / Omar Hussain share less than two rare tokens, Reinhard Butikofer / R. Butikofer nearly that
RAMP = 0.05  # below it ignorance counts in proportion: no cliff between the same name and nearly the same
SURFACE_COST = 0.01  # the same text after folding, written otherwise: Butikofer / Bütikofer
SWAPPED_KIN_FACTOR = 0.93  # Salman bin Mohammed / Mohammed bin Salman: father and son
NUMBER_FACTOR = 0.75  # 44 Brigade / 45 Brigade
HOMOPHONE_FACTOR = 0.90  # two Han names that only sound alike
SYLLABIC_SCRIPTS = frozenset({"han", "hangul", "kana", "mixed"})
_MOST_EDGES_SEARCHED = 18


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """Two tokens (or joined runs) that were paired, or one left over (`how` extra: query only; missing: listed only)."""

    query: str | None
    listed: str | None
    how: How
    similarity: float
    weight: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairing of the tokens of two names. `name_score` 0.0-1.0; `in_order` tells whether the pairs keep the order."""

    pairs: tuple[AlignedPair, ...]
    name_score: float
    in_order: bool


NO_ALIGNMENT = Alignment(pairs=(), name_score=0.0, in_order=True)


@dataclass(frozen=True)
class WeighedForm:
    """A form with the weight of each token in one index, and their sum."""

    form: Form
    weights: tuple[float, ...]
    total: float

    @cached_property
    def runs(self) -> dict[str, tuple[int, ...]]:
        """The joined runs of the form (`joined_runs`)."""
        return joined_runs(self.form)

    @cached_property
    def keys(self) -> list[tuple[str, ...]]:
        """The keys of its tokens among the runs of others (`single_keys`)."""
        return single_keys(self.form)


def weigh(form: Form, rarity: Rarity) -> WeighedForm:
    """Give every token of the form its weight in the index that `rarity` describes."""
    weights = tuple(rarity.weight(token) for token in form.tokens)
    return WeighedForm(form, weights, math.fsum(weights))


@dataclass(frozen=True, slots=True)
class _Edge:
    """A possible pair: the places of its tokens as bit masks, its similarity, the weight it would gain, its two texts.

    The texts, the lesser first, break ties: which name is the query, and the order of tokens, must not decide.
    """

    query: int
    listed: int
    similarity: Similarity
    gain: float
    texts: tuple[str, str]


def align(query: WeighedForm, listed: WeighedForm) -> Alignment:
    """Pair the tokens of two forms and score the pairing. Symmetric in everything but which side is named which."""
    if not query.form.comparable_with(listed.form):
        return NO_ALIGNMENT
    edges = _edges(query, listed)
    if not edges:
        return NO_ALIGNMENT
    chosen = sorted(_best(edges), key=lambda edge: _places(edge.query))
    found_query = math.fsum(edge.similarity.value * query.weights[place] for edge in chosen for place in _places(edge.query))
    found_listed = math.fsum(edge.similarity.value * listed.weights[place] for edge in chosen for place in _places(edge.listed))
    paired = math.fsum(_weight(edge.query, query) + _weight(edge.listed, listed) for edge in chosen)
    found = found_query + found_listed
    deficits = 1.0 - found_query / query.total, 1.0 - found_listed / listed.total
    loss = max(0.0, paired - found) / (query.total + listed.total)
    if query.form.latin is not listed.form.latin:
        loss *= HEARD_LOSS if query.form.heard or listed.form.heard else READ_LOSS
    score = name_score(*deficits, found / 2, loss)
    order = [_places(edge.listed)[0] for edge in chosen]
    in_order = all(first < second for first, second in pairwise(order))
    pairs = _pairs(chosen, query, listed)
    score *= _factor(chosen, query, listed, in_order)
    return Alignment(pairs, min(1.0, score), in_order)


def name_score(query_deficit: float, listed_deficit: float, information: float, loss: float = 0.0) -> float:
    """Combine the two deficits and the loss (0.0-1.0 each) and the information (0.0 and more) into a name score, 0.0-1.0.

    Falls with either deficit and with the loss, rises with the information. Without a loss it bounds the score from above.
    """
    lesser, greater = sorted((max(0.0, query_deficit), max(0.0, listed_deficit)))
    cost = CONTRADICTION * lesser + omission_cost(greater - lesser)
    ignorance = IGNORANCE * min(1.0, cost / RAMP) * max(0.0, ENOUGH - information)
    return max(0.0, 1.0 - cost * doubt(information) - LOSS * loss - ignorance)


def name_score_bounds(
    query_deficits: NDArray[np.float64], listed_deficits: NDArray[np.float64], information: NDArray[np.float64]
) -> NDArray[np.float64]:
    """`name_score` without a loss for many names at once, not cut off at 0.0."""
    query, listed = np.maximum(query_deficits, 0.0), np.maximum(listed_deficits, 0.0)
    lesser, omitted = np.minimum(query, listed), np.abs(query - listed)
    bend = np.minimum(omitted, OMISSION_LINEAR)
    cost = CONTRADICTION * lesser + OMISSION * bend * bend + CONTRADICTION * (omitted - bend)
    doubts = np.clip(np.maximum(information, 1e-9) ** -DOUBT_POWER, LEAST_DOUBT, MOST_DOUBT)
    ignorance = IGNORANCE * np.minimum(1.0, cost / RAMP) * np.maximum(0.0, ENOUGH - information)
    scores: NDArray[np.float64] = 1.0 - cost * doubts - ignorance
    return scores


def omission_cost(omitted: float) -> float:
    """Return what an omission of this share (0.0-1.0) costs: its square, then a line of the slope of a contradiction."""
    bend = min(omitted, OMISSION_LINEAR)
    return OMISSION * bend * bend + CONTRADICTION * (omitted - bend)


def doubt(information: float) -> float:
    """Return what the costs are multiplied with: 1.0 when one rare token was found, more below, less above, in bounds."""
    if information <= 0.0:
        return MOST_DOUBT
    return min(MOST_DOUBT, max(LEAST_DOUBT, math.pow(information, -DOUBT_POWER)))


def _edges(query: WeighedForm, listed: WeighedForm) -> list[_Edge]:
    edges = []
    for i, one in enumerate(query.form.tokens):
        for j, other in enumerate(listed.form.tokens):
            alike = similarity(one.text, other.text)
            if alike.value > 0.0:
                if alike.how is How.EXACT and (one.surface != other.surface or query.form.romanised != listed.form.romanised):
                    alike = _written_otherwise(one, other)
                gain = alike.value * (query.weights[i] + listed.weights[j])
                edges.append(_Edge(1 << i, 1 << j, alike, gain, _in_order(one.text, other.text)))
    if sorted(token.text for token in query.form.tokens) == sorted(token.text for token in listed.form.tokens):
        return edges  # every token has its equal, and no join is worth as much
    edges += [_Edge(run, single, alike, gain, texts) for run, single, alike, gain, texts in _join_edges(query, listed)]
    edges += [_Edge(single, run, alike, gain, texts) for run, single, alike, gain, texts in _join_edges(listed, query)]
    return edges


def _join_edges(joined: WeighedForm, single: WeighedForm) -> list[tuple[int, int, Similarity, float, tuple[str, str]]]:
    found = []
    for place, token in enumerate(single.form.tokens):
        for key in single.keys[place]:
            run = joined.runs.get(key)
            if run is not None:
                text = "".join(joined.form.tokens[one].text for one in run)
                alike = joined_similarity(key, text, token.text)
                if alike is None:
                    continue
                mask = sum(1 << one for one in run)
                gain = alike.value * (_weight(mask, joined) + single.weights[place])
                found.append((mask, 1 << place, alike, gain, _in_order(text, token.text)))
                break
    return found


def _written_otherwise(one: Token, other: Token) -> Similarity:
    """The same text, written otherwise: with other accents or in another script; or another word for the same, or misspelt."""
    same_word = fold_latin(one.surface) == fold_latin(other.surface) or not (one.surface.isascii() and other.surface.isascii())
    return Similarity(1.0 - SURFACE_COST, How.ROMANISED if same_word else How.VARIANT)


def _best(edges: list[_Edge]) -> list[_Edge]:
    """Choose the edges that share no token and gain most; ties fall to the same pairs whichever name is the query."""
    edges = sorted(edges, key=lambda edge: (-edge.gain, edge.texts))
    used_query = used_listed = 0
    greedy, clash = [], False
    for edge in edges:
        if edge.query & used_query or edge.listed & used_listed:
            clash = True
            continue
        greedy.append(edge)
        used_query |= edge.query
        used_listed |= edge.listed
    if not clash or len(edges) > _MOST_EDGES_SEARCHED:
        return greedy
    return _search(edges, sum(edge.gain for edge in greedy), greedy)


def _search(edges: list[_Edge], bar: float, best: list[_Edge]) -> list[_Edge]:
    """Branch and bound over the edges, most gain first; `best` (gain `bar`) is what has to be beaten."""
    rest = [0.0] * (len(edges) + 1)
    for place in range(len(edges) - 1, -1, -1):
        rest[place] = rest[place + 1] + edges[place].gain
    stack: list[tuple[int, int, int, float, list[_Edge]]] = [(0, 0, 0, 0.0, [])]
    while stack:
        place, used_query, used_listed, gain, chosen = stack.pop()
        if gain > bar + 1e-9:
            bar, best = gain, chosen
        if place == len(edges) or gain + rest[place] <= bar + 1e-9:
            continue
        edge = edges[place]
        stack.append((place + 1, used_query, used_listed, gain, chosen))
        if not (edge.query & used_query or edge.listed & used_listed):
            stack.append((place + 1, used_query | edge.query, used_listed | edge.listed, gain + edge.gain, [*chosen, edge]))
    return best


def _pairs(chosen: Sequence[_Edge], query: WeighedForm, listed: WeighedForm) -> tuple[AlignedPair, ...]:
    pairs = []
    for edge in chosen:
        weight = (_weight(edge.query, query) + _weight(edge.listed, listed)) / 2
        pairs.append(AlignedPair(_text(edge.query, query), _text(edge.listed, listed), edge.similarity.how, edge.similarity.value, weight))
    used_query = sum(edge.query for edge in chosen)
    used_listed = sum(edge.listed for edge in chosen)
    for place, token in enumerate(query.form.tokens):
        if not used_query >> place & 1:
            pairs.append(AlignedPair(token.surface, None, How.EXTRA, 0.0, query.weights[place]))
    for place, token in enumerate(listed.form.tokens):
        if not used_listed >> place & 1:
            pairs.append(AlignedPair(None, token.surface, How.MISSING, 0.0, listed.weights[place]))
    return tuple(pairs)


def _factor(chosen: Sequence[_Edge], query: WeighedForm, listed: WeighedForm, in_order: bool) -> float:
    factor = 1.0
    if not in_order and _has_kin(query) and _has_kin(listed):
        factor *= SWAPPED_KIN_FACTOR
    if _has_number(query, sum(edge.query for edge in chosen)) and _has_number(listed, sum(edge.listed for edge in chosen)):
        factor *= NUMBER_FACTOR
    same_script = query.form.script == listed.form.script and query.form.script in SYLLABIC_SCRIPTS
    if same_script and (query.form.system != "native" or listed.form.system != "native"):
        factor *= HOMOPHONE_FACTOR
    return factor


def _has_kin(weighed: WeighedForm) -> bool:
    return any(token.role is TokenRole.PATRONYMIC for token in weighed.form.tokens)


def _has_number(weighed: WeighedForm, used: int) -> bool:
    """Whether a number is left over, the places in `used` being paired."""
    return any(token.role is TokenRole.NUMBER and not used >> place & 1 for place, token in enumerate(weighed.form.tokens))


def _in_order(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _places(mask: int) -> list[int]:
    return [place for place in range(mask.bit_length()) if mask >> place & 1]


def _weight(mask: int, weighed: WeighedForm) -> float:
    return math.fsum(weighed.weights[place] for place in _places(mask))


def _text(mask: int, weighed: WeighedForm) -> str:
    return " ".join(weighed.form.tokens[place].surface for place in _places(mask))

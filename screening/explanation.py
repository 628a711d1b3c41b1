"""One sentence that a person can read, for one hit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from screening.alignment import AlignedPair, Alignment
from screening.evidence import Evidence, Verdict, agreement
from screening.party import AliasStrength, DesignatedParty, ListedName, NameKind, NameOrigin
from screening.similarity import How

_WHY = {
    How.ROMANISED: "“{query}” is “{listed}” with accents or script set aside",
    How.VARIANT: "“{query}” and “{listed}” are forms of one name",
    How.SPELLING: "“{query}” is spelt nearly as “{listed}”",
    How.SOUND: "“{query}” sounds like “{listed}”",
    How.INITIAL: "“{query}” agrees with “{listed}” as an initial",
    How.JOINED: "“{query}” is “{listed}”, joined or split",
    How.ACRONYM: "“{query}” and “{listed}” are a name and its acronym",
    How.LEGAL_FORM: "“{query}” and “{listed}” are different legal forms",
}


def explain(asked: str, party: DesignatedParty, name: ListedName, alignment: Alignment, evidence: Sequence[Evidence]) -> str:
    """Say which listed name was found, how its tokens paired, what was left over, and what the evidence says."""
    parts = [f"“{asked}” compares with “{name.text}”, {_kind(name)} of {party.primary_name} on list {party.list_id}"]
    parts += _tokens(alignment)
    if name.strength is AliasStrength.WEAK and not agreement(evidence):
        parts.append("a weak alias without other agreement counts less")
    parts += [_evidence(one) for one in evidence if one.verdict is not Verdict.UNKNOWN]
    return "; ".join(parts) + "."


def kept_by_name(score: float, name_score: float, threshold: float) -> str:
    """Say why a hit stands below the threshold, scores 0.0-1.0; empty where it does not."""
    if score >= threshold:
        return ""
    return f" The evidence lowers the score to {score:.4f}; by its name, {name_score:.4f}, it stays a hit."


def _kind(name: ListedName) -> str:
    words = {NameKind.PRIMARY: "the primary name", NameKind.ALIAS: "an alias", NameKind.FORMER: "a former name"}[name.kind]
    if name.strength is AliasStrength.WEAK:
        words = words.replace("an alias", "a weak alias")
    return f"{words} added by curators" if name.origin is NameOrigin.CURATED else words


def _tokens(alignment: Alignment) -> list[str]:
    same = [pair for pair in alignment.pairs if pair.how is How.EXACT]
    parts = []
    if not any(pair.query and pair.listed for pair in alignment.pairs):
        parts.append("no word of the two names is alike")
    if same:
        parts.append(f"the same: {_list(pair.query for pair in same)}")
    parts += [_pair(pair) for pair in alignment.pairs if pair.how in _WHY]
    for how, words in ((How.EXTRA, "only in the query"), (How.MISSING, "only in the listed name")):
        left = [pair for pair in alignment.pairs if pair.how is how]
        if left:
            parts.append(f"{words}: {_list(pair.query or pair.listed for pair in left)}")
    if not alignment.in_order:
        parts.append("in another order")
    return parts


def _pair(pair: AlignedPair) -> str:
    words = _WHY[pair.how]
    if pair.how is How.VARIANT and " " in f"{pair.query}{pair.listed}":
        words = "“{query}” and “{listed}” stand for the same"  # legal forms, places, numbers: forms of a name are single words
    return f"{words.format(query=pair.query, listed=pair.listed)} ({pair.similarity:.2f})"


def _list(texts: Iterable[str | None]) -> str:
    return ", ".join(f"“{text}”" for text in texts if text)


def _evidence(one: Evidence) -> str:
    note = f", {one.note}" if one.note else ""
    return f"{one.what.replace('_', ' ')} {one.verdict.value} ({one.query} against {one.listed}{note})"

"""OFAC's remarks: facts in text, each `label value`, separated by semicolons and closed with a full stop.

What stands in no such form (offices held, kinship, biography) is kept as it is; what looks like a label and a number but has
an unknown label is kept too, and reported.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from lists.readers.ofac import labels
from lists.readers.ofac.facts import Facts
from screening.party import AliasStrength, IdentifierType, NameKind

_APART = re.compile(r"\s*;\s*")
_ALT = re.compile(r"alt\. ", re.IGNORECASE)
_QUOTED = re.compile(r"([afn])\.k\.a\. '(.*)'", re.DOTALL)
_OPEN_QUOTE = re.compile(r"[afn]\.k\.a\. '")
_LABEL_AND_NUMBER = re.compile(r"[A-Z][\w .'/()&-]{1,60}?(?:No\.?|Number|ID|Code|#|:)\s*[A-Z-]{0,6}\d[\w/ .-]*(?:\([^()]*\))?")
_LINKED = re.compile(r"\((Linked To: .+)\)", re.DOTALL)
_NUMBERED = {
    IdentifierType.PASSPORT,
    IdentifierType.NATIONAL_ID,
    IdentifierType.TAX_ID,
    IdentifierType.REGISTRATION,
    IdentifierType.PHONE,
}
KINDS = {"a": NameKind.ALIAS, "f": NameKind.FORMER, "n": NameKind.ALIAS}

_BY_FIRST_WORD: dict[str, list[str]] = defaultdict(list)
for _label in sorted(labels.KNOWN, key=len, reverse=True):
    _BY_FIRST_WORD[_label.split()[0].rstrip(":")].append(_label)


def segments(text: str) -> Iterator[str]:
    """Yield the parts of a remark, without the semicolons and the last full stop; a quoted name is one part, whatever it holds."""
    parts = iter(_APART.split(text.strip().removesuffix(".")))
    for part in parts:
        whole = part
        while _OPEN_QUOTE.match(whole) and not whole.endswith("'"):
            following = next(parts, None)
            if following is None:
                break
            whole = f"{whole}; {following}"
        if whole:
            yield whole


def read_remarks(text: str, facts: Facts, source: str) -> None:
    """Put every part of a remark into the party: as a fact where it has a known label, as text where not.

    Raises `InvalidListFile` for a known label whose value cannot be read.
    """
    for part in segments(text):
        facts.builder.place = source
        linked = _LINKED.fullmatch(part)
        segment = linked[1] if linked else part
        quoted = _QUOTED.fullmatch(segment)
        if quoted:
            facts.builder.name(quoted[2], source, kind=KINDS[quoted[1]], strength=AliasStrength.WEAK)
            continue
        alone = _ALT.sub("", segment, count=1) if _ALT.match(segment) else segment
        label, value = split_label(alone)
        if label and value and labels.key(label) in labels.REMARKS:
            facts.builder.remark(alone)
            continue
        if label and value:
            facts.add(label, value, source)
            continue
        facts.builder.remark(segment)
        if _LABEL_AND_NUMBER.fullmatch(segment):
            facts.record.report.warn(f"{facts.record.file}: a remark with an unknown label is kept as text: {segment!r}")
        else:
            facts.record.report.texts += 1


def split_label(segment: str) -> tuple[str, str]:
    """The label as written and the value; the label is empty when the segment starts with no known one, or has no value it can have."""
    comparable = segment.replace("’", "'").casefold()
    for label in _BY_FIRST_WORD.get(comparable.split(" ", 1)[0].rstrip(":"), ()):
        if comparable.startswith(label) and (len(comparable) == len(label) or comparable[len(label)] in " :-,"):
            value = segment[len(label) :].lstrip(" :-,")
            if label == labels.CRYPTO:
                currency, _, address = value.partition(" ")
                return (f"{segment[: len(label)]} - {currency}", address) if address else ("", "")
            if labels.IDENTIFIERS.get(label) in _NUMBERED and not any(char.isdigit() for char in value):
                return ("", "")
            return segment[: len(label)], value
    return "", ""

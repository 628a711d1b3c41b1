"""Equivalent personal names and how common tokens are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from screening.tables.reader import TableError, rows, share

_Groups = Mapping[str, tuple[float, tuple[str, ...]]]


@lru_cache(maxsize=1)
def groups() -> _Groups:
    """Return group id -> (strength, members in file order). A member written ``@id`` stands for all members of that group.

    Raises TableError for an id used twice, an unknown reference or a strength outside 0..1.
    """
    found: dict[str, tuple[float, tuple[str, ...]]] = {}
    for name, strength, members, _ in rows("variant_groups", "id", "strength", "members", "source"):
        if name in found:
            raise TableError(f"table variant_groups.tsv: id {name!r} stands twice")
        expanded: dict[str, None] = {}
        for member in members.split(" "):
            if not member.startswith("@"):
                expanded[member] = None
            elif member[1:] in found:
                expanded.update(dict.fromkeys(found[member[1:]][1]))
            else:
                raise TableError(f"table variant_groups.tsv: {name!r} refers to {member!r}, which no earlier row defines")
        found[name] = (share(strength, "variant_groups", name), tuple(expanded))
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def variant_groups() -> Mapping[str, tuple[str, ...]]:
    """Return folded token -> ids of the groups of equivalent personal names it belongs to, in file order.

    Groups are not transitive: two tokens are equivalent only when one group holds both.
    """
    found: dict[str, list[str]] = {}
    for name, (_, members) in groups().items():
        for member in members:
            found.setdefault(member, []).append(name)
    return MappingProxyType({member: tuple(names) for member, names in found.items()})


def group_strength(group: str) -> float:
    """Return how surely two members of `group` are one name, 0.0 to 1.0.

    0.95 spellings of one name, 0.9 its forms in closely related languages, 0.85 the same name across languages, 0.8
    nicknames. Raises KeyError for an id that `variant_groups` does not give.
    """
    return groups()[group][0]


@lru_cache(maxsize=1)
def common_tokens() -> Mapping[str, float]:
    """Return folded token -> rough share (0..1) of names of people or organisations worldwide that contain it."""
    found: dict[str, float] = {}
    for _, text, words in rows("common_tokens", "kind", "share", "words"):
        value = share(text, "common_tokens", words)
        found.update((word, max(value, found.get(word, 0.0))) for word in words.split(" "))
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def ordinary_words() -> Mapping[str, float]:
    """Return ordinary English word -> rough share (0..1) of names of organisations that contain it."""
    found: dict[str, float] = {}
    for text, words in rows("ordinary_words", "share", "words"):
        found.update(dict.fromkeys(words.split(" "), share(text, "ordinary_words", words)))
    return MappingProxyType(found)

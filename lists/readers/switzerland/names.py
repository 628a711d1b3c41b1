"""Names of SECO's list: parts in their order, spelling variants of single parts, and which identity bears them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lists.readers.building import PartyBuilder
from lists.readers.fields import XmlRecord
from lists.readers.switzerland import words
from screening.party import AliasStrength, NameKind


@dataclass(slots=True)
class _Part:
    """One part of a name: how it is written, and its variants by language (and script)."""

    order: int
    text: str
    written: bool
    variants: dict[str, list[str]] = field(default_factory=dict)


def add_names(builder: PartyBuilder, identities: Sequence[XmlRecord], where: str) -> None:
    """Add the names of every identity. The primary name is the one called so of the main identity (of the first, where none is
    marked); one called so of another identity is an alias.
    """
    main = next((one for one in identities if one.take_optional("@main") == "true"), identities[0] if identities else None)
    for identity in identities:
        for record in identity.children("name"):
            kind = record.take_choice("@name-type", words.NAME_KINDS)
            if kind is NameKind.PRIMARY and identity is not main:
                kind = NameKind.ALIAS
            _name(record, builder, kind, where)


def _name(record: XmlRecord, builder: PartyBuilder, kind: NameKind, where: str) -> None:
    quality = record.take_optional("@quality")
    strength = record.choice("@quality", quality, words.QUALITIES) if quality else AliasStrength.STRONG
    language = record.take_optional("@lang")
    source = f"{where} name {record.take_optional('@ssid') or ''}".strip()
    parts = sorted((_part(part) for part in record.children("name-part")), key=lambda part: part.order)
    for part in parts:
        if not part.written:
            builder.place = source
            builder.position(part.text)
    written = [part for part in parts if part.written]
    note = "; ".join(record.texts("remark")) or None
    builder.name(" ".join(part.text for part in written), source, kind=kind, strength=strength, language=language, note=note)
    for variant_language, text in _variants(written):
        variant_kind = NameKind.ALIAS if kind is NameKind.PRIMARY else kind
        builder.name(text, source, kind=variant_kind, strength=strength, language=variant_language or language, note="spelling variant")
    record.finish()


def _part(record: XmlRecord) -> _Part:
    order = record.take_optional("@order") or "0"
    if not (order.isascii() and order.isdigit() and len(order) < 5):
        raise record.problem("@order", f"{order!r} is not a whole number")
    value = record.take_optional("value") or ""
    part = _Part(int(order), value, record.take_choice("@name-part-type", words.NAME_PARTS))
    for variant in record.children("spelling-variant"):
        key = variant.take_optional("@lang") or variant.take_optional("@script") or ""
        variant.take_optional("@script")
        if variant.text:
            part.variants.setdefault(key, []).append(variant.text)
        variant.ignore("@ssid")
        variant.finish()
    record.ignore("@ssid")
    record.finish()
    return part


def _variants(parts: Sequence[_Part]) -> Iterator[tuple[str, str]]:
    """Names in which parts take their variants: for each language the first variant of every part that has one, then each further
    variant alone. So names grow with the number of variants, not with their combinations.
    """
    for language in dict.fromkeys(language for part in parts for language in part.variants):
        first = [part.variants.get(language, [part.text])[0] for part in parts]
        yield language, " ".join(first)
        for number, part in enumerate(parts):
            for variant in part.variants.get(language, [])[1:]:
                yield language, " ".join((*first[:number], variant, *first[number + 1 :]))

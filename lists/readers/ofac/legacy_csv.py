"""OFAC's CSV layout, of the SDN list and of the non-SDN lists. Names stay as written ("LAST, First")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lists.readers.base import ReadReport
from lists.readers.building import PartyBuilder
from lists.readers.fields import SourceRecord
from lists.readers.ofac import programmes
from lists.readers.ofac.csv_files import WANTED, Beside, by_part, part_of, records, references_by_name
from lists.readers.ofac.facts import COUNTRIES, Facts
from lists.readers.ofac.remarks import KINDS, read_remarks
from screening.party import CountryRelation, DesignatedParty, Identifier, IdentifierType, NameKind, PartyKind, Relation

REMARKS_LIMIT = 1000
"""The longest remark the main file holds; what goes over stands in the comments file."""

_PARTY_KINDS: Mapping[str, PartyKind] = {
    "individual": PartyKind.INDIVIDUAL,
    "entity": PartyKind.ENTITY,
    "vessel": PartyKind.VESSEL,
    "aircraft": PartyKind.AIRCRAFT,
}
_ALIAS_KINDS = {"aka": "a", "fka": "f", "nka": "n"}
IGNORED = {"add_num": "a number that links rows, no fact of the party"}


class OfacCsv:
    """Reads `sdn.csv`, `alt.csv`, `add.csv` and `sdn_comments.csv`, or the `cons_` files of the non-SDN lists."""

    format = "ofac-csv"
    files = WANTED

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether the files have the names of this layout, with a main file among them."""
        parts = [part_of(path) for path in files]
        return "main" in parts and None not in parts

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every party, in the order of the main file."""
        report.ignored = IGNORED
        paths = by_part(files)
        main = paths["main"]
        beside = {part: Beside(paths.get(part), part, report) for part in ("alt", "add", "comments")}
        references = references_by_name(main, report)
        for record in records(main, "main", report):
            report.records += 1
            yield report.counted(_Row(record, list_id, references, beside).party(blocks=programmes.blocks(main)))
        for part in beside.values():
            part.finish(main)


class _Row:
    """One row of the main file on its way to a party."""

    def __init__(self, record: SourceRecord, list_id: str, references: Mapping[str, str | None], beside: Mapping[str, Beside]) -> None:
        self.record = record
        self.reference = record.take("ent_num")
        self.builder = PartyBuilder(list_id, self.reference, record.file)
        self.facts = Facts(self.builder, record, references)
        self.beside = beside

    def party(self, *, blocks: bool | None) -> DesignatedParty:
        record, builder, source = self.record, self.builder, self._source
        builder.name(record.take("SDN_Name"), source("SDN_Name"), kind=NameKind.PRIMARY)
        builder.kind = record.choice("SDN_Type", record.take_optional("SDN_Type") or "entity", _PARTY_KINDS)
        tags = programmes.tags(record.take("Program"), record, "Program")
        programmes.designate(builder, tags, source("Program"), blocks=blocks)
        builder.at("Title").position(record.take_optional("Title"))
        self._aliases()
        self._addresses()
        self._vessel()
        self._remarks()
        record.finish()
        return builder.build()

    def _source(self, field: str) -> str:
        return f"{self.record.file} {self.reference} {field}"

    def _aliases(self) -> None:
        for row in self.beside["alt"].take(self.reference):
            source = f"{row.file} {row.take('alt_num')} alt_name"
            kind = row.take_choice("alt_type", _ALIAS_KINDS)
            note = [part for part in ("n.k.a." if kind == "n" else None, row.take_optional("alt_remarks")) if part]
            self.builder.name(row.take("alt_name"), source, kind=KINDS[kind], note="; ".join(note) or None)
            row.finish()

    def _addresses(self) -> None:
        for row in self.beside["add"].take(self.reference):
            place, country = row.take("add_num"), row.take_optional("country")
            code = COUNTRIES.code(country, row, "country")
            parts = (row.take_optional("address"), row.take_optional("city"), country, row.take_optional("add_remarks"))
            self.builder.at("address", f"{row.file} {place}").address(", ".join(part for part in parts if part), code)
            self.builder.country(code, CountryRelation.ADDRESS)
            row.finish()

    def _vessel(self) -> None:
        record, builder = self.record, self.builder
        call_sign, flag, owner = (record.take_optional(field) for field in ("Call_Sign", "Vess_flag", "Vess_owner"))
        if call_sign:
            builder.identifier(Identifier(IdentifierType.CALL_SIGN, call_sign), self._source("Call_Sign"))
        if flag:
            self.facts.country(flag, CountryRelation.FLAG, "Vess_flag", self._source("Vess_flag"))
        if owner:
            builder.at("Vess_owner").relation(Relation("Vessel owner", owner))
        for field, label in (("Vess_type", "Vessel Type"), ("Tonnage", "Vessel Tonnage"), ("GRT", "Vessel Gross Registered Tonnage")):
            value = record.take_optional(field)
            builder.at(field).remark(f"{label} {value}" if value else None)

    def _remarks(self) -> None:
        comments = self.beside["comments"].take(self.reference)
        text = self.record.take_raw("Remarks")
        for row in comments:
            more = row.take_raw("remarks")
            text = more if text and more.startswith(text) else text + more
            row.finish()
        if len(text) == REMARKS_LIMIT and not comments:
            text = self._without_cut_end(text)
        read_remarks(text, self.facts, self._source("Remarks"))

    def _without_cut_end(self, text: str) -> str:
        """The remark up to its last whole part: a number or a name that is cut off would be a false one. What is cut stays as text."""
        whole, _, cut = text.rpartition("; ")
        self.builder.at("Remarks").remark(f"(cut off by the publisher, the rest stands in the comments file:) {cut}")
        self.record.report.warn(
            f"{self.record.file}: the remark of ent_num {self.reference} is cut off at {REMARKS_LIMIT} characters; "
            "what goes over stands in the comments file, which was not given"
        )
        return whole

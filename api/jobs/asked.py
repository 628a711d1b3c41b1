"""What a job was asked to do, and what it goes by: values that are kept, encrypted, with the job."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from typing import Any

from api.files.kinds import FileKind
from api.files.source import Reading
from api.proof.keys import Keys
from api.record import ScreenedList
from api.recording import Basis, basis_document, basis_from, policy_document, policy_from
from api.store.append import sealed
from api.store.entry import Document
from api.store.jobs import Job
from api.store.reading import opened
from screening import ENGINE_VERSION, Policy
from screening.rows import LINE_FORMAT, DateOrder, Mapping, RowReader


@dataclass(frozen=True, slots=True)
class Asked:
    """What the client asked: its name for the file, how it is to be read, which columns hold what, the fields of the policy it chose (those
    of a screening), the format of the result, and who is to be told of the end. `came_along`: the file came with the request, for this
    job alone.
    """

    name: str
    reading: Reading
    said: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    order: DateOrder | None = None
    chosen: AnyMapping[str, Any] | None = None
    format: FileKind = FileKind.CSV
    callback: str | None = None
    came_along: bool = False

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "name": self.name,
            "reading": self.reading.plain(),
            "said": [list(pair) for pair in self.said],
            "ignored": list(self.ignored),
            "order": self.order,
            "chosen": dict(self.chosen or {}),
            "format": self.format,
            "callback": self.callback,
            "came_along": self.came_along,
        }

    @classmethod
    def of(cls, plain: AnyMapping[str, Any]) -> Asked:
        """Read what `plain` wrote."""
        reading = plain["reading"]
        return cls(
            name=plain["name"],
            reading=Reading(**{**reading, "format": FileKind(reading["format"]) if reading["format"] else None}),
            said=tuple((field, column) for field, column in plain["said"]),
            ignored=tuple(plain["ignored"]),
            order=DateOrder(plain["order"]) if plain["order"] else None,
            chosen={name: tuple(value) if isinstance(value, list) else value for name, value in plain["chosen"].items()},
            format=FileKind(plain["format"]),
            callback=plain["callback"],
            came_along=plain["came_along"],
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """What every row of a job is read and screened by, fixed when its file is read and the same to its end.

    `file` says how the file was read (JSON values). `chosen` are the fields of the policy the client chose, as it wrote them.
    """

    mapping: Mapping
    order: DateOrder | None
    policy: Policy
    basis: Basis
    file: AnyMapping[str, Any]
    chosen: AnyMapping[str, Any]
    line_format: int = LINE_FORMAT

    @property
    def reader(self) -> RowReader:
        """What reads the rows."""
        return RowReader(self.mapping, self.order)

    @property
    def lists(self) -> tuple[ScreenedList, ...]:
        """The lists that are screened."""
        return tuple(each for each in self.basis.lists if self.policy.lists is None or each.id in self.policy.lists)

    @property
    def is_of_this_engine(self) -> bool:
        """Whether this program gives the scores, and writes the lines, the job began with."""
        return (self.basis.engine, self.line_format) == (ENGINE_VERSION, LINE_FORMAT)

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        mapping = self.mapping
        return {
            "columns": list(mapping.columns),
            "places": {field: list(places) for field, places in mapping.places.items()},
            "said": sorted(mapping.said),
            "order": self.order,
            "policy": {"id": self.policy.id, "content": policy_document(self.policy).content},
            "basis": basis_document(self.basis.index, self.basis.editions, self.basis.lists).content,
            "file": dict(self.file),
            "chosen": dict(self.chosen),
            "line_format": self.line_format,
        }

    @classmethod
    def of(cls, plain: AnyMapping[str, Any]) -> Plan:
        """Read what `plain` wrote. Raises `InvalidPolicy` or `TypeError` when this version does not know the policy."""
        places = {field: tuple(found) for field, found in plain["places"].items()}
        return cls(
            mapping=Mapping(tuple(plain["columns"]), places, frozenset(plain["said"])),
            order=DateOrder(plain["order"]) if plain["order"] else None,
            policy=policy_from(Document("policy", "", plain["policy"]["content"]), plain["policy"]["id"]),
            basis=basis_from(Document("basis", "", plain["basis"])),
            file=plain["file"],
            chosen=plain["chosen"],
            line_format=plain["line_format"],
        )


def boxed(value: Any, key: bytes, job: str, what: str) -> bytes:
    """Encrypt a JSON value of a job."""
    return sealed(value, key, f"{job} {what}")


def unboxed(content: bytes, key: bytes, job: str, what: str) -> Any:
    """Decrypt what `boxed` encrypted. Raises `KeyUnusable`."""
    return opened(content, key, f"{job} {what}")


def asked_of(keys: Keys, job: Job) -> Asked:
    """What a job was asked to do. Raises `KeyUnusable`."""
    return Asked.of(unboxed(job.request, keys.unwrap(job.key, job.id), job.id, "request"))


def plan_of(keys: Keys, job: Job) -> Plan | None:
    """What a job goes by; None as long as its file was not read. Raises as `Plan.of`, and `KeyUnusable`."""
    return Plan.of(unboxed(job.plan, keys.unwrap(job.key, job.id), job.id, "plan")) if job.plan is not None else None


def ending_of(keys: Keys, job: Job) -> dict[str, Any]:
    """What a job said at its end (JSON values); nothing as long as it has not ended. Raises `KeyUnusable`."""
    return unboxed(job.ending, keys.unwrap(job.key, job.id), job.id, "ending") if job.ending is not None else {}

"""OpenSanctions' exports in lines of JSON: `entities.ftm.json` (every entity a line of its own, referring to others by id) and
`targets.nested.json` (a line for each target, with the entities that belong to it inside).

The file is read twice: once for what belongs to parties (sanctions, addresses, documents, links), once for the parties.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lists.readers.base import ReadReport, unreadable
from lists.readers.opensanctions import words
from lists.readers.opensanctions.entity import Beside, Entity, Properties, party, texts
from lists.readers.streams import head, single
from screening.party import DesignatedParty


@dataclass(slots=True)
class _Index:
    """What stands outside the parties' own lines, by the party it belongs to, and addresses by their own id."""

    beside: defaultdict[str, Beside] = field(default_factory=lambda: defaultdict(Beside))
    addresses: dict[str, Properties] = field(default_factory=dict)


class OpenSanctionsJsonReader:
    """Reads one file of lines of JSON."""

    format = "opensanctions-json"
    files = "one file of OpenSanctions' lines of JSON (entities.ftm.json or targets.nested.json)"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether the one file starts with a JSON object that has an id, a schema and properties."""
        start = head(files[0]).lstrip() if len(files) == 1 else b""
        return start.startswith(b"{") and all(key in start for key in (b'"id"', b'"schema"', b'"properties"'))

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every sanctioned party. Raises `InvalidListFile` for anything that cannot be read."""
        path = single(files, self.files)
        report.ignored = words.IGNORED
        index = _index(path)
        for entity in _entities(path):
            if entity.schema not in words.KINDS:
                if entity.in_scope:
                    report.warn(f"{path.name}: {entity.schema} is not read: {words.NO_PARTIES.get(entity.schema, 'no party')}")
                continue
            if not entity.in_scope:
                report.warn(f"{path.name}: entities without a topic of {', '.join(sorted(words.TOPICS))} are not read")
                continue
            report.records += 1
            if entity.nameless:
                report.leave_out(f"{list_id}:{entity.id}", "the publisher gives it no name")
                continue
            yield report.counted(party(entity, _beside(entity, index, path, report), list_id, path.name, report))


def _entities(path: Path) -> Iterator[Entity]:
    """Every line's entity. Raises `InvalidListFile` for a line that is none, and for a file without any."""
    number = 0
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _entity(json.loads(line), path, f"line {number}")
    except OSError as error:
        raise unreadable(path.name, "", f"cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise unreadable(path.name, f"line {number}", f"is not JSON in UTF-8: {error}") from error
    if not number:
        raise unreadable(path.name, "", "is empty")


def _entity(value: object, path: Path, entry: str) -> Entity:
    if not isinstance(value, dict):
        raise unreadable(path.name, entry, "is no JSON object")
    found = {key: value.get(key) for key in ("id", "schema", "properties")}
    properties = found["properties"]
    for key in ("id", "schema"):
        if not isinstance(found[key], str) or not found[key]:
            raise unreadable(path.name, entry, f"{key!r} is missing or no text")
    if not isinstance(properties, dict) or not all(isinstance(values, list) for values in properties.values()):
        raise unreadable(path.name, entry, "'properties' is missing or not an object of arrays")
    schema = str(found["schema"])
    if not any(schema in known for known in (words.KINDS, words.NO_PARTIES, words.LINKS, words.DOCUMENTS, words.BESIDE)):
        known = ", ".join(sorted((*words.KINDS, *words.NO_PARTIES, *words.LINKS, *words.DOCUMENTS, *words.BESIDE)))
        raise unreadable(path.name, f"{entry} {found['id']}", f"unknown schema {schema!r}; known: {known}")
    caption, datasets = value.get("caption"), value.get("datasets")
    return Entity(
        id=str(found["id"]),
        schema=schema,
        caption=" ".join(caption.split()) if isinstance(caption, str) else "",
        datasets=tuple(one for one in datasets if isinstance(one, str)) if isinstance(datasets, list) else (),
        properties=properties,
    )


def _index(path: Path) -> _Index:
    index = _Index()
    for entity in _entities(path):
        if entity.schema == "Address":
            index.addresses[entity.id] = entity.properties
        elif entity.schema == "Sanction":
            for holder in entity.texts("entity"):
                index.beside[holder].sanctions.append(entity.properties)
        elif entity.schema in words.DOCUMENTS:
            for holder in entity.texts("holder"):
                index.beside[holder].documents.append((entity.schema, entity.properties))
        elif entity.schema in words.LINKS:
            _link(entity, index.beside)
    return index


def _link(entity: Entity, beside: Mapping[str, Beside]) -> None:
    first, second, how = words.LINKS[entity.schema]
    text = ", ".join((*entity.texts("role"), *entity.texts("relationship")))
    for one in entity.texts(first):
        for other in entity.texts(second):
            beside[one].links.append((how, text, other))
            beside[other].links.append((f"{how} (seen from the other end)", text, one))


def _beside(entity: Entity, index: _Index, path: Path, report: ReadReport) -> Beside:
    """What belongs to the party: by other lines that refer to it, and nested in its own."""
    found = index.beside.get(entity.id) or Beside()
    beside = Beside(list(found.sanctions), [], list(found.documents), list(found.links))
    for number in entity.texts("addressEntity"):
        if number in index.addresses:
            beside.addresses.append(index.addresses[number])
        else:
            report.warn(f"{path.name}: an address that an entity refers to is not in the file")
    for name, values in entity.properties.items():
        for value in values:
            if isinstance(value, dict):
                _nested(_entity(value, path, f"{entity.id} {name}"), entity, beside)
            elif not isinstance(value, str):
                raise unreadable(path.name, f"{entity.id} {name}", f"holds {value!r}, which is neither a text nor an entity")
    return beside


def _nested(inner: Entity, outer: Entity, beside: Beside) -> None:
    if inner.schema == "Address":
        beside.addresses.append(inner.properties)
    elif inner.schema == "Sanction":
        beside.sanctions.append(inner.properties)
    elif inner.schema in words.DOCUMENTS:
        beside.documents.append((inner.schema, inner.properties))
    elif inner.schema in words.LINKS:
        first, second, how = words.LINKS[inner.schema]
        text = ", ".join((*inner.texts("role"), *inner.texts("relationship")))
        for name, said in ((second, how), (first, f"{how} (seen from the other end)")):
            for other in _ends(inner, name):
                if other != outer.id:
                    beside.links.append((said, text, other))


def _ends(link: Entity, name: str) -> Iterator[str]:
    """The ids of the entities at one end of a link, which may be nested in it."""
    yield from texts(link.properties, name)
    for value in link.properties.get(name, ()):
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            yield value["id"]

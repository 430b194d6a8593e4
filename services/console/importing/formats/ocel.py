"""Object-centric event logs, OCEL 2.0 in JSON or XML: a record for each object of each event.

Promises every event and every object, one without events by itself. Must not interpret a value. The
standard allows events before the objects that they name, so a file is read at once.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException

from services.console.importing.formats.bounded import (
    AT_ONCE,
    TooLong,
    Watched,
    elements,
    require_few_values,
    too_long,
    whole,
)
from services.console.importing.formats.files import FileError, opened
from services.console.importing.formats.json_lines import text
from services.console.text import Alike, each_once

Row = Alike[str]
Json = dict[str, Any]
CELLS = 300_000_000  # in all; a file of some 10 bytes a cell has 25,000,000
EARLIEST = datetime(1, 1, 1, tzinfo=UTC)


class Thing(NamedTuple):
    """An object or an event: its attributes in their order of time, and the objects it names."""

    id: str
    type: str
    time: str
    attributes: list[tuple[datetime, str, str]]
    related: list[str]


def json_rows(path: Path) -> Iterator[tuple[str, Row]]:
    """Of a file in JSON."""
    try:
        with opened(path) as raw:
            content = whole(raw)
        require_few_values(content)
        found = json.loads(content, parse_float=str, parse_int=str, object_pairs_hook=each_once)
        objects, events = (list(map(of_json, found[name])) for name in ("objects", "events"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as failed:
        raise FileError(f"is not OCEL 2.0 in JSON: {failed!r}") from None
    yield from rows(objects, events)


def xml_rows(path: Path) -> Iterator[tuple[str, Row]]:
    """Of a file in XML."""
    objects, events = list[Thing](), list[Thing]()
    try:
        with opened(path) as raw:
            within: list[str] = []
            watched = Watched(raw, in_all=AT_ONCE)
            for happening, element in elements(watched):
                if happening == "start":
                    within.append(element.tag)
                    continue
                within.pop()
                if within in (["log", "objects"], ["log", "events"]):
                    (objects if within[1] == "objects" else events).append(of_xml(element))
                    element.clear()
                    watched.passed()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as failed:
        raise FileError(f"is not OCEL 2.0 in XML: {failed}") from None
    except TooLong:
        raise too_long(f"what follows {len(objects)} objects and {len(events)} events") from None
    if not objects:
        raise FileError("is not OCEL 2.0 in XML: it has no objects")
    yield from rows(objects, events)


def of_json(found: Json) -> Thing:
    """An object or an event."""
    stated = [
        (instant(each.get("time", "")), each["name"], text(each["value"]))
        for each in found.get("attributes", ())
    ]
    related = [each["objectId"] for each in found.get("relationships", ())]
    time = found.get("time") or ""
    return checked(Thing(found["id"], found["type"], time, sorted(stated), related))


def of_xml(found: Element) -> Thing:
    """The same."""
    stated = [
        (instant(each.get("time", "")), each.attrib["name"], each.text or "")
        for each in found.iter("attribute")
    ]
    related = [
        each.attrib["object-id"] for name in ("relationship", "object") for each in found.iter(name)
        if "object-id" in each.attrib
    ]  # fmt: skip
    time = found.get("time", "")
    return checked(Thing(found.attrib["id"], found.attrib["type"], time, sorted(stated), related))


def checked(found: Thing) -> Thing:
    """TypeError where a name is no text, ValueError where the time is none."""
    for name in (found.id, found.type, *found.related):
        if not isinstance(name, str):
            raise TypeError(f"{name!r} is no text")
    instant(found.time)
    return found


def instant(written: str) -> datetime:
    """When an attribute was said; without a time, from the beginning."""
    if not written:
        return EARLIEST
    found = datetime.fromisoformat(written)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def rows(objects: Iterable[Thing], events: Sequence[Thing]) -> Iterator[tuple[str, Row]]:
    """Each event of each object that it names, then the objects that none names."""
    known: dict[str, Thing] = {}
    for each in objects:
        if known.setdefault(each.id, each) is not each:
            raise FileError(f"the object {each.id!r} stands there twice")
    require_few_cells(known, events)
    named = set[str]()
    for event in events:
        for name in dict.fromkeys(event.related):
            if name not in known:
                raise FileError(f"event {event.id!r} names the object {name!r}, which is not there")
            named.add(name)
            yield f"event {event.id}", row(known[name], event, known)
    for each in known.values():
        if each.id not in named:
            yield f"object {each.id}", row(each, None, known)


def require_few_cells(known: dict[str, Thing], events: Iterable[Thing]) -> None:
    """Each object that an event names is a row, with all that both say and name: a small file could
    come to more rows and cells than anybody waits for.
    """
    said = {name: len(each.attributes) + len(each.related) for name, each in known.items()}
    cells = 0
    for event in events:
        own = len(event.attributes) + len(event.related)
        cells += sum(own + said.get(name, 0) for name in dict.fromkeys(event.related))
        if cells > CELLS:
            raise FileError(f"events up to {event.id!r} come to more than {CELLS:,} cells")


def row(of: Thing, event: Thing | None, known: dict[str, Thing]) -> Row:
    """The object as it was said to be by then, the event, and what both name."""
    found = Row([("object:id", of.id), ("object:type", of.type)])
    until = instant(event.time) if event else None
    for at, name, value in of.attributes:
        if until is None or at <= until:
            found[f"object:{name}"] = value
    for other in (*(event.related if event else ()), *of.related):
        if other != of.id and other in known:
            found.setdefault(f"related:{known[other].type}", other)
    if event:
        found["event:id"], found["event:type"], found["event:time"] = event[:3]
        for _, name, value in event.attributes:
            found[f"event:{name}"] = value
    return found

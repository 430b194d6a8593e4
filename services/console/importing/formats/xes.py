"""Case logs in XES (IEEE 1849): each event a row, with the attributes of its trace as `case:…`.

Promises every event, every trace without events as a row of its own, and every key once. Must not
interpret a value nor fetch anything that the file names. Lists, attributes of attributes and the
defaults of `global` are not read.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException

from services.console.importing.formats.bounded import CELLS, TooLong, Watched, elements, too_long
from services.console.importing.formats.files import FileError, opened, require_short
from services.console.text import Alike, clean

Row = Alike[str]


def xes_rows(path: Path) -> Iterator[tuple[str, Row]]:
    """The rows of a file, each with its place."""
    try:
        number = 0
        with opened(path) as raw:
            watched = Watched(raw)
            for number, trace in enumerate(traces(watched), start=1):
                watched.passed()
                yield from events(trace, f"trace {number}")
    except (ParseError, DefusedXmlException, ValueError, LookupError) as failed:
        raise FileError(f"is not XES: {failed}") from None
    except TooLong:
        raise too_long(f"trace {number + 1}") from None


def traces(raw: Watched) -> Iterator[Element]:
    """The traces one after the other; what was read is let go, so that a big log does not fill the
    memory. Within anything else it would stay.
    """
    within: list[Element] = []
    for happening, element in elements(raw):
        if happening == "start":
            within.append(element)
            continue
        within.pop()
        if local(element) == "trace":
            if len(within) > 1:
                raise FileError("a trace stands within something else than the log")
            yield element
            for root in within:
                root.clear()
        elif local(element) == "event" and not (within and local(within[-1]) == "trace"):
            raise FileError("an event stands outside of every trace, so it belongs to no case")


def events(trace: Element, place: str) -> Iterator[tuple[str, Row]]:
    """The trace's events as rows, each with its place; without events, the trace alone."""
    shared = Alike((f"case:{key}", value) for key, value in attributes(trace, place).items())
    found = [child for child in trace if local(child) == "event"]
    if len(found) * len(shared) > CELLS:
        raise FileError(
            f"{place} comes to more than {CELLS:,} cells: each event has all of its own"
        )
    for number, event in enumerate(found, start=1):
        where = f"{place}, event {number}"
        row = Alike(shared.items())
        for key, value in attributes(event, where).items():
            put(row, key, value, where)
        yield where, row
    if not found:
        yield place, shared


def attributes(element: Element, place: str) -> Row:
    """Its own attributes; lists and events within it have no `value` and are none."""
    found = Row()
    for child in element:
        if "value" in child.attrib:
            require_short(child.attrib["value"], place)
            put(found, clean(child.attrib.get("key", "")), clean(child.attrib["value"]), place)
    return found


def put(row: Row, key: str, value: str, place: str) -> None:
    """One more attribute; of two with one key, neither counts more than the other."""
    if not key:
        raise FileError(f"{place}: the value {value!r} has no key")
    if row.setdefault(key, value) != value:
        raise FileError(f"{place}: {key!r} stands there twice, as {row[key]!r} and as {value!r}")


def local(element: Element) -> str:
    """The name without its namespace: exporters differ in whether they state it."""
    return str(element.tag).rpartition("}")[2]

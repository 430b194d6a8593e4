"""Dossiers as an object-centric event log, OCEL 2.0 in JSON.

Objects are dossiers, units, officers (pseudonymous) and services; each fact that holds is an event
of the kind that the contract calls it, with its attributes and its references. Values are texts, as
the standard's JSON Schema asks; their types stand with the event types and object types.
"""

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from tempfile import TemporaryFile
from typing import Any, TextIO

from motcua.catalog.v1 import catalog_pb2 as catalog
from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1.submissions_pb2 import Dossier
from services.console.display import languages
from services.console.display.dossier_facts import event_of
from services.console.display.progress import Advance
from services.console.display.tables import in_utc
from services.console.exporting import contents, periods
from services.console.exporting.applicants import FIELDS, Person, told
from services.console.exporting.dossiers import ROLE, Wanted, effective, histories
from services.console.exporting.periods import DECLARED, Dated, Stated
from services.console.instants import EPOCH, from_timestamp
from services.console.outcome import Refused, language
from services.console.portal import catalogue
from services.console.portal.catalogue import When
from services.console.portal.client import Portal

NAMED = {"name": "string"}
OBJECT_TYPES: dict[str, dict[str, str]] = {
    "dossier": DECLARED, "unit": NAMED, "officer": {}, "service": NAMED,
}  # fmt: skip
Json = dict[str, Any]


class Objects:
    """The objects that events name: dossiers wait in a file until the events are written, so that
    memory does not grow with them.
    """

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.named: dict[str, set[str]] = {kind: set() for kind in OBJECT_TYPES}

    def note(self, references: Iterable[tuple[str, str, str]]) -> None:
        """Those that something names; a dossier names itself."""
        for _, kind, name in references:
            self.named[kind].add(name)

    def keep(self, dossier: Json) -> None:
        """One of the export's own dossiers: whoever names it finds it."""
        self.file.write(f"{dossier['id']}\t{in_json(dossier)}\n")

    def dossiers(self) -> Iterator[str]:
        """Those that were kept, then the roots that the export does not hold, by their names."""
        self.file.seek(0)
        for line in self.file:
            name, _, document = line.rstrip("\n").partition("\t")
            self.named["dossier"].discard(name)
            yield document
        for name in sorted(self.named["dossier"]):
            yield in_json({"id": name, "type": "dossier"})


async def lines(portal: Portal, at: When, wanted: Wanted, advance: Advance) -> AsyncIterator[str]:
    """The log, some lines at a time."""
    personal = dict.fromkeys(FIELDS if wanted.purpose else (), "string")
    yield f'{{"objectTypes": {in_json(list(object_types(personal)))},\n'
    yield f'"eventTypes": {in_json(list(event_types()))},\n"events": ['
    with TemporaryFile("w+", encoding="utf-8") as file:
        objects, between = Objects(file), "\n"
        async for page in histories(portal, wanted):
            for history, person in page:
                for event in of_dossier(history, objects, person, only_tasks=wanted.tasks):
                    yield between + in_json(event)
                    between = ",\n"
                advance(1)
        yield '\n],\n"objects": ['
        between = "\n"
        async for each in every(objects, portal, at):
            yield between + each
            between = ",\n"
    yield "\n]}\n"


def object_types(personal: dict[str, str]) -> Iterator[Json]:
    """With the attributes of each; `personal`: those that only some logs have of a dossier."""
    for name, declared in OBJECT_TYPES.items():
        known = declared | (personal if name == "dossier" else {})
        yield {"name": name, "attributes": types(known.items())}


def event_types() -> Iterator[Json]:
    """All kinds of events that the contract has, whether one occurs or not."""
    for kind in contents.events():
        yield {"name": kind.name, "attributes": types(contents.declared(kind))}


def types(declared: Iterable[tuple[str, str]]) -> list[Json]:
    """Names with their types."""
    return [{"name": name, "type": kind} for name, kind in declared]


def of_dossier(
    history: queries.DossierHistory, objects: Objects, person: Person = None, *, only_tasks: bool
) -> Iterator[Json]:
    """Its events by time; the dossier itself is kept."""
    dossier, life = history.dossier, by_time(history)
    for version, stated in life:
        task = getattr(stated.event, "task", "")
        references = list(contents.references(stated.event))
        objects.note(each for each in references if each[2] != dossier.name)
        if task or not only_tasks:
            yield event(f"{dossier.name}/{version}", stated, references)
    changes = periods.over_time(dossier, (stated for _, stated in life))
    changes += (Dated(name, EPOCH, value) for name, value in told(person).items() if value)
    related = list(of_the_dossier(dossier))
    objects.note(related)
    objects.keep(dossier_object(dossier, changes, related))


def by_time(history: queries.DossierHistory) -> list[tuple[int, Stated]]:
    """The facts that hold, with their versions; one without a time has that of its recording."""
    found = []
    for fact in history.facts:
        holding = effective(fact)
        if holding is not None and (said := event_of(holding)) is not None:
            at = holding.time if holding.HasField("time") else fact.time
            found.append((fact.version, Stated(fact.event, said, from_timestamp(at))))
    return sorted(found, key=lambda each: (each[1].time, each[0]))


def event(name: str, stated: Stated, references: Iterable[tuple[str, str, str]]) -> Json:
    """One event."""
    return {
        "id": name,
        "type": stated.name,
        "time": in_utc(stated.time),
        "attributes": [
            {"name": key, "value": text(value)} for key, value in contents.attributes(stated.event)
        ],
        "relationships": relationships(references),
    }


def relationships(references: Iterable[tuple[str, str, str]]) -> list[Json]:
    """To objects, each with what it is to the event or the object."""
    return [{"objectId": name, "qualifier": qualifier} for qualifier, _, name in references]


def of_the_dossier(dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    """What a dossier belongs to now; its root where it is linked to one."""
    units = {
        "receiving_unit": dossier.receiving_unit,
        "competent_unit": dossier.offering.unit,
        "handling_unit": dossier.handling_unit,
        "returning_unit": dossier.returning_unit,
    }
    yield from ((qualifier, "unit", name) for qualifier, name in units.items() if name)
    if dossier.offering.service:
        yield "service", "service", dossier.offering.service
    if dossier.assignee:
        yield "assignee", *contents.named("assignee", dossier.assignee)
    if dossier.root and dossier.root != dossier.name:
        yield "root", "dossier", dossier.root


def dossier_object(
    dossier: Dossier, changes: Iterable[Dated], related: Iterable[tuple[str, str, str]]
) -> Json:
    """A dossier with its attributes over time."""
    return {
        "id": dossier.name,
        "type": "dossier",
        "attributes": [
            {"name": each.name, "time": in_utc(each.time), "value": text(each.value)}
            for each in changes
        ],
        "relationships": relationships(related),
    }


async def every(objects: Objects, portal: Portal, at: When) -> AsyncIterator[str]:
    """All objects: dossiers, units, services, officers."""
    for document in objects.dossiers():
        yield document
    units = sorted(objects.named["unit"])
    known = await catalogue.units_named(portal, units, at)
    for name in units:
        yield in_json(named_object("unit", name, known.get(name)))
    for name in sorted(objects.named["service"]):
        yield in_json(named_object("service", name, await service(portal, name)))
    for name in sorted(objects.named["officer"]):
        yield in_json({"id": name, "type": "officer"})


async def service(portal: Portal, name: str) -> catalog.Service | None:
    """None: there is none any more."""
    request = catalog.GetServiceRequest(name=name)
    try:
        found: catalog.Service = await portal.call(portal.catalog.GetService, request, role=ROLE)
    except Refused:
        return None
    return found


def named_object(kind: str, name: str, resource: catalog.Unit | catalog.Service | None) -> Json:
    """A unit or a service with its name in the language asked for; without one it has none."""
    called = languages.shown(resource.display_name, language()) if resource else ""
    said = [{"name": "name", "time": in_utc(EPOCH), "value": called}] if called else []
    return {"id": name, "type": kind, "attributes": said}


def text(value: contents.Value) -> str:
    """A value as the standard's schema has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | str) else in_utc(value)


def in_json(document: Any) -> str:
    """On one line, letters as they are."""
    return json.dumps(document, ensure_ascii=False)

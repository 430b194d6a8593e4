"""Dossiers as an event log in XES (IEEE 1849): each dossier a trace, each fact that holds an event.

An event is called as the step of the service that its task names, else as the kind of its fact; its
group is the unit that took the step. What a correction changed stands as it should have been.
"""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from motcua.catalog.v1 import catalog_pb2 as catalog
from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1 import events_pb2 as facts
from services.console.display import languages
from services.console.display.dossier_facts import event_of
from services.console.display.progress import Advance
from services.console.display.tables import in_zone
from services.console.exporting.applicants import Person, told
from services.console.exporting.dossiers import ROLE, Wanted, effective, histories
from services.console.instants import from_timestamp
from services.console.outcome import Refused, language
from services.console.portal import catalogue
from services.console.portal.catalogue import When
from services.console.portal.client import Portal
from services.console.portal.enums import code

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/></global>
<classifier name="Activity" keys="concept:name"/>
"""
TAIL = "</log>\n"
NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
EARLIEST = datetime.min.replace(tzinfo=UTC)


class Names:
    """What units and steps are called, each asked for once."""

    def __init__(self, portal: Portal, at: When) -> None:
        self.portal, self.at = portal, at
        self.units: dict[str, str] = {"": ""}
        self.steps: dict[str, dict[str, str]] = {}

    async def learn(self, histories: Iterable[queries.DossierHistory]) -> None:
        """Those that some histories name."""
        found = list(histories)
        units = {fact.unit for each in found for fact in each.facts} - self.units.keys()
        called = await catalogue.units_named(self.portal, sorted(units), self.at)
        for unit in units:
            known = called.get(unit)
            name = languages.shown(known.display_name, language()) if known else ""
            self.units[unit] = name or unit.removeprefix("units/")
        for service in {each.dossier.offering.service for each in found} - self.steps.keys():
            self.steps[service] = await self.steps_of(service)

    async def steps_of(self, service: str) -> dict[str, str]:
        """Titles by code; of a service that is not there any more, none."""
        request = catalog.GetServiceRequest(name=service)
        try:
            found = await self.portal.call(self.portal.catalog.GetService, request, role=ROLE)
        except Refused:
            return {}
        return {each.code: languages.shown(each.title, language()) for each in found.steps}


async def lines(portal: Portal, at: When, wanted: Wanted, advance: Advance) -> AsyncIterator[str]:
    """The log, some lines at a time."""
    names = Names(portal, at)
    yield HEAD
    async for page in histories(portal, wanted):
        await names.learn(history for history, _ in page)
        for history, person in page:
            yield "".join(trace(history, names, person, only_tasks=wanted.tasks))
            advance(1)
    yield TAIL


def trace(
    history: queries.DossierHistory, names: Names, person: Person, *, only_tasks: bool
) -> Iterator[str]:
    """A dossier with its events by their times, and who applied where that was asked for."""
    dossier = history.dossier
    yield "<trace>\n"
    yield from attributes(
        {
            "concept:name": dossier.origin.key or dossier.number or dossier.name,
            "motcua:dossier": dossier.name,
            "motcua:source": dossier.origin.source,
            "motcua:number": dossier.number,
            "motcua:service": dossier.offering.service,
            "motcua:unit": dossier.handling_unit,
            "motcua:channel": code(facts.Channel, dossier.channel),
            "motcua:status": code(facts.Status, dossier.status),
            "motcua:promised": instant(dossier.promised),
            "motcua:due": instant(dossier.due),
            **{f"motcua:{name}": value for name, value in told(person).items()},
        }
    )
    tasks = names.steps.get(dossier.offering.service, {})
    found = [shown for each in history.facts if (shown := event(each, names, tasks, only_tasks))]
    for each in sorted(found, key=by_time):
        yield "<event>\n"
        yield from attributes(each)
        yield "</event>\n"
    yield "</trace>\n"


def by_time(event: dict[str, Any]) -> datetime:
    """Those without a time come first; equals stay as they were recorded."""
    return event["time:timestamp"] or EARLIEST


def event(
    fact: queries.DossierFact, names: Names, tasks: dict[str, str], only_tasks: bool
) -> dict[str, Any] | None:
    """A fact that holds, as an event; None: it is none, such as a notice, or has no task."""
    holding = effective(fact)
    if holding is None:
        return None
    said: Any = event_of(holding)
    task = getattr(said, "task", "")
    if only_tasks and not task:
        return None
    at = holding.time if holding.HasField("time") else fact.time
    unit = getattr(said, "unit", "")
    return {
        "concept:name": tasks.get(task, task) if task else fact.event,
        "concept:instance": str(fact.version),
        "org:resource": getattr(said, "officer", ""),
        "org:group": names.units.get(unit, unit.removeprefix("units/")),
        "time:timestamp": from_timestamp(at) if said.time_known else None,
        "lifecycle:transition": "complete",
        "motcua:event": fact.event,
        "motcua:task": task,
        "motcua:day_only": said.day_only or None,
    }


def instant(due: facts.Due) -> datetime | None:
    """Of a date that there is; the end of a day is the midnight that ends it."""
    return from_timestamp(due.time) if due.HasField("time") else None


def attributes(values: dict[str, Any]) -> Iterator[str]:
    """Those that are there."""
    for key, value in values.items():
        if isinstance(value, datetime):
            yield f'<date key="{key}" value="{in_zone(value)}"/>\n'
        elif isinstance(value, bool):
            yield f'<boolean key="{key}" value="{str(value).lower()}"/>\n'
        elif value:
            text = NOT_IN_XML.sub("\ufffd", value)
            yield f'<string key="{key}" value={quoteattr(text)}/>\n'

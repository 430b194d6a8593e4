"""Random plans of four units and one service, sent as commands to a running catalogue.

Beside what the service accepted, `History` keeps what is in force; a fact that is withdrawn is left
out of it as if nobody had ever recorded it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import asyncpg
import grpc

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.queries.facts import REGISTRY
from tests.catalog import offering_events as event
from tests.catalog.client import Client, fresh
from tests.catalog.given import text
from tests.catalog.offering_events import since, stream_of
from tests.catalog.offering_histories import History, day
from tests.catalog.offering_oracle import (
    DAY_0,
    EVERY_OTHER,
    FILE,
    NA,
    NO,
    PAY,
    SIX,
    UNITS,
    UNKNOWN,
    YES,
)

# Days 0 to 2 of a history have passed, day 3 is today after some hours.
BEGUN = datetime.now(UTC) - timedelta(days=2.5)
WHY = {"correction_reason": "đính chính"}
REFUSED = {"ABORTED", "FAILED_PRECONDITION", "INVALID_ARGUMENT", "NOT_FOUND", "ALREADY_EXISTS"}


def steps(chance: Random, number: int) -> Iterator[Any]:
    """What is begun with, then some facts; a number withdraws one of those in force."""
    for unit in UNITS:
        yield event.unit_opened(unit, day(chance.choice([0, 0, 0, 1])))
    yield event.published(1, day(chance.choice([0, 0, 1])), fee=chance.choice([0, 10_000]))
    for unit in ("q", "r"):
        yield _opened(chance, unit)
    ways = [_opened, _closed, _capable, _ceiling, _merged, _split, _withdrawn, _unit_closed]
    weights = [6, 3, 4, 2, 8, 5, 9, 1]
    rare = [_published, _retired, _unit_opened]
    for _ in range(number):
        yield chance.choices([*ways, *rare], [*weights, 1, 1, 1])[0](chance, chance.choice(UNITS))


def _at(chance: Random) -> datetime:
    return day(chance.choice([0, 1, 2, 3, 3, 4, 4, 5, 5, 6]))


def _states(chance: Random) -> dict[Any, Any]:
    return {
        each: chance.choice([YES, YES, NO, NA, UNKNOWN])
        for each in chance.sample([FILE, PAY], chance.choice([1, 2]))
    }


def _opened(chance: Random, unit: str) -> Any:
    states = {**EVERY_OTHER, **_states(chance)}
    ceiling, rule = chance.choice([None, None, None, 2, 3]), chance.choice(["", "", "", SIX])
    return event.opened(unit, _at(chance), states, ceiling=ceiling, rule=rule)


def _closed(chance: Random, unit: str) -> Any:
    return event.closed(unit, _at(chance))


def _capable(chance: Random, unit: str) -> Any:
    return event.capable(unit, _at(chance), _states(chance))


def _ceiling(chance: Random, unit: str) -> Any:
    return event.ceiling_declared(unit, _at(chance), chance.choice([None, 2, 3]))


def _merged(chance: Random, unit: str) -> Any:
    into = chance.choice([each for each in UNITS if each != unit])
    rule = chance.choice([*[event.FOLLOW] * 6, event.CLOSE])
    return event.merged(unit, _at(chance), into, rule=rule)


def _split(chance: Random, unit: str) -> Any:
    parts = chance.sample(UNITS, chance.choice([2, 3]))
    return event.split(unit, _at(chance), *parts)


def _withdrawn(chance: Random, _unit: str) -> Any:
    return chance.randrange(100)


def _unit_closed(chance: Random, unit: str) -> Any:
    return event.unit_closed(unit, day(chance.choice([5, 6])))


def _published(chance: Random, _unit: str) -> Any:
    return event.published(0, _at(chance), fee=chance.choice([0, 10_000]))


def _retired(chance: Random, _unit: str) -> Any:
    return event.retired(day(chance.choice([5, 6])))


def _unit_opened(chance: Random, unit: str) -> Any:
    return event.unit_opened(unit, day(chance.choice([0, 1])))


class Plans:
    """One history, sent command by command; `told` is what a consumer makes of the events."""

    def __init__(self, client: Client, pool: asyncpg.Pool) -> None:
        self.client, self.pool = client, pool
        self.history = History()
        self.recorded: dict[int, tuple[str, int]] = {}  # by place: stream and version in the log
        self.told: dict[str, list[facts.OfferingSpan]] = {unit: [] for unit in UNITS}
        self.position = 0
        self.service = f"services/{fresh('s')}"
        self.units = {unit: f"units/{fresh(unit)}" for unit in UNITS}
        self.names = {last(name): unit for unit, name in self.units.items()}
        offerings = [f"{self.service}/offerings/{each}" for each in self.names]
        self.streams = [self.service, *self.units.values(), *offerings]

    async def do(self, step: Any) -> Any | None:
        """Send a step; the fact that was recorded or withdrawn, None where it was refused."""
        if isinstance(step, int):
            return await self.withdraw(step)
        if not await self.accepted(*self.commands(step)):
            return None
        recorded = await self.read()
        self.history.step(step)
        newest = len(self.history.catalogue.recorded) - 1
        place = next(n for n, last_said in self.history.last.items() if last_said == newest)
        self.recorded[place] = recorded[self.name(stream_of(step))]
        return step

    async def withdraw(self, number: int) -> Any | None:
        """Mostly what has not begun; what has is refused, unless it counts in no period."""
        in_force = self.history.in_force
        ahead = [place for place, each in in_force.items() if since(each) > day(2)]
        places = ahead if ahead and number % 8 else list(in_force)
        place = places[number % len(places)]
        step, (stream, version) = in_force[place], self.recorded[place]
        said: dict[str, Any] = {"name": stream, "reason": "hoãn"}
        match step:
            case facts.ServicePublished():
                command = "WithdrawServiceVersion", {**said, "version": step.version}
            case facts.ServiceRetired():
                command = "WithdrawServiceRetirement", said
            case _:
                kind = "Unit" if stream.startswith("units/") else "Offering"
                command = f"Withdraw{kind}Change", {**said, "version": version}
        if not await self.accepted(command):
            return None
        await self.read()
        del in_force[place]
        return step

    async def accepted(self, *commands: tuple[str, dict[str, Any]]) -> bool:
        """Whether the commands were recorded; any other error than a refusal is raised."""
        for method, said in commands:
            command = {**said, "request_id": str(uuid.uuid4())}
            while (status := await self.answered(method, command)) == "ABORTED":
                pass  # five others were quicker: who calls repeats it
            if status != "OK":
                return False
        return True

    async def answered(self, method: str, stated: dict[str, Any]) -> str:
        try:
            await self.client.act(method, **stated)
        except grpc.aio.AioRpcError as refused:
            if refused.code().name not in REFUSED:
                raise
            return refused.code().name
        return "OK"

    async def read(self) -> dict[str, tuple[str, int]]:
        """Take what was recorded since; of each stream the first fact that people decided."""
        rows = await self.pool.fetch(
            "select position, stream, version, type, payload from events"
            " where position > $1 and stream = any($2) order by position",
            self.position,
            self.streams,
        )
        first: dict[str, tuple[str, int]] = {}
        for position, stream, version, kind, payload in rows:
            self.position = position
            if kind.endswith(".OfferingAssessed"):
                self.take(REGISTRY[kind].FromString(payload))
            elif not kind.endswith(".ServiceDrafted"):
                first.setdefault(stream, (stream, version))
        return first

    def take(self, assessed: Any) -> None:
        """As any consumer does: what was told from an instant on is replaced."""
        unit, at = self.names[last(assessed.unit)], self.day(assessed.replaces_from)
        kept = [span for span in self.told[unit] if self.day(span.effective_time) < at]
        self.told[unit] = [*kept, *assessed.spans]

    def day(self, stamp: Any) -> datetime:
        """An instant of the service as one of the history."""
        instant: datetime = DAY_0 + (stamp.ToDatetime(tzinfo=UTC) - BEGUN)
        return instant

    def name(self, stream: str) -> str:
        """The name in the service of a stream of the history."""
        if "/offerings/" in stream:
            return f"{self.service}/offerings/{last(self.units[last(stream)])}"
        return self.units[last(stream)] if stream.startswith("units/") else self.service

    def commands(self, step: Any) -> Sequence[tuple[str, dict[str, Any]]]:  # noqa: PLR0911
        """What a fact is recorded by."""
        name = self.name(stream_of(step))
        said: dict[str, Any] = {"effective_time": BEGUN + (since(step) - DAY_0), **WHY}
        match step:
            case facts.UnitOpened():
                return self.openings(step, name, said)
            case facts.ServicePublished():
                return self.publications(step, said)
            case facts.UnitMerged():
                merging = {"units": [name], "into": self.name(step.into)}
                return [("MergeUnits", {**merging, "offerings": step.offerings, **said})]
            case facts.UnitSplit():
                parts = [facts.Successor(unit=self.name(part.unit)) for part in step.parts]
                splitting = {"name": name, "parts": parts, "offerings": step.offerings}
                return [("SplitUnit", {**splitting, **said})]
            case facts.UnitClosed():
                return [("CloseUnit", {"name": name, **said})]
            case facts.ServiceRetired():
                return [("RetireService", {"name": name, **said})]
        return self.of_offering(step, name, said)

    def of_offering(self, step: Any, name: str, stated: dict[str, Any]) -> list[Any]:
        ceiling = {}
        if getattr(step, "ceiling", 0):
            ceiling = {"ceiling": step.ceiling, "ceiling_reason": step.ceiling_reason}
        match step:
            case facts.OfferingOpened():
                offering = api.Offering(
                    unit=self.name(step.unit),
                    capabilities=step.capabilities,
                    level_rule=step.level_rule,
                    **ceiling,
                )
                return [("OpenOffering", {"parent": self.service, "offering": offering, **stated})]
            case facts.OfferingClosed():
                return [("CloseOffering", {"name": name, "reason": "r", **stated})]
            case facts.CapabilitiesRecorded():
                recording = {"name": name, "capabilities": step.capabilities}
                return [("RecordCapabilities", {**recording, **stated})]
        return [("DeclareCeiling", {"name": name, **ceiling, **stated})]

    def openings(self, step: Any, name: str, stated: dict[str, Any]) -> list[Any]:
        if any(self.recorded[n][0] == name for n in self.history.in_force):
            return [("CorrectUnitOpening", {"name": name, **stated})]
        unit = api.Unit(kind="ward", display_name=text())
        return [("OpenUnit", {"unit_id": last(name), "unit": unit, **stated})]

    def publications(self, step: Any, stated: dict[str, Any]) -> list[Any]:
        """The next version, or the first one earlier."""
        fees = step.content.fees
        known = [
            each
            for each in self.history.in_force.values()
            if isinstance(each, facts.ServicePublished)
        ]
        service = api.Service(authority=self.units["s"], display_name=text(), fees=fees)
        if not known:
            drafting = {"service_id": last(self.service), "service": service}
            return [
                ("CreateService", drafting),
                ("PublishService", {"name": self.service, **stated}),
            ]
        service.name = self.service
        if since(known[-1]) < since(step):
            drafted = ("ReviseService", {"service": service})
            return [drafted, ("PublishService", {"name": self.service, **stated})]
        del service.fees[:]
        service.fees.extend(known[0].content.fees)
        return [("CorrectService", {"service": service, "version": known[0].version, **stated})]


def last(name: str) -> str:
    return name.rpartition("/")[2]

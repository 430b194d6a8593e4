"""A stand-in catalogue: a log and a relay of the chassis that tests write facts into.

Promises what a catalogue publishes, by hand. Must not import another service.
"""

import uuid
from collections.abc import Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from google.protobuf.message import Message

from deploy.embedded.databases import Database
from motcua.catalog.v1 import events_pb2 as catalog
from services.chassis.database import open_pool
from services.chassis.ids import uuid7
from services.chassis.keys import Keyring
from services.chassis.log import Append, Log, NewEvent
from services.chassis.process import background
from services.chassis.relay import Relay

KEYS = Keyring({"1": b"a key of logs in tests"})
SINCE = datetime(2010, 1, 1, tzinfo=UTC)


@dataclass
class FakeCatalogue:
    """A log of catalogue facts, published as the catalogue would."""

    log: Log
    versions: dict[str, int] = field(default_factory=dict)
    position: int = 0

    async def publish(self, stream: str, *facts: Message) -> int:
        """Append facts to a stream; the position of the last."""
        first = self.versions.get(stream, 0) + 1
        self.versions[stream] = first + len(facts) - 1
        events = tuple(
            NewEvent(
                stream=stream,
                version=version,
                event_id=uuid7(),
                type=fact.DESCRIPTOR.full_name,
                subject=f"motcua.catalog.{fact.DESCRIPTOR.name}.x",
                occurred_at=datetime.now(UTC),
                payload=fact.SerializeToString(),
            )
            for version, fact in enumerate(facts, first)
        )
        outcome = await self.log.append(Append(uuid.uuid4(), b"", "test", "", events))
        self.position = outcome.position
        return outcome.position

    async def unit(self, name: str, parent: str = "") -> int:
        """Open a unit."""
        return await self.publish(
            name, catalog.UnitOpened(unit=name, parent=parent, effective_time=SINCE)
        )

    async def officer(self, name: str, officer: str) -> int:
        """Put an officer on duty."""
        duty = catalog.DUTY_OFFICER
        appointed = catalog.OfficerAppointed(
            unit=name, officer=officer, duty=duty, effective_time=SINCE
        )
        return await self.publish(name, appointed)

    async def service(
        self,
        name: str,
        *,
        since: datetime = SINCE,
        retention_years: int | None = None,
        tasks: Iterable[str] = (),
        documents: Iterable[str] = (),
        required: Iterable[str] = (),
        form: str = "",
        version: int = 1,
    ) -> int:
        """Publish a version of a service, with steps and documents of these codes; the latter in
        some cases, or always `required`; and with the schema of a `form`.
        """
        content = catalog.ServiceContent(
            written_result=True,
            retention_years=retention_years,
            steps=[catalog.Step(code=each) for each in tasks],
            documents=[
                *(catalog.RequiredDocument(code=each, conditional=True) for each in documents),
                *(catalog.RequiredDocument(code=each) for each in required),
            ],
            form_schema=form,
        )
        return await self.publish(
            name,
            catalog.ServicePublished(
                service=name, version=version, effective_time=since, content=content
            ),
        )

    async def offering(self, name: str, *, level: int = 3, since: datetime = SINCE) -> int:
        """Open an offering with a level."""
        service, _, unit = name.partition("/offerings/")
        opened = catalog.OfferingOpened(
            offering=name, service=service, unit=f"units/{unit}", effective_time=since
        )
        return await self.publish(name, opened, assessed(name, {since: level}))


CLOSED, CLAIMS_NONE = -1, -2  # for a level: it is closed; its rule claims no level


def assessed(
    offering: str, levels: dict[datetime, int], *, since: datetime | None = None
) -> catalog.OfferingAssessed:
    """Open at these levels from these instants on; they replace what was known from `since`, or
    from the first of them, on.
    """
    service, _, unit = offering.partition("/offerings/")
    return catalog.OfferingAssessed(
        offering=offering,
        service=service,
        unit=f"units/{unit}",
        replaces_from=since or min(levels),
        spans=[span(at, level) for at, level in sorted(levels.items())],
    )


def span(at: datetime, level: int) -> catalog.OfferingSpan:
    """What an offering is from an instant on."""
    if level == CLOSED:
        return catalog.OfferingSpan(effective_time=at, closed_by=catalog.CLOSING_CAUSE_DECIDED)
    if level == CLAIMS_NONE:
        return catalog.OfferingSpan(
            effective_time=at,
            open=True,
            level_rule="six_points@1",
            verdict=catalog.VERDICT_FULLY_ONLINE,
        )
    return catalog.OfferingSpan(
        effective_time=at,
        open=True,
        level_rule="vn.levels@1",
        extent_rule="vn.extent@1",
        level=level,
        earned=level,
        attainable=level,
    )


@asynccontextmanager
async def published(database: Database, bus: Any) -> Any:
    """A stand-in catalogue that publishes until the end."""
    async with AsyncExitStack() as held:
        pool = await open_pool(database.dsn)
        held.push_async_callback(pool.close)
        log = Log(pool, database.dsn)
        held.push_async_callback(log.close)
        relay = Relay("catalog", pool=pool, log=log, bus=bus, keys=KEYS)
        await held.enter_async_context(background(relay=relay.run))
        yield FakeCatalogue(log)

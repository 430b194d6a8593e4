"""A service over its own log and tables, as far as definitions are adopted and answered by.

Promises that whoever adopted one finds it read. Must not need NATS.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest

from motcua.metrics.v1.definitions_pb2 import AdoptDefinitionRequest
from motcua.metrics.v1.definitions_pb2 import Definition as Message
from services.chassis.database import Pool
from services.chassis.errors import Refusal
from services.chassis.log import Log
from services.chassis.projector import Projector
from services.chassis.sources import LogSource
from services.metrics.adopted import Adopted, Shipping
from services.metrics.api.definitions import Adopting, DefinitionMethods
from services.metrics.domain.figures import Figure, Question, Scope
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.indicators.shipped import shipped
from services.metrics.domain.periods import Period, midnight, month_named
from services.metrics.queries.positions import NOW
from services.metrics.queries.reader import Reader
from services.metrics.sweeper import Sweeper
from tests.calling import calling
from tests.metrics import given
from tests.metrics.conftest import Fed

MARCH = Period(month_named("2026-03"), month_named("2026-04"))
ALL = shipped()["online_handling.all@1"].text


ONLINE = 'channel == "online"'


def text(id_: str = "own.online", version: int = 1, *, numerator: str = ONLINE) -> bytes:
    """A city's own share: of all dossiers that were accepted, those filed online."""
    found = ALL.replace('id = "online_handling.all"', f'id = "{id_}"').replace(ONLINE, numerator)
    return found.replace("version = 1", f"version = {version}").encode()


def asking(draft: bytes, **options: Any) -> AdoptDefinitionRequest:
    return AdoptDefinitionRequest(text=draft, **{"request_id": str(uuid4()), **options})


class City:
    """A service over its own log and the tables, as `__main__` puts it together."""

    def __init__(self, fed: Fed, log: Log) -> None:
        self.fed, self.log = fed, log
        self.definitions = Definitions()
        self.reader = Reader(fed.pool, now=lambda: given.RECORDED, definitions=self.definitions)
        self.sweeper = Sweeper(fed.pool, self.definitions)
        self.shipping = Shipping(log, self.definitions, accepting=lambda: None)
        self.projector = following(fed.pool, log, self.definitions)
        adopting = Adopting(log, "own", lambda at: self.projector.reached(at, 60))
        self.methods = DefinitionMethods(adopting, self.reader, None)  # type: ignore[arg-type]

    async def adopt(self, request: AdoptDefinitionRequest) -> Message:
        with calling("AdoptDefinition", subject="publisher"):
            return await self.methods.AdoptDefinition(request, None)

    async def refused(self, request: AdoptDefinitionRequest) -> tuple[str, str]:
        with pytest.raises(Refusal) as refused:
            await self.adopt(request)
        return refused.value.reason.code, refused.value.field

    async def figure(self, id_: str, version: int = 0, period: Period = MARCH) -> Figure:
        definition = self.definitions.find(id_, version)
        question = Question(definition, Scope(), period, midnight(period.end))
        return await self.reader.figure(question, NOW)

    async def sweep(self) -> None:
        while await self.sweeper.sweep():
            pass

    async def shipped(self) -> None:
        """All that comes with the software is adopted and read."""
        for each in self.shipping.missing:
            await self.shipping.adopt(each)
        assert await self.projector.reached((await self.log.head()).position, 60)


def following(pool: Pool, log: Log, definitions: Definitions) -> Projector[Any]:
    read = Adopted(definitions)
    return Projector(
        "definitions",
        source=LogSource(log),
        pool=pool,
        prepare=read.prepare,
        apply=read.apply,
        committed=read.committed,
        opened=lambda _: read.load(pool),
        again=0.01,
    )


@asynccontextmanager
async def followed(city: City) -> AsyncIterator[City]:
    """While its projector reads the log."""
    running = asyncio.ensure_future(city.projector.run())
    yield city
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def accept(fed: Fed, number: int, **options: Any) -> None:
    events = (given.submitted(number, **options), given.accepted(number, **options))
    await fed.apply(
        [given.recorded(2 * number - 2 + n, event, version=n) for n, event in enumerate(events, 1)]
    )

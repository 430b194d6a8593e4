"""A stack of the bench's own, with a small catalogue, and callers who keep a server busy.

Promises everything on: validation, tracing at default sampling, relay, projectors, metrics. Must
not reuse a stack that serves anybody else.
"""

from __future__ import annotations

import asyncio
import shutil
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

from bench import size
from deploy.embedded.directory import make_temporary
from deploy.embedded.stack import Stack
from deploy.embedded.tokens import OPERATOR
from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.importing.intake import open_catalogue
from services.console.importing.plans import (
    CalendarPlan,
    CataloguePlan,
    OfferingPlan,
    OfficerPlan,
    ServicePlan,
    UnitPlan,
)
from services.console.portal.client import Portal
from services.console.portal.workdays import founding

WARDS, SERVICES = 40, 10
CHANNELS = (facts.CHANNEL_ONLINE, facts.CHANNEL_IN_PERSON, facts.CHANNEL_POST)
HOURS = "07:30-11:30,13:00-17:00"
TEN_DAYS = catalog.ProcessingTime(amount=10, unit=catalog.TIME_UNIT_WORKING_DAY)
PLAN = CataloguePlan(
    units=[
        UnitPlan("district", "district", "Huyện Đo", "Bench district"),
        *(
            UnitPlan(f"ward-{n}", "ward", f"Phường {n}", f"Ward {n}", "district")
            for n in range(WARDS)
        ),
    ],
    services=[
        ServicePlan(
            f"service-{n}", f"Thủ tục {n}", f"Service {n}", "district", processing_times=[TEN_DAYS]
        )
        for n in range(SERVICES)
    ],
    offerings=[
        OfferingPlan(f"service-{n}", f"ward-{m}", 3) for n in range(SERVICES) for m in range(WARDS)
    ],
    effective=date(2020, 1, 1),
    reason="set up for a bench",
    officers=[OfficerPlan(OPERATOR, "district")],  # and so above the wards
    calendar=CalendarPlan(
        "bench", "district", [founding("bench", weekdays=range(1, 6), hours=HOURS)]
    ),
)


@dataclass
class World:
    """A running stack, a client of it, and the catalogue position of what was opened."""

    stack: Stack
    portal: Portal
    catalog_position: int

    def submission(self, number: int) -> api.SubmitDossierRequest:
        """A new submission at one of the offerings."""
        ward = number % WARDS
        return api.SubmitDossierRequest(
            offering=f"services/service-{number % SERVICES}/offerings/ward-{ward}",
            receiving_unit=f"units/ward-{ward}",
            channel=CHANNELS[number % 3],
            catalog_position=self.catalog_position,
            request_id=str(uuid.uuid4()),
        )


@asynccontextmanager
async def bare() -> AsyncIterator[Stack]:
    """PostgreSQL and NATS alone, taken away at the end."""
    path = make_temporary()
    stack = Stack(path)
    try:
        yield await stack.start(services=False)
    finally:
        await stack.stop()
        shutil.rmtree(path, ignore_errors=True)


@asynccontextmanager
async def world() -> AsyncIterator[World]:
    """A fresh one, taken away at the end."""
    path = make_temporary()
    try:
        async with Stack(path) as stack, Portal(stack.describe()) as portal:
            yield World(stack, portal, await open_catalogue(portal, PLAN))
    finally:
        shutil.rmtree(path, ignore_errors=True)


async def busy(
    call: Callable[[int], Awaitable[object]], *, callers: int = 64, share: float = 1.0
) -> float:
    """Calls per second of callers who each ask again as soon as they are answered, for a share of
    the usual time.
    """
    done, ends = 0, time.perf_counter() + share * size.SIZE.seconds

    async def caller(number: int) -> None:
        nonlocal done
        while time.perf_counter() < ends:
            await call(number + done)
            done += 1

    started = time.perf_counter()
    await asyncio.gather(*(caller(number) for number in range(callers)))
    return done / (time.perf_counter() - started)

"""Two processes of each service under load: one leads, is killed, hangs or ends; the other follows.

Promises real processes, and that nothing is lost or done twice, also by a leader that goes on after
it was replaced; that each process shows what the other wrote; and that every stream without an end
is resumed without loss where it ended. Must not judge how long anything took.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import shutil
import signal
import time
import urllib.request
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime

import grpc
import pytest

from deploy.embedded.directory import make_temporary
from deploy.embedded.services import Service
from motcua.catalog.v1 import catalog_pb2 as catalog
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.catalog_pb2_grpc import CatalogServiceStub
from motcua.submissions.v1 import counter_pb2 as counters
from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1.dossier_queries_pb2_grpc import DossierQueryServiceStub
from motcua.submissions.v1.submissions_pb2_grpc import DossierServiceStub
from services.chassis.settings import PROJECTOR, RELAY
from services.console.commands.verify import verified
from services.console.instants import month_of, next_month
from services.console.outcome import Unavailable
from services.console.portal.client import Portal
from services.console.portal.questions import get_rate, one_rate
from tests.e2e.demanding import (
    demand_notices,
    demand_published,
    demand_recorded,
    demand_watched,
    of,
)
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office
from tests.e2e.petitioning import PetitionImporter
from tests.e2e.publication_requests import QUICK
from tests.e2e.publishing import FigurePublisher
from tests.e2e.watching import of_every_method
from tests.waiting import until

pytestmark = pytest.mark.long
LOG = logging.getLogger(__name__)
WAYS = (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM)
LEADS = re.compile(r'^motcua_leads\{role="(\w+)"\} 1\.0$', re.MULTILINE)
OFFICERS = 3


class Two(MigratedStack):
    """Two processes of each service, whose connections last two seconds."""

    copies = 2


@pytest.fixture(scope="module")
async def stack() -> AsyncIterator[Two]:
    path = make_temporary()
    async with Two(path, environment={**QUICK, "MOTCUA_LONGEST_CONNECTION": "2"}) as running:
        yield running
    shutil.rmtree(path)


@pytest.fixture(scope="module")
async def office(stack: Two) -> AsyncIterator[Office]:
    async with Portal(stack.describe()) as portal:
        yield await Office.open(portal)


async def leads(process: Service) -> set[str]:
    """The roles in which a process says that it leads; one that does not answer leads in none."""

    def asked() -> str:
        address = f"http://{process.prometheus}/metrics"
        with suppress(OSError), urllib.request.urlopen(address, timeout=1) as answer:
            return str(answer.read().decode())
        return ""

    return set(LEADS.findall(await asyncio.to_thread(asked)))


async def led(stack: Two, service: str, but: Service | None = None) -> bool:
    """Whether each role has one leader, who is another one."""
    others = [each for each in of(stack, service) if each is not but]
    found = [role for each in others for role in await leads(each)]
    return sorted(found) == sorted([RELAY, PROJECTOR])


async def leader(stack: Two, service: str) -> Service:
    """Who folds its events, once each role has one leader. Whoever is slow to answer is asked
    again.
    """
    found: list[Service] = []

    async def is_known() -> bool:
        roles = {each: await leads(each) for each in of(stack, service)}
        found[:] = [each for each, its in roles.items() if PROJECTOR in its]
        return sorted(role for its in roles.values() for role in its) == sorted([RELAY, PROJECTOR])

    await until(is_known)
    return found[0]


async def struck(process: Service, how: signal.Signals) -> None:
    """As `kill` would."""
    if how is signal.SIGKILL:
        await process.kill()
    elif process.pid:
        os.kill(process.pid, how)


async def mended(process: Service, how: signal.Signals) -> None:
    """It goes on, or is started again."""
    if how is signal.SIGSTOP and process.pid:
        os.kill(process.pid, signal.SIGCONT)
    else:
        await process.stop()
        await process.start()


@pytest.mark.timeout(600)
async def test_another_process_takes_over_and_watchers_go_on(stack: Two, office: Office) -> None:
    portal, stop = office.portal, asyncio.Event()
    await units_known(stack, office)
    month = month_of(datetime.now(UTC))
    figure = one_rate("online_handling", (month, next_month(month)))
    watchers = of_every_method(portal, figure)
    watching = [asyncio.create_task(each.work()) for each in watchers.values()]
    petitions = PetitionImporter(portal, catalog_position=office.catalog_position)
    publisher = FigurePublisher(portal)
    publisher.catalog_position = office.catalog_position
    working = [
        *(office.work(stop) for _ in range(OFFICERS)),
        *(each.work(stop) for each in (petitions, publisher)),
        queue_up(office, stop),
        rename(office, stop),
    ]
    tasks = [asyncio.create_task(each) for each in working]
    for how in WAYS:
        await taken_over(stack, office, how)
    stop.set()
    await asyncio.gather(*tasks)
    await until(lambda: all(each.ends["SERVER_ENDING"] for each in watchers.values()))
    await demand_recorded(stack, office)
    await demand_published(stack)
    await demand_notices(stack, office)
    await publisher.demand_each_once(stack)
    found = await verified(portal)
    assert found.equal, found.differences
    await demand_watched(stack, office, watchers)
    rate = await get_rate(portal, figure)
    digest, told = rate.receipt.digest, watchers["WatchFigures"]
    await until(lambda: told.rate.receipt.digest == digest)  # type: ignore[attr-defined]
    for each in watching:
        assert not each.done()
        each.cancel()
    await asyncio.gather(*watching, return_exceptions=True)
    assert not [each.ends for each in watchers.values() if each.ends["no reason"]]


async def units_known(stack: Two, office: Office) -> None:
    """Until each process of submissions knows them: who watches a queue can name no position."""
    for each in of(stack, "submissions"):
        async with grpc.aio.insecure_channel(each.grpc) as channel:
            method, request = DossierServiceStub(channel).SubmitDossier, office.submission(0)
            dossier = (await office.portal.call(method, request, role="portal")).dossier
        office.acknowledge(request.request_id, dossier)
        office.dossiers.append(dossier.name)


async def taken_over(stack: Two, office: Office, how: signal.Signals) -> None:
    """The leaders of all services at once, while commands come in."""
    former = [await leader(stack, name) for name in stack.services]
    await asyncio.gather(*(struck(each, how) for each in former))
    began = time.monotonic()
    for each in former:
        await until(lambda each=each: led(stack, each.name, each))
        LOG.info("%s: %s led again after %.2f s", how.name, each.name, time.monotonic() - began)
    before = len(office.acknowledged)
    await until(lambda: len(office.acknowledged) > before + 20)
    await asyncio.gather(*(mended(each, how) for each in former))
    for name in stack.services:
        await until(lambda name=name: led(stack, name))


async def queue_up(office: Office, stop: asyncio.Event) -> None:
    """Citizens take tickets."""
    while not stop.is_set():
        request = counters.TakeTicketRequest(unit="units/ward-1", request_id=str(uuid.uuid4()))
        with suppress(Unavailable):
            await office.portal.call(office.portal.counters.TakeTicket, request, role="officer")
        await asyncio.sleep(0.3)


async def rename(office: Office, stop: asyncio.Event) -> None:
    """An editor renames a ward, again and again."""
    for number in range(1000):
        name = facts.Text(vi=f"Phường {number}", en=f"Ward {number}")
        request = catalog.RenameUnitRequest(
            name="units/ward-2", display_name=name, request_id=str(uuid.uuid4())
        )
        with suppress(Unavailable):
            await office.portal.call(office.portal.catalog.RenameUnit, request, role="editor")
        if stop.is_set():
            return
        await asyncio.sleep(0.3)


async def test_each_process_shows_at_once_what_the_other_wrote(stack: Two, office: Office) -> None:
    """Whichever leads: a write through one, then a read through the other."""
    call = office.portal.call  # again where a process says that it does not show it yet
    async with AsyncExitStack() as held:
        channels = {
            name: [
                await held.enter_async_context(grpc.aio.insecure_channel(each.grpc))
                for each in of(stack, name)
            ]
            for name in ("catalog", "submissions")
        }
        units = [CatalogServiceStub(each) for each in channels["catalog"]]
        lists = [DossierQueryServiceStub(each) for each in channels["submissions"]]
        for n in range(6):
            opened = catalog.OpenUnitRequest(
                unit_id=f"house-{n}",
                unit=catalog.Unit(
                    kind="ward",
                    parent="units/district",
                    display_name=facts.Text(vi=f"Nhà {n}", en=f"House {n}"),
                ),
                request_id=str(uuid.uuid4()),
            )
            made = await call(units[n % 2].OpenUnit, opened, role="editor")
            named = catalog.GetUnitRequest(name=made.name)
            read = await call(units[1 - n % 2].GetUnit, named, role="editor")
            assert read == made
            dossier = await office.submit(n)
            for each in lists:
                asked = queries.ListDossiersRequest(unit=dossier.receiving_unit, page_size=1000)
                listed = await call(each.ListDossiers, asked, role="officer")
                assert dossier.name in {row.name for row in listed.dossiers}

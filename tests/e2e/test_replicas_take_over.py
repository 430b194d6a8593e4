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
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from typing import Any

import asyncpg
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
from services.chassis.bus import Bus
from services.chassis.settings import PROJECTOR, RELAY
from services.console.instants import month_of, next_month
from services.console.outcome import Unavailable
from services.console.portal import Portal
from services.console.questions import get_rate, one_rate
from services.console.verify import verified
from services.submissions.domain.dossier import changes as dossier_changes
from services.submissions.domain.petition import changes as petition_changes
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office
from tests.e2e.petitioning import PetitionImporter
from tests.e2e.publication_requests import QUICK
from tests.e2e.publishing import FigurePublisher
from tests.e2e.watching import Watcher, of_every_method
from tests.waiting import until

pytestmark = pytest.mark.long
LOG = logging.getLogger(__name__)
WAYS = (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM)
LEADS = re.compile(r'^motcua_leads\{role="(\w+)"\} 1\.0$', re.MULTILINE)
OFFICERS = 3
PASSED = "motcua.submissions.v1.DuePassed"


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


def of(stack: Two, service: str) -> list[Service]:
    return [each for each in stack.replicas.values() if each.name == service]


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
    """Who folds its events."""
    await until(lambda: led(stack, service))
    [found] = [each for each in of(stack, service) if PROJECTOR in await leads(each)]
    return found


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


async def test_another_process_takes_over_and_watchers_go_on(stack: Two, office: Office) -> None:
    portal, stop = office.portal, asyncio.Event()
    month = month_of(datetime.now(UTC))
    figure = one_rate("online_handling", (month, next_month(month)))
    watchers = of_every_method(portal, figure)
    watching = [asyncio.create_task(each.work()) for each in watchers.values()]
    petitions, publisher = PetitionImporter(portal), FigurePublisher(portal)
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


def dsn_of(stack: Two, service: str) -> str:
    return stack.services[service].wiring.owner_dsn


async def rows(stack: Two, service: str, query: str, *values: Any) -> Sequence[Any]:
    connection = await asyncpg.connect(dsn_of(stack, service))
    try:
        return list(await connection.fetch(query, *values))
    finally:
        await connection.close()


async def demand_recorded(stack: Two, office: Office) -> None:
    """What was acknowledged is in the log once."""
    query = "select position, command_id from events order by position"
    found = await rows(stack, "submissions", query)
    commands = Counter(str(row["command_id"]) for row in found)
    assert [row["position"] for row in found] == list(range(1, len(found) + 1))
    assert {commands[each] for each in office.acknowledged} == {1}


async def demand_notices(stack: Two, office: Office) -> None:
    """Timers have no leader: of each dossier that is overdue one notice is given."""
    query = "select stream from events where type = $1"

    async def given() -> list[str]:
        return [row["stream"] for row in await rows(stack, "submissions", query, PASSED)]

    async def all_are() -> bool:
        return office.overdue <= set(await given())

    await until(all_are)
    assert set(Counter(await given()).values()) == {1}


async def demand_published(stack: Two) -> None:
    """Each stream is its log, event by event, and was never made anew."""
    for name, service in stack.services.items():
        logged = await rows(stack, name, "select position, event_id from events order by position")
        expected = [(row["position"], str(row["event_id"])) for row in logged]
        bus = await Bus.connect(stack.nats_url(name))
        end = len(expected)
        await until(lambda bus=bus, name=name, end=end: ends_at(bus, name, end))
        assert await published(bus, name, end) == expected
        await bus.close()
        for each in of(stack, service.name):
            said = stack.directory.log(each.key).read_text(encoding="utf-8")
            assert "relay.rebuild" not in said
            assert "relay.halted" not in said


async def ends_at(bus: Bus, stream: str, position: int) -> bool:
    state = await bus.state(stream)
    return state is not None and state.last == state.messages == position


async def published(bus: Bus, stream: str, count: int) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    async with bus.reading(stream, start=1, headers_only=True) as pull:
        while len(found) < count:
            taken = await pull.take(5000, within=20)
            found += [(int(m.headers["Motcua-Position"]), m.headers["ce-id"]) for m in taken]
    return found


async def demand_watched(stack: Two, office: Office, watchers: dict[str, Watcher]) -> None:
    """Every change came once and in order, and what is told last of each thing is what is so."""
    heads = {
        name: (await rows(stack, name, "select position from head"))[0][0]
        for name in ("catalog", "submissions")
    }
    for name, each in watchers.items():
        head = heads["catalog" if name == "WatchCatalog" else "submissions"]
        if name != "WatchFigures":
            await until(lambda each=each, head=head: each.place >= head)
    seen = [position for position, _ in watchers["WatchCatalog"].told("change")]
    assert seen == list(range(1, heads["catalog"] + 1))
    for name, registry in (
        ("WatchDossiers", dossier_changes.REGISTRY),
        ("WatchPetitions", petition_changes.REGISTRY),
    ):
        query = "select position from events where type = any($1) order by position"
        logged = await rows(stack, "submissions", query, list(registry))
        told = [position for position, _ in watchers[name].told("change")]
        assert told == [row["position"] for row in logged]
        assert told
    await demand_newest(office, watchers)


async def demand_newest(office: Office, watchers: dict[str, Watcher]) -> None:
    """Of what is told as it is now, the last state of each."""
    filings = watchers["WatchFilings"].newest("filing")
    assert set(filings) == set(office.dossiers)
    request = counters.ListTicketsRequest(unit="units/ward-1", page_size=1000)
    listed = await office.portal.call(office.portal.counters.ListTickets, request, role="officer")
    tickets = watchers["WatchQueue"].newest("ticket")
    assert {each.name for each in listed.tickets} <= set(tickets)
    assert listed.tickets


async def test_each_process_shows_at_once_what_the_other_wrote(stack: Two, office: Office) -> None:
    """Whichever leads: a write through one, then a read through the other."""
    editor, officer = office.portal.bearer("editor"), office.portal.bearer("officer")
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
            made = await units[n % 2].OpenUnit(opened, metadata=editor, timeout=30)
            named = catalog.GetUnitRequest(name=made.name)
            read = await units[1 - n % 2].GetUnit(named, metadata=editor, timeout=30)
            assert read == made
            dossier = await office.submit(n)
            for each in lists:
                asked = queries.ListDossiersRequest(unit=dossier.receiving_unit, page_size=1000)
                listed = await each.ListDossiers(asked, metadata=officer, timeout=30)
                assert dossier.name in {row.name for row in listed.dossiers}

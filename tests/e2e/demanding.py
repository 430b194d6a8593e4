"""What is to be so after processes were struck under load: in logs, streams, and what was watched.

Promises to read the databases and the streams themselves. Must not strike anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import asyncpg

from deploy.embedded.services import Service
from deploy.embedded.starter import Starter
from motcua.submissions.v1 import counter_pb2 as counters
from services.chassis.bus import Bus
from services.submissions.domain.dossier import changes as dossier_changes
from services.submissions.domain.petition import changes as petition_changes
from tests.e2e import exactness
from tests.e2e.office import Office
from tests.e2e.watching import Watcher
from tests.waiting import until


def of(stack: Starter, service: str) -> list[Service]:
    """The processes of a service."""
    return [each for each in stack.replicas.values() if each.name == service]


def dsn_of(stack: Starter, service: str) -> str:
    return stack.services[service].wiring.owner_dsn


async def rows(stack: Starter, service: str, query: str, *values: Any) -> Sequence[Any]:
    connection = await asyncpg.connect(dsn_of(stack, service))
    try:
        return list(await connection.fetch(query, *values))
    finally:
        await connection.close()


async def demand_recorded(stack: Starter, office: Office) -> None:
    """What was acknowledged is in the log once."""
    await exactness.demand_recorded(dsn_of(stack, "submissions"), office.acknowledged)


async def demand_notices(stack: Starter, office: Office) -> None:
    """Timers have no leader: of each dossier that is overdue one notice is given."""
    dsn = dsn_of(stack, "submissions")
    await exactness.have(dsn, exactness.PASSED, office.overdue)
    assert set((await exactness.counted(dsn, exactness.PASSED)).values()) == {1}


async def demand_published(stack: Starter) -> None:
    """Each stream is its log, event by event, and was never made anew."""
    for name, service in stack.services.items():
        logged = await rows(stack, name, "select position, event_id from events order by position")
        expected = [(row["position"], str(row["event_id"])) for row in logged]
        bus = await Bus.connect(stack.nats_url(name))
        end = len(expected)
        await until(lambda bus=bus, name=name, end=end: reaches(bus, name, end))
        assert await published(bus, name, end) == expected
        await bus.close()
        for each in of(stack, service.name):
            said = stack.directory.log(each.key).read_text(encoding="utf-8")
            assert "relay.rebuild" not in said
            assert "relay.halted" not in said


async def reaches(bus: Bus, stream: str, position: int) -> bool:
    """Without a gap; a tree head may follow what was looked at."""
    state = await bus.state(stream)
    return state is not None and state.last == state.messages >= position


async def published(bus: Bus, stream: str, count: int) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    async with bus.reading(stream, start=1, headers_only=True) as pull:
        while len(found) < count:
            taken = await pull.take(5000, within=60)
            found += [(int(m.headers["Motcua-Position"]), m.headers["ce-id"]) for m in taken]
    return found[:count]


async def demand_watched(stack: Starter, office: Office, watchers: dict[str, Watcher]) -> None:
    """Every change came once and in order, and what is told last of each thing is what is so."""
    heads = {
        name: (await rows(stack, name, "select position from head"))[0][0]
        for name in ("catalog", "submissions")
    }
    for name, each in watchers.items():
        head = heads["catalog" if name == "WatchCatalog" else "submissions"]
        if name != "WatchFigures":
            await until(lambda each=each, head=head: each.place >= head)
    query = "select position from events where stream not like 'logs/%' order by position"
    seen = [position for position, _ in watchers["WatchCatalog"].told("change")]
    assert seen == [row["position"] for row in await rows(stack, "catalog", query)]
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

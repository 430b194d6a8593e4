"""Faults of a running stack: a part is killed, hangs or is stopped, or a link is cut; and mended.

Promises to leave every part running. Must not choose its moments kindly.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple, Protocol

from deploy.embedded import standby
from deploy.embedded.nats import Nats
from deploy.embedded.services import Service
from deploy.embedded.stack import Stack
from services.chassis.bus import Bus
from tests.e2e.linked import LinkedCluster
from tests.e2e.links import Link
from tests.replicated import crash, hanging
from tests.waiting import until

OF_EACH_SORT = (
    "the leader of a stream killed",
    "PostgreSQL's primary killed",
    "a process of submissions killed",
    "a process of submissions hangs",
)
DECIDES_AFTER = 1.0  # seconds until whoever watches PostgreSQL takes it for dead
HANGS = 8.0  # seconds: longer than it takes to notice
BETWEEN = 0.6  # seconds at most before a fault, and half as many until it is mended


class Fault(NamedTuple):
    """What happens, as the table of outages calls it, from its beginning to its being mended."""

    kind: str
    happen: Callable[[], Awaitable[None]]


class Part(Protocol):
    """Something that can be killed and started again."""

    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    async def kill(self) -> None: ...


def kills(stack: Stack, chance: random.Random) -> list[Fault]:
    """One of each part of a stack, which `kill -9` ends."""
    parts: dict[str, Part] = {**stack.services, "NATS": stack.nats, "PostgreSQL": stack.postgres}
    return [Fault(f"{name} killed", killed(part, chance)) for name, part in parts.items()]


def killed(part: Part, chance: random.Random) -> Callable[[], Awaitable[None]]:
    """It ends at once, and is started again soon."""

    async def happen() -> None:
        await part.kill()
        await asyncio.sleep(chance.uniform(0, BETWEEN / 2))
        await part.start()

    return happen


def stopped(part: Part) -> Callable[[], Awaitable[None]]:
    """It ends in order, and is started again."""

    async def happen() -> None:
        await part.stop()
        await part.start()

    return happen


@contextmanager
def paused(server: Nats | Service) -> Iterator[None]:
    """A process that does not run, and whose connections stay open."""
    pid = server.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


class ClusterFaults:
    """Those of a cluster; who leads is looked up when a fault happens."""

    def __init__(self, cluster: LinkedCluster, bus: Bus, chance: random.Random) -> None:
        self.cluster, self.bus, self.chance = cluster, bus, chance

    def some(self) -> list[Fault]:
        """One kill of each sort of part, one that hangs, and cut links, for a suite that has other
        things to do.
        """
        named = {each.kind: each for each in self.all()}
        return [
            *(named[kind] for kind in OF_EACH_SORT),
            Fault("a link to NATS and PostgreSQL is cut", self.both_cut),
        ]

    def all(self) -> list[Fault]:
        """Each kind once, and what clients see when there is no fault."""
        return [
            Fault("none", self.nothing),
            Fault("the leader of a stream killed", self.leader_killed),
            Fault("PostgreSQL's primary killed", self.primary_killed),
            *(
                Fault(f"a process of {name} killed", self.replica_killed(name))
                for name in self.cluster.services
            ),
            Fault("the leader of a stream hangs", self.leader_hangs),
            Fault("PostgreSQL's primary hangs", self.primary_hangs),
            Fault("PostgreSQL's standby hangs", self.standby_hangs),
            Fault("a process of submissions hangs", self.replica_hangs),
            *(
                Fault(f"a link to {to} {how}", self.link_cut(to, how))
                for to in ("NATS", "PostgreSQL")
                for how in Link.WAYS
            ),
            Fault("the leader of a stream cut off from the others", self.leader_cut_off),
            Fault("a process of submissions stopped", self.replica_stopped),
            Fault("the leader of a stream stopped", self.leader_stopped),
            Fault("PostgreSQL's primary switched over", self.primary_switched),
        ]

    async def nothing(self) -> None:
        """As long as a fault may take."""
        await asyncio.sleep(HANGS)

    async def leader(self) -> Nats:
        """The server that leads the stream of submissions."""
        names = {each.server_name: each for each in self.cluster.nats.nodes}
        found: list[Nats] = []

        async def known() -> bool:
            state = await self.bus.state("submissions")
            found[:] = [names[state.leader]] if state and state.leader else []
            return bool(found)

        await until(known)
        return found[0]

    async def leader_killed(self) -> None:
        """Another one is elected; the old one comes back."""
        leader = await self.leader()
        await leader.kill()
        await asyncio.sleep(HANGS)
        await leader.start()

    async def leader_hangs(self) -> None:
        """The same, and then it goes on where it was."""
        with paused(await self.leader()):
            await asyncio.sleep(HANGS)

    async def leader_cut_off(self) -> None:
        """Who is connected to it goes elsewhere, and another one is elected."""
        with self.cluster.nats.cut_off(await self.leader(), "hangs"):
            await asyncio.sleep(2 * HANGS)

    async def leader_stopped(self) -> None:
        """It hands its streams over."""
        leader = await self.leader()
        await leader.stop()
        await leader.start()

    async def primary_killed(self) -> None:
        """With its machine; the standby is promoted, and the old primary becomes the standby."""
        pair = self.cluster.postgres
        await crash(pair.primary)
        await self.fail_over()

    async def primary_hangs(self) -> None:
        """Whoever watches it ends it for good before the standby is promoted."""
        pair = self.cluster.postgres
        with hanging(pair.primary):
            await asyncio.sleep(DECIDES_AFTER)
            await crash(pair.primary)
        await self.fail_over()

    async def fail_over(self) -> None:
        """After a moment, as a failover manager would."""
        pair = self.cluster.postgres
        await asyncio.sleep(DECIDES_AFTER)
        await pair.promote()
        await pair.rejoin()
        await self.replicated()

    async def primary_switched(self) -> None:
        """As `./motcua promote` does it."""
        await self.cluster.postgres.switch()
        await self.replicated()

    async def standby_hangs(self) -> None:
        """No commit is acknowledged until whoever watches it lets the primary go on alone."""
        pair = self.cluster.postgres
        with hanging(pair.standby):
            await asyncio.sleep(DECIDES_AFTER)
            await standby.wait_for(pair.primary)
            await asyncio.sleep(DECIDES_AFTER)
        await standby.wait_for(pair.primary, pair.standby.name)
        await self.replicated()

    async def replicated(self) -> None:
        """Until the next fault may come: the standby has what the primary has."""
        pair = self.cluster.postgres
        await until(lambda: standby.follows(pair.primary, pair.standby.name))

    def replica(self, service: str) -> Service:
        """One of a service's processes."""
        return self.chance.choice(
            [each for each in self.cluster.replicas.values() if each.name == service]
        )

    def replica_killed(self, service: str) -> Callable[[], Awaitable[None]]:
        """It is started again soon."""

        async def happen() -> None:
            await killed(self.replica(service), self.chance)()

        return happen

    async def replica_hangs(self) -> None:
        """Its clients notice, and so does whoever shares its work."""
        with paused(self.replica("submissions")):
            await asyncio.sleep(HANGS)

    async def replica_stopped(self) -> None:
        """It drains."""
        await stopped(self.replica("submissions"))()

    async def both_cut(self) -> None:
        """One way for each."""
        nats, postgres = self.chance.sample(Link.WAYS, 2)
        with self.cluster.cut("NATS", nats), self.cluster.cut("PostgreSQL", postgres):
            await asyncio.sleep(HANGS / 2)

    def link_cut(self, to: str, how: str) -> Callable[[], Awaitable[None]]:
        """Between a process of each service and its servers."""

        async def happen() -> None:
            with self.cluster.cut(to, how):
                await asyncio.sleep(HANGS / 2)

        return happen

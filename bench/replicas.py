"""SubmitDossier with two processes of the service against one, side by side.

Promises the same load, client and servers for both, in turn, and CPU time beside the ratio: on a
machine of two cores everything shares them. The second process stands by while only one is called.
"""

from __future__ import annotations

import os

import grpc

from bench import cpu
from bench.pairs import Row, Spread, compare
from bench.world import World, busy
from deploy.embedded.description import target
from deploy.embedded.services import Service
from motcua.submissions.v1.submissions_pb2_grpc import DossierServiceStub
from services.chassis.tls.channels import open_channel
from services.console.portal.installation import OPTIONS

Lines = list[tuple[str, str]]
SERVICE = "submissions"


class Counted:
    """Calls over one channel, and what they cost by process, in seconds of CPU."""

    def __init__(self, world: World, channel: grpc.aio.Channel, pids: dict[str, int]) -> None:
        self.world, self.pids, self.calls = world, pids, 0
        self.bearer = world.portal.bearer("portal")
        self.submissions = DossierServiceStub(channel)
        self.seconds: dict[str, float] = {}

    async def run(self) -> float:
        """Calls per second of 64 callers."""
        before = self.used()
        reached = await busy(self.submit)
        for name, each in cpu.spent(before, self.used()).items():
            self.seconds[name] = self.seconds.get(name, 0.0) + each
        return reached

    async def submit(self, number: int) -> object:
        self.calls += 1
        request = self.world.submission(number)
        return await self.submissions.SubmitDossier(request, metadata=self.bearer, timeout=30)

    def used(self) -> dict[str, float]:
        """By process until now; `client` is this one."""
        services = {name: cpu.of(pid) for name, pid in self.pids.items()}
        return {**cpu.of_stack(self.world.stack), **services, "client": cpu.of(os.getpid())}

    def line(self) -> str:
        """CPU of each call, the sum first."""
        whole = sum(self.seconds.values()) * 1000 / self.calls
        return f"{whole:.2f}: {cpu.line(self.seconds, times=self.calls, unit='ms')}"


async def measured(world: World) -> tuple[Row, Lines]:
    """The ratio at 64 callers, and CPU milliseconds of each call."""
    first, second = world.stack.services[SERVICE], await another(world)
    pids = {each.key: each.pid for each in (first, second) if each.pid}
    both = open_channel(target([first.grpc, second.grpc]), options=OPTIONS)
    async with both, open_channel(first.grpc, options=OPTIONS) as alone:
        two, one = Counted(world, both, pids), Counted(world, alone, pids)
        for each in (two, one):
            await busy(each.submit, share=0.4)
            each.calls = 0
        spreads = await compare(two.run, one.run)
    await second.stop()
    return row(*spreads), [
        ("CPU of a SubmitDossier, two processes", two.line()),
        ("CPU of a SubmitDossier, one process and one that stands by", one.line()),
    ]


async def another(world: World) -> Service:
    """One more process of the service, beside the one that runs."""
    [database] = await world.stack.create_databases(SERVICE)
    second = world.stack.service(database, 2)
    await second.start()
    return second


def row(ratio: Spread, ours: Spread, theirs: Spread) -> Row:
    """As the table has it."""
    what = "SubmitDossier, durable, 64 callers, two processes"
    against = "one process, same servers and client"
    return Row(what, against, "≥ 1.2 where cores are free", ratio, ours, theirs, "calls/s")

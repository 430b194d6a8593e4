"""How long nobody was answered: clients who call all the time, and the longest gap around a fault.

Promises to measure what a client sees who calls again as soon as it may. Must not count a fault as
over before each client was answered by what came back.
"""

from __future__ import annotations

import asyncio
import bisect
import itertools
import json
import math
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import grpc

from motcua.metrics.v1 import metrics_pb2
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.portal.patience import passes
from tests.e2e.office import Office
from tests.waiting import until

FINE, COARSE = 0.05, 0.2  # seconds between two calls of a client: to measure, or to see an end
TAKES = 20.0  # seconds that it waits for an answer
Call = Callable[[], Awaitable[Any]]


class Outage(NamedTuple):
    """How long clients of one kind had no answer, by the kind of fault."""

    fault: str
    client: str
    seconds: float


class Client:
    """Calls again and again; `answered` are the instants of answers."""

    def __init__(self, name: str, call: Call, *, pause: float) -> None:
        self.name, self.call, self.pause = name, call, pause
        self.answered: list[float] = []

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.call()
            self.answered.append(time.monotonic())
            await asyncio.sleep(self.pause)

    def longest(self, since: float, until: float) -> float:
        """The longest time without an answer that reaches into a period."""
        first = max(bisect.bisect_left(self.answered, since) - 1, 0)
        last = bisect.bisect_right(self.answered, until)
        times = self.answered[first : last + 1]
        return max(after - before for before, after in itertools.pairwise(times))


class Clients:
    """One who submits, one who reads, and one who asks for figures as new as what was submitted."""

    def __init__(self, office: Office, *, pause: float) -> None:
        self.office, self.portal, self.pause = office, office.portal, pause
        self.dossier = ""
        self.all = [
            Client("commands", self.submit, pause=pause),
            Client("reads", self.read, pause=pause),
            Client("figures", self.figure, pause=pause),
        ]

    async def submit(self) -> None:
        """A dossier, by the same request until it is answered."""
        request = self.office.submission(len(self.office.acknowledged))
        method = self.portal.submissions.SubmitDossier
        reply = await self.answer(method, request, role="portal")
        self.office.acknowledge(request.request_id, reply.dossier)
        self.dossier = reply.dossier.name

    async def read(self) -> None:
        """The dossier that was submitted last."""
        await until(lambda: self.dossier)
        request = api.GetDossierRequest(name=self.dossier)
        await self.answer(self.portal.submissions.GetDossier, request, role="officer")

    async def figure(self) -> None:
        """A figure in which everything acknowledged until now is counted."""
        request = metrics_pb2.ListRatesRequest(
            definition="online_handling", breakdown=metrics_pb2.BREAKDOWN_MONTH
        )
        request.at_least.add(stream="submissions", position=self.office.position)
        await self.answer(self.portal.metrics.ListRates, request, role="inspector")

    async def answer(self, method: Callable[..., Any], request: Any, *, role: str) -> Any:
        """Ask again, sooner than a portal does, so that the gap is the service's."""
        while True:
            try:
                return await method(request, metadata=self.portal.bearer(role), timeout=TAKES)
            except grpc.aio.AioRpcError as failed:
                if not passes(failed):
                    raise
                await asyncio.sleep(self.pause)

    @asynccontextmanager
    async def calling(self) -> AsyncIterator[None]:
        """All of them, beside the body."""
        async with asyncio.TaskGroup() as group:
            running = [group.create_task(each.run()) for each in self.all]
            await until(lambda: all(each.answered for each in self.all))
            yield
            for task in running:
                task.cancel()

    def silent_since(self, instant: float) -> list[str]:
        """The clients that were not answered after that."""
        return [each.name for each in self.all if each.answered[-1] <= instant]

    @asynccontextmanager
    async def through(self, fault: str, found: list[Outage]) -> AsyncIterator[None]:
        """Note the outages of a fault that the body makes and mends."""
        since = time.monotonic()
        yield
        mended = time.monotonic()
        # A call that began before it was mended says nothing of what is there now.
        try:
            await until(lambda: not self.silent_since(mended + 2 * self.pause))
        except AssertionError:
            silent = ", ".join(self.silent_since(mended + 2 * self.pause))
            raise AssertionError(f"after {fault}, {silent} had no answer for two minutes") from None
        found += [
            Outage(fault, each.name, each.longest(since, time.monotonic())) for each in self.all
        ]


HEAD = "| fault | times | commands | reads | figures |\n|---|---|---|---|---|\n"


def table(found: Iterable[Outage]) -> str:
    """How often each fault was, and by client the median, the ninth decile and the longest."""
    by: dict[str, dict[str, list[float]]] = {}
    for each in found:
        by.setdefault(each.fault, {}).setdefault(each.client, []).append(each.seconds)
    return HEAD + "\n".join(
        f"| {fault} | {max(map(len, clients.values()))} |"
        f" {' | '.join(map(spread, clients.values()))} |"
        for fault, clients in sorted(by.items())
    )


def spread(seconds: list[float]) -> str:
    """Three numbers, with dots between them."""
    return " · ".join(f"{quantile(seconds, share):.1f}" for share in (0.5, 0.9, 1.0))


def quantile(seconds: list[float], share: float) -> float:
    """The smallest that so many are not above."""
    ordered = sorted(seconds)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


if __name__ == "__main__":  # of files that `--outages` made
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    sys.stdout.write(table(Outage(**json.loads(line)) for line in lines) + "\n")

"""A publisher for tests of faults: figures of the present month, again and again while they move.

Promises to know what was acknowledged, and to demand each publication and revision once, and none
missing. Must not give up.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import uuid
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import asyncpg

from deploy.embedded.starter import Starter
from motcua.metrics.v1 import publications_pb2 as api
from services.console.commands.publications import published_by, publishing
from services.console.instants import month_of, next_month
from services.console.outcome import Unavailable
from services.console.portal.client import Portal
from services.console.portal.questions import get_rate, one_rate
from tests.waiting import until

UNITS = ("", "units/ward-1", "units/ward-2")
DEFINITIONS = ("online_handling", "on_time.ended")
# What a publication or a revision is told of: everything but where it was known.
PASSING = ("positions", "provisional")


class FigurePublisher:
    """Publishes each unit's figures by turns; other numbers than before have a reason."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.catalog_position = 0  # where the units are known that are published for
        month = month_of(datetime.now(UTC))
        self.period = (month, next_month(month))
        self.acknowledged: set[str] = set()

    async def work(self, stop: asyncio.Event) -> None:
        """Request after request; each is repeated with its own id until there is an answer."""
        await self.units_known()
        for number, unit in enumerate(itertools.cycle(UNITS), 1):
            request = publishing(self.period, unit=unit, reason="they moved")
            request.request_id = str(uuid.uuid4())
            self.acknowledged |= {each.name for each in await self.send(request)}
            if stop.is_set() and number >= len(UNITS):  # each once, however slow it is here
                return
            await asyncio.sleep(0.2)

    async def units_known(self) -> None:
        """Until metrics knows them."""
        at_least = {"catalog": self.catalog_position}
        while True:
            try:
                await get_rate(
                    self.portal, one_rate(DEFINITIONS[0], self.period, at_least=at_least)
                )
            except Unavailable:
                await asyncio.sleep(0.2)
            else:
                return

    async def send(self, request: api.PublishFiguresRequest) -> list[api.Publication]:
        """Until there is an answer."""
        while True:
            try:
                del request.figures[:]
                return await published_by(self.portal, request, DEFINITIONS)
            except Unavailable:
                await asyncio.sleep(0.2)

    async def demand_each_once(self, stack: Starter) -> None:
        """What was acknowledged is in the log; of each figure every event says something else than
        the one before; and what was told last is what is so.
        """
        connection = await asyncpg.connect(stack.services["metrics"].wiring.owner_dsn)
        heads = await self.heads(stack)
        await until(lambda: settled(connection, heads))
        events = await told(connection)
        await connection.close()
        assert [at for at, _, _ in events] == list(range(1, len(events) + 1))
        names = [each["publication"] for _, kind, each in events if kind == "FigurePublished"]
        assert len(names) == len(set(names)) >= len(UNITS) * len(DEFINITIONS)
        assert self.acknowledged <= set(names)
        figures: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
        for _, kind, each in events:
            if kind not in {"DefinitionAdopted", "TreeHeadSigned"}:
                figures[each["figure"]].append((kind, each))
        for history in figures.values():
            demand_steps(history)
            await self.demand_last(history[-1][1]["rate"]["receipt"])

    async def heads(self, stack: Starter) -> list[int]:
        """Where the streams end that move figures."""
        found = []
        for name in ("catalog", "submissions"):
            connection = await asyncpg.connect(stack.services[name].wiring.owner_dsn)
            found.append(await connection.fetchval("select position from head"))
            await connection.close()
        return found

    async def demand_last(self, receipt: dict[str, Any]) -> None:
        """The figure has the numbers that were told last."""
        unit = receipt["scope"]["unit"]
        rate = await get_rate(self.portal, one_rate(receipt["definition"], self.period, unit=unit))
        assert (rate.receipt.digest, str(rate.receipt.considered)) == (
            receipt["digest"], receipt["considered"],
        )  # fmt: skip


def demand_steps(history: list[tuple[str, dict[str, Any]]]) -> None:
    """No event of a figure repeats what was told or published before it."""
    told: dict[str, Any] = {}
    published: dict[str, Any] = {}
    for kind, each in history:
        now = numbers(each)
        assert now != (published if kind == "FigurePublished" else told)
        told = now
        published = now if kind == "FigurePublished" else published


def numbers(event: dict[str, Any]) -> dict[str, Any]:
    receipt = event["rate"]["receipt"]
    return {name: value for name, value in receipt.items() if name not in PASSING}


async def settled(connection: asyncpg.Connection, heads: list[int]) -> bool:
    """Whether everything was looked at, and nothing is left to tell."""
    looked = await connection.fetchrow("select catalog_position, position from revised_up_to")
    stale = await connection.fetchval("select count(*) from figures where stale_since is not null")
    return list(looked) >= heads and looked[1] >= heads[1] and not stale


async def told(connection: asyncpg.Connection) -> list[tuple[int, str, dict[str, Any]]]:
    """The log of metrics: position, kind and content."""
    rows = await connection.fetch("select position, type, payload from events order by position")
    return [
        (row["position"], row["type"].rpartition(".")[2], json.loads(row["payload"]))
        for row in rows
    ]

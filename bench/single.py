"""One figure of a unit and a month against the health Check of the same server, in turn.

Promises another unit or month in each call, so that no figure is asked for twice and nothing of an
answer can be remembered. Must not say how dear a call is without what PostgreSQL takes for it.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, NamedTuple

from grpc_health.v1 import health_pb2, health_pb2_grpc

from bench import cpu, size
from bench.pairs import Spread
from bench.world import World
from motcua.metrics.v1.metrics_pb2 import GetRateRequest

ROUNDS = 5
YEAR = 2024  # in which the first dossiers are accepted
CHECK = health_pb2.HealthCheckRequest()
Ask = Callable[[], Awaitable[Any]]


class Cost(NamedTuple):
    """Of one call, in milliseconds: the median by the clock, and CPU."""

    median: float
    metrics: float
    postgres: float

    @property
    def cpu(self) -> float:
        """Of both."""
        return self.metrics + self.postgres


async def lines(world: World, definition: str) -> list[tuple[str, str]]:
    """What a figure takes, in Checks."""
    asks = check(world), figures(world, definition)
    rounds = [[await cost(world, ask) for ask in asks] for _ in range(ROUNDS)]
    checked, asked = zip(*rounds, strict=True)
    spent = [statistics.mean(each.cpu for each in costs) for costs in (asked, checked)]
    clock = Spread.of([other.median / one.median for one, other in rounds])
    return [
        (
            "a unit and month, of another each time, in Checks (≤ 3)",
            f"CPU {spent[0] / max(spent[1], 1e-9):.1f}; by the clock {clock.show(1)}",
        ),
        ("  of these the figure", shown(asked)),
        ("  of these the Check", shown(checked)),
    ]


def shown(costs: tuple[Cost, ...]) -> str:
    """Means over the rounds."""
    median, metrics, postgres = (statistics.mean(each) for each in zip(*costs, strict=True))
    return f"median {median:.2f} ms; CPU metrics {metrics:.2f}, postgres {postgres:.2f} ms"


async def cost(world: World, ask: Ask) -> Cost:
    """Of some hundred calls, one after the other."""
    before, took = cpu.of_stack(world.stack), []
    for _ in range(size.SIZE.reads):
        started = time.perf_counter()
        await ask()
        took.append(time.perf_counter() - started)
    spent = cpu.spent(before, cpu.of_stack(world.stack))
    of_call = [1000 * spent[each] / len(took) for each in ("metrics", "postgres")]
    return Cost(1000 * statistics.median(took), *of_call)


def check(world: World) -> Ask:
    """The health Check."""
    health = health_pb2_grpc.HealthStub(world.portal.channels["metrics"])
    return lambda: health.Check(CHECK)


def figures(world: World, definition: str) -> Ask:
    """Each unit in turn, month after month."""
    months = [
        (date(YEAR + n // 12, 1 + n % 12, 1), date(YEAR + (n + 1) // 12, 1 + (n + 1) % 12, 1))
        for n in range(size.SIZE.months)
    ]
    pairs = itertools.cycle(itertools.product(months, range(size.SIZE.country_units)))

    def ask() -> Awaitable[Any]:
        (start, end), unit = next(pairs)
        request = GetRateRequest(definition=definition, unit=f"units/big-{unit}")
        for field, day in ((request.start_date, start), (request.end_date, end)):
            field.year, field.month, field.day = day.year, day.month, day.day
        return world.portal.call(world.portal.metrics.GetRate, request, role="inspector")

    return ask

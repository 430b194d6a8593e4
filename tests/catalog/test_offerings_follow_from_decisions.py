"""What offerings are after random plans, some of them withdrawn, through the service itself.

The reading day by day of what is in force, in which what was withdrawn was never recorded, is what
consumers were told after every command.
"""

from __future__ import annotations

import asyncio
import os
from random import Random
from typing import Any

import asyncpg

from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog import offering_oracle as oracle
from tests.catalog.conftest import Running
from tests.catalog.offering_events import unit_of
from tests.catalog.offering_oracle import DAY_0, Offer, day_of
from tests.catalog.offering_plans import Plans, steps
from tests.catalog.test_offering_properties import expected, shown

EXAMPLES = int(os.environ.get("MOTCUA_EXAMPLES", "16"))
SEED = int(os.environ.get("MOTCUA_SEED", "0"))
AT_ONCE, STEPS = 8, 20


async def test_after_every_command_offerings_are_what_stands_comes_to(catalog: Running) -> None:
    seeds = iter(range(SEED, SEED + EXAMPLES))
    async with asyncpg.create_pool(catalog.database.dsn, min_size=1, max_size=4) as pool:

        async def some() -> None:
            for seed in seeds:
                await follows(seed, Plans(catalog.client(), pool))

        await asyncio.gather(*(some() for _ in range(AT_ONCE)))


async def follows(seed: int, plans: Plans) -> None:
    for number, step in enumerate(steps(Random(seed), STEPS)):
        done = await plans.do(step)
        read = oracle.read(list(plans.history.in_force.values()))
        told = {
            (unit, day): span_on(plans, unit, day) for unit in oracle.UNITS for day in oracle.DAYS
        }
        assert told == {key: expected(found) for key, found in read.items()}, (seed, number, step)
        if done is not None and not isinstance(step, int):
            assert holds(step, read), (seed, number, step)


def span_on(plans: Plans, unit: str, day: int) -> dict[str, Any] | None:
    """What a consumer was told of a day, in the oracle's words."""
    begun = [
        span for span in plans.told[unit] if (plans.day(span.effective_time) - DAY_0).days <= day
    ]
    if not begun:
        return None
    found = shown(begun[-1])
    if "follows" in found:
        found["follows"] = tuple(sorted(plans.names[each] for each in found["follows"]))
    return found


def holds(step: Any, read: dict[tuple[str, int], Any]) -> bool:
    """Whether an own fact that was accepted is so at its instant."""
    if not isinstance(step, OWN):
        return True
    found = read[unit_of(step), day_of(step)]
    offer: Offer | None = found.offer if found else None
    if isinstance(step, facts.OfferingClosed):
        return offer is None
    if offer is None:
        return False
    said = {each.capability: each.state for each in getattr(step, "capabilities", ())}
    ceiling = (step.ceiling, step.ceiling_reason) if getattr(step, "ceiling", 0) else None
    is_so = said.items() <= offer.states.items()
    return is_so and (isinstance(step, facts.CapabilitiesRecorded) or offer.ceiling == ceiling)


OWN = (
    facts.OfferingOpened,
    facts.OfferingClosed,
    facts.CapabilitiesRecorded,
    facts.CeilingDeclared,
)

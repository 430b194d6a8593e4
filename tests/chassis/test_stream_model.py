"""Whatever is killed, cut off, deleted and started again: what the projection saw is what the log
holds, each event once.

Promises real servers under every step. Must not know how the parts do it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from services.chassis.bus import Bus, Message, Refused
from services.chassis.database import Connection, Pool
from services.chassis.log import Log
from tests.chassis.streaming import TABLE, Seen, World, kill, running
from tests.waiting import until

STEPS = st.one_of(
    st.tuples(st.just("append"), st.integers(1, 300)),
    st.tuples(st.just("wait"), st.integers(1, 40)),
    st.tuples(
        st.sampled_from(
            ["kill relay", "kill projector", "start relay", "start projector", "second relay",
             "second projector", "lose stream", "lose answer", "reconnect", "lose consumers"]
        ),
        st.just(0),
    ),
)  # fmt: skip


class Machine:
    """The parts that run now."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.relays: list[asyncio.Task[None]] = []
        self.projectors: list[asyncio.Task[None]] = []
        self.lose_answer = False
        self.publish, world.bus.publish_batch = world.bus.publish_batch, self.lossy  # type: ignore[method-assign, assignment]

    async def lossy(self, messages: list[Message], *, after: int) -> int:
        sequence = await self.publish(messages, after=after)
        if self.lose_answer:
            self.lose_answer = False
            raise TimeoutError
        return sequence

    async def step(self, step: str, amount: int) -> None:
        if step == "append":
            await self.world.append(amount)
        elif step == "wait":
            await asyncio.sleep(amount / 1000)
        elif step.startswith("kill"):
            parts = self.relays if step == "kill relay" else self.projectors
            await kill(*parts)
            parts.clear()
        elif step.startswith(("start", "second")):
            self.start(step)
        else:
            await self.disturb(step)

    def start(self, step: str) -> None:
        relay = step.endswith("relay")
        parts = self.relays if relay else self.projectors
        if step.startswith("second") or not parts:
            part = (
                self.world.relay()
                if relay
                else Seen(self.world.pool, self.world.stream()).projector
            )
            parts.append(asyncio.create_task(part.run()))

    async def disturb(self, step: str) -> None:
        bus, service = self.world.bus, self.world.service
        if step == "lose stream":
            await bus.delete_stream(service)
        elif step == "lose answer":
            self.lose_answer = True
        elif step == "reconnect":
            for each in (bus, self.world.reader):
                assert each is not None
                await each.client.force_reconnect()
                await until(lambda each=each: each.client.is_connected)
        elif step == "lose consumers" and await bus.state(service):
            for name in (await bus.api(f"CONSUMER.NAMES.{service}"))["consumers"] or []:
                with suppress(Refused):  # it ended by itself
                    await bus.api(f"CONSUMER.DELETE.{service}.{name}")

    async def settle(self) -> None:
        """Everything is killed, and one of each goes on to the end."""
        await kill(*self.relays, *self.projectors)
        head = (await self.world.log.head()).position
        seen = Seen(self.world.pool, self.world.stream())
        async with running(self.world.relay(), seen.projector):
            assert await seen.projector.reached(head, timeout=60)
            await until(self.world.same)
        assert await seen.rows() == await self.world.logged()
        assert seen.in_memory == head


@pytest.fixture
async def world(
    log: Log, pool: Pool, owner: Connection, bus: Bus, reader: Bus
) -> AsyncIterator[World]:
    await owner.execute(TABLE)
    await owner.execute("grant select, insert on seen to public")
    world = World(log, pool, bus, service="catalog", reader=reader)
    yield world
    await bus.delete_stream(world.service)


@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(steps=st.lists(STEPS, min_size=5, max_size=25))
async def test_what_was_projected_is_what_was_logged(
    world: World, steps: list[tuple[str, int]]
) -> None:
    publish = world.bus.publish_batch
    machine = Machine(world)
    for step, amount in steps:
        await machine.step(step, amount)
    await machine.settle()
    world.bus.publish_batch = publish  # type: ignore[method-assign]

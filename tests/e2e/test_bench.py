"""Every part of the bench, small: what it needs of the services is there, and its table is whole.

Promises the same code as `./motcua bench`, at another size. Must not judge a speed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import nullcontext

import pytest

from bench import size
from bench.__main__ import PARTS, Table
from bench.world import World, bare, world
from deploy.embedded.stack import Stack
from services.chassis.bus import Bus
from tests.e2e.migrated import MigratedStack

STREAMS = ("submissions", "benchsingle")


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(size, "SIZE", size.SMALL)
        yield


@pytest.fixture(scope="module")
async def place() -> AsyncIterator[World]:
    """One stack with services for all parts, which the bench itself starts anew for each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bench.world.Stack", MigratedStack)
        async with world() as made:
            yield made


@pytest.fixture(scope="module")
async def streams(stack: Stack) -> AsyncIterator[Stack]:
    """The session's servers, without what was published to them."""
    yield stack
    bus = await Bus.connect(stack.nats_url("submissions"))
    for each in STREAMS:
        await bus.delete_stream(each)
    await bus.close()


def test_every_part_has_a_place_of_a_kind_that_is_tested_here() -> None:
    assert {part.place for part in PARTS.values()} == {nullcontext, bare, world}


@pytest.mark.parametrize(
    "name", [name for name, part in PARTS.items() if part.place is nullcontext]
)
async def test_a_part_without_a_stack_runs(name: str) -> None:
    table = Table()
    await PARTS[name].measure(table, None)
    require_whole(table)


@pytest.mark.parametrize("name", [name for name, part in PARTS.items() if part.place is bare])
async def test_a_part_without_services_runs(streams: Stack, name: str) -> None:
    table = Table()
    await PARTS[name].measure(table, streams)
    require_whole(table)


@pytest.mark.parametrize("name", [name for name, part in PARTS.items() if part.place is world])
async def test_a_part_with_services_runs(place: World, name: str) -> None:
    table = Table()
    await PARTS[name].measure(table, place)
    require_whole(table)


def require_whole(table: Table) -> None:
    """Something was measured, and nothing was nothing."""
    assert table.rows or table.lines
    for row in table.rows:
        assert min(row.ours.low, row.theirs.low, row.ratio.low) > 0, row.what
    for what, value in table.lines:
        assert what
        assert value
        assert f"| {what} | {value} |" in table.markdown()

"""Fixtures of the submissions service: one in this process, with a small catalogue behind it.

Promises fresh databases and fresh streams to every module. Must not start another service.
"""

from collections.abc import AsyncIterator, Iterator

import pytest

from deploy.embedded.stack import Stack
from services.chassis.bus import Bus, Unreachable
from services.chassis.database import SQL
from services.submissions.__main__ import MIGRATIONS
from tests.submissions.fake_catalogue import FakeCatalogue, published
from tests.submissions.house import OFFERING, OFFICER, House
from tests.templates import Templates


@pytest.fixture(scope="module")
async def bus(stack: Stack) -> AsyncIterator[Bus]:
    """NATS without streams of other modules, as the catalogue."""
    own = await Bus.connect(stack.nats_url("submissions"))
    await gone(own, "submissions")
    await own.close()
    bus = await Bus.connect(stack.nats_url("catalog"))
    await gone(bus, "catalog")
    yield bus
    await bus.close()


async def gone(bus: Bus, name: str) -> None:
    """Delete a stream, however slowly a busy machine answers."""
    for _ in range(20):
        try:
            return await bus.delete_stream(name)
        except Unreachable:
            continue
    raise AssertionError(f"stream {name} could not be deleted")


@pytest.fixture(scope="module")
async def catalogue(templates: Templates, bus: Bus) -> AsyncIterator[FakeCatalogue]:
    """A district with a ward that offers birth registration at level 3."""
    async with (
        templates.lent("catalog", [SQL]) as database,
        published(database, bus) as catalogue,
    ):
        await catalogue.unit("units/district")
        await catalogue.unit("units/ward", "units/district")
        await catalogue.unit("units/other")
        for unit in ("units/district", "units/ward", "units/other"):
            await catalogue.officer(unit, OFFICER)
        await catalogue.service("services/birth")
        await catalogue.offering(OFFERING)
        yield catalogue


@pytest.fixture(scope="module", autouse=True)
def patient() -> Iterator[None]:
    """What comes is waited for, however slow the machine; `hasty` is for what never does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("services.submissions.queries.catalogue.LONG_PATIENCE", 30.0)
        patch.setattr("services.submissions.queries.own_log.PATIENCE", 30.0)
        yield


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A position that nobody has reached is not waited for."""
    monkeypatch.setattr("services.submissions.queries.catalogue.LONG_PATIENCE", 0.1)


@pytest.fixture(scope="module")
async def house(
    stack: Stack, templates: Templates, catalogue: FakeCatalogue
) -> AsyncIterator[House]:
    """The service, serving."""
    async with templates.lent("submissions", [SQL, MIGRATIONS]) as database:
        blobs = (stack.data_dir / "blobs" / database.name).as_uri()
        house = House(database, stack.nats_url("submissions"), catalogue, blobs=blobs)
        await house.start()
        yield house
        await house.stop()

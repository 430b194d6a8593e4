"""Catalogue facts come from the service's own copy, at the position that the event names.

Promises a real stream between a stand-in catalogue and the service.
"""

import asyncio
import uuid
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import grpc
import pytest

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.database import open_pool
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason
from services.submissions.domain.deadlines.calendars import Calendars
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.queries.catalogue import Catalogue
from services.submissions.queries.held import Held
from tests.submissions.fake_catalogue import SINCE, assessed
from tests.submissions.house import House, refused
from tests.waiting import until


@pytest.fixture
def new() -> str:
    """An offering that nobody has heard of."""
    return f"services/birth/offerings/{uuid.uuid4()}"


async def test_a_submission_waits_for_the_position_that_its_caller_saw(
    house: House, new: str
) -> None:
    position = await house.catalogue.offering(new, level=4)
    dossier = (await house.submit(offering=new, catalog_position=position)).dossier
    assert (dossier.offering.level, dossier.catalog_position) == (4, position)


async def test_a_position_after_the_end_of_the_catalogue_is_unknown(
    house: House, hasty: None
) -> None:
    why = await refused(house.submit(catalog_position=10**9))
    assert (why.code, why.reason, why.field) == (
        grpc.StatusCode.FAILED_PRECONDITION,
        "POSITION_UNKNOWN",
        "catalog_position",
    )


class Elsewhere:
    """The inbox of a process whose batches another process wrote."""

    position = 0

    async def reached(self, position: int, timeout: float) -> bool:
        return self.position >= position

    def is_beyond(self, position: int) -> bool:
        return False


class Unreachable(Elsewhere):
    """One of a stream that has no such position."""

    async def reached(self, position: int, timeout: float) -> bool:
        raise AssertionError("nobody waits for what cannot be")

    def is_beyond(self, position: int) -> bool:
        return position > 7


async def test_what_no_stream_has_is_refused_without_waiting(house: House) -> None:
    async with await open_pool(house.database.dsn) as pool:
        with pytest.raises(Refusal) as refused:
            await Catalogue(pool, Unreachable()).wait_for(8)
    assert refused.value.reason is ChassisReason.POSITION_UNKNOWN


async def test_a_position_that_was_not_read_yet_is_unavailable(house: House) -> None:
    async with await open_pool(house.database.dsn) as pool:
        with pytest.raises(Refusal) as refused:
            await Catalogue(pool, Elsewhere()).wait_for(5)
    assert refused.value.reason is SubmissionsReason.CATALOG_BEHIND
    assert refused.value.retry_after


async def test_what_was_read_earlier_takes_no_later_ones_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Calls that find that another process went on read the units, many at once."""
    told, go, begun = ["units/a"], asyncio.Event(), list[int]()

    async def held(_: object, *, known: int) -> Any:
        begun.append(known)
        position, units = len(told), frozenset(told)
        if position == 1:
            await go.wait()
        return position, Held(SimpleNamespace(knows=units.__contains__), Calendars())  # type: ignore[arg-type]

    monkeypatch.setattr("services.submissions.queries.catalogue.held", held)
    none: Any = None
    catalogue = Catalogue(none, Elsewhere())
    earlier = asyncio.create_task(catalogue.load())
    await until(lambda: begun)
    told.append("units/b")
    later = asyncio.create_task(catalogue.load())
    await asyncio.wait([later], timeout=0.1)
    go.set()
    await asyncio.gather(earlier, later)
    assert catalogue.units.knows("units/b")


async def test_an_offering_on_its_way_is_waited_for(
    house: House, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.submissions.queries.catalogue.PATIENCE", 30.0)
    submitting = asyncio.create_task(house.submit(offering=new))
    await asyncio.sleep(0.1)
    await house.catalogue.offering(new)
    assert (await submitting).dossier.offering.level == 3


async def test_an_offering_that_does_not_come_is_unknown_after_a_moment(
    house: House, new: str
) -> None:
    began = asyncio.get_running_loop().time()
    why = await refused(house.submit(offering=new))
    assert (why.code, why.reason) == (grpc.StatusCode.NOT_FOUND, "OFFERING_UNKNOWN")
    assert asyncio.get_running_loop().time() - began > 0.4


async def test_an_offering_of_tomorrow_is_not_in_force(house: House, new: str) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    position = await house.catalogue.offering(new, since=tomorrow)
    why = await refused(house.submit(offering=new, catalog_position=position))
    assert (why.code, why.reason) == (
        grpc.StatusCode.FAILED_PRECONDITION, "OFFERING_NOT_IN_FORCE",
    )  # fmt: skip


async def test_a_change_is_seen_by_who_knows_its_position_and_fixed_at_acceptance(
    house: House, new: str
) -> None:
    await house.catalogue.unit(f"units/{new.rpartition('/')[2]}", "units/district")
    position = await house.catalogue.offering(new)
    before = (await house.submit(offering=new, catalog_position=position)).dossier
    assert before.offering.level == 3
    falls = assessed(new, {datetime.now(UTC): 2})
    position = await house.catalogue.publish(new, falls)
    accepted = await house.step("AcceptDossier", before.name, catalog_position=position)
    assert (accepted.offering.level, accepted.catalog_position) == (2, position)
    assert events.ANOMALY_ONLINE_BELOW_LEVEL_3 in accepted.anomalies
    flagged = (await house.submit(offering=new)).dossier
    assert list(flagged.anomalies) == [events.ANOMALY_ONLINE_BELOW_LEVEL_3]
    back = assessed(new, {SINCE: 4})
    position = await house.catalogue.publish(new, back)
    after = (await house.submit(offering=new, catalog_position=position)).dossier
    assert (after.offering.level, after.offering.service_version) == (4, 1)
    kept = await house.step("RecordResult", before.name)
    assert kept.offering.level == 2


async def test_other_news_of_the_catalogue_moves_the_position_that_events_name(
    house: House,
) -> None:
    before = house.catalogue.position
    first = (await house.submit(catalog_position=before)).dossier.catalog_position
    position = await house.catalogue.unit("units/new", "units/district")
    second = (await house.submit(catalog_position=position)).dossier.catalog_position
    assert (first, second) == (before, position)
    new = await house.submit(receiving_unit="units/new", unit="units/district")
    assert new.dossier.receiving_unit == "units/new"


async def test_what_was_learned_survives_a_restart(house: House, new: str) -> None:
    position = await house.catalogue.offering(new)
    await house.submit(offering=new, catalog_position=position)
    await house.stop()
    position = await house.catalogue.publish(new, assessed(new, {SINCE: 1}))
    await house.start()
    dossier = (await house.submit(offering=new, catalog_position=position)).dossier
    assert dossier.catalog_position == position
    assert dossier.offering.level == 1


async def test_a_memory_that_was_not_told_is_dropped(house: House, new: str) -> None:
    position = await house.catalogue.offering(new)
    await house.submit(offering=new, catalog_position=position)
    inbox = Elsewhere()
    async with await open_pool(house.database.dsn) as pool:
        catalogue = Catalogue(pool, inbox)
        await catalogue.load()
        assert (await catalogue.offering(new)).position == position
        changed = await house.catalogue.publish(new, assessed(new, {SINCE: 1}))
        await house.submit(offering=new, catalog_position=changed)
        untold = await catalogue.offering(new)
        assert (untold.offering.spans[-1].level, untold.position) == (3, position)
        inbox.position = changed
        told = await catalogue.offering(new)
        assert (told.offering.spans[-1].level, told.position) == (1, changed)

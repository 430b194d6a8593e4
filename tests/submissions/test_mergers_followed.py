"""A unit merges: each of its open dossiers is transferred once, by a timer or before a command.

Promises the whole service over a real log, told of units as the catalogue tells. Must not wait for
a clock.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.timers import Timer
from services.submissions.api import timers
from services.submissions.domain.instants import instant
from services.submissions.domain.units import MERGER
from tests.submissions.house import REQUESTS, House, refused
from tests.submissions.persons import Person, get, readings, run
from tests.submissions.place import AGO, TOMORROW, Place
from tests.submissions.test_dossiers_served import APPEND, count_statements
from tests.waiting import until

DAY = timedelta(days=1)
CAUSE = events.TRANSFER_CAUSE_MERGER


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Timers of mergers that are taken and left as they are, until it is called."""
    follow = timers.COMMANDS[MERGER]

    async def later(_: Any, __: Timer) -> None:
        return None

    monkeypatch.setitem(timers.COMMANDS, MERGER, later)
    return lambda: monkeypatch.setitem(timers.COMMANDS, MERGER, follow)


async def places(house: House) -> tuple[Place, Place]:
    """A unit that merges, and one that it merges into; each offers the same service."""
    left, successor = await Place(house).opened(), await Place(house).opened()
    offered = f"{left.service}/offerings/{successor.id}"
    left.position = await house.catalogue.offering(offered, level=4)
    for each in (left, successor):
        left.position = await house.catalogue.officer(each.unit, f"o-{each.id}")
    return left, successor


async def merges(left: Place, successor: Place, at: datetime = AGO) -> None:
    await left.publish(catalog.UnitMerged, at, into=successor.unit)


async def moves(house: House, name: str) -> list[events.DossierTransferred]:
    said = await house.events(name)
    return [each for each in said if isinstance(each, events.DossierTransferred)]


async def transfers(house: House, names: Sequence[str]) -> dict[str, int]:
    """How many each of these dossiers has; those without one are left out."""
    rows = await run(
        house,
        "select stream, count(*) as n from events where stream = any($1) and type = $2"
        " group by stream",
        names, events.DossierTransferred.DESCRIPTOR.full_name,
    )  # fmt: skip
    return {row["stream"]: row["n"] for row in rows}


async def moved(house: House, *names: str) -> bool:
    return len(await transfers(house, names)) == len(names)


async def step(house: House, method: str, name: str, by: Place, **fields: Any) -> Any:
    """A command of the officer of one place."""
    usual = {"request_id": str(uuid.uuid4()), "etag": await house.etag(name)}
    request = REQUESTS[method](name=name, **(usual | fields))
    return await getattr(house.calls, method)(
        request, **house.caller("officer", by.unit, f"o-{by.id}")
    )


async def test_each_open_dossier_of_a_unit_that_merged_is_transferred_once(house: House) -> None:
    left, successor = await places(house)
    names = [(await left.submit()).name for _ in range(3)]
    for name in names:
        await house.step("AcceptDossier", name)
    await house.step("WithdrawDossier", names[2])
    await merges(left, successor)
    await until(lambda: moved(house, *names[:2]))
    assert not await moves(house, names[2])
    for name in names[:2]:
        [transferred] = await moves(house, name)
        units = (transferred.from_unit, transferred.to_unit)
        assert (*units, transferred.cause) == (left.unit, successor.unit, CAUSE)
        accepted, at = await times(house, name)
        assert at == accepted == instant(transferred.effective_time)
        assert transferred.catalog_position >= left.position
    await house.stop()
    await run(house, "update timers set fired = false where subject = $1", left.unit)
    await house.start()
    await until(lambda: fired(house, left))
    assert [len(await moves(house, name)) for name in names] == [1, 1, 0]


async def times(house: House, name: str) -> list[datetime]:
    """When its acceptance and its transfer took place."""
    kinds = ["DossierAccepted", "DossierTransferred"]
    rows = await run(
        house,
        "select occurred_at from events where stream = $1 and split_part(type, '.', 4) = any($2)"
        " order by version",
        name, kinds,
    )  # fmt: skip
    return [row["occurred_at"] for row in rows]


async def fired(house: House, place: Place) -> bool:
    rows = await run(house, "select fired from timers where subject = $1", place.unit)
    return [row["fired"] for row in rows] == [True]


async def test_a_merger_that_is_withdrawn_before_it_begins_transfers_nothing(house: House) -> None:
    left, successor = await places(house)
    name = (await left.submit()).name
    await merges(left, successor, TOMORROW)
    planned = "select due_at from timers where subject = $1 and kind = 'merger'"
    await until(lambda: run(house, planned, left.unit))
    [row] = await run(house, planned, left.unit)
    assert row["due_at"] == TOMORROW
    version = house.catalogue.versions[left.unit]
    await left.publish(catalog.UnitChangeWithdrawn, version=version)
    await left.submit()  # which waits for the position of the withdrawal
    assert await run(house, planned, left.unit) == []
    assert not await moves(house, name)


async def test_a_command_that_is_quicker_appends_the_transfer_with_its_own_facts(
    house: House, held: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, successor = await places(house)
    name = (await left.submit()).name
    await merges(left, successor)
    counted = count_statements(monkeypatch)
    done = await step(
        house, "AcceptDossier", name, successor, catalog_position=left.position
    )  # fmt: skip
    assert (done.handling_unit, done.offering.unit) == (successor.unit, successor.unit)
    assert done.offering.level == 4
    assert max(counted.values()) + APPEND <= 5
    said = await house.events(name)
    kinds = [type(each) for each in said[1:]]
    assert kinds == [events.DossierTransferred, events.DossierAccepted]
    command = "select distinct command_id from events where stream = $1 and version > 1"
    assert len(await run(house, command, name)) == 1
    held()
    await until(lambda: fired(house, left))
    assert len(await house.events(name)) == 3


async def test_what_comes_to_a_unit_after_it_merged_is_transferred_too(house: House) -> None:
    left, successor = await places(house)
    await merges(left, successor)
    await house.catalogue.offering(left.offering)
    accepted = api.Step(status=events.STATUS_ACCEPTED, time=AGO - DAY)
    dossier = await left.backfilled("late", steps=[accepted])
    assert dossier.status == events.STATUS_ACCEPTED
    await until(lambda: moved(house, dossier.name))
    await until(lambda: fired(house, left))
    assert len(await moves(house, dossier.name)) == 1


async def left_out(house: House, name: str) -> None:
    """The last transfer of a dossier should not have been."""
    said = await house.events(name)
    version = max(
        n for n, each in enumerate(said, 1) if isinstance(each, events.DossierTransferred)
    )
    await house.step("CorrectDossier", name, version=version, reason_code="mistaken")


async def handling_unit(house: House, name: str) -> str:
    request = api.GetDossierRequest(name=name)
    return str((await house.calls.GetDossier(request, **house.caller("inspector"))).handling_unit)


async def moved_times(house: House, name: str, number: int) -> bool:
    return len(await moves(house, name)) == number


async def test_a_transfer_that_a_correction_leaves_out_is_made_again(house: House) -> None:
    left, successor = await places(house)
    name = (await left.submit()).name
    await house.step("AcceptDossier", name)
    await merges(left, successor)
    await until(lambda: moved(house, name))
    for number in (2, 3):
        await left_out(house, name)
        await until(partial(moved_times, house, name, number))
        assert await handling_unit(house, name) == successor.unit


async def test_a_command_is_quicker_after_such_a_correction_too(house: House, held: Any) -> None:
    left, successor = await places(house)
    name = (await left.submit()).name
    await house.step("AcceptDossier", name)
    await merges(left, successor)
    known = {"catalog_position": left.position}
    await house.step("RequestSupplement", name, reason_code="x", **known)
    await left_out(house, name)
    assert await handling_unit(house, name) == left.unit
    await house.step("AnswerSupplement", name)
    assert await handling_unit(house, name) == successor.unit
    held()
    await until(lambda: fired(house, left))
    assert len(await moves(house, name)) == 2


async def test_one_merger_after_the_other_leads_to_the_last_unit(house: House) -> None:
    left, successor = await places(house)
    last = await Place(house).opened()
    name = (await left.submit()).name
    await merges(left, successor, AGO - DAY)
    await merges(successor, last, AGO)
    await until(lambda: holder(house, name, last.unit))
    steps = [(each.from_unit, each.to_unit) for each in await moves(house, name)]
    assert steps == [(left.unit, successor.unit), (successor.unit, last.unit)]


async def holder(house: House, name: str, unit: str) -> bool:
    return bool((await moves(house, name) or [events.DossierTransferred()])[-1].to_unit == unit)


async def test_the_clock_runs_and_dates_stay_as_they_were(house: House) -> None:
    left, successor = await places(house)
    name = (await left.submit()).name
    due = {"time": TOMORROW}
    before = await house.step("AcceptDossier", name, due=due)
    await merges(left, successor)
    await until(lambda: moved(house, name))
    after = await step(house, "StartHandling", name, successor)
    assert after.handling_unit == successor.unit
    assert (after.due, after.promised) == (before.due, before.promised)
    assert after.offering == before.offering


async def test_roles_at_the_successor_reach_what_the_merged_unit_had(
    house: House, held: Any
) -> None:
    left, successor = await places(house)
    stranger = await Place(house).opened()
    await house.catalogue.officer(stranger.unit, f"o-{stranger.id}")
    name = (await left.submit()).name
    await merges(left, successor)
    for each, reads in ((successor, True), (stranger, False)):
        request = {"catalog_position": left.position, "reason_code": "incomplete"}
        call = step(house, "RequestSupplement", name, each, **request)
        if reads:
            assert (await call).handling_unit == successor.unit
        else:
            assert (await refused(call)).reason == "DOSSIER_UNKNOWN"


async def test_who_has_it_after_the_merger_reads_its_personal_data(house: House, held: Any) -> None:
    left, successor = await places(house)
    person = Person()
    name = (await left.submit(**person.sealed)).name
    await merges(left, successor)
    await successor.submit(catalog_position=left.position)
    reader = {"unit": successor.unit, "subject": f"o-{successor.id}"}
    opened = await get(house, name, **reader)
    assert opened.applicant.full_name == person.full_name
    [reading] = await readings(house, dossier=name)
    assert reading.unit == successor.unit


async def test_two_replicas_and_many_dossiers_double_nothing(house: House) -> None:
    left, successor = await places(house)
    names = [each.name for each in await asyncio.gather(*(left.submit() for _ in range(120)))]
    other = await House(house.database, house.settings.nats_url, house.catalogue).start()
    await merges(left, successor)
    await until(lambda: moved(house, *names))
    await until(lambda: fired(house, left))
    await other.stop()
    assert await transfers(house, names) == dict.fromkeys(names, 1)

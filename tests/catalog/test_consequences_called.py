"""Plans of units that hand offerings over, made and withdrawn in any order, through gRPC.

What a fourth unit offers follows from the plans that stand, never from the order of commands.
"""

from __future__ import annotations

import itertools
from random import Random

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.client import Client, level, refusal
from tests.catalog.conftest import Running
from tests.catalog.given import DAY, LEVEL_2, LEVEL_3, LEVEL_4
from tests.catalog.place import AHEAD, BEGUN, Place, withdraw

FOLLOW = facts.OFFERING_RULE_FOLLOW
OPEN, CLOSED, PLANNED = (
    api.Offering.STATE_OPEN,
    api.Offering.STATE_CLOSED,
    api.Offering.STATE_PLANNED,
)
NONE_THEN = "NOT_FOUND NONE_THEN name"


def day(number: int) -> object:
    return AHEAD + number * DAY


async def merge(client: Client, unit: str, into: str, number: int) -> api.Unit:
    """A merger on a planned day with which offerings follow; the unit as it leaves it."""
    merged = await client.act(
        "MergeUnits", units=[unit], into=into, offerings=FOLLOW, effective_time=day(number)
    )
    found: api.Unit = merged.units[0]
    return found


def offering(service: str, unit: str) -> str:
    return f"{service}/offerings/{unit.rpartition('/')[2]}"


async def levels(client: Client, name: str, *numbers: int) -> list[int | None]:
    """The level of an offering on some days; None where it is closed, or planned."""
    found = [await client.get(name, at=day(number)) for number in numbers]
    return [level(each) if each.state == OPEN else None for each in found]


ORDERS = list(itertools.permutations(range(3)))


@pytest.mark.parametrize("seed", range(3))
async def test_what_a_fourth_unit_offers_does_not_depend_on_the_order_of_commands(
    client: Client, seed: int
) -> None:
    """0: three mergers into one unit on three planned days, some of which are withdrawn."""
    chance = Random(seed)
    kept = chance.sample(range(3), seed)
    found = []
    for order in chance.sample(ORDERS, 2):
        place = await Place(client).begin()
        service = await place.service()
        into, *old = [await place.unit(place.city) for _ in range(4)]
        for unit, states in zip(old, (LEVEL_4, LEVEL_3, LEVEL_2), strict=True):
            await place.offering(service, unit, states)
        merged = {n: await merge(client, old[n], into, n + 1) for n in order}
        for n in chance.sample(range(3), 3):
            if n not in kept:
                await withdraw(client, merged[n])
        if kept:
            found.append(await levels(client, offering(service, into), 1, 2, 3, 4))
        else:
            for at in (None, day(1), day(9)):
                assert await refusal(client.get(offering(service, into), at=at)) == NONE_THEN
            every = await client.every("Offerings", parent=service, subtree=into)
            assert every == []
    first = min(kept, default=0)
    expected = [None if n < first else (4, 3, 2)[first] for n in range(3)]
    assert all(each == [*expected, expected[-1]] for each in found)


async def test_an_earlier_merger_planned_later_counts_first(client: Client, place: Place) -> None:
    """1 and 2: q1 → p is planned for day 2, then q2 → p for day 1; then q1's is withdrawn."""
    service, p = await place.service(), await place.unit(place.city)
    await place.offering(service, place.a, LEVEL_4)
    await place.offering(service, place.b, LEVEL_2)
    await client.act("MoveUnit", name=place.ward, parent=place.city, effective_time=AHEAD)
    first = await merge(client, place.a, p, 2)
    assert await levels(client, offering(service, p), 1, 2) == [None, 4]
    await merge(client, place.b, p, 1)
    assert await levels(client, offering(service, p), 0, 1, 2) == [None, 2, 2]
    await withdraw(client, first)
    assert await levels(client, offering(service, p), 0, 1, 2, 9) == [None, 2, 2, 2]


async def test_a_part_follows_by_its_split_when_a_merger_of_that_day_is_withdrawn(
    client: Client, place: Place
) -> None:
    """3: q → (q, p) on day 1; q offers from today; q → p on day 1 too, which is withdrawn.

    What was open just before day 1 is handed over, whenever it was recorded, so p is open by the
    split: q goes on, and the split hands q's offering over to p. By the merger it is open no more:
    q, which ended by it, is open on day 1 again.
    """
    service, q, p = await place.service(), place.ward, place.b
    parts = [facts.Successor(unit=each) for each in (q, p)]
    await client.act("SplitUnit", name=q, parts=parts, offerings=FOLLOW, effective_time=day(1))
    await client.offer(service, q, LEVEL_3)
    assert await levels(client, offering(service, p), 0, 1) == [None, 3]
    merged = await merge(client, q, p, 1)
    assert await levels(client, offering(service, q), 0, 1) == [3, None]
    assert await levels(client, offering(service, p), 0, 1) == [None, 3]
    await withdraw(client, merged)
    assert await levels(client, offering(service, p), 0, 1) == [None, 3]
    assert await levels(client, offering(service, q), 0, 1) == [3, 3]


async def test_all_mergers_of_one_instant_are_one_handover(client: Client, place: Place) -> None:
    service, p = await place.service(), await place.unit(place.city)
    weak, strong = await place.unit(place.city), await place.unit(place.city)
    await place.offering(service, weak, LEVEL_2)
    await place.offering(service, strong, LEVEL_4)
    await merge(client, strong, p, 1)
    assert await levels(client, offering(service, p), 1) == [4]
    merged = await merge(client, weak, p, 1)
    assert await levels(client, offering(service, p), 1) == [2]
    assert (await client.get(offering(service, p), at=day(1))).follows == sorted([weak, strong])
    await withdraw(client, merged)
    assert await levels(client, offering(service, p), 1) == [4]


async def test_a_late_correction_of_a_predecessor_flows_on(
    catalog: Running, client: Client, place: Place
) -> None:
    """q was merged into p yesterday; today q's record is corrected as of two days ago."""
    service, q, p = await place.service(), place.ward, place.b
    name = await place.offering(service, q, LEVEL_2)
    await client.act(
        "MergeUnits",
        units=[q],
        into=p,
        offerings=FOLLOW,
        effective_time=BEGUN - DAY,
        correction_reason="nhập lại",
    )
    assert level(await client.get(offering(service, p))) == 2
    of_a = catalog.client(unit=place.a)
    await of_a.record(name, LEVEL_4, at=BEGUN - 2 * DAY, reason="đính chính")
    assert level(await client.get(offering(service, p))) == 4


async def test_whose_correction_opens_or_closes_another_units_offering_in_the_past_needs_a_role(
    catalog: Running, client: Client, place: Place
) -> None:
    """q was merged into p yesterday. Closing q's offering as of three days ago closes p's as well;
    for tomorrow, nobody but q is asked.
    """
    service, q, p = await place.service(), place.ward, place.b
    name = await place.offering(service, q, LEVEL_2)
    grounds = {"effective_time": BEGUN - DAY, "correction_reason": "nhập lại"}
    await client.act("MergeUnits", units=[q], into=p, offerings=FOLLOW, **grounds)
    closing = {
        "name": name,
        "reason": "r",
        "effective_time": BEGUN - 3 * DAY,
        "correction_reason": "đính chính",
    }
    of_a = catalog.client(unit=place.a)
    refused = await refusal(of_a.act("CloseOffering", **closing))
    assert refused == "PERMISSION_DENIED SUCCESSOR_AFFECTED"
    assert (await client.get(offering(service, p))).state == OPEN
    await catalog.client(unit=place.city).act("CloseOffering", **closing)
    assert (await client.get(name)).state == CLOSED
    assert await refusal(client.get(offering(service, p))) == NONE_THEN


async def test_nobody_else_is_asked_about_what_lies_ahead(
    catalog: Running, client: Client, place: Place
) -> None:
    service, q, p = await place.service(), place.ward, place.b
    name = await place.offering(service, q, LEVEL_2)
    await merge(client, q, p, 2)
    of_a = catalog.client(unit=place.a)
    await of_a.act("CloseOffering", name=name, reason="r", effective_time=day(1))
    assert await refusal(client.get(offering(service, p), at=day(2))) == NONE_THEN

"""An offering without any period is not there; what was recorded of it is, and counts again.

Through gRPC: Get, batch, lists, counts and history.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.calls_of_offerings import assess
from tests.catalog.client import Client, level, refusal, stamp
from tests.catalog.given import DAY, LEVEL_3, LEVEL_4, NO, YES

PAY = facts.CAPABILITY_PAY_ONLINE


def soon(days: float) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + days * DAY


async def withdraw(client: Client, name: str, version: int) -> api.Offering:
    said = {"name": name, "version": version, "reason": "nhầm"}
    answer: api.Offering = await client.act("WithdrawOfferingChange", **said)
    return answer


async def named(client: Client, service: str) -> set[str]:
    """The names of the offerings of a service, in whatever state."""
    found = [
        await client.every("Offerings", parent=service, filter=each)
        for each in ("state = PLANNED", "state != PLANNED")
    ]
    return {each.name for every in found for each in every}


async def kinds(client: Client, name: str) -> list[str]:
    answer = await client.act("ListChanges", name=name, page_size=50)
    return [each.fact.TypeName().rpartition(".")[2] for each in answer.changes]


async def test_a_plan_that_is_withdrawn_leaves_an_offering_that_is_not_there(
    client: Client,
) -> None:
    city = await client.unit()
    service = await client.service(city.name)
    planned = await client.offer(service.name, city.name, LEVEL_3, at=soon(3))
    assert await named(client, service.name) == {planned.name}
    answer = await withdraw(client, planned.name, 1)
    assert answer == api.Offering(
        name=planned.name, unit=city.name, position=answer.position, etag='"4"'
    )
    for at in (None, soon(5)):
        assert await refusal(client.get(planned.name, at=at)) == "NOT_FOUND NONE_THEN name"
        assert await refusal(assess(client, planned.name, at=at)) == "NOT_FOUND NONE_THEN name"
        batch = await client.act("BatchGetOfferings", names=[planned.name], as_of=stamp(at))
        assert not batch.offerings
    assert await named(client, service.name) == set()
    counted = await client.act("CountOfferings", subtree=city.name, as_of=stamp(soon(5)))
    assert not counted.counts
    known = await client.get(planned.name, as_known=planned.position)
    assert known.state == api.Offering.STATE_PLANNED
    decided = ["OfferingOpened", "OfferingChangeWithdrawn"]
    assert [each for each in await kinds(client, planned.name) if each in decided] == decided


async def test_it_is_opened_again_as_any_other(client: Client) -> None:
    city = await client.unit()
    service = await client.service(city.name)
    planned = await client.offer(service.name, city.name, LEVEL_3, at=soon(3))
    await withdraw(client, planned.name, 1)
    opened = await client.offer(service.name, city.name, LEVEL_4)
    assert (opened.name, level(opened)) == (planned.name, 4)


async def merged(client: Client, into: str, unit: str) -> Any:
    follow = {"offerings": facts.OFFERING_RULE_FOLLOW, "effective_time": stamp(soon(2))}
    return await client.act("MergeUnits", units=[unit], into=into, **follow)


async def test_what_was_recorded_of_what_follows_no_more_is_idle_until_it_follows_again(
    client: Client,
) -> None:
    """Q's merger into P is withdrawn, and with it P's offering, of which something was recorded.
    Then R is merged into P.
    """
    city = await client.unit()
    p, q, r = [(await client.unit(parent=city.name)).name for _ in range(3)]
    service = await client.service(city.name)
    for unit in (q, r):
        await client.offer(service.name, unit, {**LEVEL_4, PAY: NO})
    at_p = f"{service.name}/offerings/{p.removeprefix('units/')}"
    await merged(client, p, q)
    recorded = await client.record(at_p, {PAY: YES}, at=soon(3))
    assert (level(recorded), list(recorded.idle_versions)) == (4, [])
    await client.act("WithdrawUnitChange", name=q, version=2, reason="hoãn")
    assert await refusal(client.get(at_p, at=soon(4))) == "NOT_FOUND NONE_THEN name"
    await merged(client, p, r)
    follows = await client.get(at_p, at=soon(4))
    assert (list(follows.follows), level(follows)) == ([r], 4)


async def test_what_has_no_effect_is_listed_and_can_be_withdrawn_at_any_time(
    client: Client,
) -> None:
    """Capabilities are recorded for a day by which the offering is then closed after all."""
    city = await client.unit(at=soon(-9), reason="nhập lại")
    service = await client.service(city.name, at=soon(-9), reason="nhập lại")
    late = {"at": soon(-9), "reason": "nhập lại"}
    opened = await client.offer(service.name, city.name, LEVEL_4, **late)
    await client.record(opened.name, {PAY: NO}, at=soon(-2), reason="nhập lại")
    close = {"effective_time": stamp(soon(-5)), "reason": "r", "correction_reason": "nhập lại"}
    closed = await client.act("CloseOffering", name=opened.name, **close)
    assert list(closed.idle_versions) == [3]
    assert not (await withdraw(client, opened.name, 3)).idle_versions

"""A service that changes, and its offerings in the same step, whoever else is at work.

Promises that no offering is left assessed under terms that no longer hold, and that of two editors
neither undoes what the other did. Must not replace the database or the bus.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import grpc
import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.client import Client, level, refusal
from tests.catalog.conftest import Running
from tests.catalog.given import LEVEL_4, NA
from tests.catalog.given_services import Editor
from tests.catalog.test_services_changed import saying

DAY = timedelta(days=1)
NOTHING_TO_PAY = {**LEVEL_4, facts.CAPABILITY_PAY_ONLINE: NA}


@pytest.fixture
def editor(client: Client) -> Editor:
    """An editor of the whole tree."""
    return Editor(client)


async def several(client: Client, number: int) -> list[str]:
    """Units that are open."""
    return [(await client.unit()).name for _ in range(number)]


async def steps(catalog: Running, service: str) -> list[list[tuple[str, str]]]:
    """What every command recorded about a service and its offerings: streams and kinds of facts."""
    connection = await asyncpg.connect(catalog.database.dsn)
    try:
        rows = await connection.fetch(
            "select command_id, stream, type from events where starts_with(stream, $1)"
            " order by position",
            service,
        )
    finally:
        await connection.close()
    found: dict[Any, list[tuple[str, str]]] = {}
    for row in rows:
        found.setdefault(row["command_id"], []).append(
            (row["stream"], row["type"].rpartition(".")[2])
        )
    return list(found.values())


async def every_offering(client: Client, service: str, **asked: Any) -> list[api.Offering]:
    return await client.every("Offerings", size=50, parent=service, **asked)


async def test_a_fee_makes_every_offering_with_nothing_to_pay_fall_in_the_same_step(
    catalog: Running, editor: Editor
) -> None:
    units = await several(editor.client, 4)
    service = (await editor.published(saying(units[0]))).name
    free = [await editor.client.offer(service, unit, NOTHING_TO_PAY) for unit in units[:3]]
    paid = await editor.client.offer(service, units[3], LEVEL_4)
    assert [level(each) for each in [*free, paid]] == [4, 4, 4, 4]
    await editor.revise(service, saying(units[0], fee=5))
    await editor.publish(service)
    fallen = [(each.name, "OfferingAssessed") for each in free]
    assert (await steps(catalog, service))[-1] == [(service, "ServicePublished"), *fallen]
    for each in await every_offering(editor.client, service):
        assert (level(each), each.assessment.attainable) == (
            (4, 4) if each.name == paid.name else (3, 4)
        )


async def test_a_planned_fee_lowers_them_on_its_day_and_its_withdrawal_lifts_them(
    editor: Editor,
) -> None:
    [unit] = await several(editor.client, 1)
    service = (await editor.published(saying(unit))).name
    name = (await editor.client.offer(service, unit, NOTHING_TO_PAY)).name
    later = datetime.now(UTC) + DAY
    await editor.revise(service, saying(unit, fee=5))
    await editor.publish(service, at=later)
    assert level(await editor.client.get(name)) == 4
    assert level(await editor.client.get(name, at=later)) == 3
    await editor.correct(service, 2, saying(unit))
    assert level(await editor.client.get(name, at=later)) == 4
    await editor.correct(service, 2, saying(unit, fee=6))
    assert level(await editor.client.get(name, at=later)) == 3
    await editor.withdraw(service, 2)
    assert level(await editor.client.get(name, at=later)) == 4


async def test_a_change_that_bears_on_no_level_touches_no_offering(
    catalog: Running, editor: Editor
) -> None:
    [unit] = await several(editor.client, 1)
    service = (await editor.published(saying(unit))).name
    await editor.client.offer(service, unit, NOTHING_TO_PAY)
    await editor.revise(service, saying(unit, url="https://dvc.vn/2"))
    await editor.publish(service)
    assert (await steps(catalog, service))[-1] == [(service, "ServicePublished")]


async def test_offerings_end_with_their_service_in_the_same_step(
    catalog: Running, editor: Editor
) -> None:
    units = await several(editor.client, 2)
    service = (await editor.published(saying(units[0]))).name
    offered = [await editor.client.offer(service, unit, LEVEL_4) for unit in units]
    await editor.retire(service)
    ended = [(each.name, "OfferingAssessed") for each in offered]
    assert (await steps(catalog, service))[-1] == [(service, "ServiceRetired"), *ended]
    for each in offered:
        assert (await editor.client.get(each.name)).state == api.Offering.STATE_CLOSED


async def test_a_version_is_not_withdrawn_from_under_an_offering_that_is_planned(
    editor: Editor,
) -> None:
    [unit] = await several(editor.client, 1)
    later = datetime.now(UTC) + DAY
    service = (await editor.published(saying(unit), at=later)).name
    await editor.client.offer(service, unit, LEVEL_4, at=later)
    refused = await refusal(editor.withdraw(service, 1))
    assert refused == "FAILED_PRECONDITION VERSION_OFFERED version"


@pytest.mark.parametrize("round_", range(3))
async def test_what_is_opened_at_the_same_moment_is_assessed_under_the_new_terms_as_well(
    editor: Editor, round_: int
) -> None:
    units = await several(editor.client, 16)
    service = (await editor.published(saying(units[0]))).name
    for unit in units[:4]:
        await editor.client.offer(service, unit, NOTHING_TO_PAY)
    await editor.revise(service, saying(units[0], fee=5))

    async def after(turns: int, doing: Awaitable[Any]) -> Any:
        await asyncio.sleep(0.002 * turns)
        return await doing

    opening = [editor.client.offer(service, unit, NOTHING_TO_PAY) for unit in units[4:]]
    publishing = until_done(lambda: editor.publish(service))
    await asyncio.gather(
        after(round_ * 2, publishing), *(after(n, each) for n, each in enumerate(opening))
    )
    found = await every_offering(editor.client, service)
    assert len(found) == 16
    assert {(level(each), each.assessment.attainable) for each in found} == {(3, 4)}


async def until_done(call: Any) -> Any:
    """Repeat what is answered with "somebody was quicker, again", as callers are told to."""
    while True:
        try:
            return await call()
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.ABORTED:
                raise


async def test_what_is_opened_at_the_moment_of_the_end_has_ended(editor: Editor) -> None:
    units = await several(editor.client, 8)
    service = (await editor.published(saying(units[0]))).name
    opening = [editor.client.offer(service, unit, LEVEL_4) for unit in units]
    retiring = until_done(lambda: editor.retire(service))
    await asyncio.gather(*opening[:4], retiring, *opening[4:], return_exceptions=True)
    assert (await editor.client.get(service)).state == api.Service.STATE_RETIRED
    for each in await every_offering(editor.client, service, as_of=datetime.now(UTC) + DAY):
        assert each.state == api.Offering.STATE_CLOSED


async def test_of_two_editors_who_saw_the_same_one_is_told_and_nothing_is_lost(
    catalog: Running, editor: Editor
) -> None:
    [unit] = await several(editor.client, 1)
    service = await editor.published(saying(unit))
    revisions = [
        editor.revise(service.name, saying(unit, fee=n), etag=service.etag) for n in (5, 6)
    ]
    answers = await asyncio.gather(*revisions, return_exceptions=True)
    [refused] = [each for each in answers if isinstance(each, grpc.aio.AioRpcError)]
    [revised] = [each for each in answers if isinstance(each, api.Service)]
    assert refused.code() is grpc.StatusCode.ABORTED
    drafts = [step for step in await steps(catalog, service.name) if step[0][1] == "ServiceDrafted"]
    assert len(drafts) == 2
    lost = 5 if answers[0] is refused else 6
    kept = 11 - lost
    # Whoever was told reads again, sees that a draft waits, and repeats with what they then saw.
    seen = await editor.client.get(service.name)
    assert (seen, seen.has_draft) == (revised, True)
    second = await editor.publish(service.name, etag=seen.etag)
    assert second.fees[0].amount == kept
    await editor.revise(service.name, saying(unit, fee=lost), etag=second.etag)
    assert (await editor.publish(service.name)).fees[0].amount == lost


async def test_without_an_etag_both_editors_are_recorded(catalog: Running, editor: Editor) -> None:
    [unit] = await several(editor.client, 1)
    service = (await editor.published(saying(unit))).name
    await asyncio.gather(*(editor.revise(service, saying(unit, fee=n)) for n in (5, 6)))
    drafts = [step for step in await steps(catalog, service) if step[0][1] == "ServiceDrafted"]
    assert len(drafts) == 3

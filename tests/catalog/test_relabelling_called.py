"""RelabelOfferings through the door: pages, repeats, trials, and what is read afterwards.

Promises that a repeat says what was said the first time. Must not mock the store.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain.points import POINTS, SIX_POINTS_1
from tests.catalog.calls_of_offerings import close, declare, read, relabel
from tests.catalog.client import Client, refusal
from tests.catalog.conftest import Running
from tests.catalog.given import DAY, LEVEL_2, LEVEL_3, LEVEL_4, NO, NOW, YES

SIX = SIX_POINTS_1
LONG_AGO = NOW - 200 * DAY
BACKWARDS = {"reason": "nhập lại"}
FULL, PARTIAL, NONE = facts.EXTENT_FULL, facts.EXTENT_PARTIAL, facts.EXTENT_NONE
IN_PERSON = {
    **LEVEL_4,
    facts.CAPABILITY_RESULT_ONLINE: NO,
    facts.CAPABILITY_RESULT_POST: NO,
    facts.CAPABILITY_RESULT_IN_PERSON: YES,
}


class Ward:
    """A ward and its offerings, of services of their own."""

    def __init__(self, client: Client, unit: api.Unit) -> None:
        self.client = client
        self.unit = unit.name

    async def offer(self, states: Any, **rest: Any) -> api.Offering:
        service = await self.client.service(self.unit, at=LONG_AGO, **BACKWARDS)
        said = {"at": LONG_AGO, **BACKWARDS, **rest}
        return await self.client.offer(service.name, self.unit, states, **said)

    async def relabel(self, *, at: datetime, **said: Any) -> Any:
        return await relabel(self.client, at=at, subtree=self.unit, **said)


@pytest.fixture
async def ward(client: Client) -> Ward:
    return Ward(client, await client.unit(at=LONG_AGO, **BACKWARDS))


def soon(days: float = 1) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + days * DAY


def counts(answer: api.RelabelOfferingsResponse) -> tuple[int, int, int]:
    return answer.designated, answer.unchanged, answer.not_supported


async def test_each_offering_is_designated_as_the_rule_supports_it(
    ward: Ward, client: Client
) -> None:
    full, by_visit = await ward.offer(LEVEL_4), await ward.offer(IN_PERSON)
    partial, low = await ward.offer(LEVEL_3), await ward.offer(LEVEL_2)
    at = soon()
    answer = await ward.relabel(at=at, legal_basis="42/2022/NĐ-CP")
    assert counts(answer) == (3, 0, 1)
    found = [(await read(client, each.name, at=at)).designated_extent for each in (full, by_visit)]
    assert found == [FULL, PARTIAL]
    assert (await read(client, partial.name, at=at)).designated_extent == PARTIAL
    assert (await read(client, low.name, at=at)).designated_extent == facts.EXTENT_UNSPECIFIED
    assert (await read(client, full.name)).designated_extent == facts.EXTENT_UNSPECIFIED


async def test_the_answer_lists_where_the_habit_differs(ward: Ward) -> None:
    await ward.offer(LEVEL_4)
    by_visit = await ward.offer(IN_PERSON)
    capped = await ward.offer(LEVEL_4, ceiling=3, ceiling_reason="Quyết định 12")
    answer = await ward.relabel(at=soon())
    assert {
        (each.offering, each.level, each.by_rule, each.by_habit) for each in answer.differences
    } == {(by_visit.name, 4, PARTIAL, FULL), (capped.name, 3, FULL, PARTIAL)}


async def test_a_trial_says_the_same_and_records_nothing(ward: Ward, client: Client) -> None:
    offering, at = await ward.offer(LEVEL_4), soon()
    await ward.offer(IN_PERSON)
    trial = await ward.relabel(at=at, validate_only=True)
    assert await read(client, offering.name) == await read(
        client, offering.name, known=offering.position
    )
    assert await ward.relabel(at=at) == trial


async def test_a_repeat_counts_what_was_counted_the_first_time(ward: Ward, client: Client) -> None:
    offered = [await ward.offer(states) for states in (LEVEL_4, LEVEL_3, IN_PERSON, LEVEL_2)]
    at, request_id = soon(), str(uuid.uuid4())
    first = await ward.relabel(at=at, request_id=request_id)
    await client.record(offered[0].name, {facts.CAPABILITY_FILE_ONLINE: NO})
    await close(client, offered[1].name)
    await declare(client, offered[2].name, 2)
    await ward.offer(LEVEL_4)
    assert await ward.relabel(at=at, request_id=request_id) == first
    assert counts(await ward.relabel(at=at)) == (1, 1, 2)


async def test_relabelling_again_changes_nothing(ward: Ward) -> None:
    await ward.offer(LEVEL_4)
    await ward.offer(IN_PERSON)
    at = soon()
    first = await ward.relabel(at=at)
    again = await ward.relabel(at=at)
    assert (counts(first), counts(again)) == ((2, 0, 0), (0, 2, 0))
    assert again.differences == first.differences


async def test_pages_come_to_the_whole(ward: Ward) -> None:
    offered = {(await ward.offer(IN_PERSON)).name for _ in range(5)}
    at, token, found = soon(), "", set()
    designated = []
    while True:
        answer = await ward.relabel(at=at, page_size=2, page_token=token)
        designated.append(answer.designated)
        found |= {each.offering for each in answer.differences}
        token = answer.next_page_token
        if not token:
            break
    assert designated == [2, 2, 1]
    assert found == offered


async def test_a_page_is_repeated_as_it_was(ward: Ward) -> None:
    for _ in range(3):
        await ward.offer(IN_PERSON)
    at, ids = soon(), [str(uuid.uuid4()) for _ in range(2)]
    first = await ward.relabel(at=at, page_size=2, request_id=ids[0])
    said = {"at": at, "page_size": 2, "page_token": first.next_page_token}
    second = await ward.relabel(**said, request_id=ids[1])
    assert await ward.relabel(at=at, page_size=2, request_id=ids[0]) == first
    assert await ward.relabel(**said, request_id=ids[1]) == second


async def test_a_page_token_belongs_to_its_question(ward: Ward) -> None:
    for _ in range(2):
        await ward.offer(LEVEL_4)
    at = soon()
    token = (await ward.relabel(at=at, page_size=1)).next_page_token
    refused = await refusal(ward.relabel(at=at + DAY, page_size=1, page_token=token))
    assert refused == "INVALID_ARGUMENT PAGE_TOKEN_INVALID page_token"


async def test_only_open_offerings_with_a_level_of_the_subtree_are_relabelled(
    ward: Ward, client: Client
) -> None:
    at = soon()
    below = Ward(client, await client.unit(parent=ward.unit, at=LONG_AGO, **BACKWARDS))
    await below.offer(LEVEL_4)
    closed = await ward.offer(LEVEL_4)
    await close(client, closed.name)
    await ward.offer(LEVEL_4, at=at + DAY, reason="")
    await ward.offer(dict.fromkeys(POINTS, YES), level_rule=SIX)
    elsewhere = Ward(client, await client.unit(at=LONG_AGO, **BACKWARDS))
    other = await elsewhere.offer(LEVEL_4)
    assert counts(await ward.relabel(at=at)) == (1, 0, 0)
    assert (await read(client, other.name, at=at)).designated_extent == facts.EXTENT_UNSPECIFIED


async def test_the_past_is_relabelled_only_with_a_reason(ward: Ward, client: Client) -> None:
    offering = await ward.offer(LEVEL_4)
    refused = await refusal(ward.relabel(at=NOW - DAY))
    assert refused == "INVALID_ARGUMENT PAST_WITHOUT_REASON effective_time"
    assert counts(await ward.relabel(at=NOW - DAY, correction_reason="ghi lại")) == (1, 0, 0)
    assert (await read(client, offering.name)).designated_extent == FULL


async def test_only_who_acts_for_the_whole_subtree_relabels_it(
    catalog: Running, client: Client, ward: Ward
) -> None:
    await ward.offer(LEVEL_4)
    inside = catalog.client("editor", ward.unit)
    refused = await refusal(relabel(inside, at=soon()))
    assert refused == "PERMISSION_DENIED NOT_PERMITTED"
    other = await client.unit()
    refused = await refusal(relabel(inside, at=soon(), subtree=other.name))
    assert refused == "PERMISSION_DENIED NOT_PERMITTED"
    assert counts(await relabel(inside, at=soon(), subtree=ward.unit)) == (1, 0, 0)


async def test_an_unknown_subtree_is_refused(client: Client) -> None:
    refused = await refusal(relabel(client, at=soon(), subtree="units/none"))
    assert refused == "NOT_FOUND NONE_THEN subtree"


async def test_a_repeat_with_other_content_is_refused(ward: Ward) -> None:
    await ward.offer(LEVEL_4)
    at, request_id = soon(), str(uuid.uuid4())
    await ward.relabel(at=at, request_id=request_id)
    refused = await refusal(ward.relabel(at=at, page_size=7, request_id=request_id))
    assert refused == "ALREADY_EXISTS REQUEST_ID_REUSED request_id"

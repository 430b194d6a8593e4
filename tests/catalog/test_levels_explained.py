"""AssessOffering: what is earned, what is missing for each higher level, in words, at any time.

Promises that everything that is missing is named, with "no" told from "unknown". Must not mock the
store.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain.points import POINTS, SIX_POINTS_1
from tests.catalog.calls_of_offerings import assess, close, declare
from tests.catalog.client import Client, refusal
from tests.catalog.given import DAY, LEVEL_2, LEVEL_3, LEVEL_4, NA, NO, NOW, UNKNOWN, YES

SIX = SIX_POINTS_1
LONG_AGO = NOW - 200 * DAY
BACKWARDS = {"reason": "nhập lại"}
PAY, FILE = facts.CAPABILITY_PAY_ONLINE, facts.CAPABILITY_FILE_ONLINE
WAYS = (
    facts.CAPABILITY_RESULT_ONLINE,
    facts.CAPABILITY_RESULT_POST,
    facts.CAPABILITY_RESULT_IN_PERSON,
)


def soon(days: float = 1) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + days * DAY


async def offered(client: Client, states: Any, **rest: Any) -> api.Offering:
    unit = await client.unit(at=LONG_AGO, **BACKWARDS)
    service = await client.service(unit.name, at=LONG_AGO, **BACKWARDS)
    return await client.offer(service.name, unit.name, states, at=LONG_AGO, **BACKWARDS, **rest)


def missing(answer: api.AssessOfferingResponse) -> dict[int, dict[Any, Any]]:
    return {gap.level: {each.capability: each.state for each in gap.missing} for gap in answer.gaps}


async def test_each_higher_level_names_all_that_is_missing_up_to_it(client: Client) -> None:
    offering = await offered(client, {**LEVEL_2, FILE: NO, PAY: NO})
    answer = await assess(client, offering.name)
    assert (answer.assessment.earned, answer.assessment.attainable) == (2, 2)
    assert (answer.level_rule, answer.extent_rule) == ("vn.levels@1", "vn.extent@1")
    three = {
        facts.CAPABILITY_FORMS_ONLINE: UNKNOWN,
        FILE: NO,
        facts.CAPABILITY_HANDLE_ONLINE: UNKNOWN,
    }
    assert missing(answer) == {3: three, 4: {**three, PAY: NO, **dict.fromkeys(WAYS, UNKNOWN)}}


async def test_what_is_missing_is_said_in_vietnamese_and_english(client: Client) -> None:
    offering = await offered(client, {**LEVEL_3, PAY: YES})
    [gap] = (await assess(client, offering.name)).gaps
    said = {each.capability: (each.description.vi, each.description.en) for each in gap.missing}
    assert said[WAYS[0]] == (
        "Trả kết quả trực tuyến (chỉ cần một trong các hình thức này)",
        "Result delivered online (one of these is enough)",
    )


async def test_nothing_is_missing_from_the_highest_level(client: Client) -> None:
    offering = await offered(client, LEVEL_4, ceiling=3, ceiling_reason="Quyết định 12")
    answer = await assess(client, offering.name)
    assert (answer.assessment.earned, answer.ceiling) == (4, 3)
    assert answer.assessment.level == 3
    assert answer.ceiling_reason == "Quyết định 12"
    assert not answer.gaps


async def test_nothing_recorded_lacks_everything(client: Client) -> None:
    offering = await offered(client, {})
    answer = await assess(client, offering.name)
    assert [gap.level for gap in answer.gaps] == [1, 2, 3, 4]
    assert [len(gap.missing) for gap in answer.gaps] == [7, 9, 12, 16]


async def test_a_fee_that_contradicts_the_offering_is_what_is_missing(client: Client) -> None:
    unit = await client.unit(at=LONG_AGO, **BACKWARDS)
    fee = facts.FeeLine(code="LP", amount=8_000)
    service = await client.service(unit.name, at=LONG_AGO, **BACKWARDS, fees=[fee])
    said = {**LEVEL_4, PAY: NA}
    offering = await client.offer(service.name, unit.name, said, at=LONG_AGO, **BACKWARDS)
    answer = await assess(client, offering.name)
    assert (answer.assessment.earned, answer.assessment.attainable) == (3, 4)
    assert missing(answer) == {4: {PAY: UNKNOWN}}


async def test_an_assessment_is_asked_of_any_date_and_as_known_at_any_time(client: Client) -> None:
    offering = await offered(client, LEVEL_2)
    grown = await client.record(offering.name, LEVEL_3, at=soon(1))
    await declare(client, offering.name, 1, at=soon(2))
    answers = [await assess(client, offering.name, at=soon(n)) for n in (0, 1.5, 3)]
    levels = [(each.assessment.earned, each.assessment.level) for each in answers]
    assert levels == [(2, 2), (3, 3), (3, 1)]
    assert (
        await assess(client, grown.name, at=soon(3), known=grown.position)
    ).assessment.level == 3
    assert (
        await assess(client, grown.name, at=soon(3), known=offering.position)
    ).assessment.earned == 2


async def test_an_offering_that_is_not_open_has_earned_nothing_and_lacks_nothing(
    client: Client,
) -> None:
    offering = await offered(client, LEVEL_2)
    await close(client, offering.name, at=soon(1))
    for at in (soon(2), LONG_AGO - DAY):
        answer = await assess(client, offering.name, at=at)
        assert not answer.HasField("assessment")
        assert not answer.gaps


async def test_an_unknown_offering_is_not_found(client: Client) -> None:
    refused = await refusal(assess(client, "services/none/offerings/none"))
    assert refused == "NOT_FOUND NONE_THEN name"
    refused = await refusal(assess(client, "services/none"))
    assert refused == "INVALID_ARGUMENT NAME_MALFORMED name"


@pytest.mark.parametrize(
    ("changed", "verdict", "lacking"),
    [
        ({}, facts.VERDICT_FULLY_ONLINE, {}),
        ({POINTS[0]: NA}, facts.VERDICT_FULLY_ONLINE, {}),
        (
            {POINTS[0]: NO, POINTS[1]: UNKNOWN, POINTS[2]: NA},
            facts.VERDICT_NOT_FULLY_ONLINE,
            {0: {POINTS[0]: NO, POINTS[1]: UNKNOWN}},
        ),
        (dict.fromkeys(POINTS, NA), facts.VERDICT_NO_POINTS, {}),
    ],
)
async def test_under_six_points_the_verdict_and_what_stands_in_its_way(
    client: Client, changed: Any, verdict: facts.Verdict, lacking: Any
) -> None:
    offering = await offered(client, {**dict.fromkeys(POINTS, YES), **changed}, level_rule=SIX)
    answer = await assess(client, offering.name)
    assert answer.assessment.verdict == verdict
    assert not answer.assessment.HasField("level")
    assert (answer.level_rule, answer.extent_rule) == (SIX, "")
    assert missing(answer) == lacking


async def test_under_six_points_a_blank_is_unknown(client: Client) -> None:
    offering = await offered(client, dict.fromkeys(POINTS[1:], YES), level_rule=SIX)
    answer = await assess(client, offering.name)
    assert answer.assessment.verdict == facts.VERDICT_UNKNOWN
    assert missing(answer) == {0: {POINTS[0]: UNKNOWN}}

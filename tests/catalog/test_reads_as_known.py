"""Both time axes through the API: what was true at an instant, as known at a position or moment.

Promises that the past of our knowledge stays answerable. Must not depend on the order of tests.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.client import Client, level, refusal, stamp
from tests.catalog.conftest import Running
from tests.catalog.given import LEVEL_2, LEVEL_3, LEVEL_4

DAY = timedelta(days=1)
REASON = {"reason": "nhập hồ sơ cũ"}


def now() -> datetime:
    return datetime.now(UTC)


def called(unit: Any) -> str:
    return str(unit.display_name.vi)


async def test_a_correction_of_the_past_is_seen_only_once_it_is_known(client: Client) -> None:
    start = now()
    city = await client.unit(at=start - 300 * DAY, **REASON)
    service = await client.service(city.name, at=start - 200 * DAY, **REASON)
    opened = await client.offer(service.name, city.name, LEVEL_2, at=start - 100 * DAY, **REASON)
    corrected = await client.record(opened.name, LEVEL_3, at=start - 50 * DAY, **REASON)

    async def read(day: int, known: int) -> int:
        return level(await client.get(opened.name, at=start + day * DAY, as_known=known))

    assert [await read(-10, known) for known in (opened.position, corrected.position)] == [2, 3]
    assert [await read(-60, known) for known in (opened.position, corrected.position)] == [2, 2]
    before = client.get(opened.name, as_known=service.position)
    assert await refusal(before) == "NOT_FOUND NONE_THEN name"
    listed = await client.every(
        "Offerings", parent=service.name, as_of=stamp(start), as_known=opened.position
    )
    assert [level(each) for each in listed] == [2]


async def test_a_position_within_a_command_shows_what_was_known_before_it(client: Client) -> None:
    city = await client.unit()
    service = await client.service(city.name)
    opened = await client.offer(service.name, city.name, LEVEL_4)
    within = client.get(opened.name, as_known=opened.position - 1)
    assert await refusal(within) == "NOT_FOUND NONE_THEN name"
    assert await client.get(opened.name, as_known=opened.position) == opened


async def test_a_moment_stands_for_the_last_position_recorded_by_then(client: Client) -> None:
    first = await client.unit(vi="Cũ")
    await asyncio.sleep(0.02)
    between = now()
    await asyncio.sleep(0.02)
    text = facts.Text(vi="Mới", en="New")
    await client.act("RenameUnit", name=first.name, display_name=text)
    as_of = now() + DAY
    then = await client.get(first.name, at=as_of, as_known_time=stamp(between))
    today = await client.get(first.name, at=as_of, as_known_time=stamp(now()))
    assert (called(then), called(today)) == ("Cũ", "Mới")
    long_ago = client.get(first.name, as_known_time=stamp(now() - 900 * DAY))
    assert await refusal(long_ago) == "NOT_FOUND NONE_THEN name"


async def test_all_pages_are_as_known_at_the_position_asked(client: Client) -> None:
    city = await client.unit()
    wards = [await client.unit(parent=city.name) for _ in range(4)]
    known = wards[2].position
    found = await client.every("Units", subtree=city.name, as_known=known, filter="kind = ward")
    assert sorted(found, key=lambda each: each.position) == [city, *wards[:3]]


async def test_what_cannot_be_known_is_refused(catalog: Running) -> None:
    client = catalog.client()
    unit = await client.unit()
    ahead = stamp(now() + DAY)
    refused = [
        ("FAILED_PRECONDITION POSITION_UNKNOWN as_known", {"as_known": unit.position + 1}),
        ("INVALID_ARGUMENT POSITION_INVALID as_known", {"as_known": -1}),
        ("FAILED_PRECONDITION POSITION_UNKNOWN as_known", {"as_known": 2**63 - 1}),
        ("INVALID_ARGUMENT POSITION_INVALID as_known", {"as_known": -(2**63)}),
        ("INVALID_ARGUMENT KNOWN_TIME_AHEAD as_known_time", {"as_known_time": ahead}),
        (
            "INVALID_ARGUMENT KNOWN_TWICE as_known_time",
            {"as_known": unit.position, "as_known_time": stamp(now())},
        ),
    ]
    for expected, asked in refused:
        assert await refusal(client.get(unit.name, **asked)) == expected
        assert await refusal(client.page("Units", **asked)) == expected
        assert await refusal(client.act("CountOfferings", **asked)) == expected

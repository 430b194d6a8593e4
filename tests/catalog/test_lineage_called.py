"""Units traced through gRPC: what they were made of, and what has become of them.

Promises answers for any date, as known at any position. Must not reach into the service.
"""

from __future__ import annotations

from typing import Any

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.client import Client, refusal
from tests.catalog.given import DAY
from tests.catalog.place import AHEAD, BEGUN, Place

REASON = {"correction_reason": "ghi chậm"}


@pytest.fixture
async def reform(client: Client, place: Place) -> Any:
    """The ward was split with shares 40 days ago, and the district merged 20 days ago."""
    parts = [
        facts.Successor(unit=place.a, share=facts.Share(numerator=1, denominator=3)),
        facts.Successor(unit=place.b, share=facts.Share(numerator=2, denominator=3)),
    ]
    split_at, merged_at = BEGUN - 40 * DAY, BEGUN - 20 * DAY
    await client.act("SplitUnit", name=place.ward, parts=parts, effective_time=split_at, **REASON)
    return await client.act(
        "MergeUnits", into=place.b, units=[place.a], effective_time=merged_at, **REASON
    )


def shares(answer: api.GetUnitLineageResponse) -> dict[str, str]:
    return {
        each.unit: f"{each.share.numerator}/{each.share.denominator}"
        if each.HasField("share")
        else "?"
        for each in answer.parts
    }


async def test_a_unit_is_traced_to_what_it_was_made_of(
    client: Client, place: Place, reform: api.MergeUnitsResponse
) -> None:
    then = BEGUN - 60 * DAY
    today = await client.act("GetUnitLineage", name=place.b, at=then)
    assert shares(today) == {place.a: "1/1", place.b: "1/1", place.ward: "1/1"}
    between = await client.act("GetUnitLineage", name=place.b, at=then, as_of=BEGUN - 30 * DAY)
    assert shares(between) == {place.b: "1/1", place.ward: "2/3"}


async def test_a_unit_is_traced_to_what_became_of_it(
    client: Client, place: Place, reform: api.MergeUnitsResponse
) -> None:
    said = {"name": place.ward, "as_of": BEGUN - 60 * DAY}
    assert shares(await client.act("GetUnitLineage", **said, at=BEGUN - 30 * DAY)) == {
        place.a: "1/3",
        place.b: "2/3",
    }
    assert shares(await client.act("GetUnitLineage", **said, at=AHEAD)) == {place.b: "1/1"}


async def test_a_trace_knows_only_what_was_known_then(
    client: Client, place: Place, reform: api.MergeUnitsResponse
) -> None:
    before_merger = reform.units[0].position - 1
    said = {"name": place.ward, "as_of": BEGUN - 60 * DAY, "at": AHEAD}
    known = await client.act("GetUnitLineage", **said, as_known=before_merger)
    assert shares(known) == {place.a: "1/3", place.b: "2/3"}


async def test_a_trace_begins_with_a_unit_that_was_open_then(
    client: Client, place: Place, reform: api.MergeUnitsResponse
) -> None:
    refused = await refusal(client.act("GetUnitLineage", name=place.ward, at=AHEAD))
    assert refused == "FAILED_PRECONDITION UNIT_ENDED as_of"
    unknown = await refusal(client.act("GetUnitLineage", name="units/nobody", at=AHEAD))
    assert unknown == "NOT_FOUND UNIT_UNKNOWN name"

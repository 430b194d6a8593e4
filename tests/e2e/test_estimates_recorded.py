"""Estimates from end to end: a ward counted, was divided by shares, and its parts are asked.

Given counted facts of ward E, which is divided into A (1/3) and B (2/3) in 2022, when they are
estimated by the command line, then A and B have their parts and `verify` finds the same.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from motcua.submissions.v1 import counts_pb2 as counts
from motcua.submissions.v1 import events_pb2 as facts
from services.console.instants import to_date
from services.console.portal.client import Portal
from tests.e2e import past_city
from tests.e2e.commands import motcua
from tests.e2e.followed import followed
from tests.e2e.round_trip import running

ASKED = ("rates", "--estimated", "--definition", "online_handling.all", "--from", "2021-01")
DIVIDED = [
    ("", "100/1", "150/1"),
    ("units/ward-a", "100/3", "50/1"),
    ("units/ward-b", "200/3", "100/1"),
]


def counted(key: str, n: int, channel: facts.Channel) -> counts.Count:
    """What the ward accepted in January of 2021."""
    return counts.Count(
        key=key,
        unit="units/ward-e",
        service="services/birth",
        start_date=to_date(date(2021, 1, 1)),
        end_date=to_date(date(2021, 2, 1)),
        population=facts.POPULATION_ACCEPTED,
        n=n,
        channel=channel,
    )


async def record(portal: Portal, *stated: counts.Count, catalog_position: int) -> None:
    request = counts.RecordCountsRequest(
        source="books", counts=stated, catalog_position=catalog_position
    )
    answer = await portal.call(portal.counts.RecordCounts, [request], role="importer")
    assert answer.added == len(stated), answer


def numbers(estimate: dict[str, Any]) -> tuple[str, ...]:
    """The unit, what counts and of how much."""
    receipt = estimate["receipt"]
    stated = (receipt["numerator"], receipt["denominator"])
    shown = (f"{each['numerator']}/{each['denominator']}" for each in stated)
    return receipt["scope"]["unit"], *shown


@pytest.mark.timeout(240)
async def test_what_a_divided_ward_counted_is_estimated_for_its_parts(tmp_path: Path) -> None:
    async with running() as (data, portal):
        parts = (past_city.UNITS, past_city.SERVICES, past_city.OFFERINGS)
        position = await past_city.settle(portal, *parts)
        online = counted("1", 100, facts.CHANNEL_ONLINE)
        await record(
            portal, online, counted("2", 50, facts.CHANNEL_IN_PERSON), catalog_position=position
        )
        await followed(data)
        done = await motcua(*ASKED, "--json", data=data)
        assert done.code == 0, done.err
        assert [numbers(each) for each in done.document["estimates"]] == DIVIDED
        saved = tmp_path / "estimates.json"
        saved.write_text(done.out, encoding="utf-8")
        for words in (("verify", saved), ("verify",)):
            done = await motcua(*words, data=data)
            assert done.code == 0, done.out + done.err

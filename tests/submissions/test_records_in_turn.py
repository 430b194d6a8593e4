"""How the records of a message take turns, and wait together for what is not known yet.

Promises counts of turns and waits, never of seconds.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest

from services.chassis.turns import Turns
from services.submissions.api.backfill import FEW
from services.submissions.queries import catalogue
from services.submissions.queries.records import EarlierRecord, Records
from tests.submissions.house import House
from tests.submissions.test_records_served import record


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[Turns]:
    """The turns that were waited for."""
    found, next_one = list[Turns](), Turns.next

    async def counted(turns: Turns, weight: int = 1) -> None:
        found.append(turns)
        await next_one(turns, weight)

    monkeypatch.setattr(Turns, "next", counted)
    return found


async def test_every_few_records_wait_for_a_turn(house: House, taken: list[Turns]) -> None:
    answers = [
        house.backfill([record(f"t{n}") for n in range(FEW + 1)], source=f"turns{m}") for m in "ab"
    ]
    assert sum(each.added for each in await asyncio.gather(*answers)) == 2 * (FEW + 1)
    assert len(taken) == 4
    assert len(set(taken)) == 1  # one for all importers


async def test_fifty_records_wait_for_four_turns(house: House, taken: list[Turns]) -> None:
    answer = await house.backfill([record(f"f{n}") for n in range(50)], source="fifty")
    assert (answer.added, len(taken)) == (50, 4)


async def test_an_unknown_unit_is_waited_for_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = list[object]()

    async def counted(update: object) -> None:
        waited.append(update)

    monkeypatch.setattr(catalogue, "_a_moment", counted)
    records = [record(f"w{n}", receiving_unit="units/nowhere") for n in range(5)]
    answer = await house.backfill(records, source="waiting")
    assert {each.reason for each in answer.refusals} == {"UNIT_UNKNOWN"}
    assert (answer.refused, len(waited)) == (5, 1)


async def test_only_a_record_that_came_before_is_asked_for_twice(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, earlier = list[int](), Records.earlier

    async def counted(records: Records, ids: Sequence[UUID]) -> dict[UUID, EarlierRecord]:
        asked.append(len(ids))
        return await earlier(records, ids)

    monkeypatch.setattr(Records, "earlier", counted)
    first = await house.backfill([record("o0")], source="once")
    again = await house.backfill([record("o0"), record("o1")], source="once")
    assert (first.added, again.known, again.added) == (1, 1, 1)
    assert asked == [1, 2, 1]

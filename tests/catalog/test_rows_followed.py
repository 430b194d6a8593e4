"""Rows by which offerings follow to other units: what has to be read again for them, and what not.

Promises counts of work, never times. Must reach into the service only to count.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import intake_pb2 as intake
from services.catalog.api.working import Working
from services.chassis.decider import Fact
from tests.catalog.conftest import Running
from tests.catalog.desk import Desk, fresh, level
from tests.catalog.given import LEVEL_2, LEVEL_4, States
from tests.catalog.lorry import Lorry, effects, offering_row, row, service_row, unit_row

LATER = datetime(2025, 7, 1, tzinfo=UTC)


def merger(into: str, unit: str) -> intake.Row:
    follow = facts.OFFERING_RULE_FOLLOW
    return row(merger=intake.MergerRow(into=into, units=[unit], offerings=follow), at=LATER)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The streams of which everything was read again."""
    read: list[str] = []
    original = Working.told

    def counted(self: Working, stream: str) -> tuple[Fact, ...]:
        read.append(stream)
        return original(self, stream)

    monkeypatch.setattr(Working, "told", counted)
    return read


async def offered(lorry: Lorry, *states: States) -> tuple[str, Sequence[str]]:
    """A service, and units that offer it so; the last of them does not."""
    service, into, *old = fresh("s"), *(fresh("p") for _ in range(len(states) + 1))
    await lorry.bring(
        *(unit_row(each) for each in (*old, into)),
        service_row(service, f"units/{into}"),
        *(
            offering_row(f"services/{service}", f"units/{unit}", each)
            for unit, each in zip(old, states, strict=True)
        ),
    )
    return f"services/{service}", [f"units/{each}" for each in (*old, into)]


async def test_mergers_of_a_chunk_that_nothing_joins_read_no_offering_again(
    catalog: Running, told: list[str]
) -> None:
    lorry = Lorry(catalog)
    _, [one, other, first] = await offered(lorry, LEVEL_4, LEVEL_2)
    _, [second] = await offered(lorry)
    rows = [merger(first, one), merger(second, other)]
    assert effects(await lorry.bring(*rows)) == ["CHANGED"] * 2
    assert told == []


async def test_a_merger_that_joins_another_reads_what_both_hand_on_once(
    catalog: Running, desk: Desk, told: list[str]
) -> None:
    lorry = Lorry(catalog)
    service, [one, other, into] = await offered(lorry, LEVEL_4, LEVEL_2)
    assert effects(await lorry.bring(merger(into, one), merger(into, other))) == ["CHANGED"] * 2
    names = [each.replace("units", f"{service}/offerings") for each in (one, other, into)]
    assert sorted(told) == sorted(names)
    assert level(await desk.get(names[2])) == 2

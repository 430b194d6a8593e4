"""Desks and duties folded into tables: any history, in any batches, equals a plain reading.

Promises that what was said last of a desk, or of an officer's duty, counts, and that a withdrawn
fact never was. Must not need NATS.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from motcua.catalog.v1 import events_pb2 as catalog
from services.chassis.database import Pool
from services.chassis.log import Recorded
from services.submissions import inbox
from services.submissions.queries.catalogue import Catalogue
from tests.submissions.catalogue_histories import AT, BEGIN, HOURS, time_of
from tests.submissions.test_catalogue_folded import Told, pool

__all__ = ["pool"]  # a fixture

UNIT, ABOVE, DESK, BELOW = "units/u", "units/above", "units/d", "units/below"
OPENED = [
    catalog.UnitOpened(unit=unit, parent=parent, effective_time=BEGIN)
    for unit, parent in ((ABOVE, ""), (UNIT, ABOVE), (DESK, ""), (BELOW, DESK))
]
GIVERS, DESKS = st.sampled_from([UNIT, ABOVE]), st.sampled_from([DESK, BELOW])
OFFICERS, DUTIES = st.sampled_from(["o", "p"]), st.sampled_from([1, 2])
STAFF = {"unit": st.just(UNIT), "officer": OFFICERS, "duty": DUTIES, "effective_time": AT}
FACTS = st.one_of(
    st.builds(
        catalog.DeskAuthorized, unit=GIVERS, desk=DESKS, effective_time=AT,
        end_time=st.one_of(st.none(), AT), desks_below=st.booleans(), for_units_below=st.booleans(),
    ),
    st.builds(catalog.DeskRevoked, unit=GIVERS, desk=DESKS, effective_time=AT),
    st.builds(catalog.OfficerAppointed, **STAFF),
    st.builds(catalog.OfficerRelieved, **STAFF),
    st.builds(catalog.UnitChangeWithdrawn, unit=GIVERS, version=st.integers(2, 8)),
)  # fmt: skip


def drawn(number: int) -> list[Any]:
    """The example with this number, always the same."""
    found: list[Any] = []

    @hypothesis.seed(number)
    @settings(
        max_examples=10,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(st.lists(FACTS, min_size=8, max_size=20))
    def draw(example: Any) -> None:
        found.append(example)

    draw()
    return max(found, key=len)


def recorded(facts: Sequence[Any]) -> list[Recorded]:
    """As a projector hands them over, each with the version of its unit's stream."""
    versions: dict[str, int] = {}
    events = []
    for n, fact in enumerate([*OPENED, *facts], 1):
        versions[fact.unit] = version = versions.get(fact.unit, 0) + 1
        events.append(Recorded(
            position=n, stream=fact.unit, version=version, event_id=UUID(int=n),
            command_id=UUID(int=n), n=0, fingerprint=b"", type=fact.DESCRIPTOR.full_name,
            subject="", occurred_at=BEGIN, recorded_at=BEGIN, actor="", traceparent="",
            payload=fact.SerializeToString(),
        ))  # fmt: skip
    return events


class Plain:
    """The slow truth: every fact is looked at for every question."""

    def __init__(self, facts: Sequence[Any]) -> None:
        versions: dict[str, int] = {ABOVE: 1, UNIT: 1}
        kept: dict[tuple[str, int], Any] = {}
        for fact in facts:
            versions[fact.unit] += 1
            if isinstance(fact, catalog.UnitChangeWithdrawn):
                kept.pop((fact.unit, fact.version), None)
            else:
                kept[fact.unit, versions[fact.unit]] = fact
        self.kept = list(kept.values())

    def last(self, at: Any, *kinds: Any, **of: Any) -> Any:
        """The latest by an instant; of two from one instant the one recorded later."""
        found = [
            (time_of(each), number, each)
            for number, each in enumerate(self.kept)
            if isinstance(each, kinds) and all(getattr(each, name) == of[name] for name in of)
        ]
        begun = [each for each in found if each[0] <= at]
        return max(begun, key=lambda each: each[:2])[2] if begun else None

    def receives(self, desk: str, at: Any) -> bool:
        for unit, named in ((u, d) for u in (UNIT, ABOVE) for d in (DESK, BELOW)):
            kinds = (catalog.DeskAuthorized, catalog.DeskRevoked)
            said = self.last(at, *kinds, unit=unit, desk=named)
            if not isinstance(said, catalog.DeskAuthorized):
                continue
            over = said.HasField("end_time") and time_of(said, "end_time") <= at
            reaches = named == desk or (named == DESK and said.desks_below)
            if not over and reaches and (unit == UNIT or said.for_units_below):
                return True
        return False

    def on_duty(self, officer: str, at: Any) -> bool:
        kinds = (catalog.OfficerAppointed, catalog.OfficerRelieved)
        last = [self.last(at, *kinds, officer=officer, duty=duty) for duty in (1, 2)]
        return any(isinstance(each, catalog.OfficerAppointed) for each in last)


def says(catalogue: Catalogue) -> list[Any]:
    units = catalogue.units
    return [
        [units.receives(DESK, UNIT, at), units.receives(BELOW, UNIT, at)]
        + [units.on_duty(officer, UNIT, at) for officer in ("o", "p")]
        for at in HOURS
    ]


def plainly(facts: Sequence[Any]) -> list[Any]:
    plain = Plain(facts)
    return [
        [plain.receives(DESK, at), plain.receives(BELOW, at)]
        + [plain.on_duty(officer, at) for officer in ("o", "p")]
        for at in HOURS
    ]


@pytest.mark.parametrize("seed", range(6))
async def test_any_history_in_any_batches_equals_a_plain_reading(pool: Pool, seed: int) -> None:
    facts = drawn(seed)
    events, expected = recorded(facts), plainly(facts)
    assert any(True in each for each in expected)
    for size in (1, 3, len(events)):
        for table in ("unit_changes", "desk_authorizations", "duties"):
            await pool.execute(f"delete from {table}")
        catalogue = Catalogue(pool, Told())
        for _ in range(2):  # a stream that is read again says the same
            for start in range(0, len(events), size):
                batch = await inbox.prepare(events[start : start + size])
                async with pool.acquire() as connection, connection.transaction():
                    await inbox.apply(connection, batch)
                catalogue.learn(batch.update)
            assert says(catalogue) == expected
            await catalogue.load()  # from the tables, as a process that starts
            assert says(catalogue) == expected

"""The catalogue's facts folded into tables: any history, in any batches, equals a plain reading.

Promises that what is known of an instant is what was said last about it. Must not need NATS.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from motcua.catalog.v1 import events_pb2 as catalog
from services.chassis import database as databases
from services.chassis.database import Pool
from services.chassis.log import Recorded
from services.submissions import inbox
from services.submissions.__main__ import MIGRATIONS
from services.submissions.queries.catalogue import Catalogue
from tests.templates import MakeDatabase

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = [BEGIN + timedelta(hours=n) for n in range(12)]
SERVICE, UNIT = "services/s", "units/u"
OFFERING = f"{SERVICE}/offerings/u"
OF = {"offering": OFFERING, "service": SERVICE, "unit": UNIT}
TABLES = ("unit_changes", "service_versions", "retirements", "offerings", "offering_states",
          "level_spans")  # fmt: skip

AT = st.sampled_from(HOURS)
VERSIONS = st.integers(1, 3)


def assessed(levels: dict[datetime, int], rule: str) -> catalog.LevelsAssessed:
    spans = [
        catalog.LevelSpan(effective_time=at, level=level) for at, level in sorted(levels.items())
    ]
    return catalog.LevelsAssessed(
        **OF, replaces_from=min(levels), spans=spans, level_rule=rule, extent_rule=""
    )


def published(version: int, at: datetime, fee: int) -> catalog.ServicePublished:
    content = catalog.ServiceContent(fees=[catalog.FeeLine(amount=fee)])
    return catalog.ServicePublished(
        service=SERVICE, version=version, effective_time=at, content=content
    )


FACTS = st.one_of(
    st.builds(catalog.OfferingOpened, effective_time=AT, **{k: st.just(v) for k, v in OF.items()}),
    st.builds(catalog.OfferingClosed, effective_time=AT, **{k: st.just(v) for k, v in OF.items()}),
    st.builds(
        assessed,
        st.dictionaries(AT, st.integers(0, 4), min_size=1, max_size=3),
        st.sampled_from(["vn.levels@1", "vn.levels@1", "six_points@1"]),
    ),
    st.builds(published, VERSIONS, AT, st.integers(0, 5)),
    st.builds(catalog.ServiceVersionWithdrawn, service=st.just(SERVICE), version=VERSIONS),
    st.builds(catalog.ServiceRetired, service=st.just(SERVICE), effective_time=AT),
    st.builds(catalog.ServiceRetirementWithdrawn, service=st.just(SERVICE)),
    st.builds(
        catalog.FilingPolicySet,
        unit=st.just(UNIT), effective_time=AT, refuse_below_level_3=st.booleans(),
    ),
    st.builds(catalog.UnitChangeWithdrawn, unit=st.just(UNIT), version=st.integers(1, 12)),
)  # fmt: skip
EXAMPLES = st.tuples(st.lists(FACTS, min_size=8, max_size=30), st.integers(2, 12))


def recorded(facts: Sequence[Any]) -> list[Recorded]:
    """As a projector hands them over; every fact counts as one of its unit's stream, too."""
    first: list[Any] = [
        catalog.UnitOpened(unit=UNIT, effective_time=BEGIN),
        catalog.OfferingOpened(effective_time=HOURS[1], **OF),
    ]
    return [
        Recorded(
            position=n, stream="any", version=n, event_id=UUID(int=n), command_id=UUID(int=n), n=0,
            fingerprint=b"", type=fact.DESCRIPTOR.full_name, subject="", occurred_at=BEGIN,
            recorded_at=BEGIN, actor="", traceparent="", payload=fact.SerializeToString(),
        )
        for n, fact in enumerate([*first, *facts], 1)
    ]  # fmt: skip


def drawn(number: int) -> tuple[list[Any], int]:
    """The example with this number, always the same."""
    found: list[Any] = []

    @hypothesis.seed(number)
    @settings(
        max_examples=20,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(EXAMPLES)
    def draw(example: Any) -> None:
        found.append(example)

    draw()
    return max(found, key=lambda example: len(example[0]))


@pytest.fixture
async def pool(database: MakeDatabase) -> AsyncIterator[Pool]:
    """Migrated, empty tables."""
    fresh = await database("submissions", [databases.SQL, MIGRATIONS])
    async with await databases.open_pool(fresh.dsn) as pool:
        yield pool


class Told:
    """An inbox whose position is what the test wrote."""

    position = 0

    async def reached(self, position: int, timeout: float) -> bool: ...
    def lacks(self, position: int) -> bool: ...


async def learned(pool: Pool, events: Sequence[Recorded], size: int) -> Catalogue:
    """What a catalogue says that was told these events in such batches."""
    for table in TABLES:
        await pool.execute(f"delete from {table}")
    catalogue = Catalogue(pool, Told())
    for start in range(0, len(events), size):
        batch = await inbox.prepare(events[start : start + size])
        async with pool.acquire() as connection, connection.transaction():
            await inbox.apply(connection, batch)
        catalogue.learn(batch.news)
    return catalogue


async def says(catalogue: Catalogue) -> dict[str, list[Any]]:
    """Everything that a dossier or a live call can depend on, hour by hour."""
    offering = (await catalogue.offerings([OFFERING]))[OFFERING].offering
    about = [offering.about(at) for at in HOURS]
    return {
        "level": [offering.level(at) for at in HOURS],
        "version": [facts.service_version for facts in about],
        "fee": [facts.fee for facts in about],
        "in force": [offering.in_force(at) for at in HOURS],
        "refuses": [catalogue.units.refuses_below_3(UNIT, at) for at in HOURS],
    }


def time_of(fact: Any, name: str = "effective_time") -> datetime:
    moment: datetime = getattr(fact, name).ToDatetime(tzinfo=UTC)
    return moment


def message_of(event: Recorded) -> Any:
    return getattr(catalog, event.type.rpartition(".")[2]).FromString(event.payload)


class Plain:
    """The slow truth about one instant: what was said last about it, after these events."""

    def __init__(self, events: Sequence[Recorded], at: datetime) -> None:
        self.at = at
        self.told = [(event.version, message_of(event)) for event in events]

    def last(self, *kinds: Any, name: str = "effective_time") -> Any:
        found = [fact for _, fact in self.told if isinstance(fact, kinds)]
        begun = [fact for fact in found if time_of(fact, name) <= self.at]
        return begun[-1] if begun else None

    def level(self) -> int | None:
        state = self.last(catalog.OfferingOpened, catalog.OfferingClosed)
        if isinstance(state, catalog.OfferingClosed):
            return None
        assessed = self.last(catalog.LevelsAssessed, name="replaces_from")
        if assessed is None or assessed.level_rule == "six_points@1":
            return None
        return [span for span in assessed.spans if time_of(span) <= self.at][-1].level

    def version(self) -> Any:
        kept: dict[int, Any] = {}
        for _, fact in self.told:
            if isinstance(fact, catalog.ServicePublished):
                kept[fact.version] = fact
            if isinstance(fact, catalog.ServiceVersionWithdrawn):
                kept.pop(fact.version, None)
        begun = [each for each in kept.values() if time_of(each) <= self.at]
        return max(begun, key=lambda each: (time_of(each), each.version), default=None)

    def in_force(self) -> bool:
        retired: list[Any] = []
        for _, fact in self.told:
            if isinstance(fact, catalog.ServiceRetired):
                retired.append(fact)
            if isinstance(fact, catalog.ServiceRetirementWithdrawn):
                retired.clear()
        if any(time_of(fact) <= self.at for fact in retired):
            return False
        state = self.last(catalog.OfferingOpened, catalog.OfferingClosed)
        return isinstance(state, catalog.OfferingOpened) and self.version() is not None

    def refuses(self) -> bool:
        policies: dict[int, Any] = {}
        for version, fact in self.told:
            if isinstance(fact, catalog.FilingPolicySet):
                policies[version] = fact
            if isinstance(fact, catalog.UnitChangeWithdrawn):
                policies.pop(fact.version, None)
        begun = [
            (time_of(each), n, each) for n, each in policies.items() if time_of(each) <= self.at
        ]
        return bool(begun) and max(begun, key=lambda each: each[:2])[2].refuse_below_level_3


def plainly(events: Sequence[Recorded]) -> dict[str, list[Any]]:
    """The same as `says`, the slow way."""
    plain = [Plain(events, at) for at in HOURS]
    versions = [each.version() for each in plain]
    return {
        "level": [each.level() for each in plain],
        "version": [found.version if found else 0 for found in versions],
        "fee": [found.content.fees[0].amount if found else 0 for found in versions],
        "in force": [each.in_force() for each in plain],
        "refuses": [each.refuses() for each in plain],
    }


@pytest.mark.parametrize("seed", range(8))
async def test_any_history_in_any_batches_equals_a_plain_reading(pool: Pool, seed: int) -> None:
    facts, size = drawn(seed)
    events = recorded(facts)
    expected = plainly(events)
    for batches in (1, size, len(events)):
        catalogue = await learned(pool, events, batches)
        assert await says(catalogue) == expected
        await catalogue.load()  # from the tables, as a process that starts
        assert await says(catalogue) == expected


@pytest.mark.parametrize("seed", range(4))
async def test_levels_and_units_are_as_they_were_known_at_every_position(
    pool: Pool, seed: int
) -> None:
    facts, size = drawn(seed)
    events = recorded(facts)
    for batches in (1, size, len(events)):
        catalogue = await learned(pool, events, batches)
        for position in range(2, len(events) + 1):
            known = await catalogue.offerings([OFFERING], position)
            units = await catalogue.units_as_known(position)
            expected = plainly(events[:position])
            assert [known[OFFERING].offering.level(at) for at in HOURS] == expected["level"]
            assert [units.refuses_below_3(UNIT, at) for at in HOURS] == expected["refuses"]


async def test_lists_that_are_read_in_turn_keep_their_units(pool: Pool) -> None:
    facts, size = drawn(3)
    catalogue = await learned(pool, recorded(facts), size)
    first, second = [await catalogue.units_as_known(position) for position in (1, 2)]
    assert await catalogue.units_as_known(1) is first
    assert await catalogue.units_as_known(2) is second


async def test_a_stream_that_is_read_again_says_the_same(pool: Pool) -> None:
    facts, size = drawn(5)
    events = recorded(facts)
    catalogue = await learned(pool, events, size)
    before = await says(catalogue)
    for event in events:
        batch = await inbox.prepare([event])
        async with pool.acquire() as connection, connection.transaction():
            await inbox.apply(connection, batch)
    await catalogue.load()
    assert await says(catalogue) == before


async def test_what_is_learned_while_the_units_are_read_is_not_lost(pool: Pool) -> None:
    policy = catalog.FilingPolicySet(unit=UNIT, effective_time=BEGIN, refuse_below_level_3=True)
    events = recorded([policy])
    catalogue = await learned(pool, events[:2], 1)
    told = await inbox.prepare(events[2:])

    class Overtaken:
        """A pool whose first answer comes after somebody else's news."""

        async def fetchval(self, query: str) -> Any:
            return await pool.fetchval(query)

        async def fetch(self, query: str, *values: Any) -> Any:
            rows = await pool.fetch(query, *values)
            catalogue.learn(told.news)
            return rows

    catalogue._pool = Overtaken()
    await catalogue.load()
    assert catalogue.units.refuses_below_3(UNIT, HOURS[0])

"""The slow truth: every figure counted again from the events up to a position, dossier by dossier.

Promises nothing but plainness: no cells, no batches, no dates but comparisons of instants. Must not
use the ledger nor a database.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from hypothesis import strategies as st

from motcua.catalog.v1.events_pb2 import Extent
from motcua.submissions.v1.events_pb2 import (
    STATUS_PROCESSING,
    STATUS_WITHDRAWN,
    Anomaly,
    Channel,
    FactTime,
    RatingFacts,
    Verdict,
)
from services.chassis.log import Recorded
from services.metrics.domain.classes import EXCLUDED
from services.metrics.domain.digest import CLASSES
from services.metrics.domain.facts import Facts, evolve
from services.metrics.domain.periods import Period, local_day, midnight, whole_months
from services.metrics.domain.seen import Seen
from services.metrics.projections.batch import TYPES
from tests.metrics import corrections, given, steps
from tests.metrics.naive_classes import RULES, Contribution
from tests.metrics.naive_digest import Row, month, naive_digest

PARENTS = {given.WARD: given.DISTRICT, given.DISTRICT: given.CITY, given.OTHER: given.CITY}
DOSSIERS = range(1, 7)
Filters: TypeAlias = Sequence[tuple[str, Sequence[str]]]


def contributions(events: Sequence[Recorded], definition: str) -> dict[str, Contribution]:
    """By dossier, after these events."""
    facts: dict[str, Facts] = {}
    for event in events:
        message = TYPES[event.type].message.FromString(event.payload)
        before = facts.get(message.dossier, Facts(message.dossier))
        seen = Seen(message, event.position, event.occurred_at, event.recorded_at)
        facts[message.dossier] = evolve(before, seen)
    found = {name: (RULES[definition](row), row) for name, row in facts.items()}
    return {
        name: each._replace(values=dimensions(row)) for name, (each, row) in found.items() if each
    }


def dimensions(row: Facts) -> dict[str, str]:
    """A dossier's value in each dimension."""
    channel, extent = Channel.Name(row.channel), Extent.Name(row.extent)
    of_extent = extent.removeprefix("EXTENT_").lower()
    return {
        "assisted": "yes" if row.assisted else "no",
        "channel": channel.removeprefix("CHANNEL_").lower(),
        "corrected": "yes" if row.was_corrected else "no",
        "due": {1: "computed", 2: "stated", 3: "none"}.get(row.due_set or 0, "unknown"),
        "extent": "unknown" if of_extent == "unspecified" else of_extent,
        "field": row.field or "unknown",
        "level": "unknown" if row.level is None else str(row.level),
        "officer": "unknown",  # nobody is assigned in these histories
        "withdrawn": ("no", "by_citizen", "stated")[row.withdrawn_by or 0],
    }


def chosen(each: Contribution, filters: Filters) -> bool:
    """Whether every filter names the item's value."""
    return all(each.values[dimension] in values for dimension, values in filters)


def default_months(
    events: Sequence[Recorded],
    definition: str,
    *,
    unit: str,
    service: str,
    alone: bool,
    filters: Filters,
    units_at: None = None,  # as they were then
) -> Period | None:
    """The local months from the first item that counts to the last."""
    days = [
        local_day(each.key_at)
        for each in contributions(events, definition).values()
        if each.membership != EXCLUDED
        and inside(each.unit, unit, alone=alone)
        and service in ("", each.service)
        and chosen(each, filters)
    ]
    return whole_months(min(days), max(days)) if days else None


def inside(unit: str, scope: str, *, alone: bool = False) -> bool:
    """Whether a credited unit lies in a scope."""
    while unit != scope and unit and not alone:
        unit = PARENTS.get(unit, "")
    return scope in ("", unit)


def items(
    events: Sequence[Recorded],
    definition: str,
    period: Period,
    *,
    unit: str = "",
    service: str = "",
    alone: bool = False,
    filters: Filters = (),
    units_at: None = None,
    as_of: datetime | None = None,
) -> dict[str, Contribution]:
    """The items of a figure."""
    start, end = midnight(period.start), midnight(period.end)
    cut = min(end, as_of or end)
    return {
        name: each
        for name, each in contributions(events, definition).items()
        if start <= each.key_at < cut
        and inside(each.unit, unit, alone=alone)
        and service in ("", each.service)
        and chosen(each, filters)
    }


def numbers(found: dict[str, Contribution]) -> dict[str, object]:
    """What a figure says of its items."""
    places = Counter((each.membership, each.reason) for each in found.values())
    return {
        "places": dict(places),
        "assisted": sum(e.assisted and e.membership != EXCLUDED for e in found.values()),
        "digest": naive_digest([row(name, each) for name, each in found.items()]),
    }


def row(name: str, each: Contribution) -> Row:
    """A dossier as a digest takes it."""
    place = (each.unit, month(each.key_at))
    return (*place, "dossier", name, CLASSES[each.membership], each.reason, "1")


ANOMALIES = st.sampled_from([(), (), (), *((each,) for each in Anomaly.values() if 0 < each < 20)])
UNITS = st.sampled_from([given.WARD, given.DISTRICT, given.OTHER, given.CITY])
SERVICES = st.sampled_from([given.BIRTH, given.LAND])
NUMBERS = st.sampled_from(DOSSIERS)
CHANNELS = st.sampled_from(Channel.values())
LEVELS = st.sampled_from([None, 0, 2, 3, 4])
EXTENTS = st.sampled_from(Extent.values())
FIELDS = st.sampled_from(["", "Hộ tịch", "Đất đai"])
# After now, and where no event can be: in a year 16, before 1900 in Hanoi, at the calendar's ends.
ODD_TIMES = st.sampled_from(
    [
        given.RECORDED + timedelta(days=60),
        datetime(2126, 1, 1, tzinfo=UTC),
        datetime(2127, 1, 1, tzinfo=UTC),
        datetime(2999, 6, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(1900, 1, 1, tzinfo=UTC),
        datetime(1899, 12, 31, 16, 59, 59, 999999, tzinfo=UTC),
        datetime(16, 3, 1, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
    ]
)
# Around the turn of a year and of two months, to the minute around local midnight.
TIMES = st.one_of(
    ODD_TIMES,
    st.datetimes(datetime(2025, 11, 25), datetime(2026, 2, 5), timezones=st.just(UTC)),  # noqa: DTZ001
    st.just(datetime(2025, 12, 31, 17, tzinfo=UTC)),
    st.just(datetime(2025, 12, 31, 16, 59, 59, 999999, tzinfo=UTC)),
)
MAYBE = st.none() | st.booleans()
FEES = st.sampled_from([None, 0, 20_000])
DEADLINES = st.none() | st.builds(given.deadline, computed=st.booleans())
OFFICERS = st.sampled_from(["", "officers/o-1"])
MINUTES = st.none() | st.sampled_from([0, 30, 31, 480, 28_800, 28_801])
SAID = st.fixed_dictionaries(
    {
        "fee_waived": st.booleans(), "paid_online": st.booleans(),
        "supplement_requests": st.integers(0, 2),
    },
    optional={
        "electronic_result": st.booleans(), "working_minutes": st.integers(0, 90),
        "rating": st.integers(1, 5).map(lambda value: RatingFacts(value=value)),
        "closed": st.just(FactTime(time_known=True)),
        "status": st.sampled_from([STATUS_WITHDRAWN, STATUS_PROCESSING]),
    },
)  # fmt: skip
MESSAGES = st.one_of(
    st.builds(given.submitted, NUMBERS, service=SERVICES, unit=UNITS, channel=CHANNELS),
    st.builds(
        given.accepted, NUMBERS, service=SERVICES, unit=UNITS, level=LEVELS, channel=CHANNELS,
        assisted=st.booleans(), anomalies=ANOMALIES, fee=FEES, written_result=MAYBE,
        extent=EXTENTS, field=FIELDS, deadline=DEADLINES,
        time_known=st.sampled_from([True, True, True, False]), day_only=st.booleans(),
    ),
    st.builds(
        given.ended, NUMBERS, unit=UNITS, verdict=st.sampled_from(Verdict.values()),
        anomalies=ANOMALIES, time_known=st.sampled_from([True, True, False]),
        electronic_result=MAYBE, working_minutes=MINUTES, day_only=st.booleans(),
    ),
    st.one_of(
        st.builds(steps.paid, NUMBERS, online=st.booleans()),
        st.builds(steps.refunded, NUMBERS),
        st.builds(steps.waived, NUMBERS),
        st.builds(steps.rated, NUMBERS, st.integers(1, 5)),
        st.builds(steps.withdrawn, NUMBERS, after_acceptance=st.booleans(), officer=OFFICERS),
        st.builds(steps.requested, NUMBERS, times=st.integers(1, 3)),
    ),
    st.builds(given.returned, NUMBERS, ends=st.booleans(), unit=UNITS),
    st.builds(corrections.voided, NUMBERS),
    st.builds(
        corrections.corrected, NUMBERS, service=SERVICES, unit=UNITS, level=LEVELS,
        channel=CHANNELS, assisted=st.booleans(), voided=st.booleans(), anomalies=ANOMALIES,
        accepted_at=st.none() | TIMES, ended_at=st.none() | TIMES, handling_unit=UNITS,
        verdict=st.sampled_from(Verdict.values()), fee=FEES, written_result=MAYBE, said=SAID,
        extent=EXTENTS, field=FIELDS,
    ),
)  # fmt: skip


@st.composite
def histories(draw: st.DrawFn, *, longest: int = 40) -> list[Recorded]:
    """Events in any order, at any times: late, repeated, corrected. Each begins by submission."""
    drawn = draw(st.lists(st.tuples(MESSAGES, TIMES), max_size=longest))
    begun: set[str] = set()
    events: list[Recorded] = []
    for message, moment in drawn:
        if message.dossier not in begun:
            begun.add(message.dossier)
            number = int(message.dossier[-1])
            first = given.submitted(number, service=given.LAND)
            events.append(given.recorded(len(events) + 1, first, moment, version=1))
        events.append(given.recorded(len(events) + 1, message, moment))
    return events

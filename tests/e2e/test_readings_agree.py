"""Both readings over the same events, recorded in any order and at any times, without a stack.

Promises records as they are, stored times that cannot be among them, and equal figures by unit and
month. Must not compare a rule with itself: each reading has its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import DossierRecord, Step
from services.chassis.decider import Fact
from services.console.reading.figures.figures import figures
from services.console.reading.figures.sums import Numbers
from services.console.reading.folding import fold
from services.metrics.domain.classes import EXCLUDED, NUMERATOR, UNKNOWN
from services.metrics.domain.digest import Classified, figure_digest, key_in_month, leaves
from services.metrics.domain.facts import Facts, Seen, evolve
from services.metrics.domain.periods import local_day, month_of
from services.submissions.domain.dossier.records.facts import take_in
from services.submissions.domain.dossier.records.reading import read
from services.submissions.domain.offerings import Offering, Span, Version
from tests.e2e.definitions import DEFINITIONS
from tests.metrics.naive_classes import RULES, Contribution
from tests.metrics.shipped import of_kind
from tests.weighted import weighted

NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)
LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
NEVER = [
    datetime(16, 3, 1, tzinfo=UTC), datetime(1899, 12, 31, 16, 59, 59, tzinfo=UTC),
    datetime(2126, 11, 21, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC),
    datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC),
]  # fmt: skip
TIMES = weighted(
    (1, st.none()),
    (1, st.sampled_from([*NEVER, NOW, NOW + DAY, datetime(2027, 1, 15, 2, tzinfo=UTC)])),
    (1, st.datetimes(datetime(2026, 9, 29), datetime(2026, 10, 2), timezones=st.just(UTC))),  # noqa: DTZ001
    (2, st.dates(date(2026, 9, 30), date(2026, 10, 1))),
    (1, st.sampled_from([date(9999, 12, 31), date(16, 1, 1)])),
)


def offering(unit: str, level: int | None) -> Offering:
    levels = () if level is None else (level, 2, "vn.levels@1")
    return Offering(
        name=f"services/S/offerings/{unit}",
        service="services/S",
        unit=f"units/{unit}",
        spans=(Span(LONG_AGO, True, *levels),),
        versions=(Version(LONG_AGO, 1, None, None, None),),
    )


OFFERINGS = st.builds(offering, st.sampled_from("UV"), st.sampled_from([None, 2, 3, 4]))


def when(moment: Any, date_field: str = "date") -> dict[str, Any]:
    """A moment as a message has it."""
    if isinstance(moment, datetime) or moment is None:
        return {"time": moment}
    return {date_field: {"year": moment.year, "month": moment.month, "day": moment.day}}


@st.composite
def told(draw: st.DrawFn, number: int) -> list[Fact]:
    """A record's facts; what follows its submission may have been recorded in any order."""
    statuses = draw(st.sampled_from([(2,), (2, 9), (2, 10), (9,), (1, 2, 9, 10), (1, 9, 10)]))
    steps = [Step(status=each, **when(draw(TIMES))) for each in statuses]  # type: ignore[arg-type]
    record = DossierRecord(
        key=str(number),
        channel=draw(st.sampled_from(events.Channel.values()[1:])),
        assisted=draw(st.booleans()),
        due=when(draw(TIMES)),
        steps=steps,
    )
    reading = read(
        record,
        name=f"dossiers/{UUID(int=number)}",
        source="old",
        offering=draw(OFFERINGS),
        now=NOW,
        catalog_position=0,
    )
    first, *later = take_in(reading)
    again = draw(st.lists(submitted_again(first), max_size=1)) if draw(st.booleans()) else []
    later = [*later, *again]
    return [first, *(spoilt(fact, draw(SPOILING)) for fact in draw(st.permutations(later)))]


def submitted_again(first: Fact) -> st.SearchStrategy[Fact]:
    """Somewhere else, by another channel."""

    def changed(unit: str, channel: int) -> Fact:
        message = events.DossierSubmitted()
        message.CopyFrom(first.message)
        message.offering.unit, message.receiving_unit = f"units/{unit}", f"units/{unit}"
        message.channel = channel  # type: ignore[assignment]
        return first._replace(message=message)

    return st.builds(changed, st.sampled_from("UVW"), st.sampled_from(events.Channel.values()[1:]))


# What an older version, or a mistake, may have stored: a time, or a due, that cannot be.
SPOILING = st.sampled_from([(None, None)] * 6 + [(each, None) for each in NEVER] + [
    (None, each) for each in NEVER
])  # fmt: skip


def spoilt(fact: Fact, impossible: tuple[datetime | None, datetime | None]) -> Fact:
    message: Any = fact.message
    at, due = impossible
    if due and "due" in message.DESCRIPTOR.fields_by_name and message.HasField("due"):
        message.due.time.FromDatetime(due)
    return fact if at is None else fact._replace(occurred_at=at)


@st.composite
def streams(draw: st.DrawFn) -> list[Fact]:
    """Some dossiers' facts, mixed as they may have been recorded."""
    rest = [draw(told(number)) for number in range(1, draw(st.integers(2, 6)))]
    mixed: list[Fact] = []
    while any(rest):
        mixed.append(draw(st.sampled_from([each for each in rest if each])).pop(0))
    return mixed


def first_reading(stream: list[Fact]) -> dict[tuple[str, str, date], Numbers]:
    """What the metrics service makes of it, by definition, unit and month."""
    facts: dict[str, Facts] = {}
    for position, fact in enumerate(stream, 1):
        message: Any = fact.message
        before = facts.get(message.dossier, Facts(message.dossier))
        seen = Seen(message, position, fact.occurred_at, recorded(position))
        facts[message.dossier] = evolve(before, seen)
    items: dict[Any, list[tuple[str, Contribution]]] = defaultdict(list)
    for definition in of_kind("dossier"):
        for name, row in facts.items():
            if each := RULES[definition.name](row):
                month = month_of(local_day(each.key_at))
                for unit in ("", each.unit):
                    items[definition.id, unit, month].append((name, each))
    return {place: numbers(found) for place, found in items.items()}


def numbers(found: list[tuple[str, Contribution]]) -> Numbers:
    counts = Counter(each.membership for _, each in found)
    below = [each for _, each in found if each.membership != EXCLUDED]
    return Numbers(
        numerator=counts[NUMERATOR],
        denominator=len(below),
        unknown=counts[UNKNOWN],
        considered=len(found),
        excluded=dict(Counter(e.reason for _, e in found if e.membership == EXCLUDED)),
        assisted=sum(each.assisted for each in below),
        digest=figure_digest(
            leaves(
                (
                    key_in_month(each.unit, local_day(each.key_at)),
                    Classified("dossier", name, each.membership, each.reason, 1),
                )
                for name, each in found
            )
        ),
        buckets=dict(Counter(e.reason for e in below if e.reason)),
    )


def second_reading(stream: list[Fact]) -> dict[tuple[str, str, date], Numbers]:
    """What the console makes of it."""
    of_dossiers = [each for each in DEFINITIONS if each.kind == "dossier"]
    reading = fold.Reading()
    for position, fact in enumerate(stream, 1):
        message: Any = fact.message
        reading.take(
            fold.Fact(
                "submissions",
                position,
                message.DESCRIPTOR.full_name,
                fact.occurred_at,
                recorded(position),
                message.SerializeToString(),
            )
        )
    return {
        (place.definition, place.unit, place.month): figure.numbers()
        for place, figure in figures(reading, of_dossiers, NOW).items()
        if not place.service
    }


def recorded(position: int) -> datetime:
    return NOW + timedelta(milliseconds=position)


@settings(max_examples=200)
@given(streams())
def test_both_readings_say_the_same_of_any_events(stream: list[Fact]) -> None:
    assert second_reading(stream) == first_reading(stream)

"""Random calendars, durations and pauses, against a count of single minutes.

Holds promised, due, working minutes and reminder of the domain equal to the oracle's, and that the
explanation of each deadline adds up to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import deadlines_pb2 as contract
from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.deadlines.calendar import WorkingCalendar, revised
from services.submissions.domain.deadlines.deadline import Deadline, deadline, remind_time
from services.submissions.domain.deadlines.local import DAY, MINUTE
from services.submissions.domain.deadlines.pauses import working_minutes
from services.submissions.domain.deadlines.terms import Pause
from services.submissions.domain.moments import LOCAL, Moment
from tests.dates import on
from tests.submissions import deadline_oracle as oracle
from tests.submissions.deadline_oracle import Due, Minutes, Office, Spans
from tests.submissions.deadline_tables import POLICIES, UNITS

FIRST = date(2026, 1, 26)  # the last week of January: months of 31, 28 and 31 days follow
WINDOW = 150
DATES = [FIRST + timedelta(n) for n in range(30)]
OFFICE: Spans = ((450, 690), (780, 1020))
SOME_SPANS: list[Spans] = [
    OFFICE,
    ((480, 720),),
    ((420, 720), (720, 990)),  # two that touch
    ((1080, 1440),),  # until midnight
    ((0, 60), (1380, 1440)),  # from midnight, and until it
]
MOST = {"working hour": 60, "working day": 12, "calendar day": 20, "month": 2}
Waits = list[tuple[datetime, datetime | None]]

some_spans = some.sampled_from(SOME_SPANS)
some_weeks = some.lists(some_spans, min_size=7, max_size=7).flatmap(
    lambda week: some.sets(some.integers(1, 6), max_size=4).map(
        lambda off: [() if n in off else spans for n, spans in enumerate(week)]
    )
)
some_offices = some.builds(
    Office,
    some_weeks,
    some.none() | some.tuples(some.sampled_from(DATES), some_weeks),
    some.frozensets(some.sampled_from(DATES), max_size=12),
    some.dictionaries(some.sampled_from(DATES), some_spans | some.just(()), max_size=2),
)
some_minutes = some.builds(
    lambda day, minute: datetime.combine(day, time()) + timedelta(minutes=minute),
    some.sampled_from(DATES),
    some.sampled_from([0, 449, 450, 690, 720, 780, 990, 1019, 1020, 1439])
    | some.integers(0, 24 * 60 - 1),
)
some_terms = some.sampled_from(sorted(MOST)).flatmap(
    lambda unit: some.tuples(some.just(unit), some.integers(1, MOST[unit]))
)


@some.composite
def some_waits(draw: some.DrawFn, accepted: datetime) -> Waits:
    """Pauses one after another from the acceptance on; the last may be unanswered."""
    waits: Waits = []
    at = accepted
    for _ in range(draw(some.integers(0, 3))):
        begins = at + timedelta(minutes=draw(some.integers(0, 6000)))
        at = begins + timedelta(minutes=draw(some.integers(0, 6000)))
        waits.append((begins, at))
    if waits and draw(some.booleans()):
        waits[-1] = (waits[-1][0], None)
    return waits


def published(office: Office) -> WorkingCalendar:
    """The office's calendar, as the catalogue would publish it, in three revisions."""
    calendar = revised(WorkingCalendar(), catalog.CalendarRevised(week=usual(office.week)))
    if office.later:
        since, week = office.later
        later = catalog.CalendarRevised(
            week=usual(week), week_start_date=on(since.isoformat()), version=2
        )
        calendar = revised(calendar, later)
    days = catalog.CalendarRevised(calendar="calendars/vn", version=3)
    for day, spans in office.swapped.items():
        kind = catalog.DAY_KIND_SWAPPED_WORKING
        days.days.add(date=on(day.isoformat()), kind=kind, hours=hours(spans))
    for day in office.off:  # said later, so that it counts
        if day in office.swapped:
            next(each for each in days.days if each.date == on(day.isoformat())).Clear()
        days.days.add(date=on(day.isoformat()), kind=catalog.DAY_KIND_HOLIDAY)
    real = [each for each in days.days if each.HasField("date")]
    del days.days[:]
    days.days.extend(real)
    return revised(calendar, days)


def usual(week: Sequence[Spans]) -> list[catalog.UsualDay]:
    return [
        catalog.UsualDay(weekday=n, hours=hours(spans)) for n, spans in enumerate(week, 1) if spans
    ]


def hours(spans: Spans) -> list[catalog.WorkingHours]:
    return [catalog.WorkingHours(opens=opens, closes=closes) for opens, closes in spans]


def plain(due: events.Due) -> Due:
    at = due.time.ToDatetime(tzinfo=LOCAL).replace(tzinfo=None)
    return Due(at, due.end_of_day)


def moment(at: datetime) -> Moment:
    return Moment(at.replace(tzinfo=LOCAL))


@settings(max_examples=120, deadline=None)
@given(some.data(), some_offices, some_minutes, some_terms, some.sampled_from(sorted(POLICIES)))
def test_a_deadline_is_what_a_count_of_minutes_says(
    data: some.DataObject,
    office: Office,
    accepted: datetime,
    terms: tuple[str, int],
    policy: str,
) -> None:
    (unit, amount), waits = terms, data.draw(some_waits(accepted))
    minutes, calendar = Minutes(office, FIRST, WINDOW), published(office)
    pauses = [Pause(moment(a), b and moment(b)) for a, b in waits]
    at = accepted.replace(tzinfo=LOCAL)
    found = deadline(at, amount, UNITS[unit], calendar, pauses, policy=POLICIES[policy])
    promised = oracle.due_of(minutes, accepted, amount, unit)
    due = oracle.paused(minutes, promised, waits, amount=amount, unit=unit, policy=policy)
    assert plain(found.promised) == promised
    assert plain(found.due) == due
    assert found.start == minutes.next(accepted).replace(tzinfo=LOCAL)
    explained(found, minutes, waits, amount=amount, unit=unit)


def explained(found: Deadline, minutes: Minutes, waits: Waits, *, amount: int, unit: str) -> None:
    """What counts in each stage adds up, and lies one after another without a gap."""
    measured = [minutes.between(a, b) for a, b in waits if b]
    for stage in found.stages:
        days = [day for day in found.days if day.stage is stage]
        total = days[-1].total if days else 0
        assert total == sum(day.counted for day in days)
        assert [day.day for day in days] == list(
            range(days[0].day, days[-1].day + 1) if days else []
        )
        if stage.kind == contract.DEADLINE_STAGE_KIND_PERIOD and unit == "working hour":
            assert total == amount * 60 * MINUTE
        elif stage.kind == contract.DEADLINE_STAGE_KIND_PERIOD and unit != "month":
            assert total == amount
        elif stage.kind == contract.DEADLINE_STAGE_KIND_START:
            assert total == 0
        elif stage.kind == contract.DEADLINE_STAGE_KIND_PAUSE and stage.minutes is not None:
            assert total == measured.pop(0) * MINUTE == stage.minutes * MINUTE
        pieces = [
            (day.day * DAY + i.begins, day.day * DAY + i.ends)
            for day in days
            for i in day.intervals
        ]
        if pieces and stage.duration is None:
            assert pieces[0][0] == stage.begins
            assert pieces[-1][1] == stage.ends
            assert all(a[1] == b[0] for a, b in pairwise(pieces))
    assert measured == []
    assert found.stages[-1].due == found.due


@settings(max_examples=60, deadline=None)
@given(some_offices, some_minutes, some_minutes)
def test_working_minutes_are_what_a_count_of_minutes_says(
    office: Office, one: datetime, other: datetime
) -> None:
    since, until = min(one, other), max(one, other)
    calendar, minutes = published(office), Minutes(office, FIRST, 31)
    found = working_minutes(moment(since), moment(until), calendar)
    assert found == minutes.between(since, until)
    assert working_minutes(moment(until), moment(since), calendar) == 0


@settings(max_examples=40, deadline=None)
@given(some_offices, some_minutes, some.booleans())
def test_a_reminder_is_the_opening_of_the_working_day_before(
    office: Office, at: datetime, end_of_day: bool
) -> None:
    calendar, minutes = published(office), Minutes(office, FIRST - timedelta(60), 100)
    due = events.Due(time=at.replace(tzinfo=LOCAL), end_of_day=end_of_day)
    day = (at - timedelta(minutes=1)).date() if end_of_day else at.date()
    day -= timedelta(days=1)
    while not minutes.is_worked_day(day):
        day -= timedelta(days=1)
    opening = minutes.next(datetime.combine(day, time()))
    assert remind_time(due, calendar) == opening.replace(tzinfo=LOCAL)

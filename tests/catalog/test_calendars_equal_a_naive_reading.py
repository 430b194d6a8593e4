"""Random revisions of a calendar, against a reading of the whole list with no cleverness.

Promises that every day, as known after any revision, is what the revisions up to there say. Must
not share code with the domain.
"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import calendars
from services.catalog.domain.calendars import Calendar
from services.catalog.resources import calendars as resources
from services.chassis.errors import Refusal
from tests.catalog.given import NOW, text
from tests.catalog.weeks import SOURCE, SWAPPED, Spans, spans_of, special, week
from tests.dates import iso, on

FIRST = date(2026, 1, 1)
DATES = [(FIRST + timedelta(n)).isoformat() for n in range(21)]
SPANS: list[Spans] = [[(450, 690), (780, 1020)], [(480, 720)], [(0, 1440)]]
Answer = tuple[tuple[tuple[int, int], ...], int, str]

some_weeks = some.builds(
    lambda weekdays, spans: week(weekdays=sorted(weekdays), spans=spans),
    some.sets(some.integers(1, 7), min_size=1, max_size=6),
    some.sampled_from(SPANS),
)
some_days = some.builds(
    lambda day, kind, spans, name: special(
        day, kind, spans=spans if kind == SWAPPED else [], name=name
    ),
    some.sampled_from(DATES),
    some.sampled_from([facts.DAY_KIND_HOLIDAY, facts.DAY_KIND_CLOSURE, SWAPPED, SWAPPED]),
    some.sampled_from([[], [(60, 120)]]),
    some.sampled_from(["Một", "Hai", "Ba"]),
)


@some.composite
def some_revisions(draw: some.DrawFn) -> list[facts.CalendarRevised]:
    """Mostly acceptable: what is refused is left out later."""
    every = [
        facts.CalendarRevised(
            calendar="calendars/vn", display_name=text(), week=draw(some_weeks), source=SOURCE
        )
    ]
    for _ in range(draw(some.integers(0, 8))):
        given_week = draw(some.one_of(some.just([]), some_weeks))
        days = draw(some.lists(some_days, max_size=4, unique_by=lambda each: iso(each.date)))
        named = {iso(each.date) for each in days}
        every.append(
            facts.CalendarRevised(
                calendar="calendars/vn",
                week=given_week,
                week_start_date=draw(some.sampled_from([None, *map(on, DATES)]))
                if given_week
                else None,
                days=days,
                cleared_dates=map(
                    on, draw(some.sets(some.sampled_from(DATES), max_size=1)) - named
                ),
                source=SOURCE,
                reason="đính chính",
            )
        )
    return every


def replayed(proposed: list[facts.CalendarRevised]) -> list[Calendar]:
    """The calendar after each revision that was not refused, through its resource and back."""
    states, state = [], Calendar()
    for each in proposed:
        try:
            decided = calendars.revise(state, proposed=each, now=NOW)
        except Refusal:
            continue
        state = resources.shown_calendar(resources.message(calendars.DECIDER.fold(state, decided)))
        states.append(state)
        each.version = state.version
    return states


def naive(recorded: list[facts.CalendarRevised], day: str) -> Answer:
    """Of everything said, the last that speaks of the date; else of weeks, the latest begun."""
    weeks = [
        (iso(each.week_start_date), n, each.week) for n, each in enumerate(recorded) if each.week
    ]
    _, _, usual = max((w for w in weeks if w[0] <= day), key=lambda w: w[:2])
    by_weekday = {each.weekday: spans_of(each) for each in usual}
    said = None
    for each in recorded:
        said = None if on(day) in each.cleared_dates else said
        said = next((special for special in each.days if special.date == on(day)), said)
    if said is None:
        return by_weekday.get(date.fromisoformat(day).isoweekday(), ()), 0, ""
    worked = said.kind == SWAPPED
    return (spans_of(said) or by_weekday[1]) if worked else (), said.kind, said.name.vi


@settings(max_examples=150)
@given(some_revisions())
def test_every_day_is_what_was_said_as_known_at_every_version(
    proposed: list[facts.CalendarRevised],
) -> None:
    states = replayed(proposed)
    recorded = [each for each in proposed if each.version]
    assert [state.version for state in states] == list(range(1, len(recorded) + 1))
    for state in states:
        for each in DATES:
            day = calendars.day(state, date.fromisoformat(each))
            answer = (spans_of(day), day.kind, day.name.vi if day.name else "")
            assert answer == naive(recorded[: state.version], each)
            assert day.version == state.version


@settings(max_examples=100)
@given(some_revisions())
def test_a_swapped_working_day_is_always_worked_on_a_day_otherwise_off(
    proposed: list[facts.CalendarRevised],
) -> None:
    for state in replayed(proposed):
        for day, each in state.days.items():
            worked = bool(calendars.day(state, day).hours)
            assert worked == (each.kind == SWAPPED)
            assert not (worked and calendars.usual_hours(state, day, day.isoweekday()))

"""The explanation of a deadline: which days and intervals count, and why.

Holds the reasons of single days; that all of them add up is held beside the oracle.
"""

from __future__ import annotations

from datetime import date

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import deadlines_pb2 as contract
from services.submissions.domain.deadlines.deadline import Deadline, deadline
from services.submissions.domain.deadlines.local import HOUR as AN_HOUR
from services.submissions.domain.deadlines.local import MINUTE
from tests.submissions import deadline_tables as tables

OFFICE = tables.calendar("office")
HOUR, WORKING_DAY, DAY, MONTH = tables.UNITS.values()
SHIFT, RESTART, SUBTRACT = tables.POLICIES.values()
LUNCH = (11 * AN_HOUR + 30 * MINUTE, 13 * AN_HOUR)


def days(
    found: Deadline, kind: contract.DeadlineStageKind = contract.DEADLINE_STAGE_KIND_PERIOD
) -> list[tuple[str, int, contract.CountReason]]:
    """Date, what it counts, and why, of the stages of a kind."""
    return [
        (f"{date.fromordinal(each.day):%m-%d}", each.counted, each.why)
        for each in found.days
        if each.stage.kind == kind
    ]


def test_working_days_across_tet() -> None:
    found = deadline(tables.at("Thu 2026-02-12 18:00"), 2, WORKING_DAY, OFFICE)
    assert days(found, contract.DEADLINE_STAGE_KIND_START) == [
        ("02-12", 0, contract.COUNT_REASON_OUTSIDE_HOURS),
        ("02-13", 0, contract.COUNT_REASON_OUTSIDE_HOURS),
    ]
    assert days(found) == [
        ("02-13", 0, contract.COUNT_REASON_FIRST_DAY),
        ("02-14", 0, contract.COUNT_REASON_DAY_OFF),
        ("02-15", 0, contract.COUNT_REASON_DAY_OFF),
        *((f"02-{day}", 0, contract.COUNT_REASON_SPECIAL_DAY) for day in range(16, 21)),
        ("02-21", 0, contract.COUNT_REASON_DAY_OFF),
        ("02-22", 0, contract.COUNT_REASON_DAY_OFF),
        ("02-23", 1, contract.COUNT_REASON_WORKED),
        ("02-24", 1, contract.COUNT_REASON_WORKED),
    ]
    assert [each.total for each in found.days][-2:] == [1, 2]


def test_a_swapped_saturday_says_that_it_is_one() -> None:
    found = deadline(tables.at("Fri 2026-01-09 10:00"), 1, WORKING_DAY, OFFICE)
    last = list(found.days)[-1]
    assert last.special is not None
    assert last.special.kind == catalog.DAY_KIND_SWAPPED_WORKING
    assert last.special.name_vi == "worked 2026-01-10"
    assert [(each.begins, each.ends, each.counts) for each in last.intervals] == [
        (7 * AN_HOUR + 30 * MINUTE, LUNCH[0], True),
        (LUNCH[1], 17 * AN_HOUR, True),
    ]


def test_hours_name_lunch_and_the_end_of_the_day() -> None:
    found = deadline(tables.at("Mon 2026-03-02 11:00"), 5, HOUR, OFFICE)
    first, second = found.days
    assert [(*each[:2], each.counts, each.why) for each in first.intervals] == [
        (11 * AN_HOUR, LUNCH[0], True, contract.COUNT_REASON_WORKED),
        (*LUNCH, False, contract.COUNT_REASON_OUTSIDE_HOURS),
        (LUNCH[1], 17 * AN_HOUR, True, contract.COUNT_REASON_WORKED),
        (17 * AN_HOUR, 24 * AN_HOUR, False, contract.COUNT_REASON_OUTSIDE_HOURS),
    ]
    assert (first.counted, second.counted, second.total) == (
        4 * AN_HOUR + 30 * MINUTE,
        30 * MINUTE,
        5 * AN_HOUR,
    )


def test_calendar_days_roll_over_a_weekend() -> None:
    found = deadline(tables.at("Thu 2026-03-05 09:00"), 2, DAY, OFFICE)
    assert days(found) == [
        ("03-05", 0, contract.COUNT_REASON_FIRST_DAY),
        ("03-06", 1, contract.COUNT_REASON_CALENDAR_DAY),
        ("03-07", 1, contract.COUNT_REASON_ROLLED_OVER),
        ("03-08", 0, contract.COUNT_REASON_ROLLED_OVER),
        ("03-09", 0, contract.COUNT_REASON_ROLLED_TO),
    ]


def test_a_shift_shows_what_was_waited_and_what_that_moves() -> None:
    waited = tables.pause("Tue 2026-03-03 16:00 - Wed 2026-03-04 08:30")
    found = deadline(tables.at("Mon 2026-03-02 09:00"), 4, WORKING_DAY, OFFICE, [waited])
    assert [stage.kind for stage in found.stages] == [
        contract.DEADLINE_STAGE_KIND_PERIOD,
        contract.DEADLINE_STAGE_KIND_PAUSE,
        contract.DEADLINE_STAGE_KIND_SHIFT,
    ]
    assert days(found, contract.DEADLINE_STAGE_KIND_PAUSE) == [
        ("03-03", AN_HOUR, contract.COUNT_REASON_WORKED),
        ("03-04", AN_HOUR, contract.COUNT_REASON_WORKED),
    ]
    assert days(found, contract.DEADLINE_STAGE_KIND_SHIFT) == [
        ("03-06", 0, contract.COUNT_REASON_OUTSIDE_HOURS),
        ("03-07", 0, contract.COUNT_REASON_DAY_OFF),
        ("03-08", 0, contract.COUNT_REASON_DAY_OFF),
        ("03-09", 2 * AN_HOUR, contract.COUNT_REASON_WORKED),
    ]


def test_a_restart_shows_the_period_again_and_subtracting_shows_the_clock() -> None:
    waited = tables.pause("Tue 2026-03-03 09:00 - Tue 2026-03-03 18:00")
    at = tables.at("Mon 2026-03-02 09:00")
    again = deadline(at, 4, WORKING_DAY, OFFICE, [waited], policy=RESTART)
    assert [stage.kind for stage in again.stages] == [
        contract.DEADLINE_STAGE_KIND_PERIOD,
        contract.DEADLINE_STAGE_KIND_PAUSE,
        contract.DEADLINE_STAGE_KIND_START,
        contract.DEADLINE_STAGE_KIND_PERIOD,
    ]
    clock = deadline(at, 4, WORKING_DAY, OFFICE, [waited], policy=SUBTRACT)
    assert days(clock, contract.DEADLINE_STAGE_KIND_SUBTRACT) == [
        ("03-06", 7 * AN_HOUR, contract.COUNT_REASON_ON_THE_CLOCK),
        ("03-07", 2 * AN_HOUR, contract.COUNT_REASON_ON_THE_CLOCK),
    ]


def test_a_pause_that_moves_nothing_says_why() -> None:
    at = tables.at("Mon 2026-03-02 09:00")
    waits = (
        "Tue 2026-03-03 17:00 - Wed 2026-03-04 07:30",
        "Mon 2026-03-09 08:00 - Mon 2026-03-09 09:00",
        "Tue 2026-03-10 08:00 -",
    )
    found = deadline(at, 4, WORKING_DAY, OFFICE, map(tables.pause, waits))
    assert [(stage.effect, stage.minutes, stage.due) for stage in found.stages[1:]] == [
        (contract.PAUSE_EFFECT_NO_WORKING_MINUTE, 0, found.promised),
        (contract.PAUSE_EFFECT_LATE, 60, found.promised),
        (contract.PAUSE_EFFECT_UNANSWERED, None, found.promised),
    ]


def test_the_same_dossier_under_an_earlier_version_of_the_calendar() -> None:
    """What if 2 and 10 January had not been announced: each version is a calendar of its own."""
    revisions = tables.revisions("announced late")
    at = tables.at("Wed 2025-12-31 09:00")
    known = deadline(at, 3, WORKING_DAY, tables.calendar("office"))
    otherwise = deadline(at, 3, WORKING_DAY, tables.calendar("announced late"))
    assert len(revisions) == 2
    assert ("01-02", 0, contract.COUNT_REASON_SPECIAL_DAY) in days(known)
    assert ("01-02", 1, contract.COUNT_REASON_WORKED) in days(otherwise)
    assert otherwise.due.time.seconds < known.due.time.seconds

"""The explanation of a dossier's deadline, from the facts that hold.

Holds that what is explained as recorded is what is recorded, however calendars changed, and
that *what if* is the pure function of the same facts.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import deadlines_pb2 as contract
from motcua.submissions.v1 import events_pb2 as events
from services.chassis.errors import Refusal
from services.submissions.domain.deadlines.deadline import deadline
from services.submissions.domain.deadlines.terms import Pause
from services.submissions.domain.dossier.explaining import WhatIf, explained, no_due
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.moments import Moment
from tests.dates import on
from tests.submissions import deadline_tables as tables
from tests.submissions.test_deadline_dates import (
    FOUR_DAYS,
    MONDAY,
    NAME,
    Case,
    flat,
)
from tests.submissions.test_deadlines_by_hand import written

SHIFT, RESTART, SUBTRACT = tables.POLICIES.values()
Waits = list[tuple[datetime, datetime]]


def text(at: datetime) -> str:
    return f"{at:%a %Y-%m-%d %H:%M}"


@some.composite
def some_waits(draw: some.DrawFn) -> Waits:
    """Pauses one after another from Monday on, of minutes to a week."""
    steps = draw(some.lists(some.integers(1, 10_000), min_size=0, max_size=8))
    times = list(accumulate(steps, lambda at, n: at + timedelta(minutes=n), initial=at_monday()))
    return list(zip(times[1::2], times[2::2], strict=False))


def at_monday() -> datetime:
    return tables.at(MONDAY)


@settings(max_examples=60, deadline=None)
@given(some_waits(), some.sampled_from([SHIFT, RESTART, SUBTRACT]), some.data())
def test_what_is_explained_as_recorded_is_what_is_recorded(
    waits: Waits, policy: catalog.PausePolicy, data: some.DataObject
) -> None:
    case = Case(FOUR_DAYS._replace(policy=policy, policy_recorded=True))
    case.accept(MONDAY)
    version, days = 1, [f"2026-03-{day:02}" for day in range(3, 31)]
    for since, until in waits:
        if data.draw(some.booleans()):
            version += 1
            closed = catalog.SpecialDay(
                date=on(data.draw(some.sampled_from(days))), kind=catalog.DAY_KIND_CLOSURE
            )
            revision = catalog.CalendarRevised(calendar=NAME, version=version, days=[closed])
            case.calendars.learn({(NAME, version): (version * 10, revision)})
        case.wait(text(since), text(until))
    found = explained(case.dossier, case.calendars, WhatIf())
    assert found is not None
    assert (found.promised, found.due) == (case.dossier.promised, case.dossier.due)
    minutes = [each.minutes for each in found.stages if each.effect]
    assert minutes == [each.working_minutes for each in case.dossier.pauses]
    for other in (SHIFT, RESTART, SUBTRACT):
        what_if = explained(case.dossier, case.calendars, WhatIf(version=version, policy=other))
        pauses = [Pause(Moment(since), Moment(until)) for since, until in waits]
        calendar = case.calendars.version(NAME, version)
        assert calendar is not None
        pure = deadline(at_monday(), *FOUR_DAYS.duration, calendar, pauses, policy=other)
        assert what_if is not None
        assert (what_if.promised, what_if.due) == (pure.promised, pure.due)


def test_a_stated_due_is_explained_with_its_pauses_and_the_computed_one_on_request() -> None:
    case = Case(FOUR_DAYS)
    case.accept(MONDAY, stated=events.Due(time=tables.at("Tue 2026-03-10 17:00")))
    case.wait("Tue 2026-03-03 16:00", "Wed 2026-03-04 08:30")
    found = explained(case.dossier, case.calendars, WhatIf())
    assert found is not None
    assert [stage.kind for stage in found.stages] == [
        contract.DEADLINE_STAGE_KIND_STATED,
        contract.DEADLINE_STAGE_KIND_PAUSE,
        contract.DEADLINE_STAGE_KIND_SHIFT,
    ]
    assert written(found.due) == written(case.dossier.due) == "Wed 2026-03-11 09:30"
    beside = explained(case.dossier, case.calendars, WhatIf(computed=True))
    assert beside is not None
    assert (written(beside.promised), written(beside.due)) == (
        "Fri 2026-03-06 17:00",
        "Mon 2026-03-09 09:30",
    )


def test_a_wait_that_goes_on_is_shown_and_moves_nothing_yet() -> None:
    case = Case(FOUR_DAYS)
    case.accept(MONDAY)
    at = "Tue 2026-03-03 09:00"
    case.request(at)
    found = explained(case.dossier, case.calendars, WhatIf())
    assert found is not None
    assert found.stages[-1].effect == contract.PAUSE_EFFECT_UNANSWERED
    assert found.due == found.promised == case.dossier.due


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (Case(), contract.NO_DUE_REASON_NO_PROCESSING_TIME),
        (Case(FOUR_DAYS, calendar=""), contract.NO_DUE_REASON_NO_CALENDAR),
    ],
    ids=["no time", "no calendar"],
)
def test_why_there_is_no_due(case: Case, reason: contract.NoDueReason) -> None:
    case.accept(MONDAY)
    assert no_due(case.dossier) == reason
    assert explained(case.dossier, case.calendars, WhatIf()) is None


def test_another_calendar_answers_where_none_was_assigned() -> None:
    case = Case(FOUR_DAYS, calendar="")
    case.accept(MONDAY)
    case.calendars.learn({("calendars/other", 1): (1, flat(calendar="calendars/other"))})
    found = explained(case.dossier, case.calendars, WhatIf(calendar="calendars/other"))
    assert found is not None
    assert written(found.due) == "Fri 2026-03-06 17:00"
    with pytest.raises(Refusal, match="CALENDAR_UNKNOWN"):
        explained(case.dossier, case.calendars, WhatIf(calendar="calendars/nowhere"))
    with pytest.raises(Refusal, match="CALENDAR_VERSION_UNKNOWN"):
        explained(case.dossier, case.calendars, WhatIf(calendar="calendars/other", version=2))


def test_a_dossier_that_was_not_accepted_has_nothing_to_explain() -> None:
    assert no_due(Dossier()) == contract.NO_DUE_REASON_UNSPECIFIED
    with pytest.raises(Refusal, match="DOSSIER_NOT_ACCEPTED"):
        explained(Dossier(), Case().calendars, WhatIf())

"""Who had a dossier in which status since when, as a reader of its events finds it: he knows that a
late step changes neither, and that a day is not before an instant of it.
"""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Step
from services.chassis.decider import Fact
from services.submissions.domain.instants import instant
from services.submissions.domain.moments import as_date, local_day
from tests.submissions.test_records import record
from tests.submissions.test_records_grow import folded, told
from tests.submissions.test_records_whole import (
    ACCEPTED,
    PROCESSING,
    READY,
    WHOLE,
    at,
    chronological,
)

STATUS = {
    events.DossierSubmitted: 1,
    events.DossierAccepted: 2,
    events.DossierRefused: 3,
    events.HandlingStarted: 4,
    events.SupplementRequested: 5,
    events.ObligationRequested: 6,
    events.ObligationMet: 4,
    events.DossierWithdrawn: 7,
    events.DossierStopped: 8,
    events.ResultRecorded: 9,
    events.ResultReturned: 10,
}


def read(facts: list[Fact]) -> list[tuple[datetime, int, str, str, bool]]:
    """Since when, status, unit, assignee, accepted."""
    found: list[tuple[datetime, int, str, str, bool]] = []
    status, unit, assignee, accepted = 0, "", "", False
    for fact in facts:
        said: Any = fact.message
        accepted = accepted or isinstance(said, events.DossierAccepted)
        if isinstance(said, events.DossierTransferred):
            unit, assignee = said.to_unit, ""
        elif isinstance(said, events.DossierAssigned):
            assignee = said.assignee
        elif not getattr(said, "late", False):
            status = STATUS.get(type(said), status)
            if isinstance(said, events.SupplementAnswered):
                status = 4 if said.after_acceptance else 1
            if isinstance(said, events.DossierSubmitted):
                unit = said.receiving_unit
            if status in (2, 4, 9) or getattr(said, "ends", False):
                unit = getattr(said, "handling_unit", unit) or unit
        if not found or found[-1][1:] != (status, unit, assignee, accepted):
            found.append((fact.occurred_at, status, unit, assignee, accepted))
    return found


def test_a_step_that_is_told_late_says_so() -> None:
    ended = [at(0, ACCEPTED), at(5, READY)]
    facts = told(record(*ended), record(*ended, at(6, PROCESSING, unit="units/W")))
    assert [getattr(each.message, "late", None) for each in facts] == [None, False, False, True]


def test_a_whole_life_is_read_from_its_events() -> None:
    facts = told(record(*WHOLE))
    assert read(facts) == list(map(tuple, folded(facts).periods))


def test_a_step_of_which_the_day_is_known_is_not_before_another_one_of_that_day() -> None:
    accepted = at(10, ACCEPTED)
    day = local_day(instant(accepted.time))
    for later in range(3):
        ready = Step(status=READY, date=as_date(day + timedelta(days=later)))
        _, *periods = folded(told(record(accepted, ready))).periods  # the submission has no time
        starts = [each.start for each in periods]
        assert starts == sorted(starts)
        assert local_day(starts[-1]) == day + timedelta(days=later)


@given(chronological(), st.integers(1, 900))
def test_periods_are_read_from_events_alone(steps: list[Step], hours: int) -> None:
    facts = told(record(*steps), record(*steps, at(2000 + hours, PROCESSING)))
    assert read(facts) == list(map(tuple, folded(facts).periods))

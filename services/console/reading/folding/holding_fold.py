"""Which unit and officer had a dossier in which status since when, as its events say.

A step that another system states late changes neither. A dossier whose facts go back in time, or
that was entered in error, is looked at as a whole: nobody can say who had it at an instant.
"""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from motcua.submissions.v1 import events_pb2 as submissions
from services.console.instants import from_timestamp, is_possible, local_day

CLOSED = frozenset({3, 7, 8, 9, 10})  # by their national numbers
WAITING = 5
STATUSES: dict[Any, int] = {
    submissions.DossierSubmitted: 1,
    submissions.DossierAccepted: 2,
    submissions.DossierRefused: 3,
    submissions.HandlingStarted: 4,
    submissions.SupplementRequested: 5,
    submissions.ObligationRequested: 6,
    submissions.ObligationMet: 4,
    submissions.DossierWithdrawn: 7,
    submissions.DossierStopped: 8,
    submissions.ResultRecorded: 9,
    submissions.ResultReturned: 10,
}
# Events that say by which unit a dossier is held from then on, in this field.
UNITS: dict[Any, str] = {
    submissions.DossierSubmitted: "receiving_unit",
    submissions.DossierAccepted: "handling_unit",
    submissions.HandlingStarted: "handling_unit",
    submissions.ResultRecorded: "handling_unit",
    submissions.DossierTransferred: "to_unit",
}
# Those that change who holds it and nothing else of it.
ONLY_HOLDING = (
    submissions.HandlingStarted,
    submissions.SupplementAnswered,
    submissions.ObligationRequested,
    submissions.ObligationMet,
    submissions.DossierTransferred,
    submissions.DossierAssigned,
)


DATED = (submissions.DossierAccepted, submissions.SupplementAnswered, submissions.ObligationMet)
INSTANT = timedelta(microseconds=1)


class Held(NamedTuple):
    """From an instant on, until the next one."""

    since: datetime
    status: int
    unit: str
    accepted: bool
    requests: int = 0  # of supplements so far
    officer: str = ""  # who answers for it
    due: datetime | None = None  # the last instant on time


def held_after(held: list[Held], event: Any, occurred: datetime, recorded: datetime) -> list[Held]:
    """All of it after one more event."""
    at = occurred if is_possible(occurred, recorded) else recorded
    if held and getattr(event, "day_only", False):
        at = not_before(held[-1].since, at)
    now = changed(held[-1] if held else Held(at, 0, "", accepted=False), event)
    if isinstance(event, DATED) and event.HasField("deadline"):
        now = now._replace(due=due_of(event.deadline, recorded))
    return held if held and now[1:] == held[-1][1:] else [*held, now._replace(since=at)]


def not_before(last: datetime, day: datetime) -> datetime:
    """The midnight that begins a day, of which nothing more is known, or what was last on it."""
    return max(last, day) if local_day(last) == local_day(day) else day


def changed(before: Held, event: Any) -> Held:
    """What holds after an event, whenever that was."""
    kind, late = type(event), getattr(event, "late", False)
    after = before
    if kind is submissions.DossierSubmitted:  # a second one: the holding begins again
        after = Held(before.since, before.status, before.unit, accepted=False)
    if kind is submissions.DossierAccepted:
        after = after._replace(accepted=True)
    if kind is submissions.SupplementRequested:
        after = after._replace(requests=event.number)
    if late:
        return after
    if kind is submissions.DossierAssigned:
        return after._replace(officer=event.assignee)
    if kind is submissions.DossierTransferred:
        after = after._replace(officer="")
    status = STATUSES.get(kind, before.status)
    if kind is submissions.SupplementAnswered:
        status = 4 if event.after_acceptance else 1
    unit = before.unit
    if kind in UNITS:
        unit = getattr(event, UNITS[kind])
    elif kind is submissions.ResultReturned and event.ends:
        unit = event.handling_unit
    return after._replace(status=status, unit=unit)


def held_in(facts: submissions.DossierFacts, recorded: datetime) -> list[Held]:
    """All of it as a correction says it."""
    found: list[Held] = []
    due = due_of(facts.deadline, recorded) if facts.HasField("deadline") else None
    for each in facts.periods:
        at = from_timestamp(each.start_time)
        began = each.status == WAITING and not (found and found[-1].status == WAITING)
        requests = (found[-1].requests if found else 0) + began
        since = at if is_possible(at, recorded) else recorded
        held = (
            each.status,
            each.handling_unit,
            each.after_acceptance,
            requests,
            each.assignee,
            due,
        )
        found.append(Held(since, *held))
    return found


def due_of(deadline: submissions.DeadlineFacts, recorded: datetime) -> datetime | None:
    """The last instant on time, where there is a due."""
    return last_instant(deadline.due, recorded) if deadline.HasField("due") else None


def last_instant(due: submissions.Due, recorded: datetime) -> datetime | None:
    """Of a due that cannot be, none; a day's end is exclusive."""
    at = from_timestamp(due.time)
    if not is_possible(at, recorded):
        return None
    return at - INSTANT if due.end_of_day else at


def goes_back(held: list[Held]) -> bool:
    """Whether its facts go back in time, or it was accepted when it was closed."""
    pairs = list(pairwise(held))
    accepted_late = any(
        now.accepted and not before.accepted and now.status in CLOSED for before, now in pairs
    )
    return accepted_late or any(now.since < before.since for before, now in pairs)

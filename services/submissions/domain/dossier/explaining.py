"""Why a dossier is due when it is, and when it would be by another calendar or policy.

The recorded explanation follows the facts that hold: the acceptance's dates and calendar version,
each pause by the version it was measured with. *What if* puts one calendar or policy for all.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from motcua.catalog.v1.events_pb2 import PAUSE_POLICY_UNSPECIFIED, PausePolicy
from motcua.submissions.v1 import deadlines_pb2 as contract
from motcua.submissions.v1 import events_pb2 as events
from services.chassis.errors import Refusal
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.deadlines.calendars import Calendars
from services.submissions.domain.deadlines.dates import duration_of, pause_of
from services.submissions.domain.deadlines.deadline import Deadline, deadline, stated_deadline
from services.submissions.domain.deadlines.terms import Pause, Terms
from services.submissions.domain.dossier.history import effective
from services.submissions.domain.dossier.state import Dossier, Entry
from services.submissions.domain.refusals import SubmissionsReason


class WhatIf(NamedTuple):
    """What is put in place of what is recorded; nothing: as recorded."""

    calendar: str = ""
    version: int = 0  # of the calendar; 0: the recorded ones, or of another calendar the last
    policy: PausePolicy = PAUSE_POLICY_UNSPECIFIED
    computed: bool = False  # the date that is computed, also where another one was stated


def explained(dossier: Dossier, calendars: Calendars, what_if: WhatIf) -> Deadline | None:
    """The dossier's deadline with all its stages; None: it has none."""
    facts = effective(dossier.entries)
    acceptance = next((e for e in facts if isinstance(e.message, events.DossierAccepted)), None)
    if acceptance is None:
        raise Refusal(SubmissionsReason.DOSSIER_NOT_ACCEPTED, field="name")
    dates = acceptance.message.deadline
    calendar = _calendar(dates, calendars, what_if)
    pauses = [*_answered(facts, calendars, what_if), *_waiting(dossier)]
    terms = Terms(duration_of(dates), what_if.policy or dates.policy, calendar)
    known = terms.duration if acceptance.message.time_known else None
    if known and calendar and (what_if.computed or not _is_stated(dates)):
        return deadline(acceptance.at, *known, calendar, pauses, policy=terms.policy)
    if not dates.HasField("due"):
        return None
    return stated_deadline(dates.due, pauses, terms, promised=dates.promised)


def no_due(dossier: Dossier) -> contract.NoDueReason:
    """Why an accepted dossier has no due; unspecified: it has one."""
    dates = dossier.deadline
    if not dossier.accepted or dossier.due is not None:
        return contract.NO_DUE_REASON_UNSPECIFIED
    if dates is None or dossier.accepted_at is None or dates.HasField("computed"):
        return contract.NO_DUE_REASON_NOT_STATED
    return (
        contract.NO_DUE_REASON_NO_CALENDAR
        if dates.HasField("duration")
        else contract.NO_DUE_REASON_NO_PROCESSING_TIME
    )


def _is_stated(dates: events.DeadlineFacts) -> bool:
    """Whether somebody stated the due of an acceptance; what is computed has a start."""
    return dates.HasField("computed") or (
        dates.HasField("due") and not dates.HasField("start_time")
    )


def _calendar(
    dates: events.DeadlineFacts, calendars: Calendars, what_if: WhatIf
) -> WorkingCalendar | None:
    name = what_if.calendar or dates.calendar
    if what_if.calendar and not what_if.version:
        found = calendars.known(name)
    else:
        found = calendars.version(name, what_if.version or dates.calendar_version)
    if found is None and what_if.version:
        values = {"calendar": name or "-", "version": str(what_if.version)}
        raise Refusal(
            SubmissionsReason.CALENDAR_VERSION_UNKNOWN, field="calendar_version", values=values
        )
    if found is None and what_if.calendar:
        raise Refusal(
            SubmissionsReason.CALENDAR_UNKNOWN, field="calendar", values={"calendar": name}
        )
    return found


def _answered(facts: list[Entry], calendars: Calendars, what_if: WhatIf) -> Iterator[Pause]:
    """The pauses that were answered, each with the calendar that measured it."""
    for entry in facts:
        event: Any = entry.message
        if isinstance(event, _ANSWERS) and event.HasField("pause"):
            dates = event.deadline
            known = calendars.version(dates.calendar, dates.calendar_version)
            is_other = what_if.calendar or what_if.version
            yield pause_of(event.pause, None if is_other else known)


def _waiting(dossier: Dossier) -> Iterator[Pause]:
    waiting = dossier.waiting
    if dossier.accepted and waiting and waiting.since:
        yield Pause(waiting.since, None)


_ANSWERS = (events.SupplementAnswered, events.ObligationMet)

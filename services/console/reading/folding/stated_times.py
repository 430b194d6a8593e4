"""Times, dues and withdrawals as an event states them, where such a time can be.

Written from the contracts and the README of metrics alone, as `fold` is.
"""

from datetime import datetime

from motcua.submissions.v1 import events_pb2 as submissions
from motcua.submissions.v1 import petition_events_pb2 as petitions
from services.console.instants import from_timestamp, is_possible
from services.console.reading.folding.holding_fold import last_instant


def corrected_time(
    said: submissions.DossierFacts, time: submissions.FactTime, recorded_at: datetime, unknown: int
) -> tuple[datetime | None, datetime]:
    """When it happened, where that is known, and by what it is shown otherwise: the time of its
    recording, or that of the correction where no such time is possible.
    """
    stated = from_timestamp(time.time)
    if not is_possible(stated, recorded_at):
        return None, recorded_at
    return (stated if time.time_known and unknown not in said.anomalies else None), stated


def possible_promise(deadline: submissions.DeadlineFacts, recorded_at: datetime) -> datetime | None:
    """The last instant of the date on the slip."""
    if not deadline.HasField("promised"):
        return None
    return last_instant(deadline.promised, recorded_at)


def last_on_time(due: submissions.Due, recorded_at: datetime) -> datetime | None:
    """The last instant on time of a due that is there and can be; any other is none."""
    return last_instant(due, recorded_at) if due.HasField("time") else None


def due_by(deadline: submissions.DeadlineFacts, recorded_at: datetime) -> str:
    """`none`; `computed` from the service's own processing time; `stated` in any other way."""
    if last_on_time(deadline.due, recorded_at) is None:
        return "none"
    if deadline.HasField("computed") or deadline.due_recorded or deadline.rule_recorded:
        return "stated"
    return "computed" if deadline.HasField("start_time") else "stated"


def withdrawn_by(event: submissions.DossierWithdrawn | petitions.PetitionWithdrawn) -> str:
    """An event without an officer that no record gave is of a portal: the citizen's."""
    return "stated" if event.officer or event.HasField("origin") else "by_citizen"

"""Notices of a dossier's dates: the due is near, has passed, and so has the date of an apology.

They are given once for each date, to whoever has the dossier then, and are facts of no figure. None
is given of a dossier that is ended, paused or voided. Example: due on Friday 17:00, which is still
on time; the notice that it has passed is given a microsecond later, unless a pause is open.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.state import Dossier, date_of
from services.submissions.domain.dossier.steps import is_open, live_time
from services.submissions.domain.instants import instant
from services.submissions.domain.subjects import fact

Instants: TypeAlias = dict[str, datetime]  # from when on each kind of notice is to be given
DUE_SOON, OVERDUE, EXTENSION_OVER = "due-soon", "overdue", "extension-over"
KINDS = (DUE_SOON, OVERDUE, EXTENSION_OVER)
_A_MOMENT = timedelta(microseconds=1)


def instants(dates: events.DeadlineFacts) -> Instants:
    """From when on each notice of these dates is to be given."""
    found: Instants = {}
    if dates.HasField("remind_time"):
        found[DUE_SOON] = instant(dates.remind_time)
    for kind, name in ((OVERDUE, "due"), (EXTENSION_OVER, "extended")):
        if (date := date_of(dates, name)) is not None:
            found[kind] = passes(date)
    return found


def instants_of(dossier: Dossier) -> Instants:
    """The same of a dossier as it is: none where nobody is to be told anything."""
    if not (dossier.accepted and is_open(dossier)) or dossier.waiting or dossier.deadline is None:
        return {}
    return instants(dossier.deadline)


def passes(date: events.Due) -> datetime:
    """The first instant that is too late, to the microsecond."""
    until = instant(date.time)
    return until if date.end_of_day else until + _A_MOMENT


def give(dossier: Dossier, given: Given, *, kind: str, at: datetime) -> list[Fact]:
    """The notice that is to be given from an instant on; none where that is no longer so."""
    if instants_of(dossier).get(kind) != at:
        return []
    notice = _NOTICES[kind](dossier)
    notice.dossier, notice.catalog_position = dossier.name, given.catalog_position
    notice.handling_unit, notice.assignee = dossier.holder, dossier.assignee
    return [fact(notice, live_time(dossier, given.clock), unit=dossier.holder)]


_NOTICES: dict[str, Callable[[Dossier], Any]] = {
    DUE_SOON: lambda dossier: events.DueApproached(due=dossier.due),
    OVERDUE: lambda dossier: events.DuePassed(due=dossier.due, extended=dossier.extended),
    EXTENSION_OVER: lambda dossier: events.ExtensionPassed(extended=dossier.extended),
}

"""A dossier ends: with its result, handed over or not, withdrawn by its citizen, or stopped.

An end is judged by the due as it stands. Its event carries due and verdict, so that no reader
needs a calendar.
"""

from datetime import datetime

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.submissions.domain.authority import Accountable
from services.submissions.domain.dossier.anomalies import of_end
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import live_time, require_allowed
from services.submissions.domain.due import verdict
from services.submissions.domain.moments import Moment
from services.submissions.domain.subjects import fact


def record_result(
    dossier: Dossier,
    *,
    electronic_result: bool | None,
    handling_unit: str,
    by: Accountable,
    clock: datetime,
    catalog_position: int,
) -> list[Fact]:
    """The result is there: the dossier ends, early, on time or overdue."""
    require_allowed(dossier, events.ResultRecorded)
    at = live_time(dossier, clock)
    ready = events.ResultRecorded(
        dossier=dossier.name,
        catalog_position=catalog_position,
        handling_unit=handling_unit,
        officer=by.officer,
        due=dossier.due,
        verdict=verdict(Moment(at), dossier.due),
        electronic_result=electronic_result,
        # A record taken over may never have been accepted, or at a time that is still to come.
        anomalies=of_end(
            is_accepted=dossier.accepted, accepted=dossier.acceptance, ended=Moment(at), now=at
        ),
        time_known=True,
        unit=by.unit,
    )
    return [fact(ready, at, unit=ready.handling_unit)]


def return_result(
    dossier: Dossier, *, by: Accountable, clock: datetime, catalog_position: int
) -> list[Fact]:
    """Hand the result over. It was there before, so this ends nothing."""
    require_allowed(dossier, events.ResultReturned)
    returned = events.ResultReturned(
        dossier=dossier.name,
        catalog_position=catalog_position,
        returning_unit=by.unit,
        officer=by.officer,
        time_known=True,
    )
    return [fact(returned, live_time(dossier, clock), unit=returned.returning_unit)]


def withdraw(dossier: Dossier, *, clock: datetime, catalog_position: int) -> list[Fact]:
    """Take the dossier back for its citizen."""
    require_allowed(dossier, events.DossierWithdrawn)
    withdrawn = events.DossierWithdrawn(
        dossier=dossier.name,
        catalog_position=catalog_position,
        handling_unit=dossier.holder,
        time_known=True,
        after_acceptance=dossier.accepted,
    )
    return [fact(withdrawn, live_time(dossier, clock), unit=withdrawn.handling_unit)]

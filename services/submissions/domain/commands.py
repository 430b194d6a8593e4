"""What a live command may add to a dossier.

Promises that a live fact never lies before the one it follows, and that every fact carries what an
indicator reads. Must not look anything up: time, names and catalogue history come in.
"""

from datetime import datetime

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain import refusals
from services.submissions.domain.anomalies import below_level_3, of_acceptance, of_end
from services.submissions.domain.authority import Accountable
from services.submissions.domain.dossiers import Dossier
from services.submissions.domain.due import verdict
from services.submissions.domain.moments import Moment
from services.submissions.domain.offerings import Offering
from services.submissions.domain.states import IN_VIETNAMESE, allows, word
from services.submissions.domain.subjects import fact


def must_be_fileable(
    offering: Offering, *, channel: events.Channel, at: datetime, refuses_below_3: bool
) -> None:
    """Refuse an online filing below level 3 where the unit's policy says so."""
    about = offering.about(at)
    if refuses_below_3 and below_level_3(channel, about):
        values = {"name": offering.name, "level": str(about.level)}
        raise Refusal(refusals.ONLINE_BELOW_LEVEL_3, field="channel", values=values)


def submit(
    *,
    name: str,
    number: str,
    receiving_unit: str,
    offering: Offering,
    channel: events.Channel,
    assisted: bool,
    root: str,
    at: datetime,
    catalog_position: int,
) -> list[Fact]:
    """A dossier comes in. Nothing went before it, so nothing can stand against it."""
    about = offering.about(at)
    submitted = events.DossierSubmitted(
        dossier=name,
        catalog_position=catalog_position,
        number=number,
        receiving_unit=receiving_unit,
        channel=channel,
        assisted=assisted,
        offering=about,
        anomalies=below_level_3(channel, about),
        root=root or name,
        time_known=True,
    )
    return [fact(submitted, at, unit=offering.unit)]


def accept(
    dossier: Dossier,
    *,
    offering: Offering,
    due: events.Due | None,
    handling_unit: str,
    by: Accountable,
    clock: datetime,
    catalog_position: int,
) -> list[Fact]:
    """Fix level, unit, service version and due, about this instant."""
    _must_allow(dossier, events.STATUS_ACCEPTED)
    at = live_time(dossier, clock)
    about = offering.about(at)
    contradictions = of_acceptance(
        submitted=dossier.submission, accepted=Moment(at), due=due, now=at
    )
    accepted = events.DossierAccepted(
        dossier=dossier.name,
        catalog_position=catalog_position,
        offering=about,
        channel=dossier.channel,
        assisted=dossier.assisted,
        promised=due,
        due=due,
        handling_unit=handling_unit,
        officer=by.officer,
        anomalies=contradictions + below_level_3(dossier.channel, about),
        root=dossier.root,
        time_known=True,
        unit=by.unit,
    )
    return [fact(accepted, at, unit=offering.unit)]


def refuse(
    dossier: Dossier, *, reason_code: str, by: Accountable, clock: datetime, catalog_position: int
) -> list[Fact]:
    """Turn down a dossier that was not accepted."""
    _must_allow(dossier, events.STATUS_REFUSED)
    refused = events.DossierRefused(
        dossier=dossier.name,
        catalog_position=catalog_position,
        reason_code=reason_code,
        officer=by.officer,
        unit=by.unit,
        time_known=True,
    )
    return [fact(refused, live_time(dossier, clock), unit=refused.unit)]


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
    _must_allow(dossier, events.STATUS_RESULT_READY)
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
    _must_allow(dossier, events.STATUS_RESULT_RETURNED)
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
    _must_allow(dossier, events.STATUS_WITHDRAWN)
    withdrawn = events.DossierWithdrawn(
        dossier=dossier.name,
        catalog_position=catalog_position,
        unit=dossier.handling_unit or dossier.receiving_unit,
        time_known=True,
        after_acceptance=dossier.accepted,
    )
    return [fact(withdrawn, live_time(dossier, clock), unit=withdrawn.unit)]


def live_time(dossier: Dossier, clock: datetime) -> datetime:
    """The clock, or the last live fact where that is later; a record's times do not count."""
    return clock if dossier.last_live is None else max(clock, dossier.last_live)


def _must_allow(dossier: Dossier, wanted: events.Status) -> None:
    if not allows(dossier.status, wanted, accepted=dossier.accepted):
        values = {
            "status": word(dossier.status),
            "status_vi": IN_VIETNAMESE[dossier.status],
            "wanted": word(wanted),
            "wanted_vi": IN_VIETNAMESE[wanted],
        }
        raise Refusal(refusals.STEP_NOT_ALLOWED, field="name", values=values)

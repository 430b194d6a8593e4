"""A dossier comes in, and is accepted or refused.

Nothing is looked up here: time, names and what the catalogue says come in. A live fact never lies
before the one it follows.
"""

from datetime import datetime

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain import refusals
from services.submissions.domain.authority import Accountable
from services.submissions.domain.dossier.anomalies import below_level_3, of_acceptance
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import live_time, require_allowed
from services.submissions.domain.moments import Moment
from services.submissions.domain.offerings import Offering
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
    portal: str,
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
        portal=portal,
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
    task: str = "",
    clock: datetime,
    catalog_position: int,
) -> list[Fact]:
    """Fix level, unit, service version and due, about this instant."""
    require_allowed(dossier, events.DossierAccepted)
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
        deadline=events.DeadlineFacts(promised=due, due=due) if due else None,
        handling_unit=handling_unit,
        officer=by.officer,
        task=task,
        anomalies=contradictions + below_level_3(dossier.channel, about),
        root=dossier.root,
        time_known=True,
        unit=by.unit,
    )
    return [fact(accepted, at, unit=offering.unit)]


def refuse(
    dossier: Dossier,
    *,
    reason_code: str,
    by: Accountable,
    task: str = "",
    clock: datetime,
    catalog_position: int,
) -> list[Fact]:
    """Turn down a dossier that was not accepted."""
    require_allowed(dossier, events.DossierRefused)
    refused = events.DossierRefused(
        dossier=dossier.name,
        catalog_position=catalog_position,
        reason_code=reason_code,
        handling_unit=dossier.holder,
        officer=by.officer,
        unit=by.unit,
        task=task,
        time_known=True,
    )
    return [fact(refused, live_time(dossier, clock), unit=refused.unit)]

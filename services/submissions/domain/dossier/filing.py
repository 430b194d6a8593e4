"""A dossier comes in, and is accepted or refused; an officer voids what was entered in error.

Nothing is looked up here: time, names and what the catalogue says come in. A live fact never lies
before the one it follows.
"""

from collections.abc import Iterable
from datetime import datetime

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.deadlines.dates import terms_of_acceptance
from services.submissions.domain.dossier.anomalies import below_level_3
from services.submissions.domain.dossier.live import Given, live_facts
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import live_time
from services.submissions.domain.offerings import Offering
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.domain.subjects import fact


def must_be_fileable(
    offering: Offering, *, channel: events.Channel, at: datetime, refuses_below_3: bool
) -> None:
    """Refuse an online filing below level 3 where the unit's policy says so."""
    if not refuses_below_3:
        return
    about = offering.about(at)
    if below_level_3(channel, about):
        values = {"name": offering.name, "level": str(about.level)}
        raise Refusal(SubmissionsReason.ONLINE_BELOW_LEVEL_3, field="channel", values=values)


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
    task: str = "",
    documents: Iterable[str] = (),
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
        task=task,
        documents=documents,
        time_known=True,
    )
    return [fact(submitted, at, unit=offering.unit)]


def accept(
    dossier: Dossier,
    given: Given,
    *,
    offering: Offering,
    due: events.Due | None,
    calendar: WorkingCalendar | None = None,
    handling_unit: str,
) -> list[Fact]:
    """Fix level, unit, service version and dates, about this instant; `due`: as the caller states
    it, where he does; `calendar`: the competent unit's.
    """
    at = live_time(dossier, given.clock)
    time = offering.processing_time(at, dossier.channel)
    accepted = events.DossierAccepted(
        offering=offering.about(at),
        deadline=terms_of_acceptance(stated=due, time=time, calendar=calendar),
        handling_unit=handling_unit,
    )
    return live_facts(dossier, given, accepted)


def refuse(dossier: Dossier, given: Given, *, reason_code: str) -> list[Fact]:
    """Turn down a dossier that was not accepted."""
    return live_facts(dossier, given, events.DossierRefused(reason_code=reason_code))


def void(dossier: Dossier, given: Given, *, reason_code: str) -> list[Fact]:
    """Take out a dossier that was entered in error."""
    return live_facts(dossier, given, events.DossierVoided(reason_code=reason_code))

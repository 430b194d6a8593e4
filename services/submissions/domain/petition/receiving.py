"""A petition comes in, at a desk, through a portal, or on a leader's reception day.

Nothing is looked up here: time, names and calendars come in as arguments.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.submissions.v1 import petition_events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.entries import Entry
from services.submissions.domain.moments import day, has_come, midnight
from services.submissions.domain.petition import terms
from services.submissions.domain.petition.following import followed
from services.submissions.domain.petition.live import Given, credited
from services.submissions.domain.petition.refusals import PetitionReason
from services.submissions.domain.petition.state import Petition

_RECEPTION_DAY = events.PETITION_CHANNEL_RECEPTION_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What comes in, but for its texts."""

    name: str
    number: str
    receiving_unit: str
    holder: str
    kind: events.PetitionKind
    channel: events.PetitionChannel
    reception: events.ReceptionDay | None = None
    dossier: str = ""
    portal: str = ""


def receive(filing: Filing, given: Given) -> list[Fact]:
    """A petition comes in. Nothing went before it, so nothing can stand against it."""
    received = events.PetitionReceived(
        petition=filing.name,
        catalog_position=given.catalog_position,
        number=filing.number,
        receiving_unit=filing.receiving_unit,
        holder=filing.holder,
        kind=filing.kind,
        channel=filing.channel,
        reception=filing.reception,
        dossier=filing.dossier,
        portal=filing.portal,
        terms_rule=given.rule.id,
        retention_years=given.rule.retention_years,
        officer=given.by.officer,
        unit=given.by.unit,
        time_known=True,
        **terms.three(given.rule, given.calendars.of_unit(filing.holder, given.clock)),
    )
    message = followed(Petition(), Entry(1, received, given.clock), given.calendars)
    return [credited(message, given.clock)]


def require_reception(
    channel: events.PetitionChannel, reception: events.ReceptionDay | None, now: datetime
) -> None:
    """Refuse a reception day of any other channel, and that channel without one that has come."""
    if channel != _RECEPTION_DAY:
        if reception is not None:
            raise Refusal(PetitionReason.RECEPTION_NOT_APPLICABLE, field="reception")
        return
    if reception is None:
        raise Refusal(PetitionReason.RECEPTION_MISSING, field="reception")
    for name in ("date", "leader", "unit"):
        if not (reception.HasField("date") if name == "date" else getattr(reception, name)):
            raise Refusal(PetitionReason.RECEPTION_MISSING, field=f"reception.{name}")
    if not has_come(day(reception.date), now):
        raise Refusal(PetitionReason.RECEPTION_DAY_INVALID, field="reception.date")


def last_instant(reception: events.ReceptionDay, now: datetime) -> datetime:
    """The last instant of a reception day, or now: when the leader must have been on duty."""
    return min(midnight(day(reception.date) + timedelta(days=1)) - timedelta(microseconds=1), now)

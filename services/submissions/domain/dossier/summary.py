"""The facts of a dossier that indicators read, whole, as a correction publishes them.

Consumers take them over instead of what they knew of the dossier, so that they need no rule.
"""

from collections.abc import Sequence
from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.dossier.state import Dossier, Entry
from services.submissions.domain.instants import stamp

_CLOSING = (events.DossierRefused, events.DossierWithdrawn, events.DossierStopped)


def summary(dossier: Dossier, entries: Sequence[Entry]) -> events.DossierFacts:
    """A dossier, and the entries that hold and make it."""
    facts = events.DossierFacts(
        number=dossier.number,
        root=dossier.root,
        origin=dossier.origin,
        portal=dossier.portal,
        receiving_unit=dossier.receiving_unit,
        channel=dossier.channel,
        assisted=dossier.assisted,
        offering=dossier.offering,
        status=dossier.status,
        voided=dossier.voided,
        handling_unit=dossier.holder,
        returning_unit=dossier.returning_unit,
        assignee=dossier.assignee,
        deadline=dossier.deadline,
        verdict=dossier.verdict,
        decision=dossier.decision,
        electronic_result=dossier.electronic_result,
        working_minutes=dossier.working_minutes,
        minutes_calendar_version=dossier.minutes_calendar_version,
        anomalies=dossier.anomalies,
        supplement_requests=dossier.supplements,
        pauses=dossier.pauses,
        fee_waived=dossier.fee_waived,
        paid_online=dossier.paid_online,
        periods=_periods(dossier),
    )
    _add_times(facts, entries)
    _add_what_may_be(facts, dossier)
    return facts


def _periods(dossier: Dossier) -> list[events.DossierPeriod]:
    return [
        events.DossierPeriod(
            start_time=stamp(each.start),
            status=each.status,
            handling_unit=each.handling_unit,
            assignee=each.assignee,
            after_acceptance=each.accepted,
        )
        for each in dossier.periods
    ]


def _add_times(facts: events.DossierFacts, entries: Sequence[Entry]) -> None:
    """Of each kind, the last fact counts."""
    for entry in entries:
        event = entry.message
        if isinstance(event, events.DossierSubmitted):
            facts.submitted.CopyFrom(_time(entry))
        elif isinstance(event, events.DossierAccepted):
            facts.accepted.CopyFrom(_time(entry))
        elif isinstance(event, events.ResultRecorded) or getattr(event, "ends", False):
            facts.ended.CopyFrom(_time(entry))
            facts.closed.CopyFrom(_time(entry))
        elif isinstance(event, _CLOSING):
            facts.closed.CopyFrom(_time(entry))


def _time(entry: Entry) -> events.FactTime:
    event: Any = entry.message
    return events.FactTime(
        time=stamp(entry.at), time_known=event.time_known, day_only=event.day_only
    )


def _add_what_may_be(facts: events.DossierFacts, dossier: Dossier) -> None:
    if dossier.waiting and dossier.waiting.since:
        facts.waiting_since.CopyFrom(stamp(dossier.waiting.since.at))
    if dossier.rating:
        value, first, unit = dossier.rating
        facts.rating.value, facts.rating.handling_unit = value, unit
        facts.rating.first_rated_time.CopyFrom(stamp(first))

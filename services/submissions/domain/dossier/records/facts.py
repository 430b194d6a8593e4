"""The facts that another system's record gives, with its contradictions named.

Contradictory times are taken as they are; each fact carries the record's source and key.
"""

from collections.abc import Callable, Iterable
from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.submissions.domain.dossier.anomalies import (
    below_level_3,
    of_acceptance,
    of_end,
    of_submission,
)
from services.submissions.domain.dossier.records.reading import Reading, Taken
from services.submissions.domain.due import verdict
from services.submissions.domain.subjects import fact

_UNITS = ("receiving_unit", "handling_unit", "returning_unit", "unit")


def take_in(reading: Reading) -> list[Fact]:
    """The facts of a record of which nothing was known; its submission is always the first."""
    later = [each for each in reading.steps if each.step.status != events.STATUS_SUBMITTED]
    return [_submitted(reading), *(fact_of(reading, each) for each in later)]


def fact_of(reading: Reading, taken: Taken) -> Fact:
    """A step as a fact."""
    if taken.step.status == events.STATUS_SUBMITTED:
        return _submitted(reading)
    return _BUILDERS[taken.step.status](reading, taken)


def credited(facts: Iterable[Fact]) -> set[str]:
    """Every unit that facts name, whatever they say of it."""
    messages: list[Any] = [each.message for each in facts]
    named = {getattr(each, field, "") for each in messages for field in _UNITS}
    return {unit for unit in named if unit}


def _submitted(reading: Reading) -> Fact:
    record, moment = reading.record, reading.submission
    stated_so = reading.find(events.STATUS_SUBMITTED) is not None
    about = reading.offering.about(moment.at) if moment else reading.offering.about_no_instant()
    event = events.DossierSubmitted(
        dossier=reading.name,
        catalog_position=reading.catalog_position,
        receiving_unit=reading.receiving_unit,
        channel=record.channel,
        assisted=record.assisted,
        offering=about,
        anomalies=of_submission(stated=stated_so, submitted=moment)
        + below_level_3(record.channel, about),
        origin=_origin(reading),
        root=reading.name,
        time_known=moment is not None,
        day_only=moment is not None and moment.day_only,
    )
    return fact(event, moment.at if moment else reading.now, unit=about.unit)


def _accepted(reading: Reading, taken: Taken) -> Fact:
    record, moment = reading.record, taken.moment
    about = reading.offering.about(moment.at) if moment else reading.offering.about_no_instant()
    contradictions = of_acceptance(
        submitted=reading.submission, accepted=moment, due=reading.stated_due, now=reading.now
    )
    event = events.DossierAccepted(
        dossier=reading.name,
        catalog_position=reading.catalog_position,
        offering=about,
        channel=record.channel,
        assisted=record.assisted,
        deadline=reading.dates,
        handling_unit=reading.handling_unit,
        officer=taken.step.officer,
        anomalies=contradictions + below_level_3(record.channel, about),
        root=reading.name,
        unit=taken.step.unit or reading.handling_unit,
    )
    return _recorded(event, reading, taken, unit=about.unit)


def _refused(reading: Reading, taken: Taken) -> Fact:
    event = events.DossierRefused(
        dossier=reading.name,
        catalog_position=reading.catalog_position,
        reason_code=taken.step.reason_code,
        handling_unit=taken.step.unit or reading.handling_unit,
        officer=taken.step.officer,
        unit=taken.step.unit or reading.handling_unit,
        after_acceptance=reading.accepted,
    )
    return _recorded(event, reading, taken, unit=event.handling_unit)


def _handling(reading: Reading, taken: Taken) -> Fact:
    event = events.HandlingStarted(
        dossier=reading.name,
        catalog_position=reading.catalog_position,
        handling_unit=taken.step.unit or reading.handling_unit,
        officer=taken.step.officer,
        unit=taken.step.unit or reading.handling_unit,
    )
    return _recorded(event, reading, taken, unit=event.handling_unit)


def _ready(reading: Reading, taken: Taken) -> Fact:
    event = events.ResultRecorded(
        dossier=reading.name,
        catalog_position=reading.catalog_position,
        handling_unit=taken.step.unit or reading.handling_unit,
        officer=taken.step.officer,
        due=reading.due,
        verdict=_verdict(reading, taken),
        anomalies=_against_end(reading, taken),
        unit=taken.step.unit or reading.handling_unit,
    )
    if taken.step.HasField("electronic_result"):
        event.electronic_result = taken.step.electronic_result
    _measure(event, reading, taken)
    return _recorded(event, reading, taken, unit=event.handling_unit)


def _returned(reading: Reading, taken: Taken) -> Fact:
    event = events.ResultReturned(
        dossier=reading.name,
        catalog_position=reading.catalog_position,
        returning_unit=taken.step.unit or reading.handling_unit,
        officer=taken.step.officer,
        unit=taken.step.unit or reading.handling_unit,
    )
    if not reading.ready:
        event.MergeFrom(_end_by_return(reading, taken))
    return _recorded(event, reading, taken, unit=event.handling_unit or event.returning_unit)


def _end_by_return(reading: Reading, taken: Taken) -> events.ResultReturned:
    event = events.ResultReturned(
        ends=True,
        handling_unit=reading.handling_unit,
        due=reading.due,
        verdict=_verdict(reading, taken),
        anomalies=_against_end(reading, taken),
    )
    if taken.step.HasField("electronic_result"):
        event.electronic_result = taken.step.electronic_result
    _measure(event, reading, taken)
    return event


def _withdrawn(reading: Reading, taken: Taken) -> Fact:
    event = events.DossierWithdrawn(
        dossier=reading.name,
        catalog_position=reading.catalog_position,
        handling_unit=taken.step.unit or reading.handling_unit,
        unit=taken.step.unit or reading.handling_unit,
        after_acceptance=reading.accepted,
    )
    return _recorded(event, reading, taken, unit=event.handling_unit)


def _stopped(reading: Reading, taken: Taken) -> Fact:
    event = events.DossierStopped(
        dossier=reading.name,
        catalog_position=reading.catalog_position,
        reason_code=taken.step.reason_code,
        handling_unit=taken.step.unit or reading.handling_unit,
        after_acceptance=reading.accepted,
        officer=taken.step.officer,
        unit=taken.step.unit or reading.handling_unit,
    )
    return _recorded(event, reading, taken, unit=event.handling_unit)


def _measure(
    event: events.ResultRecorded | events.ResultReturned, reading: Reading, taken: Taken
) -> None:
    minutes = reading.measures.minutes(
        reading.dates, reading.acceptance, taken.moment, reading.before.pauses
    )
    if minutes is not None:
        event.working_minutes = minutes


def _verdict(reading: Reading, taken: Taken) -> events.Verdict:
    # Without a time there is nothing to compare, unless there is nothing to compare with either.
    if taken.moment is None:
        return events.VERDICT_UNSPECIFIED if reading.due else events.VERDICT_NO_DUE
    return verdict(taken.moment, reading.due)


def _against_end(reading: Reading, taken: Taken) -> list[events.Anomaly]:
    return of_end(
        is_accepted=reading.accepted,
        accepted=reading.acceptance,
        ended=taken.moment,
        now=reading.now,
    )


def _origin(reading: Reading) -> events.Origin:
    return events.Origin(source=reading.source, key=reading.record.key)


RecordEvent = (
    events.DossierAccepted
    | events.DossierRefused
    | events.HandlingStarted
    | events.ResultRecorded
    | events.ResultReturned
    | events.DossierWithdrawn
    | events.DossierStopped
)


def _recorded(event: RecordEvent, reading: Reading, taken: Taken, *, unit: str) -> Fact:
    """At the time that the other system states, as precisely as it does; else at the recording."""
    event.origin.CopyFrom(_origin(reading))
    event.time_known = taken.moment is not None
    event.day_only = taken.moment is not None and taken.moment.day_only
    return fact(event, taken.moment.at if taken.moment else reading.now, unit=unit)


_BUILDERS: dict[int, Callable[[Reading, Taken], Fact]] = {
    events.STATUS_ACCEPTED: _accepted,
    events.STATUS_REFUSED: _refused,
    events.STATUS_PROCESSING: _handling,
    events.STATUS_RESULT_READY: _ready,
    events.STATUS_RESULT_RETURNED: _returned,
    events.STATUS_WITHDRAWN: _withdrawn,
    events.STATUS_STOPPED: _stopped,
}

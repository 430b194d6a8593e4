"""Another system's record as facts, with its contradictions named.

Promises to take contradictory times as they are and to name them, and to refuse only what has no
meaning at all. Must not correct a record.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import DossierRecord, Step
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain import refusals
from services.submissions.domain.anomalies import below_level_3, of_acceptance, of_end
from services.submissions.domain.due import instant, stated, verdict
from services.submissions.domain.offerings import Offering
from services.submissions.domain.subjects import fact

_ENDS = (events.STATUS_RESULT_READY, events.STATUS_RESULT_RETURNED)
_CLOSES = (events.STATUS_REFUSED, events.STATUS_WITHDRAWN, events.STATUS_STOPPED)
_TIMELESS = (events.STATUS_SUBMITTED, *_ENDS)
# Logs are sorted by times that contradict the life of a dossier; its facts follow its life.
_ORDER = {
    events.STATUS_SUBMITTED: 0,
    events.STATUS_ACCEPTED: 1,
    events.STATUS_PROCESSING: 2,
    events.STATUS_REFUSED: 3,
    events.STATUS_WITHDRAWN: 3,
    events.STATUS_STOPPED: 3,
    events.STATUS_RESULT_READY: 3,
    events.STATUS_RESULT_RETURNED: 4,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """One step that passed, with its instant where it has one."""

    step: Step
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A record being read: all that its facts need to know of one another."""

    name: str
    source: str
    record: DossierRecord
    offering: Offering
    steps: tuple[Taken, ...]
    due: events.Due | None
    now: datetime
    catalog_position: int

    def find(self, status: events.Status) -> Taken | None:
        """The first step of that status."""
        return next((each for each in self.steps if each.step.status == status), None)

    def time_of(self, status: events.Status) -> datetime | None:
        """When the record says it happened."""
        taken = self.find(status)
        return taken.at if taken else None

    @property
    def accepted(self) -> bool:
        """Whether the record tells of an acceptance."""
        return self.find(events.STATUS_ACCEPTED) is not None

    @property
    def handling_unit(self) -> str:
        """The unit that handled it, by the record or else the competent one."""
        return self.record.handling_unit or self.offering.unit

    @property
    def receiving_unit(self) -> str:
        """The unit that received it, by the record or else the competent one."""
        return self.record.receiving_unit or self.offering.unit


def take_in(
    record: DossierRecord,
    *,
    name: str,
    source: str,
    offering: Offering,
    now: datetime,
    catalog_position: int,
) -> list[Fact]:
    """The record's facts; it always begins with its submission, known or not."""
    reading = Reading(
        name=name,
        source=source,
        record=record,
        offering=offering,
        steps=_steps(record),
        due=stated(record.due, field="due"),
        now=now,
        catalog_position=catalog_position,
    )
    later = [each for each in reading.steps if each.step.status != events.STATUS_SUBMITTED]
    first = _submitted(reading, facts=len(later) + 1)
    return [first, *(_BUILDERS[each.step.status](reading, each) for each in later)]


def units_named(record: DossierRecord) -> Iterable[tuple[str, str]]:
    """Every unit that the record names, after the field that names it."""
    named = [("receiving_unit", record.receiving_unit), ("handling_unit", record.handling_unit)]
    named += [(f"steps[{index}].unit", step.unit) for index, step in enumerate(record.steps)]
    return [(field, unit) for field, unit in named if unit]


def _steps(record: DossierRecord) -> tuple[Taken, ...]:
    if not record.steps:
        raise Refusal(refusals.STEPS_MISSING, field="steps")
    taken = [_step(step, f"steps[{index}]") for index, step in enumerate(record.steps)]
    _must_occur_once(record.steps)
    return tuple(sorted(taken, key=lambda each: _ORDER[each.step.status]))


def _step(step: Step, field: str) -> Taken:
    if step.status not in _ORDER:
        raise Refusal(refusals.STEP_UNSUPPORTED, field=f"{field}.status")
    if step.HasField("time"):
        return Taken(step, instant(step.time, field=f"{field}.time"))
    if step.status not in _TIMELESS:
        raise Refusal(refusals.STEP_TIME_MISSING, field=f"{field}.time")
    return Taken(step, None)


def _must_occur_once(steps: Iterable[Step]) -> None:
    seen: set[int] = set()
    for index, step in enumerate(steps):
        if step.status in seen and step.status != events.STATUS_PROCESSING:
            raise Refusal(refusals.STEP_REPEATED, field=f"steps[{index}].status")
        seen.add(step.status)
    ways = len(seen.intersection(_CLOSES)) + bool(seen.intersection(_ENDS))
    if ways > 1:
        raise Refusal(refusals.STEPS_CONTRADICT, field="steps")


def _submitted(reading: Reading, *, facts: int) -> Fact:
    record, at = reading.record, reading.time_of(events.STATUS_SUBMITTED)
    about = reading.offering.about(at) if at else reading.offering.about_no_instant()
    told = events.DossierSubmitted(
        dossier=reading.name,
        catalog_position=reading.catalog_position,
        receiving_unit=reading.receiving_unit,
        channel=record.channel,
        assisted=record.assisted,
        offering=about,
        anomalies=below_level_3(record.channel, about),
        origin=events.Origin(source=reading.source, key=record.key, facts=facts),
        root=reading.name,
        time_known=at is not None,
    )
    return fact(told, at or reading.now, unit=about.unit)


def _accepted(reading: Reading, taken: Taken) -> Fact:
    record, at = reading.record, taken.at or reading.now
    about = reading.offering.about(at)
    contradictions = of_acceptance(
        submitted_at=reading.time_of(events.STATUS_SUBMITTED),
        accepted_at=at,
        due=reading.due,
        now=reading.now,
    )
    told = events.DossierAccepted(
        dossier=reading.name,
        catalog_position=reading.catalog_position,
        offering=about,
        channel=record.channel,
        assisted=record.assisted,
        promised=reading.due,
        due=reading.due,
        handling_unit=reading.handling_unit,
        officer=taken.step.officer,
        anomalies=contradictions + below_level_3(record.channel, about),
        root=reading.name,
        time_known=True,
    )
    return fact(told, at, unit=about.unit)


def _refused(reading: Reading, taken: Taken) -> Fact:
    told = events.DossierRefused(
        dossier=reading.name,
        catalog_position=reading.catalog_position,
        reason_code=taken.step.reason_code,
        officer=taken.step.officer,
        unit=taken.step.unit or reading.handling_unit,
        time_known=True,
        after_acceptance=reading.accepted,
    )
    return fact(told, taken.at or reading.now, unit=told.unit)


def _handling(reading: Reading, taken: Taken) -> Fact:
    told = events.HandlingStarted(
        dossier=reading.name,
        catalog_position=reading.catalog_position,
        handling_unit=taken.step.unit or reading.handling_unit,
        officer=taken.step.officer,
        time_known=True,
    )
    return fact(told, taken.at or reading.now, unit=told.handling_unit)


def _ready(reading: Reading, taken: Taken) -> Fact:
    told = events.ResultRecorded(
        dossier=reading.name,
        catalog_position=reading.catalog_position,
        handling_unit=taken.step.unit or reading.handling_unit,
        officer=taken.step.officer,
        due=reading.due,
        verdict=_verdict(reading, taken),
        anomalies=_against_end(reading, taken),
        time_known=taken.at is not None,
    )
    if taken.step.HasField("electronic_result"):
        told.electronic_result = taken.step.electronic_result
    return fact(told, taken.at or reading.now, unit=told.handling_unit)


def _returned(reading: Reading, taken: Taken) -> Fact:
    told = events.ResultReturned(
        dossier=reading.name,
        catalog_position=reading.catalog_position,
        returning_unit=taken.step.unit or reading.handling_unit,
        officer=taken.step.officer,
        time_known=taken.at is not None,
    )
    if reading.find(events.STATUS_RESULT_READY) is None:
        told.MergeFrom(_end_by_return(reading, taken))
    return fact(told, taken.at or reading.now, unit=told.handling_unit or told.returning_unit)


def _end_by_return(reading: Reading, taken: Taken) -> events.ResultReturned:
    return events.ResultReturned(
        ends=True,
        handling_unit=reading.handling_unit,
        due=reading.due,
        verdict=_verdict(reading, taken),
        anomalies=_against_end(reading, taken),
    )


def _withdrawn(reading: Reading, taken: Taken) -> Fact:
    told = events.DossierWithdrawn(
        dossier=reading.name,
        catalog_position=reading.catalog_position,
        unit=taken.step.unit or reading.handling_unit,
        time_known=True,
        after_acceptance=reading.accepted,
    )
    return fact(told, taken.at or reading.now, unit=told.unit)


def _stopped(reading: Reading, taken: Taken) -> Fact:
    told = events.DossierStopped(
        dossier=reading.name,
        catalog_position=reading.catalog_position,
        reason_code=taken.step.reason_code,
        officer=taken.step.officer,
        unit=taken.step.unit or reading.handling_unit,
        time_known=True,
    )
    return fact(told, taken.at or reading.now, unit=told.unit)


def _verdict(reading: Reading, taken: Taken) -> events.Verdict:
    # Without a time there is nothing to compare, unless there is nothing to compare with either.
    if taken.at is None and reading.due is not None:
        return events.VERDICT_UNSPECIFIED
    return verdict(taken.at or reading.now, reading.due)


def _against_end(reading: Reading, taken: Taken) -> list[events.Anomaly]:
    return of_end(
        accepted=reading.accepted,
        accepted_at=reading.time_of(events.STATUS_ACCEPTED),
        ended_at=taken.at,
        now=reading.now,
    )


_BUILDERS: dict[int, Callable[[Reading, Taken], Fact]] = {
    events.STATUS_ACCEPTED: _accepted,
    events.STATUS_REFUSED: _refused,
    events.STATUS_PROCESSING: _handling,
    events.STATUS_RESULT_READY: _ready,
    events.STATUS_RESULT_RETURNED: _returned,
    events.STATUS_WITHDRAWN: _withdrawn,
    events.STATUS_STOPPED: _stopped,
}

"""What is known of one dossier, as far as a figure can depend on it.

Promises one row per dossier that any order of batches folds to the same value: the last acceptance
and the last ending count. Must not hold anything that no definition reads, nor any person's data.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from motcua.catalog.v1.events_pb2 import Extent
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.events_pb2 import Anomaly, Channel, DossierFacts, Verdict
from services.metrics.domain.provenance import (
    NOT_WITHDRAWN,
    due_set,
    withdrawal_after,
    withdrawn_by,
)
from services.metrics.domain.restated import (
    ACCEPTED_WITHOUT_TIME,
    ENDED_WITHOUT_TIME,
    of_acceptance,
    of_end,
    of_rating,
    rated_at,
)
from services.metrics.domain.seen import Seen, bits, promised, stated, verdict, when

ALONE = 0  # of an act: no other dossier is part of it
ENDED_WITHOUT_ACCEPTANCE = 1 << Anomaly.ANOMALY_ENDED_WITHOUT_ACCEPTANCE


class Facts(NamedTuple):
    """A dossier's facts. `None` where nothing happened yet, or the record does not say."""

    dossier: str  # the last part of its resource name
    service: str = ""
    unit: str = ""  # the competent unit: at acceptance, before it as submitted
    channel: int = Channel.CHANNEL_UNKNOWN
    assisted: bool = False
    level: int | None = None
    extent: int = Extent.EXTENT_UNSPECIFIED
    field: str | None = None
    accepted_at: datetime | None = None  # where the time is not known: when that was recorded
    acceptance_time_known: bool = True
    acceptance_anomalies: int = 0  # bit n: anomaly number n
    ended_at: datetime | None = None  # the same
    end_recorded_at: datetime | None = None
    end_time_known: bool = True
    handling_unit: str = ""
    verdict: int = Verdict.VERDICT_UNSPECIFIED
    ending_anomalies: int = 0
    voided: bool = False
    closed: bool = False
    acceptance_day_only: bool = False
    end_day_only: bool = False
    promised_at: datetime | None = None
    requests: int = 0  # of supplements
    fee: int | None = None  # in đồng
    fee_waived: bool = False
    paid_online: bool = False
    written_result: bool | None = None
    electronic_result: bool | None = None
    working_minutes: int | None = None
    rating: int | None = None
    first_rated_at: datetime | None = None
    rated_unit: str | None = (
        None  # credited with the rating: handling, or receiving if none accepted
    )
    complaints: int = 0  # petitions that complain of it
    act: int = ALONE  # see `acts`
    root: str | None = None  # of its act, the last part of the name; None: itself
    # On whose word it rests, see `provenance`; None, too, where it was folded before this was kept
    was_corrected: bool | None = False
    due_set: int | None = None  # of an accepted one
    withdrawn_by: int | None = NOT_WITHDRAWN

    @property
    def without_acceptance(self) -> bool:
        """It ended, and no acceptance is known, or its record was judged so."""
        return self.end_recorded_at is not None and (
            self.accepted_at is None or bool(self.ending_anomalies & ENDED_WITHOUT_ACCEPTANCE)
        )

    @property
    def accepted_shown(self) -> datetime | None:
        """The instant that shows it where items are keyed by acceptance: that of the acceptance, or
        the recording of an end without one.
        """
        return self.end_recorded_at if self.without_acceptance else self.accepted_at


_PLACES = {name: place for place, name in enumerate(Facts._fields)}


def changed(facts: Facts, **values: Any) -> Facts:
    """With other values. `_replace` takes twice as long: it looks up each of three dozen fields."""
    row = list(facts)
    for name, value in values.items():
        row[_PLACES[name]] = value
    return tuple.__new__(Facts, row)


def evolve(facts: Facts, seen: Seen) -> Facts:
    """The facts after one more event; events that no figure reads change nothing."""
    change = CHANGES.get(type(seen.message))
    return change(facts, seen) if change else facts


def submitted(facts: Facts, seen: Seen) -> Facts:
    """Where it was filed; what acceptance fixed is not touched by a submission that comes late."""
    if facts.accepted_at is not None:
        return facts
    event = seen.message
    return changed(
        facts,
        service=event.offering.service,
        unit=event.offering.unit,
        channel=event.channel or Channel.CHANNEL_UNKNOWN,
        assisted=event.assisted,
    )


def accepted(facts: Facts, seen: Seen) -> Facts:
    """Level, unit, service and channel are fixed here, for good, as the event says."""
    event = seen.message
    offering = event.offering
    at, known = when(seen, ACCEPTED_WITHOUT_TIME)
    return changed(
        facts,
        service=offering.service,
        unit=offering.unit,
        channel=event.channel or Channel.CHANNEL_UNKNOWN,
        assisted=event.assisted,
        level=stated(offering, "level"),
        extent=offering.extent,
        field=offering.field or None,
        accepted_at=at,
        acceptance_time_known=known,
        acceptance_anomalies=bits(event.anomalies),
        acceptance_day_only=event.day_only,
        promised_at=promised(event.deadline, seen),
        due_set=due_set(event.deadline, seen),
        fee=stated(offering, "fee"),
        written_result=stated(offering, "written_result"),
    )


def ended(facts: Facts, seen: Seen) -> Facts:
    """The end, with the verdict that was decided when it was recorded."""
    event = seen.message
    at, known = when(seen, ENDED_WITHOUT_TIME)
    due = event.due if event.HasField("due") else None
    return changed(
        facts,
        ended_at=at,
        end_recorded_at=seen.recorded_at,
        end_time_known=known,
        handling_unit=event.handling_unit,
        verdict=verdict(event.verdict, due, seen, known=known),
        ending_anomalies=bits(event.anomalies),
        closed=True,
        end_day_only=event.day_only,
        electronic_result=stated(event, "electronic_result"),
        working_minutes=stated(event, "working_minutes"),
    )


def returned(facts: Facts, seen: Seen) -> Facts:
    """Handing over ends a dossier only where nothing ended it before."""
    return ended(facts, seen) if seen.message.ends else facts


def left(facts: Facts, seen: Seen) -> Facts:
    """Refused, withdrawn or stopped: it is closed if it was accepted before."""
    return changed(facts, closed=facts.closed or seen.message.after_acceptance)


def withdrawn(facts: Facts, seen: Seen) -> Facts:
    """The same, and who says so."""
    return changed(left(facts, seen), withdrawn_by=withdrawn_by(seen.message))


def requested(facts: Facts, seen: Seen) -> Facts:
    """A supplement is asked for, again perhaps."""
    return changed(facts, requests=seen.message.number)


def paid(facts: Facts, seen: Seen) -> Facts:
    """A payment or a refund says what holds after it."""
    return changed(facts, paid_online=seen.message.paid_online)


def waived(facts: Facts, _: Seen) -> Facts:
    """The fee is not asked for."""
    return changed(facts, fee_waived=True)


def rated(facts: Facts, seen: Seen) -> Facts:
    """The last value counts, at the instant of the first one."""
    event, at = seen.message, rated_at(seen.message, seen)
    return changed(facts, rating=event.value, first_rated_at=at, rated_unit=event.handling_unit)


def voided(facts: Facts, _: Seen) -> Facts:
    """Entered in error: excluded from now on."""
    return changed(facts, voided=True)


def corrected(facts: Facts, seen: Seen) -> Facts:
    """What the event says of the dossier takes the place of all that was known of it.

    Example: an end that is left out is no end any more, and the dossier leaves `on_time.ended`. An
    end stays shown at its first recording where it can be shown at no other time.
    """
    said: DossierFacts = seen.message.facts
    return Facts(
        facts.dossier,
        service=said.offering.service,
        unit=said.offering.unit,
        channel=said.channel or Channel.CHANNEL_UNKNOWN,
        assisted=said.assisted,
        voided=said.voided,
        closed=said.HasField("closed") and (said.HasField("ended") or said.HasField("accepted")),
        requests=said.supplement_requests,
        fee_waived=said.fee_waived,
        paid_online=said.paid_online,
        complaints=facts.complaints,
        act=facts.act,
        root=facts.root,
        was_corrected=True,
        withdrawn_by=withdrawal_after(
            facts.withdrawn_by, withdrawn=said.status == events.STATUS_WITHDRAWN
        ),
        **(of_rating(said, seen) if said.HasField("rating") else {}),
        **(of_acceptance(said, seen) if said.HasField("accepted") else {}),
        **(of_end(said, seen, first=facts.end_recorded_at) if said.HasField("ended") else {}),
    )


CHANGES: dict[Any, Callable[[Facts, Seen], Facts]] = {
    events.DossierSubmitted: submitted,
    events.DossierAccepted: accepted,
    events.ResultRecorded: ended,
    events.ResultReturned: returned,
    events.DossierRefused: left,
    events.DossierWithdrawn: withdrawn,
    events.DossierStopped: left,
    events.SupplementRequested: requested,
    events.PaymentRecorded: paid,
    events.PaymentRefunded: paid,
    events.FeeWaived: waived,
    events.DossierRated: rated,
    events.DossierVoided: voided,
    events.DossierCorrected: corrected,
}

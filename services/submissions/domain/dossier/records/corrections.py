"""A record that contradicts a known fact and gives a reason: it corrects the fact.

What cannot be corrected (the offering, the unit that took a step) is refused as without a reason.
"""

from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Statement
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.correcting import correct
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.records.comparing import Compared, Differing
from services.submissions.domain.dossier.records.reading import Reading
from services.submissions.domain.dossier.records.steps import Taken
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.moments import Moment
from services.submissions.domain.refusals import SubmissionsReason

_OF_RECORD = ("channel", "assisted", "due", "due_rule")


def corrected(reading: Reading, change: Compared, dossier: Dossier) -> list[Fact]:
    """The correction of a fact that the record tells otherwise; RECORD_CHANGED without a reason."""
    reason, path = reading.record.correction_reason_code, change.differing[0].path
    instead = _instead(reading, change) if reason else None
    if instead is None:
        raise Refusal(SubmissionsReason.RECORD_CHANGED, field=path)
    given = Given(reading.now, reading.catalog_position, measures=reading.measures)
    try:
        return correct(
            dossier,
            given,
            version=change.entry.version,
            instead=instead,
            about=lambda moment: _about(reading, moment),
            reason_code=reason,
            origin=events.Origin(source=reading.source, key=reading.record.key),
        )
    except Refusal as refusal:
        raise Refusal(refusal.reason, field=path, values=refusal.values) from None


def _about(reading: Reading, moment: Moment | None) -> events.OfferingFacts:
    offering = reading.offering
    return offering.about(moment.at) if moment else offering.about_no_instant()


def _instead(reading: Reading, change: Compared) -> Statement | None:
    """What the record says of the fact; None: something that cannot be corrected."""
    instead = Statement()
    for each in change.differing:
        if not _state(instead, each, reading, change.taken):
            return None
    return instead


def _state(instead: Any, differing: Differing, reading: Reading, taken: Taken | None) -> bool:
    name = differing.name
    if name == "time":
        return taken is not None and _state_time(instead, taken)
    if name not in instead.DESCRIPTOR.fields_by_name:
        return False
    if name in ("receiving_unit", "handling_unit"):
        value: Any = getattr(reading, name)
    elif name in _OF_RECORD:
        value = getattr(reading.record, name)
    elif taken is None:
        return False
    else:
        value = _stated_in(taken, name)
    if hasattr(value, "DESCRIPTOR"):
        getattr(instead, name).CopyFrom(value)
    else:
        setattr(instead, name, value)
    return True


def _stated_in(taken: Taken, name: str) -> Any:
    """What a step has in a field of a fact."""
    if name == "to_unit":
        return taken.step.unit
    if name == "returning_unit":
        return taken.step.acting_unit or taken.step.unit
    if isinstance(taken.kind, str) and name in _fields(getattr(taken.step, taken.kind)):
        return getattr(getattr(taken.step, taken.kind), name)
    return getattr(taken.step, name)


def _fields(message: Any) -> Any:
    return message.DESCRIPTOR.fields_by_name


def _state_time(instead: Statement, taken: Taken) -> bool:
    timed = taken.step.WhichOneof("when")
    if timed is not None:
        getattr(instead, timed).CopyFrom(getattr(taken.step, timed))
    return timed is not None

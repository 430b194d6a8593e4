"""What a step of another system's record states, apart from its time and its units.

Status 4 answers the request that is open, and so does a status 1 after a 5 before acceptance.
"""

from datetime import datetime

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Step
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.records.actions import ACTIONS, State
from services.submissions.domain.dossier.records.steps import Kind, Taken
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.due import stated


def statement(taken: Taken, dossier: Dossier, now: datetime) -> Message:
    """The fact that a step states, of a dossier as it is before it."""
    if taken.kind == "extension":
        return _extended(taken, now)
    if taken.kind == events.STATUS_PROCESSING and dossier.waiting:
        obliged = dossier.waiting.cause == events.PAUSE_CAUSE_OBLIGATION
        return events.ObligationMet() if obliged else events.SupplementAnswered()
    return _STATEMENTS[taken.kind](taken.step)


def _extended(taken: Taken, now: datetime) -> Message:
    extended = stated(taken.step.extension.extended, now=now)
    if extended is None:
        raise Refusal(DossierReason.EXTENSION_NOT_LATER, field=f"{taken.field}.extension.extended")
    dates = events.DeadlineFacts(extended=extended)
    return events.DueExtended(deadline=dates, reason_code=taken.step.reason_code)


def _supplement(step: Step) -> Message:
    return events.SupplementRequested(reason_code=step.reason_code, documents=step.documents)


def _obligation(step: Step) -> Message:
    return events.ObligationRequested(reason_code=step.reason_code, amount=step.amount)


def _ready(step: Step) -> Message:
    ready = events.ResultRecorded(decision=step.decision, reason_code=step.reason_code)
    if step.HasField("electronic_result"):
        ready.electronic_result = step.electronic_result
    return ready


def _returned(step: Step) -> Message:
    returned = events.ResultReturned(
        decision=step.decision,
        reason_code=step.reason_code,
        delivery_channel=step.delivery_channel,
    )
    if step.HasField("electronic_result"):
        returned.electronic_result = step.electronic_result
    return returned


_STATEMENTS: dict[Kind, State] = {
    events.STATUS_SUBMITTED: lambda _: events.SupplementAnswered(),
    events.STATUS_REFUSED: lambda step: events.DossierRefused(reason_code=step.reason_code),
    events.STATUS_PROCESSING: lambda _: events.HandlingStarted(),
    events.STATUS_SUPPLEMENT_REQUESTED: _supplement,
    events.STATUS_OBLIGATION_PENDING: _obligation,
    events.STATUS_WITHDRAWN: lambda step: events.DossierWithdrawn(reason_code=step.reason_code),
    events.STATUS_STOPPED: lambda step: events.DossierStopped(reason_code=step.reason_code),
    events.STATUS_RESULT_READY: _ready,
    events.STATUS_RESULT_RETURNED: _returned,
    **{name: each.state for name, each in ACTIONS.items() if each.state},
}

"""What a step of a record can be beside a status: one row for each, under its name in the contract.

Example: a `rating` becomes DossierRated, by whomever it was taken in, and is new where it is not
before the last rating; an `assignment` to ward B moves the dossier to ward B first.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Step

State: TypeAlias = Callable[[Step], Message]


class Action(NamedTuple):
    """The event of an action, and what the step states of it; None: that takes more than the
    step.
    """

    event: type[Message]
    state: State | None
    moves: bool = False  # the unit that a step names has the dossier from then on
    apart: bool = (
        True  # no other fact depends on its order: only those of its own kind are looked at
    )


def _assigned(step: Step) -> Message:
    return events.DossierAssigned(assignee=step.assignment.assignee)


def _paid(step: Step) -> Message:
    paid = step.payment
    return events.PaymentRecorded(
        payment=paid.payment,
        purpose=paid.purpose,
        online=paid.online,
        amount=paid.amount,
        provider=paid.provider,
        provider_reference=paid.provider_reference,
    )


def _refunded(step: Step) -> Message:
    return events.PaymentRefunded(
        payment=step.refund.payment,
        amount=step.refund.amount,
        provider_reference=step.refund.provider_reference,
        reason_code=step.reason_code,
    )


def _waived(step: Step) -> Message:
    return events.FeeWaived(reason_code=step.reason_code)


def _obligation_waived(step: Step) -> Message:
    return events.ObligationMet(waived=True, reason_code=step.reason_code)


def _archived(step: Step) -> Message:
    return events.DossierArchived(archive_code=step.archiving.archive_code)


def _handed_over(step: Step) -> Message:
    return events.PaperFileHandedOver(
        archive=step.handover.archive,
        list_code=step.handover.list_code,
        record_code=step.handover.record_code,
        archive_code=step.handover.archive_code,
    )


ACTIONS: Mapping[str, Action] = {
    "assignment": Action(events.DossierAssigned, _assigned, moves=True, apart=False),
    "transfer": Action(events.DossierTransferred, None, moves=True, apart=False),
    "extension": Action(events.DueExtended, None, moves=True, apart=False),
    "payment": Action(events.PaymentRecorded, _paid),
    "refund": Action(events.PaymentRefunded, _refunded),
    "waiver": Action(events.FeeWaived, _waived),
    "obligation_waiver": Action(events.ObligationMet, _obligation_waived, apart=False),
    "rating": Action(
        events.DossierRated, lambda step: events.DossierRated(value=step.rating.value)
    ),
    "archiving": Action(events.DossierArchived, _archived),
    "handover": Action(events.PaperFileHandedOver, _handed_over),
}

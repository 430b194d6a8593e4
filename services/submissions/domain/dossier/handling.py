"""A dossier is handled: who answers for it, which unit has it, what the citizen is asked for.

The time from a request to its answer is a pause where the dossier was accepted before; it is
measured once, at the answer, and moves the due then.
"""

from collections.abc import Iterable

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.live import Given, live_facts
from services.submissions.domain.dossier.paying import require_amount
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import require_allowed
from services.submissions.domain.dossier.transferring import moving
from services.submissions.domain.due import is_later, is_past
from services.submissions.domain.moments import Moment

MOST_DOCUMENTS = 50  # that are asked for at once


def start_handling(dossier: Dossier, given: Given) -> list[Fact]:
    """Begin to handle what was accepted."""
    return live_facts(dossier, given, events.HandlingStarted())


def assign(
    dossier: Dossier,
    given: Given,
    *,
    assignee: str,
    unit: str = "",
    cause: events.TransferCause = events.TRANSFER_CAUSE_DECISION,
    reason_code: str = "",
) -> list[Fact]:
    """Say who answers for it from now on; at another unit than the one that has it, after a
    transfer to there.
    """
    assigned = events.DossierAssigned(assignee=assignee)
    transferred = moving(dossier, unit, cause=cause, reason_code=reason_code)
    return live_facts(dossier, given, *transferred, assigned)


def request_supplement(
    dossier: Dossier,
    given: Given,
    *,
    reason_code: str,
    documents: Iterable[str] = (),
    answer_until: events.Due | None = None,
) -> list[Fact]:
    """Ask the citizen for more, before acceptance or after it; until when is what he is told."""
    if answer_until is not None and is_past(answer_until, Moment(given.clock)):
        raise Refusal(DossierReason.ANSWER_UNTIL_PAST, field="answer_until")
    requested = events.SupplementRequested(
        reason_code=reason_code, documents=documents, answer_until=answer_until
    )
    return live_facts(dossier, given, requested)


def answer_supplement(dossier: Dossier, given: Given) -> list[Fact]:
    """Take the citizen's answer in."""
    return live_facts(dossier, given, events.SupplementAnswered())


def request_obligation(
    dossier: Dossier, given: Given, *, amount: int, reason_code: str
) -> list[Fact]:
    """Ask the citizen to meet a financial obligation, in đồng."""
    require_amount(amount, field="amount")
    requested = events.ObligationRequested(amount=amount, reason_code=reason_code)
    return live_facts(dossier, given, requested)


def extend_due(
    dossier: Dossier, given: Given, *, extended: events.Due | None, reason_code: str
) -> list[Fact]:
    """State a later date after an apology: later than the due, and than an earlier extension."""
    require_allowed(dossier, events.DueExtended)
    if dossier.due is None:
        raise Refusal(DossierReason.DUE_MISSING, field="name")
    if extended is None or not is_later(extended, dossier.extended or dossier.due):
        raise Refusal(DossierReason.EXTENSION_NOT_LATER, field="extended")
    stated = events.DeadlineFacts(extended=extended)
    return live_facts(dossier, given, events.DueExtended(deadline=stated, reason_code=reason_code))

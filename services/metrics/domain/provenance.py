"""On whose word items rest: what an officer can state of his own unit's dossiers and petitions.

Example: the service computes a due from the processing time and the calendar; an officer who states
another date has a dossier whose `due` is `stated`. Figures filter by these (`dimensions`).
"""

from typing import Any

from motcua.submissions.v1.events_pb2 import (
    TRANSFER_CAUSE_MERGER,
    TRANSFER_CAUSE_SPLIT,
    DeadlineFacts,
    TransferCause,
)
from services.metrics.domain.seen import Seen, last_instant

COMPUTED, STATED, NO_DUE = 1, 2, 3  # of a due, as tables number them
NOT_WITHDRAWN, BY_CITIZEN, BY_STATEMENT = 0, 1, 2  # the same of a withdrawal
NOT_TRANSFERRED, BY_SUCCESSION = 0, 1  # and of a petition's latest transfer; or BY_STATEMENT


def due_set(deadline: DeadlineFacts, seen: Seen) -> int:
    """How the due of an acceptance came about. Computed is what follows from the service's own
    processing time; by a duration that a record states, it is stated. One that cannot be is none.
    """
    due = deadline.due
    if not due.HasField("time") or last_instant(due, seen.recorded_at) is None:
        return NO_DUE
    by_the_service = deadline.HasField("start_time") and not deadline.HasField("computed")
    stated = deadline.due_recorded or deadline.rule_recorded or not by_the_service
    return STATED if stated else COMPUTED


def withdrawn_by(event: Any) -> int:
    """Through a portal by the citizen; else an officer, or another system's record, says so."""
    return BY_STATEMENT if event.officer or event.HasField("origin") else BY_CITIZEN


def transferred_by(cause: TransferCause) -> int:
    """Whose word moved a petition, from when its terms run: that of nobody, where its unit was
    merged or split.
    """
    by_succession = cause in (TRANSFER_CAUSE_MERGER, TRANSFER_CAUSE_SPLIT)
    return BY_SUCCESSION if by_succession else BY_STATEMENT


def transfer_stated(said: Any) -> int | None:
    """The same of what a correction says of a petition; None: recorded before it said that."""
    if not said.HasField("transfer_cause"):
        return None
    return transferred_by(said.transfer_cause) if said.transfer_cause else NOT_TRANSFERRED


def withdrawal_after(before: int | None, *, withdrawn: bool) -> int | None:
    """After a correction: a withdrawal that only it states is an officer's word."""
    if not withdrawn:
        return NOT_WITHDRAWN
    return BY_STATEMENT if before == NOT_WITHDRAWN else before

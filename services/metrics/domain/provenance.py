"""On whose word a dossier rests: what an officer can state of his own unit's dossiers.

Example: the service computes a due from the processing time and the calendar; an officer who states
another date has a dossier whose `due` is `stated`. Figures filter by these (`dimensions`).
"""

from typing import Any

from motcua.submissions.v1.events_pb2 import DeadlineFacts
from services.metrics.domain.seen import Seen, last_instant

COMPUTED, STATED, NO_DUE = 1, 2, 3  # of a due, as tables number them
NOT_WITHDRAWN, BY_CITIZEN, BY_STATEMENT = 0, 1, 2  # the same of a withdrawal


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

"""A record that comes again: the steps that it adds, or the known fact that it contradicts.

A step is known by what it is and its time. Example: Monday's record tells an acceptance; Tuesday's
tells it again and a result, which is added. Had Tuesday's acceptance another officer, the record
would be refused, naming `steps[0].officer`, or correct the acceptance where it gives a reason. What
a record leaves out it does not contradict.
"""

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.records.actions import ACTIONS
from services.submissions.domain.dossier.records.comparing import (
    KnownFacts,
    compared,
    dossier_compared,
    is_answer,
    known_facts,
)
from services.submissions.domain.dossier.records.corrections import corrected
from services.submissions.domain.dossier.records.facts import facts_of, linked
from services.submissions.domain.dossier.records.reading import Reading
from services.submissions.domain.dossier.records.steps import WAITS, Taken, is_repeatable
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.status_changes import CLOSED, RANKS
from services.submissions.domain.moments import is_before
from services.submissions.domain.refusals import SubmissionsReason

# New where they are not before the last one of their kind.
_APART = {name for name, each in ACTIONS.items() if each.apart}


def grow(reading: Reading) -> list[Fact]:
    """The facts of the steps that were not known to `reading.before`; RECORD_CHANGED, naming the
    field, where the record contradicts one of its facts and gives no reason for a correction.
    """
    known, facts = known_facts(reading), list[Fact]()
    for change in dossier_compared(reading, known):
        facts += corrected(reading, change, DOSSIERS.fold(reading.before, facts))
    facts += linked(reading, DOSSIERS.fold(reading.before, facts))
    for taken in reading.steps:
        facts += _step(reading, taken, known, DOSSIERS.fold(reading.before, facts))
    if facts and reading.before.voided:
        raise Refusal(DossierReason.DOSSIER_VOIDED, field="key")
    return facts


def _step(reading: Reading, taken: Taken, known: KnownFacts, dossier: Dossier) -> list[Fact]:
    """What a step adds to a dossier: nothing, a correction, or facts of its own."""
    change = compared(reading, taken, known, dossier)
    if change is None:
        _require_addable(taken, known, dossier)
        return facts_of(reading, [taken], dossier)
    return corrected(reading, change, dossier) if change.differing else []


def _require_addable(taken: Taken, known: KnownFacts, dossier: Dossier) -> None:
    """A step that may come more than once is new when it is not before the last known fact. Any
    other is, unless the dossier is closed: then only the return of a result is left.
    """
    closed = RANKS.get(dossier.status, 0) >= CLOSED
    if is_repeatable(taken.kind) or is_answer(taken, dossier):
        last = known.last_of(taken.kind if taken.kind in _APART else None)
        if last and taken.moment and is_before(taken.moment, last):
            raise Refusal(SubmissionsReason.RECORD_CHANGED, field=f"{taken.field}.time")
        if closed and taken.kind in WAITS:
            raise Refusal(SubmissionsReason.RECORD_CHANGED, field=f"{taken.field}.status")
        return
    is_return = taken.kind == events.STATUS_RESULT_RETURNED
    if closed and not (is_return and dossier.status == events.STATUS_RESULT_READY):
        raise Refusal(SubmissionsReason.RECORD_CHANGED, field=f"{taken.field}.status")

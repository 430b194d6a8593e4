"""Which unit has a dossier at a step of another system's record, and which one took the step.

Example: ward A has it; a step names ward B. It is transferred to B first, which has it from then
on. Had team C taken the step for A (`acting_unit`), A would still have it. A step that the other
system states late, when the dossier is further, moves nothing.
"""

from typing import NamedTuple

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.dossier.records.actions import ACTIONS
from services.submissions.domain.dossier.records.reading import Reading
from services.submissions.domain.dossier.records.steps import Kind, Taken
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.status_changes import CLOSED, RANKS

_HANDLING = (
    events.STATUS_PROCESSING,
    events.STATUS_OBLIGATION_PENDING,
    events.STATUS_RESULT_READY,
    events.STATUS_RESULT_RETURNED,
)
# By whom these are done says nothing of who has the dossier.
_FOR_CITIZENS = (
    events.STATUS_SUBMITTED,
    events.STATUS_ACCEPTED,
    events.STATUS_RESULT_RETURNED,
    *(name for name, each in ACTIONS.items() if not each.moves),
)


class Units(NamedTuple):
    """The unit that has the dossier at a step, the one that took it, and whether the dossier moves
    to the first one before it.
    """

    holder: str
    taking: str
    moves: bool


def units_of(reading: Reading, taken: Taken, dossier: Dossier) -> Units:
    """The units of a step, of a dossier as it is before it."""
    named, kind, acting = taken.step.unit, taken.kind, taken.step.acting_unit
    holder = dossier.holder
    if kind in _HANDLING and not dossier.handling_unit:
        holder = reading.handling_unit  # handled, and never accepted
    if kind == events.STATUS_ACCEPTED:
        return Units(reading.handling_unit, acting or named or reading.handling_unit, moves=False)
    if named and kind not in _FOR_CITIZENS:
        holder = named
    moves = holder != dossier.holder and not _is_late(kind, dossier)
    return Units(holder, acting or named or holder, moves)


def _is_late(kind: Kind, dossier: Dossier) -> bool:
    rank = RANKS.get(dossier.status, 0)
    return rank >= CLOSED if isinstance(kind, str) else RANKS[kind] < rank

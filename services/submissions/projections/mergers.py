"""The timer of a merger fires again once a dossier has come to the unit that merged.

Example: ward A merged into B on 1 July; on 3 July a record brings a dossier of A.
"""

from collections.abc import Sequence

from motcua.submissions.v1 import events_pb2 as events
from services.chassis import timers
from services.chassis.database import Connection
from services.submissions.domain.dossier.steps import is_open
from services.submissions.domain.units import MERGER
from services.submissions.projections.batch import After, Decoded, types
from services.submissions.queries.mergers import mergers_of

_MOVING = types(
    events.DossierSubmitted,
    events.DossierAccepted,
    events.DossierTransferred,
    events.HandlingStarted,
    events.DossierCorrected,
)


def prepare(batch: Sequence[Decoded]) -> set[str]:
    """The dossiers that may have come to a unit."""
    return {event.stream for event, _ in batch if event.type in _MOVING}


async def apply(connection: Connection, moved: set[str], after: After) -> None:
    """Set the timers of the units to which they came and which merge, or have merged."""
    units = sorted({after[name].holder for name in moved if is_open(after[name])})
    if units and (merging := await mergers_of(connection, units)):
        await timers.replace(connection, [MERGER], units, merging)

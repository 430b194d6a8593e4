"""A dossier's state as the API shows it.

Promises what is absent to be absent. Must not decide anything.
"""

from datetime import datetime

from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.store import Executed
from services.submissions.domain.dossier.open_request import state_open_request
from services.submissions.domain.dossier.resource import resource
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.transferring import awaits_assignment
from services.submissions.domain.instants import stamp, stamp_known
from services.submissions.domain.units import Units
from services.submissions.queries.differences import Difference


def dossier(executed: Executed[Dossier], units: Units, now: datetime) -> api.Dossier:
    """The whole resource, for those who handle it; `units`: as they are known at that instant."""
    state = executed.state
    shown = resource(state, position=executed.position, etag=executed.etag)
    shown.awaits_assignment = awaits_assignment(state, units, now)
    return shown


def validated(shown: api.Dossier) -> api.SubmitDossierResponse:
    """What would have been recorded: without what only a dossier has that is there."""
    for field in ("etag", "position"):
        shown.ClearField(field)
    return api.SubmitDossierResponse(dossier=shown)


def tracked(state: Dossier) -> api.TrackDossierResponse:
    """What the holder of number and secret may see."""
    shown = api.TrackDossierResponse(
        number=state.number,
        status=state.status,
        submit_time=stamp_known(state.submitted_at),
        accept_time=stamp_known(state.accepted_at),
        end_time=stamp_known(state.ended_at),
        due=state.due,
        dossier=state.name,
    )
    state_open_request(shown, state)
    return shown


def difference(found: Difference) -> api.LevelDifference:
    """An acceptance whose recorded level is not what is known now."""
    return api.LevelDifference(
        dossier=found.dossier,
        offering=found.offering,
        accept_time=stamp(found.accepted_at),
        recorded_level=found.recorded_level,
        known_level=found.known_level,
        recorded_catalog_position=found.recorded_position,
        known_catalog_position=found.known_position,
    )

"""The corrections of dossiers: which facts of one hold, and as what.

The rules are those of `domain/corrections.py`, for these kinds of facts.
"""

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.corrections import Corrections, Reasons
from services.submissions.domain.dossier.refusals import DossierReason

_OF_DOSSIERS = Corrections(
    events.DossierCorrected,
    events.CorrectedFact,
    Reasons(DossierReason.FACT_UNKNOWN, DossierReason.FACT_NOT_CORRECTABLE),
)
find = _OF_DOSSIERS.find
state = _OF_DOSSIERS.state
effective = _OF_DOSSIERS.effective
corrections = _OF_DOSSIERS.holding
changed_by = _OF_DOSSIERS.changed_by
is_correction = _OF_DOSSIERS.is_correction
restated = _OF_DOSSIERS.restated
FIELDS = _OF_DOSSIERS.fields

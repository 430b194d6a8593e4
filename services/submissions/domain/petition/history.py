"""The corrections of petitions: which facts of one hold, and as what.

The rules are those of `domain/corrections.py`, for these kinds of facts.
"""

from motcua.submissions.v1 import petition_events_pb2 as events
from services.submissions.domain.corrections import Corrections, Reasons
from services.submissions.domain.petition.refusals import PetitionReason

CORRECTIONS = Corrections(
    events.PetitionCorrected,
    events.CorrectedPetitionFact,
    Reasons(PetitionReason.PETITION_FACT_UNKNOWN, PetitionReason.PETITION_FACT_NOT_CORRECTABLE),
)

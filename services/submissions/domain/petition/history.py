"""The corrections of petitions: which facts of one hold, and as what."""

from motcua.submissions.v1 import petition_events_pb2 as events
from services.submissions.domain.corrections import Corrections

CORRECTIONS = Corrections(events.PetitionCorrected, events.CorrectedPetitionFact)

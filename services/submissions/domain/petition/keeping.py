"""How long the texts of a petition are kept: from its end on, by the years in its reception.

A correction that reopens a petition takes the end of its retention away again.
"""

from datetime import datetime

from services.submissions.domain import retention
from services.submissions.domain.petition.state import Petition

KIND = "petition-retention"  # of the timer


def kept_until(petition: Petition) -> datetime | None:
    """When retention ends. None: it is open, erased already, or kept until somebody orders it."""
    years, closed = petition.retention_years, petition.closed_at
    if petition.erased or closed is None or years is None:
        return None
    return retention.end_of(closed, years)

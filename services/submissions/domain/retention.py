"""How long the personal data of a dossier is kept: from its closing on, by years of the calendar.

The years are those of the service version that the dossier names. A correction that reopens a
dossier takes the end of its retention away again.
"""

from datetime import UTC, datetime

from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import CLOSED
from services.submissions.domain.moments import LOCAL

KIND, REASON = "retention", "retention-ended"
LAST_YEAR = 9999  # what is kept longer is kept until somebody orders its erasure


def kept_until(dossier: Dossier) -> datetime | None:
    """When retention ends: on 1 January after the year of closing plus the years of the service
    version. Closed in May 2026 and kept 5 years: 1 January 2032, 00:00 in Vietnam. None: it is not
    closed, erased already, or kept until somebody orders its erasure.
    """
    offering = dossier.offering
    closed = closed_at(dossier)
    if dossier.erased or closed is None or not (offering and offering.HasField("retention_years")):
        return None
    year = closed.astimezone(LOCAL).year + offering.retention_years + 1
    return datetime(year, 1, 1, tzinfo=LOCAL).astimezone(UTC) if year <= LAST_YEAR else None


def closed_at(dossier: Dossier) -> datetime | None:
    """When a dossier came to its end, in whichever way; of a time that is not known, when that was
    recorded. None: it is open.
    """
    since = None
    for period in reversed(dossier.periods):
        if period.status not in CLOSED:
            break
        since = period.start
    return since

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
    """When the retention of a dossier's personal data ends. None: it is not closed, erased already,
    or kept until somebody orders its erasure.
    """
    offering, closed = dossier.offering, closed_at(dossier)
    if dossier.erased or closed is None or not (offering and offering.HasField("retention_years")):
        return None
    return end_of(closed, offering.retention_years)


def end_of(closed: datetime, years: int) -> datetime | None:
    """1 January after the year of closing plus the years: closed in May 2026 and kept 5 years,
    1 January 2032, 00:00 in Vietnam. None: it is kept until somebody orders the erasure.
    """
    year = closed.astimezone(LOCAL).year + years + 1
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

"""What a reading of officers' names needs, whatever lies in the vault.

Example: 101 officers at once are refused, and so is a reading without a purpose.
"""

from collections.abc import Sequence

from services.catalog.domain import texts
from services.catalog.domain.refusals.officers import OfficerReason
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason

MOST_READ = 100  # names a reading


def require_readable(officers: Sequence[str], *, purpose: str) -> None:
    """Refuse more names than a reading may open, and one without a purpose."""
    if len(officers) > MOST_READ:
        raise Refusal(
            ChassisReason.LIST_TOO_LONG, field="officers", values={"most": str(MOST_READ)}
        )
    texts.require_stated(purpose, OfficerReason.PURPOSE_MISSING, field="purpose")

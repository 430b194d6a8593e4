"""What the sealing and reading of officers' names needs, whatever lies in the vault.

Promises refusals that repeat nothing of what was sent. Must not know a key.
"""

from collections.abc import Sequence

from services.catalog.domain.refusals.officers import FULL_NAME_MISSING, PURPOSE_MISSING
from services.chassis.errors import LIST_TOO_LONG, Refusal

MOST_READ = 100  # names a reading


def require_name(full_name: str) -> str:
    """A name with something in it."""
    if not full_name.strip():
        raise Refusal(FULL_NAME_MISSING, field="full_name")
    return full_name


def require_purpose(purpose: str) -> str:
    """A purpose with something in it."""
    if not purpose.strip():
        raise Refusal(PURPOSE_MISSING, field="purpose")
    return purpose


def require_few(officers: Sequence[str]) -> Sequence[str]:
    """No more names than a reading may open."""
    if len(officers) > MOST_READ:
        raise Refusal(LIST_TOO_LONG, field="officers", values={"most": str(MOST_READ)})
    return officers

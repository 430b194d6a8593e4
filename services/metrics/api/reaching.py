"""What a caller may ask with units as they are at an instant: figures of units that are his now.

Example: ward W moved from district D to E in July. "D as it was in June" holds W, also what
happened in W since, which is E's; so D's leader is refused it. Must not resolve units itself.
"""

from datetime import datetime

from services.chassis import call
from services.metrics.domain.figures import Positions, Scope
from services.metrics.queries.reader import Reader, utc_now


async def must_reach(reader: Reader, scope: Scope, as_of: datetime, positions: Positions) -> None:
    """Refuse a scope as it is at an instant that holds a unit beyond the caller's, if the figure
    may know what happened after that instant, or the instant is still to come.
    """
    at = scope.units_at
    if at is None or not scope.unit or (as_of <= at <= utc_now()):
        return
    permits = call.current().permits
    if not all(map(permits, await reader.units_at(scope, positions))):
        raise call.current().not_permitted(field="units_time")

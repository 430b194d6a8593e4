"""What a caller may ask with units as they are at an instant: figures of units that are his now.

Example: ward W moved from district D to E in July. "D as it was in June" holds W, also what
happened in W since, which is E's; so D's leader is refused it. Nor does ward P's officer read ward
Q before Q is merged into P, or by such a plan that was given up. Must not resolve units itself.
"""

from collections.abc import Collection
from datetime import datetime

from services.chassis import call
from services.chassis.errors import Refusal
from services.metrics.domain.figures import Positions, Scope
from services.metrics.queries.reader import Reader, utc_now


async def must_reach(reader: Reader, scope: Scope, as_of: datetime, positions: Positions) -> None:
    """Refuse a scope as it is at an instant that holds a unit beyond the caller's, if the figure
    may know what happened after that instant, or the instant is still to come.
    """
    at, now = scope.units_at, utc_now()
    if at is None or not scope.unit:
        return
    if not (as_of <= at <= now) and beyond(await reader.units_at(scope, positions)):
        raise not_permitted()
    if others := beyond(await reader.units_read(scope, positions)):
        there = scope._replace(units_at=min(at, now))
        known = await reader.current_positions(there)
        if not others <= await reader.units_read(there, known):
            raise not_permitted()


def beyond(units: Collection[str]) -> set[str]:
    """Those that the caller does not reach."""
    permits = call.current().permits
    return {unit for unit in units if not permits(unit)}


def not_permitted() -> Refusal:
    """Of the units as they are at an instant."""
    return call.current().not_permitted(field="units_time")

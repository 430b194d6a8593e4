"""The time axes of a question: as of an instant, and as known at a position of the log.

Example: `as_of` 1 March and `as_known_time` 3 April ask how something was on 1 March, by all that
had been recorded by 3 April.
"""

from typing import Any

from services.catalog.api.context import Context, time_in
from services.catalog.domain import effective
from services.catalog.domain.refusals.reading import ReadingReason
from services.catalog.queries import TimeAxes
from services.chassis.errors import Refusal, beyond_end
from services.chassis.reasons import ChassisReason

GREATEST = 2**63 - 1  # of a number in the log, whose positions end before it


async def time_axes(context: Context, request: Any) -> TimeAxes:
    """Both time axes of a question, once the read tables can answer it; by default now."""
    as_known = await _position_of(context, request)
    await context.shown(at_least=as_known or 0)
    at = time_in(request, "as_of") if has(request, "as_of") else None
    as_known = context.projection.position if as_known is None else as_known
    return TimeAxes(at or context.clock(), as_known)


def has(request: Any, field: str) -> bool:
    """Whether requests of this type have the field."""
    return field in request.DESCRIPTOR.fields_by_name


async def _position_of(context: Context, request: Any) -> int | None:
    """The position at which something was to be known; None: now."""
    position, moment = request.as_known, time_in(request, "as_known_time")
    if position and moment:
        raise Refusal(ReadingReason.KNOWN_TWICE, field="as_known_time")
    if moment is None:
        return await _settled(context, position) if position else None
    as_known = await context.reader.position_at(moment)
    if as_known is None:
        values = {"time": effective.shown(moment)}
        raise Refusal(ReadingReason.KNOWN_TIME_AHEAD, field="as_known_time", values=values)
    return as_known


async def _settled(context: Context, position: int) -> int:
    """A position of the log; within a command, the one before it."""
    if position < 0:
        raise Refusal(ChassisReason.POSITION_INVALID, field="as_known")
    settled = await context.reader.settled(position) if position < GREATEST else None
    if settled is None:
        raise beyond_end("catalog", position, field="as_known")
    return settled

"""As of when, and of which units, a caller may ask: nobody reads by a plan what is not his yet.

Example: ward W moved from district D to E in July. "D as it was in June" holds W, also what
happened in W since, which is E's; so D's leader is refused it. Nor does ward P's officer read ward
Q before Q moves under P or is merged into it, or by such a plan that was given up. Must not resolve
units itself.
"""

from collections.abc import Collection
from datetime import datetime

from services.chassis import call
from services.chassis.errors import Refusal
from services.metrics.domain.figures import Figure, Positions, Question, Scope
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period, midnight
from services.metrics.domain.planned import as_of_without
from services.metrics.queries.items import EVER
from services.metrics.queries.positions import Requested
from services.metrics.queries.reader import Reader, utc_now


async def figure_within_reach(
    reader: Reader, wanted: Question, asked: Requested, *, stated: str = ""
) -> Figure:
    """The figure of the question that its caller may ask, as `within_reach` says. It is read first
    and checked at its own positions: nearly always the tree in memory rules plans out there.
    """
    if wanted.scope.units_at:
        question, at = await within_reach(reader, wanted, asked)
        return await reader.figure(question, at)
    found = await reader.figure(wanted, asked)
    at = Requested(*found.positions)
    if is_of_no_plan(reader, wanted.scope, wanted.as_of, at):
        return found
    question, _ = await within_reach(reader, wanted, at, stated=stated)
    return found if question == wanted else await reader.figure(question, at)


async def within_reach(
    reader: Reader,
    wanted: Question,
    asked: Requested,
    *,
    stated: str = "",
    throughout: bool = False,
) -> tuple[Question, Requested]:
    """A question as its caller may ask it, and at which positions; as `as_of_within_reach`."""
    if not wanted.scope.units_at:
        as_of, at = await as_of_within_reach(
            reader, wanted.scope, wanted.as_of, asked, stated=stated, throughout=throughout
        )
        return wanted._replace(as_of=as_of), at
    positions = await reader.current_positions(wanted.scope, asked)
    await must_reach(reader, wanted.scope, wanted.as_of, positions)
    return wanted, Requested(*positions)


async def as_of_within_reach(
    reader: Reader,
    scope: Scope,
    as_of: datetime,
    asked: Requested,
    *,
    stated: str = "",
    throughout: bool = False,
) -> tuple[datetime, Requested]:
    """As of when a caller may ask of a scope, and at which positions. Where the planned tree of
    `as_of` holds units of others: refused at the field that stated it (`stated`); if none did, the
    last instant before the first of them comes. `throughout`: at any time until then, see
    `as_of_without`.
    """
    if is_of_no_plan(reader, scope, as_of, asked):
        return as_of, asked
    positions = await reader.current_positions(scope, asked)
    entering = await reader.plans.entering(scope.unit, as_of, positions.catalog, utc_now())
    found = as_of_without(entering, as_of, call.current().permits, throughout=throughout)
    if found != as_of and stated:
        raise call.current().not_permitted(field=stated)
    return found, Requested(*positions)


async def period_within_reach(
    reader: Reader, definition: Definition, scope: Scope, positions: Positions
) -> Period | None:
    """The months in which a scope has any item, without those of units that it only is planned to
    hold; None: none.
    """
    ever, units, now = midnight(EVER.end), None, utc_now()
    if not scope.units_at and not is_of_no_plan(reader, scope, ever, Requested(*positions)):
        entering = await reader.plans.entering(scope.unit, ever, positions.catalog, now)
        if beyond([each.unit for each in entering]):
            units = await reader.plans.units_until(scope.unit, now)
    return await reader.whole_period(definition, scope, positions, units)


def is_of_no_plan(reader: Reader, scope: Scope, as_of: datetime, asked: Requested) -> bool:
    """Whether it is certain without a table that a scope holds no unit of others by a plan."""
    is_certain = reader.plans.are_ruled_out(scope, as_of, asked.catalog, utc_now())
    return is_certain or call.current().permits("")


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

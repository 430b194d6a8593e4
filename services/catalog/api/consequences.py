"""Decided facts and what they mean for offerings, appended in one unit of work.

A command decides on a unit, a service or an offering. Here the facts are taken together with an
event for each offering that they open, close or change, its successors' among them. All of it is
derived, and refused where it must be, before any of it is appended.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from services.catalog.api.context import Context
from services.catalog.api.scopes import Scope, Turn, every_unit, offerings_of, scopes_of
from services.catalog.api.unit_of_work import UnitOfWork
from services.catalog.domain import names, units, versions
from services.catalog.domain.offering import aggregate, service_change
from services.catalog.domain.offering.aggregate import Offering
from services.catalog.domain.offering.concerned import components, concerned, loaded
from services.catalog.domain.offering.consequences import (
    Derivation,
    assessed_again,
    differs_since,
    is_derived_otherwise,
    opens_or_closes_in_the_past,
)
from services.catalog.domain.offering.situation import true_since
from services.catalog.domain.offering.timeline import Timeline
from services.catalog.domain.refusals.offerings import OfferingReason
from services.catalog.domain.structure import Changes
from services.catalog.domain.tree import Forest
from services.catalog.domain.units import Unit
from services.catalog.domain.versions import Service
from services.chassis import call
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal
from services.chassis.store import Executed

NOTHING: Mapping[str, Offering] = MappingProxyType({})
Permits = Callable[[str], bool]


def timeline(work: UnitOfWork, scope: Scope, name: str) -> Timeline:
    """The periods of an offering in a scope, by what has been decided so far."""
    unit = names.offering(name, field="name")[1]
    if len(scope.loaded) == 1 and not work.state(name, aggregate.DECIDER, covered=True).stream:
        return ()  # nothing is known of it, and it follows from no other
    offerings = scope.offerings(work, loaded([unit], scope.forest))
    service = work.state(scope.service, versions.DECIDER)
    return Derivation(service, scope.forest).timelines(offerings)[unit]


async def of_offering(
    work: UnitOfWork,
    scope: Scope,
    name: str,
    facts: Sequence[Fact],
    *,
    now: datetime,
    permits: Permits | None = None,
) -> None:
    """Append facts of an offering, and what they mean for those in its scope.

    Raises SUCCESSOR_AFFECTED where another unit's offering opens or closes in the past, and the
    caller may not act for that unit.
    """
    if not facts:
        return
    before = work.state(name, aggregate.DECIDER)
    derivation = Derivation(work.state(scope.service, versions.DECIDER), scope.forest)
    unit = names.offering(name, field="name")[1]
    found = await _derived(
        work,
        scope,
        derivation,
        since=true_since(before, facts),
        now=now,
        permits=permits,
        decided={unit: aggregate.DECIDER.fold(before, facts)},
    )
    _append(work, {name: facts}, aggregate.DECIDER)
    _append(work, found, aggregate.DECIDER)


async def of_units(
    context: Context,
    work: UnitOfWork,
    forest: Forest,
    changes: Changes,
    *,
    permits: Permits | None = None,
) -> None:
    """Append changes of units, decided on a forest, and what they mean for offerings, of theirs
    and of their successors.

    Raises SUCCESSOR_AFFECTED as `of_offering` does.
    """
    after = forest.after(changes)
    differing = {
        name: at
        for name in changes
        if (at := differs_since(forest.get(name, Unit()), after[name])) is not None
    }
    found: dict[str, list[Fact]] = {}
    if differing:
        now = next(iter(changes.values()))[0].occurred_at
        since = min(differing.values())
        for scope in await scopes_of(context, work, differing, forest, after):
            service = work.state(scope.service, versions.DECIDER)
            found |= await _derived(
                work, scope, Derivation(service, after), since=since, now=now, permits=permits
            )
    for name in changes:
        work.know(name, Executed(forest[name], name, forest[name].version, 0, ()))
    _append(work, changes, units.DECIDER)
    _append(work, found, aggregate.DECIDER)


async def of_service(
    context: Context, work: UnitOfWork, name: str, facts: Sequence[Fact], *, now: datetime
) -> None:
    """Append facts of a service, and what they mean for its offerings.

    Raises VERSION_OFFERED where they would offer nothing.
    """
    before = work.state(name, versions.DECIDER)
    after = versions.DECIDER.fold(before, facts)
    found: dict[str, list[Fact]] = {}
    since = service_change.since(before, after)
    if since is not None and before.versions:
        moved = service_change.moves_bounds(before, after)
        open_from = None if moved else since
        offerings = await offerings_of(context, work, name, open_from=open_from)
        if moved or any(map(is_derived_otherwise, offerings.values())):
            service_change.require_unoffered(before, after, offerings)
            found = await _derived_again(context, work, after, offerings, since=since, now=now)
        else:
            found = await _assessed_again(after, offerings, since=since, now=now)
    _append(work, {name: facts}, versions.DECIDER)
    _append(work, found, aggregate.DECIDER)


async def _assessed_again(
    service: Service, offerings: Mapping[str, Offering], *, since: datetime, now: datetime
) -> dict[str, list[Fact]]:
    """The events of offerings whose levels differ, by name; nothing opens, closes or follows."""
    turn, found = Turn(), {}
    for name, offering in offerings.items():
        await turn.let_others()
        fact = assessed_again(name, offering, service=service, since=since, now=now)
        if fact:
            found[name] = [fact]
    return found


async def _derived_again(
    context: Context,
    work: UnitOfWork,
    service: Service,
    offerings: Iterable[str],
    *,
    since: datetime,
    now: datetime,
) -> dict[str, list[Fact]]:
    """The events of all offerings of a service that differ, by name."""
    forest = await every_unit(context, work)
    offered = {names.offering(each, field="name")[1] for each in offerings}
    reached = concerned(offered, before=forest, after=forest)
    scope = Scope(service.name, forest, reached, loaded(reached, forest))
    derivation = Derivation(service, forest)
    return await _derived(work, scope, derivation, since=since, now=now, permits=lambda _: True)


async def _derived(
    work: UnitOfWork,
    scope: Scope,
    derivation: Derivation,
    *,
    since: datetime,
    now: datetime,
    permits: Permits | None,
    decided: Mapping[str, Offering] = NOTHING,
) -> dict[str, list[Fact]]:
    """The events of the offerings in a scope that differ from an instant on, by name."""
    turn, found = Turn(), {}
    for units_ in components(scope.loaded, scope.forest):
        await turn.let_others()
        published = scope.offerings(work, units_)
        offerings = {unit: decided.get(unit, each) for unit, each in published.items()}
        among = sorted(units_ & scope.concerned)
        for name, fact in derivation.consequences(among, offerings, since=since, now=now).items():
            unit = names.offering(name, field="name")[1]
            if unit not in decided:  # the caller acts for that one
                _require_permitted(unit, published[unit], fact, now, permits)
            # One that was not loaded has no stream: that none is begun is an append condition.
            work.know(name, Executed(Offering(), name, 0, 0, ()))
            found[name] = [fact]
    return found


def _append(work: UnitOfWork, facts: Mapping[str, Sequence[Fact]], decider: Decider[Any]) -> None:
    for stream, each in facts.items():
        work.append(stream, decider, each)


def _require_permitted(
    unit: str, before: Offering, fact: Fact, now: datetime, permits: Permits | None
) -> None:
    if opens_or_closes_in_the_past(before.published, fact.message, now):
        permits = permits or call.current().permits
        if not permits(unit):
            raise Refusal(OfferingReason.SUCCESSOR_AFFECTED, values={"unit": unit})

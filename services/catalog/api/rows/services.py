"""Rows about services that are to be in force, drafted or retired.

Example: a row with another fee than is in force from that day on is the service's next version.
"""

from collections.abc import Sequence

from motcua.catalog.v1 import intake_pb2 as api
from motcua.catalog.v1.events_pb2 import ServiceContent, ServiceDrafted
from services.catalog.api import consequences, drafts
from services.catalog.api.context import event_of, time_in
from services.catalog.api.rows.chunk import ADDED, CHANGED, UNCHANGED, Chunk, Taken
from services.catalog.domain import names, services, units, versions
from services.chassis.decider import Fact


async def service(chunk: Chunk, row: api.Row) -> Taken:
    """A service that is to be in force with this content."""
    name, stated, before = await _proposed(chunk, row.service, field="service")
    version = versions.version_at(before, chunk.time(row))
    if version and version.content == stated:
        return Taken(UNCHANGED, name)
    facts = _in_force_earlier(chunk, row, stated, before)
    facts = facts or _published(chunk, row, name, stated, before)
    await consequences.of_service(chunk.context, chunk.work, name, facts, now=chunk.now)
    if (
        before.draft and not chunk.work.state(name, versions.DECIDER).draft
    ):  # somebody's work on the next version, which waits on
        chunk.append(name, versions.DECIDER, services.draft_again(before, now=chunk.now))
    return Taken(CHANGED if before.name else ADDED, name)


async def _proposed(
    chunk: Chunk, stated: api.ServiceRow | api.DraftRow, *, field: str
) -> tuple[str, ServiceContent, versions.Service]:
    """The service by name, its proposed content, and its state before."""
    name = names.new("services", stated.service_id, field=f"{field}.service_id")
    authority = names.unit(stated.service.authority, field=f"{field}.service.authority")
    await chunk.work.load([name, authority])
    chunk.permit(authority)
    before = chunk.work.state(name, versions.DECIDER)
    if before.name:
        chunk.permit(versions.authority(before, chunk.now))
    return name, event_of(ServiceContent, stated.service), before


def _in_force_earlier(
    chunk: Chunk, row: api.Row, stated: ServiceContent, before: versions.Service
) -> Sequence[Fact]:
    """The correction of a first version that says the same, and later than a row does;
    otherwise nothing.
    """
    first = before.valid[0] if before.valid else None
    if first is None or first.content != stated or chunk.time(row) >= first.effective_time:
        return ()
    return services.correct(
        before,
        number=first.number,
        stated=stated,
        authority=chunk.work.state(stated.authority, units.DECIDER),
        at=chunk.time(row),
        reason=row.correction_reason,
        now=chunk.now,
    )


def _published(
    chunk: Chunk, row: api.Row, name: str, stated: ServiceContent, before: versions.Service
) -> list[Fact]:
    """The next version of a service, drafted and published."""
    drafted = _drafted(chunk, name, stated, before)
    put_in_force = services.publish(
        versions.DECIDER.fold(before, drafted),
        authority=chunk.work.state(stated.authority, units.DECIDER),
        at=time_in(row, "effective_time"),
        reason=row.correction_reason,
        now=chunk.now,
    )
    return [*drafted, *put_in_force]


async def draft(chunk: Chunk, row: api.Row) -> Taken:
    """A service of which this content is to wait."""
    name, stated, before = await _proposed(chunk, row.draft, field="draft")
    if before.draft and before.draft.content == stated:
        return Taken(UNCHANGED, name)
    facts = _drafted(chunk, name, stated, before)
    chunk.append(name, versions.DECIDER, facts)
    return Taken(CHANGED if before.name else ADDED, name)


def _drafted(
    chunk: Chunk, name: str, stated: ServiceContent, before: versions.Service
) -> Sequence[Fact]:
    """What the next version of a service will say, or the first."""
    drafting = services.revise if before.name else services.draft
    return drafting(
        before,
        proposed=ServiceDrafted(service=name, content=stated),
        authority=chunk.work.state(stated.authority, units.DECIDER),
        now=chunk.now,
    )


async def retirement(chunk: Chunk, row: api.Row) -> Taken:
    """A service that is to be retired, and its offerings with it."""
    name = names.service(row.retirement.service, field="retirement.service")
    await chunk.work.load([name])
    before = drafts.visible_to_caller(chunk.work.state(name, versions.DECIDER))
    services.require_known(before, name=name, field="retirement.service")
    chunk.permit(versions.authority(before, chunk.now))
    if chunk.is_from(row, before.retired_at):
        return Taken(UNCHANGED, name)
    facts = services.retire(
        before,
        at=time_in(row, "effective_time"),
        legal_basis=row.retirement.legal_basis,
        reason=row.correction_reason,
        now=chunk.now,
    )
    await consequences.of_service(chunk.context, chunk.work, name, facts, now=chunk.now)
    return Taken(CHANGED, name)

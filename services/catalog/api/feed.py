"""The feed of changes, for whoever keeps a copy of the catalogue.

Every change comes once and in order, after any position, and never before a read of this process
shows it; while nothing changes, the position comes as a sign of life.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import ServiceDrafted, TreeHeadSigned
from motcua.chassis.v1 import access_pb2 as declared
from services.catalog.api import drafts
from services.catalog.api.changes import change_of
from services.catalog.api.context import Context
from services.catalog.queries.facts import fact_of
from services.chassis import call
from services.chassis.errors import Refusal, beyond_end
from services.chassis.log import Recorded
from services.chassis.reasons import ChassisReason

HEARTBEAT = 5.0  # seconds without a change
AT_ONCE = 100  # changes that are held for one reader
HEAD = TreeHeadSigned.DESCRIPTOR.full_name
DRAFTED = ServiceDrafted.DESCRIPTOR.full_name
KNOW_WHY = (
    declared.ROLE_EDITOR,
    declared.ROLE_LEADER,
    declared.ROLE_INSPECTOR,
    declared.ROLE_OPERATOR,
)


@dataclass(frozen=True)
class Feed:
    """Watch the catalogue."""

    context: Context

    async def WatchCatalog(
        self, request: api.WatchCatalogRequest, _context: Any
    ) -> AsyncIterator[api.WatchCatalogResponse]:
        """Every change after a position, and then every one that comes, until the server ends."""
        position, with_reason = await self.begins(request.after_position), may_know_why()
        while True:
            for event in await self.following(position):
                position = event.position
                yield answered(event, with_reason=with_reason)
            if not await self.context.projection.reached(position + 1, HEARTBEAT):
                yield api.WatchCatalogResponse(position=position)

    async def begins(self, after: int) -> int:
        """The position that a caller has seen, which must be one of this log's."""
        if after < 0:
            raise Refusal(ChassisReason.POSITION_INVALID, field="after_position")
        shown = self.context.projection.position
        if after > shown and after > (await self.context.log.head()).position:
            raise beyond_end("catalog", after, field="after_position")
        return after

    async def following(self, position: int) -> list[Recorded]:
        """Some of the changes after a position: those that a read of this process shows, too."""
        shown = self.context.projection.position - position
        return await self.context.log.read(position, min(AT_ONCE, shown)) if shown > 0 else []


def answered(event: Recorded, *, with_reason: bool) -> api.WatchCatalogResponse:
    """A change with its position; of a draft that the caller may not see, or a head of the log's
    tree, the position alone.
    """
    if event.type == HEAD:
        return api.WatchCatalogResponse(position=event.position)
    draft: Any = fact_of(event).message if event.type == DRAFTED else None
    if draft is not None and not drafts.may_see(draft.content.authority):
        return api.WatchCatalogResponse(position=event.position)
    change = change_of(event, actor="", with_reason=with_reason)
    return api.WatchCatalogResponse(position=event.position, change=change)


def may_know_why() -> bool:
    """Whether the caller has a role over the whole tree for which reasons are meant."""
    return call.current().holds(KNOW_WHY, "")

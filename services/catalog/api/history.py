"""The history of one resource: who changed it, why, when it was true and when it was known.

Who and why are for roles over the unit that the resource belongs to, drafts for whoever may see
them; everything else is told, straight from the log.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Sequence
from typing import Any, NamedTuple

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import ServiceDrafted
from services.catalog.api import drafts
from services.catalog.api.asking import NAMED, ReadingDoor
from services.catalog.api.changes import told
from services.catalog.api.pages import Cursor, fitting
from services.catalog.api.working import TOLD
from services.catalog.domain import names, services, targets
from services.catalog.domain.refusals.reading import NO_HISTORY
from services.catalog.domain.refusals.shared import NAME_MALFORMED
from services.catalog.domain.services import Service
from services.catalog.queries import OFFERINGS, SERVICES, TARGETS, UNITS, When
from services.catalog.queries.facts import kind_of
from services.chassis import call
from services.chassis.errors import Refusal
from services.chassis.log import Recorded
from services.chassis.page_tokens import size_of

START = "0"  # the version before the first


class Seen(NamedTuple):
    """What a caller may know of a history: who and why, and all but some versions."""

    is_whole: bool
    hidden: Sequence[int] = ()

    def told(self, event: Recorded) -> api.Change:
        """A change as the caller may know it."""
        if self.is_whole:
            return told(event, actor=event.actor)
        return told(event, actor="", with_reason=False)


class History(ReadingDoor):
    """List the changes of a resource."""

    async def ListChanges(
        self, request: api.ListChangesRequest, _context: Any
    ) -> api.ListChangesResponse:
        """A page of changes, in the order in which they were recorded."""
        require_form(request.name)
        size = size_of(request)
        cursor = Cursor.begun(request) or Cursor(START, When(self.clock()))
        seen = await self.seen_by_caller(request.name)
        events = await self.reader.history(
            request.name, int(cursor.after), size + 1, without=seen.hidden
        )
        if not events and cursor.after == START:
            raise Refusal(NO_HISTORY, field="name", values={"name": request.name})
        fits = fitting((len(event.payload) for event in events), size)
        return api.ListChangesResponse(
            changes=[seen.told(event) for event in events[:fits]],
            next_page_token=cursor.next_token(
                request, fits, [str(event.version) for event in events]
            ),
        )

    async def seen_by_caller(self, name: str) -> Seen:
        """What of a history the caller may know."""
        kind, asking = kind_of(name), call.current()
        if kind == SERVICES:
            return await self.seen_of_service(name)
        if kind == TARGETS:
            target = (await self.store.load(name, targets.DECIDER)).state
            return Seen(all(map(asking.permits, targets.scopes(target))))
        units_of = {UNITS: lambda: name, OFFERINGS: lambda: names.offering(name, field="name")[1]}
        return Seen(asking.permits(units_of.get(kind, str)()))  # a calendar belongs to no unit

    async def seen_of_service(self, name: str) -> Seen:
        """The same of a service, whose authority may have changed from draft to draft."""
        recorded = (await self.store.load(name, TOLD)).state
        service = services.DECIDER.fold(Service(), recorded)
        if not service.name:
            return Seen(is_whole=False)
        hidden = [
            version
            for version, fact in enumerate(recorded, 1)
            if isinstance(fact.message, ServiceDrafted)
            and not drafts.may_see(fact.message.content.authority)
        ]
        return Seen(call.current().permits(services.authority(service, self.clock())), hidden)


def require_form(name: str) -> None:
    """Refuse what can be no name of a resource here."""
    kind = kind_of(name)
    if kind not in NAMED:
        raise Refusal(NAME_MALFORMED, field="name", values={"form": f"{' | '.join(NAMED)}/…"})
    NAMED[kind](name, field="name")

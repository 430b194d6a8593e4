"""The history of one resource: who changed it, why, when it was true and when it was known.

Who and why are for roles over the unit that the resource belongs to, drafts for whoever may see
them; everything else is told, straight from the log. Of an offering what was derived names the
change from which it follows.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import ServiceDrafted
from services.catalog.api import drafts
from services.catalog.api.changes import change_of
from services.catalog.api.context import Context
from services.catalog.api.listing import CHECKS
from services.catalog.api.pages import Cursor, fitting
from services.catalog.domain import names, targets, versions
from services.catalog.domain.offering.cause import DECIDED, DERIVED, Event, cause
from services.catalog.domain.refusals.reading import ReadingReason
from services.catalog.domain.refusals.shared import CatalogReason
from services.catalog.domain.versions import Service
from services.catalog.queries import OFFERINGS, SERVICES, TARGETS, UNITS, TimeAxes
from services.catalog.queries.facts import fact_of, kind_of
from services.chassis import call
from services.chassis.errors import Refusal
from services.chassis.log import Recorded
from services.chassis.page_tokens import size_of

START = "0"  # the version before the first
Causes = Mapping[int, Event | None]  # by the version of what was derived


class Visible(NamedTuple):
    """What a caller may know of a history: who and why, and all but some versions."""

    is_whole: bool
    hidden: Sequence[int] = ()

    def change(self, event: Recorded, by: Event | None) -> api.Change:
        """A change as the caller may know it."""
        actor = event.actor if self.is_whole else ""
        return change_of(event, actor=actor, with_reason=self.is_whole, cause=by)


@dataclass(frozen=True)
class History:
    """List the changes of a resource."""

    context: Context

    async def ListChanges(
        self, request: api.ListChangesRequest, _context: Any
    ) -> api.ListChangesResponse:
        """A page of changes, in the order in which they were recorded."""
        require_form(request.name)
        size = size_of(request)
        cursor = Cursor.begun(request) or Cursor(START, TimeAxes(self.context.clock()))
        visible = await self.visible(request.name)
        events = await self.context.reader.history(
            request.name, int(cursor.after), size + 1, without=visible.hidden
        )
        if not events and cursor.after == START:
            raise Refusal(ReadingReason.NO_HISTORY, field="name", values={"name": request.name})
        fits = fitting((len(event.payload) for event in events), size)
        causes = await self.causes(request.name, events[:fits])
        versions = [str(event.version) for event in events]
        return api.ListChangesResponse(
            changes=[visible.change(event, causes.get(event.version)) for event in events[:fits]],
            next_page_token=cursor.next_token(request, fits, versions),
        )

    async def causes(self, stream: str, events: Sequence[Recorded]) -> Causes:
        """From which change each derived event of an offering follows."""
        derived = [event for event in events if event.type == DERIVED]
        if not derived:
            return {}
        commands = list({event.command_id for event in derived})
        among = await self.context.reader.of_commands(commands, types=DECIDED, stream=stream)
        return {event.version: cause_of(event, among[event.command_id]) for event in derived}

    async def visible(self, name: str) -> Visible:
        """What of a history the caller may know."""
        kind, caller = kind_of(name), call.current()
        if kind == SERVICES:
            return await self.visible_of_service(name)
        if kind == TARGETS:
            target = (await self.context.store.load(name, targets.DECIDER)).state
            return Visible(all(map(caller.permits, targets.scopes(target))))
        units_of = {UNITS: lambda: name, OFFERINGS: lambda: names.offering(name, field="name")[1]}
        return Visible(caller.permits(units_of.get(kind, str)()))  # a calendar belongs to no unit

    async def visible_of_service(self, name: str) -> Visible:
        """The same of a service, whose authority may have changed from draft to draft."""
        events = (await self.context.log.load(name)).events
        service = versions.DECIDER.fold(Service(), map(fact_of, events))
        if not service.name:
            return Visible(is_whole=False)
        hidden = [event.version for event in events if _is_hidden(fact_of(event).message)]
        authority = versions.authority(service, self.context.clock())
        return Visible(call.current().permits(authority), hidden)


def cause_of(derived: Recorded, command: Sequence[Event]) -> Event | None:
    """From which of the events of its command a derived one follows."""
    assessed: Any = fact_of(derived).message
    return cause(
        Event(derived.position, derived.stream, derived.version, derived.type), assessed, command
    )


def require_form(name: str) -> None:
    """Refuse what can be no name of a resource here."""
    kind = kind_of(name)
    if kind not in CHECKS:
        raise Refusal(
            CatalogReason.NAME_MALFORMED, field="name", values={"form": f"{' | '.join(CHECKS)}/…"}
        )
    CHECKS[kind](name, field="name")


def _is_hidden(fact: Any) -> bool:
    """Whether a fact is a draft that the caller may not see."""
    return isinstance(fact, ServiceDrafted) and not drafts.may_see(fact.content.authority)

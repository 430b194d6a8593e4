"""Definitions: listed with the facts that they look at, found, compared as drafts, adopted.

A repeated request is answered as it was the first time.
"""

# ruff: noqa: N802 — the contract names the methods

import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from motcua.chassis.v1 import access_pb2 as declared
from motcua.metrics.v1 import definitions_pb2 as messages
from motcua.metrics.v1.definitions_pb2_grpc import DefinitionServiceServicer
from services.chassis import call
from services.chassis.errors import Refusal
from services.chassis.ids import names_somebody
from services.chassis.log import Log, NewEvent, Recorded
from services.chassis.reasons import ChassisReason
from services.chassis.recording import append_decided
from services.metrics.api.as_known import AsKnown
from services.metrics.api.drafts import compared, comparison_message, definition_of
from services.metrics.api.reaching import within_reach
from services.metrics.api.requests import question
from services.metrics.api.vocabulary import definition_message, fact_messages
from services.metrics.domain.adoption import adopt
from services.metrics.domain.indicators.definition import Adoption, Definition
from services.metrics.domain.indicators.kinds import find_kind, kinds
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.adoptions import DEFINITIONS, adopted_event, adoption_of, stream_of
from services.metrics.queries.positions import Requested
from services.metrics.queries.reader import Reader, utc_now

# To whom items are named, as ExplainRate names them.
EXPLAINED_TO = (declared.ROLE_INSPECTOR, declared.ROLE_LEADER)
VERSION = re.compile(r"@\d{1,4}(?!\.?\w)")
Shown = Callable[[int], Awaitable[object]]  # waits until a position of the own log is answered by


@dataclass(frozen=True)
class Adopting:
    """What adopting works with; `prefix`: with what the id of one's own definition begins."""

    log: Log
    prefix: str
    shown: Shown

    async def adopt(self, request: messages.AdoptDefinitionRequest) -> Definition:
        """The draft as it was adopted, now or before; as it is, where it is only validated."""
        draft, command = names_nobody(definition_of(request.text)), call.current().command(request)

        def decided(events: Sequence[Recorded]) -> list[NewEvent]:
            event = adopt(draft, [adoption_of(each) for each in events], prefix=self.prefix)
            added = event if not request.validate_only else None
            return [adopted_event(added, at=utc_now())] if added else []

        events = await append_decided(self.log, command, stream_of(draft.id), decided)
        if draft.version > len(events):
            return draft  # it was only validated
        record = events[draft.version - 1]
        await self.shown(record.position)
        return replace(draft, adopted=Adoption(record.recorded_at, record.position))


class DefinitionMethods(DefinitionServiceServicer):
    """What the contract offers."""

    def __init__(self, adopting: Adopting, reader: Reader, as_known: AsKnown) -> None:
        self._adopting = adopting
        self._reader = reader
        self._definitions = reader.definitions
        self._as_known = as_known

    async def GetDefinition(
        self, request: messages.GetDefinitionRequest, _context: Any
    ) -> messages.Definition:
        """One definition."""
        return await self._message(named(self._definitions, request.name))

    async def ListDefinitions(
        self, _request: messages.ListDefinitionsRequest, _context: Any
    ) -> messages.ListDefinitionsResponse:
        """All that were adopted."""
        lacking = await self._reader.lacking(self._definitions)
        return messages.ListDefinitionsResponse(
            definitions=[definition_message(each, lacking.get(each)) for each in self._definitions]
        )

    async def ListFacts(
        self, request: messages.ListFactsRequest, _context: Any
    ) -> messages.ListFactsResponse:
        """Of one kind, or of all in the order of their table."""
        wanted = [find_kind(request.kind)] if request.kind else list(kinds().values())
        return messages.ListFactsResponse(
            facts=[fact for kind in wanted for fact in fact_messages(kind)]
        )

    async def CompareDefinition(
        self, request: messages.CompareDefinitionRequest, _context: Any
    ) -> messages.CompareDefinitionResponse:
        """A draft beside an answered definition, over a subtree of the caller's."""
        draft = definition_of(request.text)
        wanted = question(compared(request), self._definitions)
        known = await self._as_known.of(request)
        at = Requested(*await self._reader.current_positions(wanted.scope, known))
        asked, _ = await within_reach(self._reader, wanted, at)
        found = await self._reader.compare(asked, draft, at, caller=call.current().asker)
        explained = call.current().holds(EXPLAINED_TO, request.unit)
        return comparison_message(found, with_items=explained)

    async def AdoptDefinition(
        self, request: messages.AdoptDefinitionRequest, _context: Any
    ) -> messages.Definition:
        """Adopt a draft, or answer it as it stands adopted."""
        return await self._message(await self._adopting.adopt(request))

    async def _message(self, definition: Definition) -> messages.Definition:
        lacking = await self._reader.lacking([definition])
        return definition_message(definition, lacking.get(definition))


def named(definitions: Definitions, name: str) -> Definition:
    """By `definitions/online_handling@1`; the newest version where none is named."""
    id_, _, version = name.removeprefix(DEFINITIONS).partition("@")
    if not name.startswith(DEFINITIONS) or not (version or "0").isdecimal() or len(version) > 5:
        values = {"definition": name}
        raise Refusal(MetricsReason.DEFINITION_UNKNOWN, field="name", values=values)
    try:
        return definitions.find(id_, int(version or 0))
    except Refusal as refusal:
        raise Refusal(refusal.reason, field="name", values=refusal.values) from None


def names_nobody(draft: Definition) -> Definition:
    """The draft, which is kept for ever: it must name no person. Versions such as `vn.levels@1` are
    no addresses.
    """
    if any(names_somebody(VERSION.sub("", each)) for each in written(draft)):
        raise Refusal(ChassisReason.TEXT_NAMES_SOMEBODY, field="text", values={"field": "text"})
    return draft


def written(draft: Definition) -> Iterator[str]:
    """What people wrote for people: not the numbers of its conditions."""
    yield from (draft.id, *draft.title.values(), *draft.description.values())
    yield from (line.partition("#")[2] for line in draft.text.splitlines())

"""Definitions at the door: a draft is adopted, one is found by its name.

A repeated request is answered as it was the first time.
"""

# ruff: noqa: N802 — the contract names the methods

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from motcua.metrics.v1 import definitions_pb2 as messages
from motcua.metrics.v1.definitions_pb2_grpc import DefinitionServiceServicer
from motcua.metrics.v1.metrics_pb2 import Definition as Message
from services.chassis import call
from services.chassis.errors import Refusal
from services.chassis.ids import names_somebody
from services.chassis.log import Append, Log
from services.chassis.reasons import ChassisReason
from services.chassis.store import ATTEMPTS
from services.metrics.api.drafts import definition_of
from services.metrics.api.vocabulary import definition_message
from services.metrics.domain.adoption import adopt
from services.metrics.domain.indicators.definition import Adoption, Definition
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.adoptions import DEFINITIONS, adopted_event, adoption_of, stream_of
from services.metrics.queries.reader import Reader, utc_now

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
        for _ in range(ATTEMPTS):
            loaded = await self.log.load(stream_of(draft.id), command.id)
            if loaded.earlier and not command.is_known_by(loaded.earlier.fingerprint):
                raise Refusal(ChassisReason.REQUEST_ID_REUSED, field="request_id")
            event = adopt(draft, [adoption_of(each) for each in loaded.events], prefix=self.prefix)
            if event is None:
                record = loaded.events[draft.version - 1]
                await self.shown(record.position)
                return replace(draft, adopted=Adoption(record.recorded_at, record.position))
            if request.validate_only:
                return draft
            added = adopted_event(event, at=utc_now())
            await self.log.append(Append(*command[:4], (added,)))  # the next load finds what is so
        raise Refusal(ChassisReason.VERSION_CONFLICT, retry_after=0.1)


class DefinitionMethods(DefinitionServiceServicer):
    """What the contract offers."""

    def __init__(self, adopting: Adopting, reader: Reader) -> None:
        self._adopting = adopting
        self._reader = reader

    async def GetDefinition(self, request: messages.GetDefinitionRequest, _context: Any) -> Message:
        """One definition."""
        return await self._message(named(self._reader.definitions, request.name))

    async def AdoptDefinition(
        self, request: messages.AdoptDefinitionRequest, _context: Any
    ) -> Message:
        """Adopt a draft, or answer it as it stands adopted."""
        return await self._message(await self._adopting.adopt(request))

    async def _message(self, definition: Definition) -> Message:
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
        raise Refusal(ChassisReason.TEXT_NAMES_SOMEBODY, field="text")
    return draft


def written(draft: Definition) -> Iterator[str]:
    """What people wrote for people: not the numbers of its conditions."""
    yield from (draft.id, *draft.title.values(), *draft.description.values())
    yield from (line.partition("#")[2] for line in draft.text.splitlines())

"""A nation's members and figures over gRPC.

Promises that whoever changed a member finds it so at once. Must not add a number.
"""

# ruff: noqa: N802 — the contract names the methods

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from motcua.metrics.v1 import federation_pb2 as messages
from motcua.metrics.v1.events_pb2 import StreamPosition
from motcua.metrics.v1.federation_pb2_grpc import FederationServiceServicer
from services.chassis import call
from services.chassis.errors import Refusal, beyond_end, refuse_all
from services.chassis.reasons import ChassisReason
from services.evidence.signed_notes import Malformed, verifier
from services.metrics.api.requests import day, moment, ordered
from services.metrics.domain.federation import members as domain
from services.metrics.domain.federation.members import MEMBERS, Event
from services.metrics.domain.federation.national import (
    REGISTER,
    Question,
    national,
)
from services.metrics.domain.federation.refusals import FederationReason
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.periods import Period, local_day, midnight
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.members import Members, Register, require
from services.metrics.queries.national import Releases

Shown = Callable[[int], Awaitable[bool]]  # waits until the table holds a position of the own log

Decide = Callable[[messages.Member], Event | None]


class About(NamedTuple):
    """What all figures of a request have in common."""

    service: str
    period: Period
    as_of: datetime


class FederationMethods(FederationServiceServicer):
    """What the contract offers."""

    def __init__(
        self, members: Members, releases: Releases, definitions: Definitions, *, shown: Shown
    ) -> None:
        self._members = members
        self._releases = releases
        self._definitions = definitions
        self._shown = shown

    async def AdmitMember(
        self, request: messages.AdmitMemberRequest, _context: Any
    ) -> messages.Member:
        """A city that was never a member."""
        day(request.start_date, "start_date")
        refuse_all(malformed(request.verifier_keys))
        name, keys = f"{MEMBERS}{request.member_id}", request.verifier_keys
        return await self._done(
            request,
            name,
            lambda known: domain.admit(
                known,
                name=name,
                display_name=request.display_name,
                start=request.start_date,
                keys=keys,
            ),
        )

    async def ReviseMember(
        self, request: messages.ReviseMemberRequest, _context: Any
    ) -> messages.Member:
        """Other keys, or another name."""
        refuse_all(malformed(request.verifier_keys))
        return await self._done(
            request,
            request.name,
            lambda known: domain.revise(
                require(known, request.name),
                display_name=request.display_name,
                keys=request.verifier_keys,
            ),
        )

    async def EndMember(self, request: messages.EndMemberRequest, _context: Any) -> messages.Member:
        """From a day on."""
        day(request.end_date, "end_date")
        return await self._done(
            request,
            request.name,
            lambda known: domain.end(require(known, request.name), day=request.end_date),
        )

    async def ReinstateMember(
        self, request: messages.ReinstateMemberRequest, _context: Any
    ) -> messages.Member:
        """One that is suspended."""
        return await self._done(
            request,
            request.name,
            lambda known: domain.reinstate(require(known, request.name), reason=request.reason),
        )

    async def GetMember(self, request: messages.GetMemberRequest, _context: Any) -> messages.Member:
        """With how far its stream is read."""
        listed = {each.name: each for each in await self._members.listed()}
        return require(listed.get(request.name, messages.Member()), request.name)

    async def ListMembers(
        self, _request: messages.ListMembersRequest, _context: Any
    ) -> messages.ListMembersResponse:
        """All of them."""
        return messages.ListMembersResponse(members=await self._members.listed())

    async def GetNationalFigure(
        self, request: messages.GetNationalFigureRequest, _context: Any
    ) -> messages.NationalFigure:
        """One, as known at the positions that are named."""
        definition = self._definitions.find(request.definition, request.version)
        question = Question(definition, *about_of(request))
        register, upto = await self._as_known(request.as_known)
        [known] = await self._releases.known(register, upto, [question])
        return national(question, known, register=register.position)

    async def ListNationalFigures(
        self, request: messages.ListNationalFiguresRequest, _context: Any
    ) -> messages.ListNationalFiguresResponse:
        """One by each definition that a member published and that is answered by here."""
        about = about_of(request)
        register, upto = await self._as_known(())
        ids = sorted({each.id for each in self._definitions})
        questions = [Question(self._definitions.find(each), *about) for each in ids]
        known = await self._releases.known(register, upto, questions)
        figures = []
        for question, of in zip(questions, known, strict=True):
            if any(each.released for each in of):
                figures.append(national(question, of, register=register.position))
                await asyncio.sleep(0)  # others get their turn: each takes some milliseconds
        return messages.ListNationalFiguresResponse(figures=figures)

    async def _done(
        self, request: Any, name: str, decide: Callable[[messages.Member], Event | None]
    ) -> messages.Member:
        """What a command came to, once lists show it."""
        command, etag = call.current().command(request), getattr(request, "etag", "")
        found = await self._members.carry_out(command, name, decide, etag)
        await self._shown(found.position)
        return found

    async def _as_known(
        self, positions: Iterable[StreamPosition]
    ) -> tuple[Register, Mapping[str, int]]:
        """The register, and up to which message of each member; else as it stands now."""
        stated = stated_positions(positions)
        until = stated.pop(REGISTER, None)
        if until is not None:
            await self._reached(until)
        register = await self._members.register(until)
        reached = await self._releases.positions()
        for stream, position in stated.items():
            if stream not in register.members:
                raise stream_unknown(stream)
            if position > reached.get(stream, 0):
                raise not_reached(stream, position, reached.get(stream, 0))
        return register, {**reached, **stated}

    async def _reached(self, position: int) -> None:
        """Wait for a position of the own log; not for one that nobody can have been told of."""
        if position > await self._members.end():
            raise beyond_end(REGISTER, position, field="as_known")
        if not await self._shown(position):
            raise not_reached(REGISTER, position, (await self._members.register()).position)


def about_of(
    request: messages.GetNationalFigureRequest | messages.ListNationalFiguresRequest,
) -> About:
    """Period, service and cut-off, which is the beginning of a local day."""
    start, end = day(request.start_date, "start_date"), day(request.end_date, "end_date")
    period = ordered(start, end)
    as_of = moment(request.as_of, "as_of") if request.HasField("as_of") else midnight(period.end)
    if as_of != midnight(local_day(as_of)):
        raise Refusal(MetricsReason.AS_OF_WITHIN_DAY, field="as_of")
    return About(request.service, period, as_of)


def stated_positions(positions: Iterable[StreamPosition]) -> dict[str, int]:
    """By stream, each at most once."""
    found: dict[str, int] = {}
    for each in positions:
        if each.stream in found:
            raise stream_unknown(each.stream)
        if each.position < 0:
            values = {"stream": each.stream}
            raise Refusal(ChassisReason.POSITION_INVALID, field="as_known", values=values)
        found[each.stream] = each.position
    return found


def stream_unknown(stream: str) -> Refusal:
    """It is neither the own log nor a member's, or is named twice."""
    values = {"stream": stream}
    return Refusal(FederationReason.NATIONAL_STREAM_UNKNOWN, field="as_known", values=values)


def not_reached(stream: str, wanted: int, position: int) -> Refusal:
    """It is not read that far."""
    values = {"stream": stream, "wanted": str(wanted), "position": str(position)}
    reason = FederationReason.MEMBER_POSITION_NOT_REACHED
    return Refusal(reason, field="as_known", values=values, retry_after=1.0)


def malformed(keys: Iterable[str]) -> Iterator[Refusal]:
    """Keys that are not written as they must be."""
    for n, each in enumerate(keys):
        try:
            verifier(each)
        except Malformed:
            field = f"verifier_keys[{n}]"
            yield Refusal(FederationReason.VERIFIER_KEY_MALFORMED, field=field)

"""The intake of rows: chunks of how things are to be, each chunk recorded in one append.

A row that is refused stops no other, and rows sent again change nothing.
"""
# ruff: noqa: N802 — methods are named by the contract

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from motcua.catalog.v1 import intake_pb2 as api
from motcua.catalog.v1.events_pb2 import Text
from motcua.catalog.v1.intake_pb2_grpc import IntakeServiceServicer
from services.catalog.api import rows
from services.catalog.api.context import Context
from services.catalog.api.rows.chunk import Chunk
from services.catalog.api.scopes import Turn
from services.catalog.api.unit_of_work import UnitOfWork
from services.catalog.domain import units
from services.catalog.domain.refusals.reading import ReadingReason
from services.chassis import call
from services.chassis.errors import Refusal
from services.chassis.ids import uuid7
from services.chassis.log import Status
from services.chassis.reasons import ChassisReason, Kind
from services.chassis.validation import compiled

MOST_ROWS = 500
ATTEMPTS = 5
CATCHES_UP = 20.0  # seconds for the read tables

ROW: Any = api.Row.DESCRIPTOR
check = compiled(ROW)


@dataclass(frozen=True)
class Intake(IntakeServiceServicer):
    """Take rows in."""

    context: Context

    async def ImportRows(
        self, requests: AsyncIterator[api.ImportRowsRequest], _context: Any
    ) -> AsyncIterator[api.ImportRowsResponse]:
        """Chunk by chunk, in order."""
        call.current().exempt()  # every row is checked by itself
        trial = UnitOfWork(self.context.store)
        async for request in requests:
            if len(request.rows) > MOST_ROWS:
                raise Refusal(
                    ChassisReason.LIST_TOO_LONG, field="rows", values={"most": str(MOST_ROWS)}
                )
            if request.validate_only:
                yield api.ImportRowsResponse(outcomes=await self.outcomes(request, trial))
                # What later chunks may depend on; a trial must not grow with its rows.
                trial = trial.continued(lambda stream: "/offerings/" not in stream)
            else:
                yield await self.append_chunk(request)

    async def append_chunk(self, request: api.ImportRowsRequest) -> api.ImportRowsResponse:
        """A chunk, decided and recorded; decided again when somebody else was quicker."""
        async with AsyncExitStack() as held:
            for attempt in range(ATTEMPTS):
                try:
                    if attempt:
                        first = held if attempt == 1 else None
                        await self.context.before_again(first, within=CATCHES_UP)
                    if (response := await self.append_once(request)) is not None:
                        return response
                except Refusal as refusal:
                    if refusal.reason is not ReadingReason.NOT_SHOWN_YET:
                        raise  # otherwise an import may be far ahead of the tables
        raise Refusal(ChassisReason.VERSION_CONFLICT, retry_after=0.1)

    async def append_once(self, request: api.ImportRowsRequest) -> api.ImportRowsResponse | None:
        """A chunk, decided and recorded; None when somebody else was quicker."""
        work = UnitOfWork(self.context.store)
        outcomes = await self.outcomes(request, work)
        if not work.changes:
            return api.ImportRowsResponse(outcomes=outcomes, position=self.context.written)
        await asyncio.sleep(0)  # to write the events down takes several turns' time itself
        command = call.current().command(request, command_id=uuid7())
        outcome = await self.context.store.append(command, work.decision())
        if outcome.status is not Status.APPENDED:
            return None
        self.context.note_written(outcome.position)
        self.learn(work)
        return api.ImportRowsResponse(outcomes=outcomes, position=outcome.position)

    async def outcomes(
        self, request: api.ImportRowsRequest, work: UnitOfWork
    ) -> list[api.RowOutcome]:
        """What becomes of each row, in order; each sees what those before it did."""
        chunk, outcomes = Chunk(self.context, work, self.context.clock()), []
        await rows.load(chunk, request.rows)
        turn = Turn()
        for row in request.rows:  # one of a service with a form takes as long as a hundred others
            await turn.let_others()
            outcomes.append(await outcome_of(chunk, row))
        return outcomes

    def learn(self, work: UnitOfWork) -> None:
        """Permissions know new units at once."""
        for stream in {change.stream for change in work.changes}:
            if stream.startswith("units/"):
                self.context.tree.learn(stream, work.state(stream, units.DECIDER))


async def outcome_of(chunk: Chunk, row: api.Row) -> api.RowOutcome:
    """What becomes of a row; inspectors see one that is not the caller's."""
    current_call = call.current()
    current_call.denied = ""
    try:
        check(row)
        taken = await rows.take(chunk, row)
    except Refusal as refusal:
        if refusal.reason.kind is Kind.UNAVAILABLE:
            raise  # it says nothing about the row
        if refusal.reason.kind is Kind.DENIED:
            current_call.refused(refusal, current_call)
        return refused(row, refusal)
    return api.RowOutcome(line=row.line, key=row.key, effect=taken.effect, name=taken.name)


def refused(row: api.Row, refusal: Refusal) -> api.RowOutcome:
    """A row that was not taken, and why."""
    first = fault(refusal)
    return api.RowOutcome(
        line=row.line,
        key=row.key,
        effect=api.RowOutcome.EFFECT_REFUSED,
        reason=first.reason,
        field=first.field,
        message=first.message,
        also=map(fault, refusal.also),
    )


def fault(refusal: Refusal) -> api.RowOutcome.Fault:
    """One field of a row that is wrong."""
    message = Text(vi=refusal.message("vi"), en=refusal.message("en"))
    return api.RowOutcome.Fault(reason=refusal.reason.code, field=refusal.field, message=message)

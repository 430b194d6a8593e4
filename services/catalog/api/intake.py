"""The intake of rows: chunks of how things are to be, each chunk recorded in one step.

Promises that a row that is refused stops no other, that rows sent again change nothing, and that a
chunk which met somebody else's change is decided again. Must not hold a rule.
"""
# ruff: noqa: N802 — methods are named by the contract

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

from motcua.catalog.v1 import intake_pb2 as api
from motcua.catalog.v1.events_pb2 import Text
from motcua.catalog.v1.intake_pb2_grpc import IntakeServiceServicer
from services.catalog.api.rows import Rows
from services.catalog.api.rows.chunk import Repercussions
from services.catalog.api.working import Working
from services.catalog.domain.refusals.reading import NOT_SHOWN_YET
from services.chassis import call
from services.chassis.errors import LIST_TOO_LONG, VERSION_CONFLICT, Kind, Refusal
from services.chassis.ids import uuid7
from services.chassis.log import Status
from services.chassis.store import Decision, Executed
from services.chassis.validation import compiled

MOST_ROWS = 500
ATTEMPTS = 5
CATCHES_UP = 20.0  # seconds for the read tables
TURN = 0.005  # seconds, after which other calls get their turn

ROW: Any = api.Row.DESCRIPTOR
check = compiled(ROW)


class Intake(Repercussions, IntakeServiceServicer):
    """Take rows in."""

    async def ImportRows(
        self, requests: AsyncIterator[api.ImportRowsRequest], _context: Any
    ) -> AsyncIterator[api.ImportRowsResponse]:
        """Chunk by chunk, in order."""
        call.current().exempt()  # every row is checked by itself
        tried: Mapping[str, Executed[Any]] = {}
        async for request in requests:
            if len(request.rows) > MOST_ROWS:
                raise Refusal(LIST_TOO_LONG, field="rows", values={"most": str(MOST_ROWS)})
            if request.validate_only:
                working = Working(self.store, known=tried)
                yield api.ImportRowsResponse(outcomes=await self.outcomes(request, working))
                tried = without_offerings(working.seen)
            else:
                yield await self.recorded(request)

    async def recorded(self, request: api.ImportRowsRequest) -> api.ImportRowsResponse:
        """A chunk, decided and recorded; decided again when somebody else was quicker."""
        for attempt in range(ATTEMPTS):
            if attempt:
                self.written = max(self.written, (await self.log.head()).position)
                await self.projection.reached(self.written, CATCHES_UP)
            working = Working(self.store)
            try:
                outcomes = await self.outcomes(request, working)
            except Refusal as refusal:
                if refusal.reason is NOT_SHOWN_YET:
                    continue  # an import may be far ahead of the tables
                raise
            if not working.changes:
                return api.ImportRowsResponse(outcomes=outcomes, position=self.written)
            await asyncio.sleep(0)  # to write the events down takes several turns' time itself
            command = call.current().command(request, command_id=uuid7())
            outcome = await self.store.append(command, Decision(working.changes, working.relied))
            if outcome.status is Status.APPENDED:
                self.written = max(self.written, outcome.position)
                self.learn(working)
                return api.ImportRowsResponse(outcomes=outcomes, position=outcome.position)
        raise Refusal(VERSION_CONFLICT, retry_after=0.1)

    async def outcomes(
        self, request: api.ImportRowsRequest, working: Working
    ) -> list[api.RowOutcome]:
        """What becomes of each row, in order; each sees what those before it did."""
        rows, outcomes = Rows(self, working), []
        await rows.look(request.rows)
        began = time.perf_counter()
        for row in request.rows:  # one of a service with a form takes as long as a hundred others
            if time.perf_counter() - began > TURN:
                await asyncio.sleep(0)
                began = time.perf_counter()
            outcomes.append(await outcome_of(rows, row))
        return outcomes

    def learn(self, working: Working) -> None:
        """Permissions know new units at once."""
        for stream in {change.stream for change in working.changes}:
            if stream.startswith("units/"):
                self.tree.learn(working.seen[stream])


async def outcome_of(rows: Rows, row: api.Row) -> api.RowOutcome:
    """What becomes of a row."""
    try:
        check(row)
        taken = await rows.take(row)
    except Refusal as refusal:
        if refusal.reason.kind is Kind.UNAVAILABLE:
            raise  # it says nothing about the row
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


def without_offerings(seen: Mapping[str, Executed[Any]]) -> dict[str, Executed[Any]]:
    """What later chunks of a trial may depend on; a trial must not grow with its rows."""
    return {name: state for name, state in seen.items() if "/offerings/" not in name}

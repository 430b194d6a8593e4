"""CountService: counted facts, each taken in, known already, or refused by name; and the marks of
those beside which single dossiers came.
"""
# ruff: noqa: N802, ARG002 — the contract names the methods, gRPC hands each a context

from collections.abc import AsyncIterator
from typing import Any

from motcua.submissions.v1 import counts_pb2 as api
from motcua.submissions.v1.counts_pb2_grpc import CountServiceServicer
from services.chassis.call import current
from services.chassis.decider import Fact
from services.chassis.ids import derived
from services.chassis.timers import Timer
from services.submissions.api.context import Context
from services.submissions.api.counting import Recording
from services.submissions.domain.counts import series
from services.submissions.domain.counts.series import SERIES, Series


class Counts(CountServiceServicer):
    """Serves motcua.submissions.v1.CountService."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def RecordCounts(
        self, request_iterator: AsyncIterator[api.RecordCountsRequest], context: Any
    ) -> api.RecordCountsResponse:
        """Counted facts, message by message."""
        recording = Recording(current(), self._context)
        async for request in request_iterator:
            await recording.take_in(request)
        return recording.answer()


async def mark_overlap(context: Context, timer: Timer) -> bool:
    """Mark a count beside which single dossiers came, or no more one beside which none is left."""
    found = await context.counts.overlap(timer.subject)
    if found is None:
        return False

    def decide(now: Series) -> list[Fact]:
        given: Any = {
            "name": timer.subject,
            "at": max(context.clock(), timer.due_at),
            "catalog_position": context.catalogue.position,
        }
        if found.dossier:
            return series.overlap(now, dossier=found.dossier, **given)
        return series.end_overlap(now, **given)

    # What is decided may change while the timer's instant stays.
    command_id = derived("overlap", str(timer.command().id), found.dossier or "")
    done = await context.store.execute(
        timer.command()._replace(id=command_id), stream=found.stream, decider=SERIES, decide=decide
    )
    return bool(done.facts)

"""CountService: counted facts, each taken in, known already, or refused by name.

A refused one stops no other, and a repeated one adds nothing.
"""
# ruff: noqa: N802, ARG002 — the contract names the methods, gRPC hands each a context

from collections.abc import AsyncIterator, Sequence
from typing import Any

from motcua.submissions.v1 import counts_pb2 as api
from motcua.submissions.v1.counts_pb2_grpc import CountServiceServicer
from services.chassis.call import Call, current
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.chassis.ids import derived
from services.chassis.limits.weight import weight_of
from services.chassis.reasons import ChassisReason
from services.chassis.store import Change, Decision, Executed
from services.chassis.timers import Timer
from services.submissions.api.context import Context
from services.submissions.api.sources import Sources
from services.submissions.api.taking_in import Outcomes, require_few, require_well_formed
from services.submissions.domain.counts import reading, series
from services.submissions.domain.counts.refusals import CountingReason
from services.submissions.domain.counts.series import SERIES, Counted, Series
from services.submissions.domain.moments import day
from services.submissions.domain.refusals import SubmissionsReason


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


class Recording:
    """One call of RecordCounts, from its first message to its answer."""

    def __init__(self, call: Call, context: Context) -> None:
        self._call = call
        self._context = context
        self._sources = Sources(
            call, context.store, context.clock, lambda: context.catalogue.position
        )
        self._outcomes = Outcomes(call, api.RecordCountsResponse(), by="unit")
        self._known = 0  # up to where no dossier is missing: what we record ourselves is none

    async def take_in(self, request: api.RecordCountsRequest) -> None:
        """The facts of one message, one after the other: each may overlap the one before it."""
        facts: list[Any] = [*request.counts, *request.standards]
        require_few(facts, field="counts")
        await self._context.catalogue.wait_for(request.catalog_position)
        if any(self._call.permits(each.unit) for each in facts):
            await self._sources.require(request.source, field="source")
        trial = request.validate_only
        for each in facts:
            await self._context.turns.next(weight_of(each))
            try:
                result: Executed[Series] | Refusal | None = await self._take(request, each)
            except Refusal as refusal:
                result = refusal
            self._outcomes.note(request.source, each.key, each.unit, result, trial=trial)

    def answer(self) -> api.RecordCountsResponse:
        """What became of everything. Who could reach none of it is told so."""
        answer: api.RecordCountsResponse = self._outcomes.answer()
        return answer

    async def _take(self, request: api.RecordCountsRequest, stated: Any) -> Executed[Series] | None:
        """The series with the fact; None when it was known before."""
        if not self._call.permits(stated.unit):
            await self._context.catalogue.knows_unit(stated.unit)  # it may be on its way
            if not self._call.permits(stated.unit):
                raise Refusal(ChassisReason.NOT_PERMITTED, field="unit", hides=stated.unit)
        require_well_formed(stated)
        await self._context.catalogue.must_know_unit(stated.unit, field="unit")
        said = await self._read(request.source, stated)
        trial = request.validate_only
        return await self._record(request.source, stated, said, trial=trial)

    async def _read(self, source: str, stated: Any) -> Sequence[Counted]:
        """The events of a fact; of a total, one for each part and for what they leave."""
        field = await self._context.counts.field_of(stated.service) if stated.service else ""
        if field is None:
            values = {"service": stated.service}
            raise Refusal(CountingReason.SERVICE_UNKNOWN, field="service", values=values)
        context = self._context
        by = reading.Stated(source, context.catalogue.position, field, context.clock(), name_of)
        of_items = isinstance(stated, api.Count)
        return reading.counts(stated, by) if of_items else [reading.standard(stated, by)]

    async def _record(
        self, source: str, stated: Any, said: Sequence[Counted], *, trial: bool
    ) -> Executed[Series] | None:
        """All events of a fact, or none: each in its series. A trial decides, and records none."""
        decided: list[Change] = []
        kind = type(stated).DESCRIPTOR.name
        command = self._call.command(
            stated, command_id=derived(kind, source, stated.key), whoever=True
        )

        async def decide(now: Executed[Series]) -> Decision:
            decided[:] = await self._changes(now, said)
            await self._require_no_dossiers(stated)
            if trial:
                return Decision(())
            await self._sources.bind(source, field="source")
            return Decision(decided)

        try:
            done = await self._context.store.carry_out(
                command, stream=stream_of(said[0]), decider=SERIES, decide=decide
            )
        except Refusal as refusal:
            if refusal.reason is ChassisReason.REQUEST_ID_REUSED:
                raise Refusal(SubmissionsReason.RECORD_CHANGED, field="key") from None
            raise
        if trial and decided:
            return done._replace(position=0)
        if done.position - len(decided) == self._known:
            self._known = done.position
        ours = decided and done.facts and done.facts[0] is decided[0].facts[0]
        return done if ours else None

    async def _changes(self, now: Executed[Series], said: Sequence[Counted]) -> list[Change]:
        """Each event in its series, of which the first is `now`."""
        known = [now]
        if streams := list(map(stream_of, said[1:])):
            view = await self._context.store.view(streams)
            known += (view.of(stream, SERIES) for stream in streams)
        at = self._context.clock()
        return [
            Change(of.stream, of.version, series.record(of.state, each, at=at))
            for of, each in zip(known, said, strict=True)
        ]

    async def _require_no_dossiers(self, stated: Any) -> None:
        if not isinstance(stated, api.Count):
            return
        counts, days = self._context.counts, (day(stated.start_date), day(stated.end_date))
        self._known = await self._context.own_log.must_be_caught_up(self._known)
        found = await counts.dossier_on(stated.population, stated.unit, stated.service, days)
        if found:
            raise Refusal(
                CountingReason.DOSSIERS_EXIST, field="start_date", values={"dossier": found}
            )


def name_of(kind: str, source: str, key: str, *part: str) -> str:
    """The name of a fact, `counts/…` or `standards/…`: the same whoever brings it."""
    return f"{kind}/{derived(kind, source, key, *part)}"


def stream_of(counted: Counted) -> str:
    """Where the series of a fact is."""
    return f"{counted.DESCRIPTOR.name}/{derived('series', *series.dimensions(counted))}"


async def mark_overlap(context: Context, timer: Timer) -> bool:
    """Mark a count beside which single dossiers came, or no more one beside which none is left."""
    found = await context.counts.beside(timer.subject)
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

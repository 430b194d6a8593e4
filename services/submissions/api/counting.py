"""One call of RecordCounts: the facts of a message are decided in their order, on one view of their
series, and appended together.

A fact whose key is known, or whose series another importer was quicker in, is decided alone.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from motcua.submissions.v1 import counts_pb2 as api
from services.chassis.call import Call
from services.chassis.errors import Refusal
from services.chassis.ids import derived
from services.chassis.limits.weight import weight_of
from services.chassis.reasons import ChassisReason
from services.chassis.store import Change, Decision, Executed
from services.submissions.api.context import Context
from services.submissions.api.counted import Decided, Read, Result, appended, executed, tried
from services.submissions.api.sources import sources_of
from services.submissions.api.taking_in import (
    Outcomes,
    require_few,
    require_units,
    require_well_formed,
    wait_for_units,
)
from services.submissions.domain.counts import reading, series
from services.submissions.domain.counts.refusals import CountingReason
from services.submissions.domain.counts.series import SERIES, Counted, Series
from services.submissions.domain.refusals import SubmissionsReason

T = TypeVar("T")
FEW = 16  # facts without parts, which are decided at once


class Recording:
    """One call of RecordCounts, from its first message to its answer."""

    def __init__(self, call: Call, context: Context) -> None:
        self._call = call
        self._context = context
        self._sources = sources_of(call, context)
        self._outcomes = Outcomes(call, api.RecordCountsResponse(), by="unit")
        self._known = 0  # up to where no dossier is missing: what we record ourselves is none

    async def take_in(self, request: api.RecordCountsRequest) -> None:
        """The facts of one message; each may overlap one before it."""
        facts: list[Any] = [*request.counts, *request.standards]
        require_few(facts, field="counts")
        await self._context.catalogue.wait_for(request.catalog_position)
        if any(self._call.permits(each.unit) for each in facts):
            await self._sources.require(request.source, field="source")
        read = await self._read(request.source, facts)
        sound = [each for each in read if isinstance(each, Read)]
        results = iter(await self._take(sound, trial=request.validate_only))
        for stated, each in zip(facts, read, strict=True):
            result = next(results) if isinstance(each, Read) else each
            self._outcomes.note(
                request.source, stated.key, stated.unit, result, trial=request.validate_only
            )

    def answer(self) -> api.RecordCountsResponse:
        """What became of everything. Who could reach none of it is told so."""
        answer: api.RecordCountsResponse = self._outcomes.answer()
        return answer

    async def _read(self, source: str, facts: Sequence[Any]) -> list[Read | Refusal]:
        """Each fact with its events, or why it has none."""
        await wait_for_units(self._context.catalogue, {each.unit for each in facts})
        faults = [self._fault(each) async for each in self._in_turn(facts, of=lambda each: each)]
        sound = {each.service for each, fault in zip(facts, faults, strict=True) if not fault}
        fields = {"": ""} | await self._context.counts.fields_of(sound - {""})
        judged = zip(facts, faults, strict=True)
        return [
            fault or self._events(source, each, fields)
            async for each, fault in self._in_turn(judged, of=itemgetter(0))
        ]

    async def _in_turn(self, items: Iterable[T], *, of: Callable[[T], Any]) -> AsyncIterator[T]:
        """Each item, which is `of` a stated fact; between them others go on, after a fact with many
        parts at once.
        """
        for place, each in enumerate(items):
            weight = weight_of(of(each))
            if weight > 1 or not place % FEW:
                await self._context.turns.next(weight)
            yield each

    def _fault(self, stated: Any) -> Refusal | None:
        """Why a fact is not the caller's to state, or not well formed."""
        if not self._call.permits(stated.unit):
            return self._call.not_permitted(stated.unit, field="unit", hides=stated.unit)
        try:
            require_well_formed(stated)
            require_units(self._context.catalogue.units, [("unit", stated.unit)])
        except Refusal as refusal:
            return refusal
        return None

    def _events(self, source: str, stated: Any, fields: dict[str, str]) -> Read | Refusal:
        """The events of a fact; of a total, one for each part and for what they leave."""
        if stated.service not in fields:
            values = {"service": stated.service}
            return Refusal(CountingReason.SERVICE_UNKNOWN, field="service", values=values)
        context, field = self._context, fields[stated.service]
        by = reading.Stated(source, context.catalogue.position, field, context.clock(), name_of)
        of_items = isinstance(stated, api.Count)
        try:
            found = reading.counts(stated, by) if of_items else [reading.standard(stated, by)]
        except Refusal as refusal:
            return refusal
        command_id = derived(type(stated).DESCRIPTOR.name, source, stated.key)
        command = self._call.command(stated, command_id=command_id, whoever=True)
        return Read(source, stated, command, found)

    async def _take(self, facts: Sequence[Read], *, trial: bool) -> list[Result]:
        """What each comes to, in their order."""
        known = await self._context.records.commands([each.command.id for each in facts])
        fresh: dict[int, Read] = {}
        for place, each in enumerate(facts):
            if each.command.id not in known:
                known.add(each.command.id)
                fresh[place] = each
        done = await self._together(list(fresh.values()), trial=trial)
        found = dict(zip(fresh, done, strict=True))
        return [
            found[place] if place in found else await self._alone(each, trial=trial)
            for place, each in enumerate(facts)
        ]

    async def _together(self, facts: Sequence[Read], *, trial: bool) -> list[Result]:
        """Facts whose keys are new, decided on one view and appended at once."""
        if not facts:
            return []
        decided = await self._decided(facts)
        if trial:
            return list(map(tried, decided))
        if not all(isinstance(each, Refusal) for each in decided):
            await self._sources.bind(facts[0].source, field="source")
        results = await self._appended(facts, decided)
        self._follow(decided, results)
        if None not in results:
            return results
        return [
            each if isinstance(each, Executed) else await self._alone(fact, trial=False)
            for fact, each in zip(facts, results, strict=True)
        ]

    async def _decided(self, facts: Sequence[Read]) -> list[Decided]:
        """The changes that each makes after those before it, or why it makes none."""
        self._known = await self._context.own_log.must_be_caught_up(self._known)
        counted = [each for each in facts if isinstance(each.stated, api.Count)]
        overlapping = await self._context.counts.dossiers_on([each.days for each in counted])
        dossiers = {
            each.command.id: dossier for each, dossier in zip(counted, overlapping, strict=True)
        }
        streams = {stream_of(said) for each in facts for said in each.events}
        view = await self._context.store.view(streams)
        now = {stream: view.of(stream, SERIES) for stream in streams}
        return [
            self._changes(each, now, dossiers.get(each.command.id))
            async for each in self._in_turn(facts, of=attrgetter("stated"))
        ]

    def _changes(
        self, fact: Read, now: dict[str, Executed[Series]], dossier: str | None
    ) -> Decided:
        """What a fact adds to its series, which are `now` with it; or why it adds nothing."""
        at, changes = self._context.clock(), list[Change]()
        try:
            for said in fact.events:
                before = now[stream_of(said)]
                added = series.record(before.state, said, at=at)
                changes.append(Change(before.stream, before.version, added))
            require_no_dossier(dossier)
        except Refusal as refusal:
            return refusal
        for each in changes:
            before = now[each.stream]
            now[each.stream] = before._replace(
                state=SERIES.fold(before.state, each.facts),
                version=before.version + len(each.facts),
            )
        return changes

    async def _appended(self, facts: Sequence[Read], decided: Sequence[Decided]) -> list[Result]:
        """What was decided is appended at once; None: somebody else was quicker."""
        pairs = zip(facts, decided, strict=True)
        sound = [(fact, each) for fact, each in pairs if not isinstance(each, Refusal)]
        appends = [
            self._context.store.append_of(fact.command, Decision(changes))
            async for fact, changes in self._in_turn(sound, of=lambda pair: pair[0].stated)
        ]
        outcomes = iter(await self._context.store.append_all(appends))
        return [
            each if isinstance(each, Refusal) else appended(each, next(outcomes))
            for each in decided
        ]

    def _follow(self, decided: Sequence[Decided], results: Sequence[Result]) -> None:
        """What was appended without a gap is nothing that the tables of dossiers lack."""
        appended = [
            (len(changes), each.position)
            for changes, each in zip(decided, results, strict=True)
            if isinstance(each, Executed) and not isinstance(changes, Refusal)
        ]
        events = sum(count for count, _ in appended)
        last = max((position for _, position in appended), default=0)
        if last == self._known + events:
            self._known = last

    async def _alone(self, fact: Read, *, trial: bool) -> Result:
        """All events of a fact, or none: each in its series."""
        decided: list[Change] = []

        async def decide(now: Executed[Series]) -> Decision:
            others = await self._context.store.view(map(stream_of, fact.events[1:]))
            known = {each: others.of(each, SERIES) for each in map(stream_of, fact.events[1:])}
            found = self._changes(fact, known | {now.stream: now}, await self._dossier_on(fact))
            if isinstance(found, Refusal):
                raise found
            decided[:] = found
            if trial:
                return Decision(())
            await self._sources.bind(fact.source, field="source")
            return Decision(decided)

        first = stream_of(fact.events[0])
        try:
            done = await self._context.store.carry_out(
                fact.command, stream=first, decider=SERIES, decide=decide
            )
        except Refusal as refusal:
            if refusal.reason is ChassisReason.REQUEST_ID_REUSED:
                return Refusal(SubmissionsReason.RECORD_CHANGED, field="key")
            return refusal
        if trial and decided:
            return executed(decided)
        ours = decided and done.facts and done.facts[0] is decided[0].facts[0]
        return done if ours else None

    async def _dossier_on(self, fact: Read) -> str | None:
        """A single dossier beside a fact; none is beside what is no count of items."""
        if not isinstance(fact.stated, api.Count):
            return None
        self._known = await self._context.own_log.must_be_caught_up(self._known)
        return (await self._context.counts.dossiers_on([fact.days]))[0]


def require_no_dossier(found: str | None) -> None:
    """Refuse to count what is counted as single dossiers already."""
    if found:
        values = {"dossier": found}
        raise Refusal(CountingReason.DOSSIERS_EXIST, field="start_date", values=values)


def name_of(kind: str, source: str, key: str, *part: str) -> str:
    """The name of a fact, `counts/…` or `standards/…`: the same whoever brings it."""
    return f"{kind}/{derived(kind, source, key, *part)}"


def stream_of(counted: Counted) -> str:
    """Where the series of a fact is."""
    return f"{counted.DESCRIPTOR.name}/{derived('series', *series.dimensions(counted))}"

"""Another system's records: each is taken in, goes on, is known already, or is refused by name.

Promises that a refused record stops no other, and that a repeated one adds nothing. Must not let
an importer reach beyond the units it was given.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias, TypeGuard

from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.call import Call
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.chassis.ids import derived
from services.chassis.limits.weight import weight_of
from services.chassis.reasons import ChassisReason
from services.chassis.store import Change, Decision, Executed, Store
from services.chassis.turns import Turns
from services.submissions.api.linking import links_of, name_of, root_now
from services.submissions.api.records import (
    Begun,
    Continued,
    Decided,
    Earlier,
    Result,
    Sent,
    appended,
    executed,
    is_known,
)
from services.submissions.api.sources import Sources
from services.submissions.api.taking_in import (
    Outcomes,
    name_first,
    require_few,
    require_units,
    require_well_formed,
    wait_for_units,
)
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.deadlines.measures import CalendarMeasures
from services.submissions.domain.dossier import crediting
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.records.facts import credited, lacks_calendar, take_in
from services.submissions.domain.dossier.records.growth import grow
from services.submissions.domain.dossier.records.reading import Reading, read, units_named
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import require_room
from services.submissions.queries.catalogue import Catalogue, OfferingCopy, unit_of
from services.submissions.queries.linked import Linked, Links
from services.submissions.queries.records import Records

Offerings: TypeAlias = dict[str, OfferingCopy | BaseException]
FEW = 16  # records with few entries, which are decided at once


class Backfill:
    """One call of BackfillDossiers, from its first message to its answer."""

    def __init__(
        self,
        call: Call,
        *,
        store: Store,
        catalogue: Catalogue,
        records: Records,
        linked: Linked,
        sources: Sources,
        clock: Callable[[], datetime],
        turns: Turns,
    ) -> None:
        self._call = call
        self._turns = turns
        self._records = records
        self._linked = linked
        self._store = store
        self._catalogue = catalogue
        self._clock = clock
        self._sources = sources
        self._answer = api.BackfillDossiersResponse()
        self._outcomes = Outcomes(call, self._answer, by="offering")

    async def take_in(self, request: api.BackfillDossiersRequest) -> None:
        """The records of one message: what is new is appended at once."""
        require_few(request.records, field="records")
        await self._catalogue.wait_for(request.catalog_position)
        offerings = await self._offerings({each.offering for each in request.records})
        if not all(map(_denies, offerings.values())):
            await self._require_sources(request)
        links = await links_of(self._linked, request)
        sent = [self._sent(request.source, each, links) for each in request.records]
        before = await self._earlier(sent)
        trial = request.validate_only
        named = {unit for each in request.records for _, unit in units_named(each)}
        await wait_for_units(self._catalogue, named)
        decided = [
            await self._decided(place, each, offerings, before, trial=trial)
            for place, each in enumerate(sent)
        ]
        results = await self._recorded(decided, trial=trial)
        for record, result in zip(request.records, results, strict=True):
            competent = unit_of(record.offering)
            self._outcomes.note(request.source, record.key, competent, result, trial=trial)
            if isinstance(result, Executed) and lacks_calendar(result.facts):
                name_first(self._answer.without_calendar_keys, record.key)

    def answer(self) -> api.BackfillDossiersResponse:
        """What became of everything. Who could reach none of it is told so."""
        answer: api.BackfillDossiersResponse = self._outcomes.answer()
        return answer

    async def _require_sources(self, request: api.BackfillDossiersRequest) -> None:
        """The source of the records, and those of the roots that they name."""
        await self._sources.require(request.source, field="source")
        for source in sorted({each.root_source for each in request.records} - {""}):
            await self._sources.require(source, field="records.root_source")

    async def _offerings(self, names: set[str]) -> Offerings:
        """Each offering that the records name, looked up once; or why it cannot be had."""
        found = await asyncio.gather(*map(self._offering, names), return_exceptions=True)
        return dict(zip(names, found, strict=True))

    async def _offering(self, name: str) -> OfferingCopy:
        """Permission first; a unit that was opened a moment ago may be on its way."""
        competent = unit_of(name)
        await self._catalogue.knows_unit(competent)
        if not self._call.permits(competent):
            raise self._call.not_permitted(competent, field="offering", hides=competent)
        return await self._catalogue.offering(name)

    async def _decided(
        self,
        place: int,
        sent: Sent,
        offerings: Offerings,
        before: Earlier,
        *,
        trial: bool,
    ) -> Decided:
        """What is to be recorded of a record of that place in its message, or why nothing is."""
        weight = weight_of(sent.record)
        if weight > 1 or not place % FEW:
            await self._turns.next(weight)
        try:
            return await self._decide(sent, offerings, before, trial=trial)
        except Exception as error:  # noqa: BLE001 — it stops no other record
            return error

    async def _decide(
        self,
        sent: Sent,
        offerings: Offerings,
        before: Earlier,
        *,
        trial: bool,
    ) -> Decided:
        """The same. A trial records nothing."""
        record = sent.record
        copy = offerings[record.offering]
        if _denies(copy):
            raise copy
        named = units_named(record)
        self._must_reach(named)
        if is_known(sent, before):
            return None
        require_well_formed(record)
        if isinstance(copy, BaseException):
            raise copy
        if named:
            require_units(self._catalogue.units, named)
            copy = await self._catalogue.offering(record.offering)  # not older than these units
        if first := before.get(sent.first.id):
            return Continued(sent, copy, first.dossier)
        return await self._begin(sent, copy, trial=trial)

    async def _begin(self, sent: Sent, copy: OfferingCopy, *, trial: bool) -> Executed[Any] | Begun:
        """A record that nobody brought before."""
        name = name_of(sent.source, sent.record.key)
        facts = take_in(self._read(sent, copy, name))
        if trial:
            return executed(name, facts)
        await self._sources.bind(sent.source, field="source")
        if sent.record.root_source:
            await self._sources.bind(sent.record.root_source, field="root_source")
        append = self._store.append_of(sent.first, Decision([Change(name, 0, facts)]))
        return Begun(sent, copy, facts, append)

    async def _recorded(self, decided: Sequence[Decided], *, trial: bool) -> list[Result]:
        """What each comes to: first what is new, then what goes on with it."""
        appends = [each.append for each in decided if isinstance(each, Begun)]
        outcomes = iter(await self._store.append_all(appends))
        found = [
            appended(each, next(outcomes)) if isinstance(each, Begun) else each for each in decided
        ]
        going_on = (
            self._continue(each, trial=trial) for each in found if isinstance(each, Continued)
        )
        done = iter(await asyncio.gather(*going_on, return_exceptions=True))
        return [next(done) if isinstance(each, Continued) else each for each in found]

    async def _continue(self, of: Continued, *, trial: bool) -> Executed[Any] | None:
        """A record that is known; what another began meanwhile may be this one, or less."""
        if not of.begun:
            return await self._grow(of.sent, of.copy, of.dossier, trial=trial)
        first = of.sent.first
        try:
            done = await self._store.begin(
                first, stream=of.dossier, decider=DOSSIERS, facts=of.begun
            )
        except Refusal as refusal:
            if refusal.reason is not ChassisReason.REQUEST_ID_REUSED:
                raise
            quicker = await self._records.earlier([first.id])
            if first.id not in quicker:  # what has the id is no record
                raise
            return await self._grow(of.sent, of.copy, quicker[first.id].dossier, trial=False)
        return done if done.facts[0] is of.begun[0] else None  # else another was quicker

    async def _grow(
        self, sent: Sent, copy: OfferingCopy, dossier: str, *, trial: bool
    ) -> Executed[Any] | None:
        """The same record again, with other content: further steps, or a contradiction."""

        decided: list[Fact] = []

        def decide(before: Dossier) -> list[Fact]:
            require_room(before, for_citizen=False)
            decided[:] = grow(self._read(sent, copy, dossier, before=before))
            self._must_credit_own(before, decided)  # also what the dossier's own facts say of units
            return decided

        if trial:
            now = await self._store.load(dossier, DOSSIERS)
            decide(now.state)
            after = now.version + len(decided)
            return Executed(now.state, dossier, after, 0, tuple(decided)) if decided else None
        done = await self._store.execute(
            sent.again, stream=dossier, decider=DOSSIERS, decide=decide
        )
        # Where another was quicker with the same record, the answer holds its facts.
        ours = decided and done.facts and done.facts[0] is decided[0]
        return done if ours else None

    def _read(
        self, sent: Sent, copy: OfferingCopy, dossier: str, *, before: Dossier | None = None
    ) -> Reading:
        """The record with all that its facts need to know."""
        return read(
            sent.record,
            name=dossier,
            source=sent.source,
            root=root_now(sent.links, dossier, before),
            leads=dossier in sent.links.leading,
            offering=copy.offering,
            now=self._clock(),
            catalog_position=copy.position,
            before=before or DOSSIERS.initial(),
            calendar=partial(self._calendar, copy),
            measures=CalendarMeasures(self._catalogue.calendars),
        )

    def _calendar(self, copy: OfferingCopy, name: str, at: datetime) -> WorkingCalendar | None:
        """The one of that name; without a name, by which the competent unit worked then."""
        name = name or self._catalogue.units.calendar(copy.offering.unit, at)
        return self._catalogue.calendars.known(name, copy.position)

    def _sent(self, source: str, record: api.DossierRecord, links: Links) -> Sent:
        """Source and key make the id, so that a record is the same whoever brings it."""
        first = self._call.command(record, command_id=derived(source, record.key), whoever=True)
        return Sent(source, record, first, links)

    async def _earlier(self, sent: Sequence[Sent]) -> Earlier:
        """What the log knows of records: of each that began a dossier, whether it went on, too."""
        begun = await self._records.earlier([each.first.id for each in sent])
        again = [each.again.id for each in sent if each.first.id in begun]
        return {**begun, **(await self._records.earlier(again))} if again else begun

    def _must_reach(self, named: Iterable[tuple[str, str]]) -> None:
        """Every unit that a record credits, not only the competent one, is the importer's."""
        for field, unit in named:
            if not self._call.permits(unit):
                raise self._call.not_permitted(unit, field=field, hides=unit)

    def _must_credit_own(self, before: Dossier, facts: Sequence[Fact]) -> None:
        """Nor is a dossier, or a fact of it, taken from another unit."""
        moved = crediting.moved(before, DOSSIERS.fold(before, facts))
        if not all(map(self._call.permits, {*credited(facts), *moved})):
            raise self._call.not_permitted(field="handling_unit")


def _denies(found: OfferingCopy | BaseException) -> TypeGuard[Refusal]:
    return isinstance(found, Refusal) and found.reason is ChassisReason.NOT_PERMITTED

"""Another system's records: each is taken in, goes on, is known already, or is refused by name.

Promises that a refused record stops no other, and that a repeated one adds nothing. Must not let
an importer reach beyond the units it was given.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple, TypeAlias, TypeGuard
from uuid import UUID

from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.call import Call
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.chassis.ids import derived
from services.chassis.limits.weight import weight_of
from services.chassis.log import Status
from services.chassis.reasons import ChassisReason
from services.chassis.store import Change, Command, Decision, Executed, Store
from services.chassis.turns import Turns
from services.submissions.api.linking import links_of, name_of, root_now
from services.submissions.api.sources import Sources
from services.submissions.api.taking_in import (
    Outcomes,
    name_first,
    require_few,
    require_well_formed,
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
from services.submissions.queries.records import EarlierRecord, Records

Offerings: TypeAlias = dict[str, OfferingCopy | BaseException]


class Sent(NamedTuple):
    """A record with the command that begins a dossier of it, and the one that goes on with it."""

    source: str
    record: api.DossierRecord
    first: Command
    again: Command
    links: Links

    @property
    def ids(self) -> tuple[UUID, UUID]:
        """By either the log may know the record."""
        return self.first.id, self.again.id


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
        self._sources = Sources(call, store, clock, lambda: catalogue.position)
        self._answer = api.BackfillDossiersResponse()
        self._outcomes = Outcomes(call, self._answer, by="offering")

    async def take_in(self, request: api.BackfillDossiersRequest) -> None:
        """The records of one message, at once, so that they share appends."""
        require_few(request.records, field="records")
        await self._catalogue.wait_for(request.catalog_position)
        offerings = await self._offerings({each.offering for each in request.records})
        if not all(map(_denies, offerings.values())):
            await self._require_sources(request)
        links = await links_of(self._linked, request)
        sent = [self._sent(request.source, each, links) for each in request.records]
        before = await self._records.earlier([id_ for each in sent for id_ in each.ids])
        trial = request.validate_only
        taking = [self._take(each, offerings, before, trial=trial) for each in sent]
        results = await asyncio.gather(*taking, return_exceptions=True)
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
            raise Refusal(ChassisReason.NOT_PERMITTED, field="offering", hides=competent)
        return await self._catalogue.offering(name)

    async def _take(
        self, sent: Sent, offerings: Offerings, before: dict[UUID, EarlierRecord], *, trial: bool
    ) -> Executed[Any] | None:
        """The dossier with what the record added to it; None when all of it was known before. A
        trial decides, and records nothing.
        """
        record = sent.record
        await self._turns.next(weight_of(record))
        known = offerings[record.offering]
        if _denies(known):
            raise known
        named = units_named(record)
        await self._must_reach(named)
        if any(
            each in before and sent.first.is_known_by(before[each].fingerprint) for each in sent.ids
        ):
            return None
        require_well_formed(record)
        if isinstance(known, BaseException):
            raise known
        for field, unit in named:
            await self._catalogue.must_know_unit(unit, field=field)
        known = await self._catalogue.offering(record.offering)  # not older than these units
        first = before.get(sent.first.id)
        if first:
            return await self._grow(sent, known, first.dossier, trial=trial)
        return await self._begin(sent, known, trial=trial)

    async def _begin(self, sent: Sent, known: OfferingCopy, *, trial: bool) -> Executed[Any] | None:
        """A record that nobody brought before; where another was quicker, it goes on from there."""
        name = name_of(sent.source, sent.record.key)
        facts = take_in(self._read(sent, known, name))
        if trial:
            return executed(name, facts)
        await self._sources.bind(sent.source, field="source")
        if sent.record.root_source:
            await self._sources.bind(sent.record.root_source, field="root_source")
        try:
            appended = await self._store.append(sent.first, Decision([Change(name, 0, facts)]))
            if appended.status is Status.APPENDED:
                return executed(name, facts, position=appended.position)
            done = await self._store.begin(sent.first, stream=name, decider=DOSSIERS, facts=facts)
        except Refusal as refusal:
            if refusal.reason is not ChassisReason.REQUEST_ID_REUSED:
                raise
            quicker = await self._records.earlier([sent.first.id])
            if sent.first.id not in quicker:  # what has the id is no record
                raise
            return await self._grow(sent, known, quicker[sent.first.id].dossier, trial=False)
        return done if done.facts[0] is facts[0] else None  # else another was quicker

    async def _grow(
        self, sent: Sent, known: OfferingCopy, dossier: str, *, trial: bool
    ) -> Executed[Any] | None:
        """The same record again, with other content: further steps, or a contradiction."""

        decided: list[Fact] = []

        def decide(before: Dossier) -> list[Fact]:
            require_room(before, for_citizen=False)
            decided[:] = grow(self._read(sent, known, dossier, before=before))
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
        self, sent: Sent, known: OfferingCopy, dossier: str, *, before: Dossier | None = None
    ) -> Reading:
        """The record with all that its facts need to know."""
        return read(
            sent.record,
            name=dossier,
            source=sent.source,
            root=root_now(sent.links, dossier, before),
            leads=dossier in sent.links.leading,
            offering=known.offering,
            now=self._clock(),
            catalog_position=known.position,
            before=before or DOSSIERS.initial(),
            calendar=partial(self._calendar, known),
            measures=CalendarMeasures(self._catalogue.calendars),
        )

    def _calendar(self, known: OfferingCopy, name: str, at: datetime) -> WorkingCalendar | None:
        """The one of that name; without a name, by which the competent unit worked then."""
        name = name or self._catalogue.units.calendar(known.offering.unit, at)
        return self._catalogue.calendars.known(name, known.position)

    def _sent(self, source: str, record: api.DossierRecord, links: Links) -> Sent:
        """Source and key make the id, so that a record is the same whoever brings it; with further
        steps it is another command, whose id is made of its content, too.
        """
        first = self._call.command(record, command_id=derived(source, record.key), whoever=True)
        again = derived(source, record.key, first.fingerprint.hex())
        return Sent(source, record, first, first._replace(id=again), links)

    async def _must_reach(self, named: Iterable[tuple[str, str]]) -> None:
        """Every unit that a record credits, not only the competent one, is the importer's."""
        for field, unit in named:
            if not self._call.permits(unit):
                await self._catalogue.knows_unit(unit)  # it may be on its way
                if not self._call.permits(unit):
                    raise Refusal(ChassisReason.NOT_PERMITTED, field=field, hides=unit)

    def _must_credit_own(self, before: Dossier, facts: Sequence[Fact]) -> None:
        """Nor is a dossier, or a fact of it, taken from another unit."""
        moved = crediting.moved(before, DOSSIERS.fold(before, facts))
        if not all(map(self._call.permits, {*credited(facts), *moved})):
            raise Refusal(ChassisReason.NOT_PERMITTED, field="handling_unit")


def executed(name: str, facts: Sequence[Fact], *, position: int = 0) -> Executed[Dossier]:
    """What a record began, or would; of the dossier itself nobody asks."""
    return Executed(DOSSIERS.initial(), name, len(facts), position, tuple(facts))


def _denies(found: OfferingCopy | BaseException) -> TypeGuard[Refusal]:
    return isinstance(found, Refusal) and found.reason is ChassisReason.NOT_PERMITTED

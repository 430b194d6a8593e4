"""Another system's records of petitions: each is taken in, goes on, is known already, or is refused
by name.

Promises that a refused record stops no other, and that a repeated one adds nothing. Must not let an
importer reach beyond the units it was given.
"""

import asyncio

from motcua.submissions.v1 import petitions_pb2 as api
from motcua.submissions.v1.events_pb2 import Origin
from services.chassis.call import Call
from services.chassis.decider import Fact
from services.chassis.ids import derived
from services.chassis.limits.weight import weight_of
from services.chassis.store import Change, Decision, Executed
from services.submissions.api import linking as dossiers
from services.submissions.api.context import Context
from services.submissions.api.petitions.calendars import given
from services.submissions.api.sources import sources_of
from services.submissions.api.taking_in import Outcomes, require_few, require_well_formed
from services.submissions.domain.petition.changes import PETITIONS
from services.submissions.domain.petition.records import Reading, facts_of, units_named
from services.submissions.domain.petition.state import Petition


class Backfill:
    """One call of BackfillPetitions, from its first message to its answer."""

    def __init__(self, call: Call, context: Context) -> None:
        self._call = call
        self._context = context
        self._sources = sources_of(call, context)
        self._outcomes = Outcomes(call, api.BackfillPetitionsResponse(), by="unit")

    async def take_in(self, request: api.BackfillPetitionsRequest) -> None:
        """The records of one message, at once, so that they share appends."""
        require_few(request.records, field="records")
        await self._context.catalogue.wait_for(request.catalog_position)
        if any([await self._reaches(each.unit) for each in request.records]):
            await self._require_sources(request)
        taking = [self._take(request.source, each) for each in request.records]
        results = await asyncio.gather(*taking, return_exceptions=True)
        for record, result in zip(request.records, results, strict=True):
            self._outcomes.note(request.source, record.key, record.unit, result)

    def answer(self) -> api.BackfillPetitionsResponse:
        """What became of everything. Who could reach none of it is told so."""
        answer: api.BackfillPetitionsResponse = self._outcomes.answer()
        return answer

    async def _require_sources(self, request: api.BackfillPetitionsRequest) -> None:
        """The source of the records, and those of the dossiers that they name: a complaint counts
        against a dossier.
        """
        await self._sources.require(request.source, field="source")
        for source in sorted({each.dossier_source for each in request.records} - {""}):
            await self._sources.require(source, field="records.dossier_source")

    async def _take(self, source: str, record: api.PetitionRecord) -> Executed[Petition] | None:
        """The petition with what the record added to it; None when all of it was known before."""
        await self._context.turns.next(weight_of(record))
        if not await self._reaches(record.unit):
            raise self._call.not_permitted(record.unit, field="unit", hides=record.unit)
        require_well_formed(record)
        for field, unit in units_named(record):
            await self._context.catalogue.must_know_unit(unit, field=field)
            if not self._call.permits(unit):
                raise self._call.not_permitted(unit, field=field, hides=unit)
        if record.reception.unit:
            await self._context.catalogue.must_know_unit(
                record.reception.unit, field="reception.unit"
            )
        await self._sources.bind(source, field="source")
        if record.dossier_source:
            await self._sources.bind(record.dossier_source, field="dossier_source")
        return await self._record(source, record)

    async def _record(self, source: str, record: api.PetitionRecord) -> Executed[Petition] | None:
        name, decided = name_of(source, record.key), list[Fact]()
        first = self._call.command(record, command_id=derived("petition", name), whoever=True)
        again = derived("petition", name, first.fingerprint.hex())

        async def decide(now: Executed[Petition]) -> Decision:
            decided[:] = facts_of(self._read(source, record, name), now.state)
            return Decision([Change(name, now.version, decided)])

        done = await self._context.store.carry_out(
            first._replace(id=again), stream=name, decider=PETITIONS, decide=decide
        )
        ours = decided and done.facts and done.facts[0] is decided[0]
        return done if ours else None

    def _read(self, source: str, record: api.PetitionRecord, name: str) -> Reading:
        """The record with all that its facts need to know."""
        dossier_source = record.dossier_source or source
        named = dossiers.name_of(dossier_source, record.dossier_key) if record.dossier_key else ""
        keys = {each.into_key for each in record.steps if each.into_key}
        return Reading(
            name=name,
            record=record,
            origin=Origin(source=source, key=record.key),
            dossier=named,
            into={key: name_of(source, key) for key in keys},
            given=given(self._context, self._context.clock()),
        )

    async def _reaches(self, unit: str) -> bool:
        """Whether the importer reaches a unit; one that was opened a moment ago may be on its
        way.
        """
        if self._call.permits(unit):
            return True
        await self._context.catalogue.knows_unit(unit)
        return self._call.permits(unit)


def name_of(source: str, key: str) -> str:
    """The petition of a record: the same whoever brings it."""
    return f"petitions/{derived('petition', source, key)}"

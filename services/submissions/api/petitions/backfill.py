"""Another system's records of petitions: each is taken in, goes on, is known already, or is refused
by name.

Promises that a refused record stops no other, and that a repeated one adds nothing. Must not let an
importer reach beyond the units it was given.
"""

import asyncio
from collections import Counter
from functools import cache
from typing import Any

from motcua.submissions.v1 import petition_events_pb2 as events
from motcua.submissions.v1 import petitions_pb2 as api
from motcua.submissions.v1.events_pb2 import Origin
from services.chassis.call import Call
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.chassis.ids import derived
from services.chassis.reasons import ChassisReason, Kind
from services.chassis.store import Change, Decision, Executed
from services.chassis.validation import Check, compiled
from services.submissions.api import linking as dossiers
from services.submissions.api.context import Context
from services.submissions.api.petitions.calendars import given
from services.submissions.api.refused import note_refusal
from services.submissions.api.sources import Sources
from services.submissions.domain.petition.changes import PETITIONS
from services.submissions.domain.petition.records import Reading, facts_of, units_named
from services.submissions.domain.petition.state import Petition
from services.submissions.domain.refusals import SubmissionsReason

MOST_RECORDS = 500
# Said of this service, not of a record: the whole call fails and can be repeated.
_NOT_THE_RECORDS_FAULT = {Kind.UNAVAILABLE, Kind.DEADLINE, Kind.INTERNAL}


class Backfill:
    """One call of BackfillPetitions, from its first message to its answer."""

    def __init__(self, call: Call, context: Context) -> None:
        self._call = call
        self._context = context
        self._sources = Sources(
            call, context.store, context.clock, lambda: context.catalogue.position
        )
        self._answer = api.BackfillPetitionsResponse()
        self._anomalies: Counter[str] = Counter()
        self._beyond_reach: str | None = None

    async def take_in(self, request: api.BackfillPetitionsRequest) -> None:
        """The records of one message, at once, so that they share appends."""
        if len(request.records) > MOST_RECORDS:
            values = {"most": str(MOST_RECORDS)}
            raise Refusal(SubmissionsReason.TOO_MANY_RECORDS, field="records", values=values)
        await self._context.catalogue.wait_for(request.catalog_position)
        if any([await self._reaches(each.unit) for each in request.records]):
            await self._sources.require(request.source, field="source")
        taking = [self._take(request.source, each) for each in request.records]
        results = await asyncio.gather(*taking, return_exceptions=True)
        for record, result in zip(request.records, results, strict=True):
            self._note(request.source, record, result)

    def answer(self) -> api.BackfillPetitionsResponse:
        """What became of everything. Who could reach none of it is told so."""
        reached = self._answer.added + self._answer.updated + self._answer.known
        if self._beyond_reach is not None and not reached:
            self._call.permit(self._beyond_reach)
        self._call.exempt()
        self._answer.anomalies.update(self._anomalies)
        return self._answer

    async def _take(self, source: str, record: api.PetitionRecord) -> Executed[Petition] | None:
        """The petition with what the record added to it; None when all of it was known before."""
        await self._context.turns.next()
        if not await self._reaches(record.unit):
            raise Refusal(ChassisReason.NOT_PERMITTED, field="unit")
        _check()(record)
        for field, unit in units_named(record):
            await self._context.catalogue.must_know_unit(unit, field=field)
            if not self._call.permits(unit):
                raise Refusal(ChassisReason.NOT_PERMITTED, field=field)
        if record.reception.unit:
            await self._context.catalogue.must_know_unit(
                record.reception.unit, field="reception.unit"
            )
        await self._sources.bind(source, field="source")
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

    def _note(
        self,
        source: str,
        record: api.PetitionRecord,
        result: Executed[Petition] | BaseException | None,
    ) -> None:
        if isinstance(result, Refusal) and result.reason.kind not in _NOT_THE_RECORDS_FAULT:
            self._note_refusal(source, record, result)
        elif isinstance(result, BaseException):
            raise result
        elif result is None:
            self._answer.known += 1
        else:
            self._note_added(result)

    def _note_added(self, done: Executed[Petition]) -> None:
        if done.version > len(done.facts):
            self._answer.updated += 1
        else:
            self._answer.added += 1
        self._answer.position = max(self._answer.position, done.position)
        messages: list[Any] = [each.message for each in done.facts]
        found = {anomaly for message in messages for anomaly in getattr(message, "anomalies", ())}
        self._anomalies.update(
            events.PetitionAnomaly.Name(each).removeprefix("PETITION_ANOMALY_").lower()
            for each in found
        )

    def _note_refusal(self, source: str, record: api.PetitionRecord, refusal: Refusal) -> None:
        self._answer.refused += 1
        if refusal.reason is ChassisReason.NOT_PERMITTED and refusal.field == "unit":
            self._beyond_reach = record.unit
        note_refusal(self._answer, source, record.key, refusal)


def name_of(source: str, key: str) -> str:
    """The petition of a record: the same whoever brings it."""
    return f"petitions/{derived('petition', source, key)}"


@cache
def _check() -> Check:
    """What the contract asks of one record, so that a malformed one stops no other."""
    contract: Any = api.PetitionRecord.DESCRIPTOR
    return compiled(contract)

"""Another system's records: each is taken in, known already, or refused by name.

Promises that a refused record stops no other, and that a repeated one adds nothing. Must not let
an importer reach beyond the units it was given.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias, TypeGuard

from motcua.submissions.v1 import submissions_pb2 as api
from motcua.submissions.v1.events_pb2 import Anomaly
from services.chassis.access import NOT_PERMITTED
from services.chassis.call import Call
from services.chassis.errors import REQUEST_ID_REUSED, Kind, Refusal
from services.chassis.ids import derived, uuid7
from services.chassis.store import Command, Executed, Store
from services.chassis.validation import Check, compiled
from services.submissions.domain import refusals
from services.submissions.domain.dossiers import DOSSIERS, Dossier
from services.submissions.domain.records import take_in, units_named
from services.submissions.queries.catalogue import Catalogue, Known, unit_of
from services.submissions.queries.records import Records

Offerings: TypeAlias = dict[str, Known | BaseException]
MOST_RECORDS = 500
MOST_REFUSALS = 1000
# Said of this service, not of a record: the whole call fails and can be repeated.
_NOT_THE_RECORDS_FAULT = {Kind.UNAVAILABLE, Kind.DEADLINE, Kind.INTERNAL}


class Backfill:
    """One call of BackfillDossiers, from its first message to its answer."""

    def __init__(
        self,
        call: Call,
        *,
        store: Store,
        catalogue: Catalogue,
        records: Records,
        clock: Callable[[], datetime],
    ) -> None:
        self._call = call
        self._records = records
        self._store = store
        self._catalogue = catalogue
        self._clock = clock
        self._answer = api.BackfillDossiersResponse()
        self._anomalies: Counter[str] = Counter()
        self._beyond_reach: str | None = None

    async def take_in(self, request: api.BackfillDossiersRequest) -> None:
        """The records of one message, at once, so that they share appends."""
        if len(request.records) > MOST_RECORDS:
            values = {"most": str(MOST_RECORDS)}
            raise Refusal(refusals.TOO_MANY_RECORDS, field="records", values=values)
        await self._catalogue.wait_for(request.catalog_position)
        offerings = await self._offerings({each.offering for each in request.records})
        commands = [self._command(request.source, each) for each in request.records]
        before = await self._records.known([each.id for each in commands])
        taking = [
            self._take(request.source, record, command, offerings, before.get(command.id))
            for record, command in zip(request.records, commands, strict=True)
        ]
        results = await asyncio.gather(*taking, return_exceptions=True)
        for record, result in zip(request.records, results, strict=True):
            self._note(request.source, record, result)

    def answer(self) -> api.BackfillDossiersResponse:
        """What became of everything. Who could reach none of it is told so."""
        if self._beyond_reach is not None and not self._answer.added + self._answer.known:
            self._call.permit(self._beyond_reach)
        self._call.exempt()
        self._answer.anomalies.update(self._anomalies)
        return self._answer

    async def _offerings(self, names: set[str]) -> Offerings:
        """Each offering that the records name, looked up once; or why it cannot be had."""
        found = await asyncio.gather(*map(self._offering, names), return_exceptions=True)
        return dict(zip(names, found, strict=True))

    async def _offering(self, name: str) -> Known:
        """Permission first; a unit that was opened a moment ago may be on its way."""
        competent = unit_of(name)
        await self._catalogue.knows_unit(competent)
        if not self._call.permits(competent):
            raise Refusal(NOT_PERMITTED, field="offering")
        return await self._catalogue.offering(name)

    async def _take(
        self,
        source: str,
        record: api.DossierRecord,
        command: Command,
        offerings: Offerings,
        before: bytes | None,
    ) -> Executed[Dossier] | None:
        """The dossier that the record became; None when it was known before."""
        known = offerings[record.offering]
        if _denies(known):
            raise known
        if before is not None:
            _must_be_the_same(before, command)
            return None
        _check()(record)
        if isinstance(known, BaseException):
            raise known
        for field, unit in units_named(record):
            await self._catalogue.must_know_unit(unit, field=field)
        known = await self._catalogue.offering(record.offering)  # not older than these units
        name = f"dossiers/{uuid7()}"
        facts = take_in(
            record,
            name=name,
            source=source,
            offering=known.offering,
            now=self._clock(),
            catalog_position=known.position,
        )
        done = await self._store.begin(command, stream=name, decider=DOSSIERS, facts=facts)
        return done if done.state.name == name else None

    def _command(self, source: str, record: api.DossierRecord) -> Command:
        """Source and key make the id, so that a record is the same whoever brings it."""
        return self._call.command(record, command_id=derived(source, record.key), whoever=True)

    def _note(
        self,
        source: str,
        record: api.DossierRecord,
        result: Executed[Dossier] | BaseException | None,
    ) -> None:
        if isinstance(result, Refusal) and result.reason.kind not in _NOT_THE_RECORDS_FAULT:
            self._note_refusal(source, record, result)
        elif isinstance(result, BaseException):
            raise result
        elif result is None:
            self._answer.known += 1
        else:
            self._note_added(result)

    def _note_added(self, done: Executed[Dossier]) -> None:
        self._answer.added += 1
        self._answer.position = max(self._answer.position, done.position)
        self._anomalies.update(map(_name_of, done.state.anomalies))

    def _note_refusal(self, source: str, record: api.DossierRecord, refusal: Refusal) -> None:
        self._answer.refused += 1
        if refusal.reason is NOT_PERMITTED:
            self._beyond_reach = unit_of(record.offering)
        if len(self._answer.refusals) < MOST_REFUSALS:
            told = _told(refusal)
            self._answer.refusals.add(
                source=source,
                key=record.key,
                reason=told.reason.code,
                field=told.field,
                message_vi=told.message("vi"),
                message_en=told.message("en"),
            )


def _denies(found: Known | BaseException) -> TypeGuard[Refusal]:
    return isinstance(found, Refusal) and found.reason is NOT_PERMITTED


def _must_be_the_same(fingerprint: bytes, command: Command) -> None:
    if not command.is_known_by(fingerprint):
        raise Refusal(refusals.RECORD_CHANGED, field="key")


@cache
def _check() -> Check:
    """What the contract asks of one record, so that a malformed one stops no other."""
    contract: Any = api.DossierRecord.DESCRIPTOR
    return compiled(contract)


def _told(refusal: Refusal) -> Refusal:
    """The chassis speaks of request ids; to an importer it is the record that changed."""
    if refusal.reason is REQUEST_ID_REUSED:
        return Refusal(refusals.RECORD_CHANGED, field="key")
    return refusal


def _name_of(anomaly: Anomaly) -> str:
    return Anomaly.Name(anomaly).removeprefix("ANOMALY_").lower()

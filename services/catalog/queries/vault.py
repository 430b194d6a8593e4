"""The names of officers: sealing, opening, erasing, and the record of all three.

Promises that no name is opened before its reading is recorded, and that an erased officer is never
sealed again. Must not hand a name to anything but the answer.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, NamedTuple

from motcua.catalog.v1.officers_pb2 import SealOfficerRequest
from services.catalog.domain.refusals.officers import OfficerReason
from services.catalog.queries.questions import SQL
from services.chassis import sealing
from services.chassis.database import Connection, Pool, statements
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason
from services.chassis.sealing import Damaged, OwnerKey, Reading, Sealing
from services.chassis.store import Command

SEAL, ERASE = "seal", "erase"


class Place(NamedTuple):
    """Whose name, and at which unit."""

    officer: str
    unit: str

    @property
    def field(self) -> str:
        """Of the officer's sealed fields, the name at this unit."""
        return f"full_name at {self.unit}"


class Named(NamedTuple):
    """What is known of a name at a unit; erased, or never sealed there, it is ""."""

    place: Place
    full_name: str = ""
    sealed_at: datetime | None = None
    erased_at: datetime | None = None


class Vault:
    """The names in one database, and the record of who sealed and erased them."""

    def __init__(self, pool: Pool, sealed: sealing.Vault) -> None:
        self._pool = pool
        self._sealed = sealed
        self._sql = statements(SQL)

    async def seal(self, command: Command, place: Place, *, now: datetime) -> datetime:
        """Seal the name that a command brings at a unit; when this command did."""
        async with self._alone() as connection:
            earlier = await self._row(connection, "officer_command", command.id)
            if earlier:
                return await self._sealed_earlier(connection, command, place, earlier)
            await self._require_not_erased(connection, place.officer)
            key = await self._key(connection, place.officer)
            sealed = self._sealed.sealing(place.officer, place.field, command.sealed, key)
            await self._put(connection, command, sealed, now)
            await self._note(connection, command, SEAL, place, now)
            return now

    async def erase(
        self,
        command: Command,
        place: Place,
        *,
        reason: str,
        permit: Callable[[str], None],
        now: datetime,
    ) -> Named:
        """Destroy the key of an officer whom `permit` allows at every unit of theirs."""
        async with self._alone() as connection:
            earlier = await self._row(connection, "officer_command", command.id)
            rows = await connection.fetch(self._sql["officer_units"], place.officer)
            units = {row["unit"]: row["sealed_at"] for row in rows}
            if earlier:
                if not command.is_known_by(earlier["fingerprint"]):
                    raise Refusal(ChassisReason.REQUEST_ID_REUSED, field="request_id")
                return Named(place, "", units[place.unit], earlier["at"])
            if place.unit not in units:
                raise Refusal(
                    OfficerReason.OFFICER_NOT_SEALED, field="officer", values=place._asdict()
                )
            for unit in units:
                permit(unit)
            await self._require_not_erased(connection, place.officer)
            await sealing.destroy(connection, [place.officer])
            await self._note(connection, command, ERASE, place, now, reason=reason)
            return Named(place, "", units[place.unit], now)

    async def read(
        self, officers: Sequence[str], unit: str, *, reader: str, purpose: str, now: datetime
    ) -> list[Named]:
        """Open names, once it is recorded that somebody asked for them."""
        places = [Place(officer, unit) for officer in officers]
        asked = Reading(now, reader, unit, officers, purpose)
        try:
            found = await self._sealed.read(asked, Place("", unit).field)
        except Damaged as damaged:
            raise _damaged(str(damaged)) from None
        rows = await self._pool.fetch(self._sql["officer_places"], officers, unit)
        return [_named(place, row, found) for place, row in zip(places, rows, strict=True)]

    async def readings(
        self, units: Sequence[str] | None, *, after: int, size: int
    ) -> list[Reading]:
        """Readings at these units (None: at all) after a number."""
        return await self._sealed.readings(units, after, size)

    async def _put(
        self, connection: Connection, command: Command, sealing: Sealing, now: datetime
    ) -> None:
        """Store a name in place of the one that was sealed there, and a new officer's key."""
        owner, field, nonce, ciphertext, fingerprint, *wrapped = sealing
        if sealing.master is not None:
            await connection.execute(self._sql["officer_key_put"], owner, *wrapped)
        name = (owner, field, nonce, ciphertext, now)
        await connection.execute(self._sql["officer_name_put"], *name)
        await connection.execute(self._sql["officer_name_note"], command.id, owner, fingerprint)

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[Connection]:
        """A transaction that no other of its kind runs beside."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(self._sql["officers_alone"])
            yield connection

    async def _row(self, connection: Connection, statement: str, *values: object) -> Any:
        return await connection.fetchrow(self._sql[statement], *values)

    async def _note(
        self,
        connection: Connection,
        command: Command,
        kind: str,
        place: Place,
        now: datetime,
        *,
        reason: str = "",
    ) -> None:
        named = (command.id, command.fingerprint, command.actor)
        noting = self._sql["officer_command_note"]
        await connection.execute(noting, *named, kind, *place, now, reason)

    async def _sealed_earlier(
        self, connection: Connection, command: Command, place: Place, earlier: Any
    ) -> datetime:
        """When the same command sealed it; once it is erased nobody can tell whether it is."""
        same = earlier["kind"] == SEAL and Place(earlier["officer"], earlier["unit"]) == place
        if not same or not command.is_known_by(earlier["fingerprint"]):
            raise Refusal(ChassisReason.REQUEST_ID_REUSED, field="request_id")
        await self._require_not_erased(connection, place.officer)
        if await self._key(connection, place.officer) is None:
            raise _damaged(place.officer)
        if not await self._sealed.repeats(command.id, command.sealed, connection):
            raise Refusal(ChassisReason.REQUEST_ID_REUSED, field="request_id")
        at: datetime = earlier["at"]
        return at

    async def _key(self, connection: Connection, officer: str) -> OwnerKey | None:
        """The key of an officer; None where there is none."""
        try:
            return await self._sealed.key(connection, officer)
        except Damaged:
            raise _damaged(officer) from None

    async def _require_not_erased(self, connection: Connection, officer: str) -> None:
        if await connection.fetchval(self._sql["officer_erased_at"], officer):
            raise Refusal(
                OfficerReason.OFFICER_ERASED, field="officer", values={"officer": officer}
            )


def _named(place: Place, row: Any, found: dict[str, bytes]) -> Named:
    """What is known of a name, by a row of `officer_places` and what was opened."""
    if row["sealed_at"] is None:
        return Named(place)
    if row["erased_at"] is not None:
        return Named(place, "", row["sealed_at"], row["erased_at"])
    if place.officer not in found:
        raise _damaged(place.officer)
    full_name = SealOfficerRequest.FromString(found[place.officer]).full_name
    return Named(place, full_name, row["sealed_at"])


def _damaged(officer: str) -> Refusal:
    return Refusal(OfficerReason.OFFICER_NAME_DAMAGED, field="officer", values={"officer": officer})

"""Where the names of officers lie: sealing, opening, erasing, and the record of all three.

Promises that no name is opened before its reading is recorded, and that an erased officer is never
sealed again. Must not hand a name to anything but the answer.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, NamedTuple

from services.catalog.domain.refusals.officers import (
    OFFICER_ERASED,
    OFFICER_NAME_DAMAGED,
    OFFICER_NOT_SEALED,
)
from services.catalog.queries.questions import SQL
from services.catalog.queries.sealed import (
    Damaged,
    Keys,
    Place,
    Sealed,
    Wrapped,
    mark,
    opened,
    sealed,
)
from services.chassis.database import Connection, Pool, statements
from services.chassis.errors import REQUEST_ID_REUSED, Refusal
from services.chassis.keys import Keyring
from services.chassis.store import Command

SEAL, ERASE = "seal", "erase"


class Named(NamedTuple):
    """What is known of a name at a unit; erased, or never sealed there, it is ""."""

    place: Place
    full_name: str = ""
    sealed_at: datetime | None = None
    erased_at: datetime | None = None


class ReadingRecord(NamedTuple):
    """Who asked for which names, when, where and why."""

    number: int
    at: datetime
    reader: str
    unit: str
    officers: Sequence[str]
    purpose: str


class Vault:
    """The sealed names of one database."""

    def __init__(self, pool: Pool, sealing: Keyring) -> None:
        self._pool = pool
        self._keys = Keys(sealing)
        self._sql = statements(SQL)

    async def seal(
        self, command: Command, place: Place, full_name: str, *, now: datetime
    ) -> datetime:
        """Seal a name at a unit; when this command did."""
        async with self._alone("officers_alone") as connection:
            earlier = await self._row(connection, "officer_command", command.id)
            if earlier:
                return await self._sealed_earlier(connection, command, place, earlier)
            key = await self._key(connection, place.officer)
            key = key or await self._new_key(connection, place.officer, now)
            said = sealed(key, place, full_name)
            await connection.execute(self._sql["officer_name_put"], *place, *said, now)
            await self._note(connection, marked(key, command), SEAL, place, now)
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
        async with self._alone("officers_alone") as connection:
            earlier = await self._row(connection, "officer_command", command.id)
            rows = await connection.fetch(self._sql["officer_units"], place.officer)
            units = {row["unit"]: row["sealed_at"] for row in rows}
            if earlier:
                if not command.is_known_by(earlier["fingerprint"]):
                    raise Refusal(REQUEST_ID_REUSED, field="request_id")
                return Named(place, "", units[place.unit], earlier["at"])
            if place.unit not in units:
                raise Refusal(OFFICER_NOT_SEALED, field="officer", values=place._asdict())
            for unit in units:
                permit(unit)
            await self._require_not_erased(connection, place.officer)
            await connection.execute(self._sql["officer_key_destroy"], place.officer)
            await self._note(connection, command, ERASE, place, now, reason=reason)
            return Named(place, "", units[place.unit], now)

    async def read(
        self, officers: Sequence[str], unit: str, *, reader: str, purpose: str, now: datetime
    ) -> list[Named]:
        """Open names, once it is recorded that somebody asked for them."""
        async with self._alone("officer_readings_alone") as connection:
            noting = self._sql["officer_reading_note"]
            await connection.execute(noting, now, reader, unit, officers, purpose)
        rows = await self._pool.fetch(self._sql["officer_names"], officers, unit)
        return [self._named(Place(row["officer"], unit), row) for row in rows]

    async def readings(
        self, units: Sequence[str] | None, *, after: int, size: int
    ) -> list[ReadingRecord]:
        """Readings at these units (None: at all) after a number."""
        rows = await self._pool.fetch(self._sql["officer_readings_after"], units, after, size)
        return [ReadingRecord(*row) for row in rows]

    @asynccontextmanager
    async def _alone(self, lock: str) -> AsyncIterator[Connection]:
        """A transaction that no other of its kind runs beside."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(self._sql[lock])
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
        reused = Refusal(REQUEST_ID_REUSED, field="request_id")
        if earlier["kind"] != SEAL or Place(earlier["officer"], earlier["unit"]) != place:
            raise reused
        await self._require_not_erased(connection, place.officer)
        key = await self._key(connection, place.officer)
        if key is None:
            raise _damaged(place.officer)
        if not marked(key, command).is_known_by(earlier["fingerprint"]):
            raise reused
        at: datetime = earlier["at"]
        return at

    async def _key(self, connection: Connection, officer: str) -> bytes | None:
        """The key of an officer; None where there is none."""
        row = await self._row(connection, "officer_key", officer)
        return self._unwrapped(officer, Wrapped(*row)) if row else None

    async def _new_key(self, connection: Connection, officer: str, now: datetime) -> bytes:
        await self._require_not_erased(connection, officer)
        key, wrapped = self._keys.made(officer)
        await connection.execute(self._sql["officer_key_put"], officer, *wrapped, now)
        return key

    async def _require_not_erased(self, connection: Connection, officer: str) -> None:
        if await connection.fetchval(self._sql["officer_erased_at"], officer):
            raise Refusal(OFFICER_ERASED, field="officer", values={"officer": officer})

    def _unwrapped(self, officer: str, wrapped: Wrapped) -> bytes:
        try:
            return self._keys.of(officer, wrapped)
        except Damaged:
            raise _damaged(officer) from None

    def _named(self, place: Place, row: Any) -> Named:
        """A row of `officer_names`, opened."""
        if row["sealed_at"] is None:
            return Named(place)
        if row["erased_at"] is not None:
            return Named(place, "", row["sealed_at"], row["erased_at"])
        if row["wrapped"] is None:
            raise _damaged(place.officer)
        wrapped = Wrapped(row["sealing_key"], row["key_nonce"], row["wrapped"])
        key = self._unwrapped(place.officer, wrapped)
        try:
            found = opened(key, place, Sealed(row["nonce"], row["ciphertext"]))
        except Damaged:
            raise _damaged(place.officer) from None
        return Named(place, found, row["sealed_at"])


def marked(key: bytes, command: Command) -> Command:
    """A command known by fingerprints that are noise once the officer's key is gone."""
    return command._replace(
        fingerprint=mark(key, command.fingerprint),
        former=lambda: [mark(key, each) for each in command.former()],
    )


def _damaged(officer: str) -> Refusal:
    return Refusal(OFFICER_NAME_DAMAGED, field="officer", values={"officer": officer})

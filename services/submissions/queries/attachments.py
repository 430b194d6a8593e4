"""Files as their rows have them: what is known of each, and the chunks that it is made of.

Promises that of two uploads of one file each chunk is taken from one, that a file is whole only
with all of them, and that whatever changes is told of by a timer. Must not open anything.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import ForeignKeyViolationError

from services.chassis import sealing
from services.chassis.blobs import CHUNK, TAG, Chunk
from services.chassis.database import Pool, statements
from services.chassis.sealing import KEY, OwnerKey, Vault
from services.submissions.domain.attachment.facts import WHOLE, Kept, State
from services.submissions.domain.attachment.files import Bounds, Held
from services.submissions.queries.catalogue import SQL


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Kept):
    """A file, with its chunks, its sealed details, and the commands that it knows."""

    tags: bytes
    nonce: bytes
    details: bytes
    command_id: UUID
    fingerprint: bytes
    created_at: datetime
    expires_at: datetime
    removal_id: UUID | None
    removal_fingerprint: bytes | None
    revision: int
    unscannable: bool  # no scan of it comes by itself any more

    @property
    def chunks(self) -> int:
        """How many are kept."""
        return len(self.tags) // TAG

    @property
    def chunk_count(self) -> int:
        """How many it has once it is whole."""
        return -(-self.size // CHUNK)

    @property
    def offset(self) -> int:
        """Up to which byte it is kept."""
        return self.size if self.state in WHOLE else min(self.chunks * CHUNK, self.size)

    @property
    def etag(self) -> str:
        """What a caller sends back to say what it saw."""
        return f'"{self.revision}"'

    @property
    def field(self) -> str:
        """To which its details are bound."""
        return f"attachments/{self.id}"

    def chunk(self, number: int) -> Chunk:
        """One of those that it has once it is whole."""
        return Chunk(str(self.id), number, last=number + 1 == self.chunk_count)

    def tag(self, number: int) -> bytes:
        """Of a chunk that is kept."""
        return self.tags[number * TAG : (number + 1) * TAG]


class Announced(NamedTuple):
    """What a file is announced with."""

    id: UUID
    owner: str
    document_code: str
    size: int
    nonce: bytes
    details: bytes
    command_id: UUID
    fingerprint: bytes
    attached_by: str
    officer: str
    unit: str
    created_at: datetime
    result: bool


class Whole(NamedTuple):
    """What is known of a file once it is whole."""

    media_type: str
    nonce: bytes
    details: bytes
    at: datetime


class Removal(NamedTuple):
    """By whom a file is removed, and why."""

    at: datetime
    officer: str
    unit: str
    reason_code: str
    command_id: UUID
    fingerprint: bytes


class Attachments:
    """The files of one database."""

    def __init__(self, pool: Pool, vault: Vault) -> None:
        self._pool = pool
        self._vault = vault
        self._sql = statements(SQL)

    async def key(self, dossier: str) -> OwnerKey | None:
        """The key of a dossier; None where there is none (any more)."""
        return await self._vault.key(dossier)

    async def make_key(self, dossier: str) -> OwnerKey | None:
        """Of one for which nothing is sealed yet; None where somebody was quicker, and where the
        log has no such dossier.
        """
        made = OwnerKey(dossier, os.urandom(KEY))
        done = await self._done("owner_key_make", dossier, *self._vault.wrapped(made))
        return made if done else None

    async def destroy_key(self, dossier: str) -> None:
        """Of one that was erased meanwhile."""
        async with self._pool.acquire() as connection:
            await sealing.destroy(connection, [dossier])

    async def get(self, id: UUID) -> Row | None:  # noqa: A002 — the field's own name
        """A file, removed ones too."""
        row = await self._pool.fetchrow(self._sql["attachment"], id)
        return _row(row) if row else None

    async def of(self, dossier: str) -> list[Row]:
        """Those of a dossier or draft that are not removed, in the order of their announcements."""
        rows = await self._pool.fetch(self._sql["attachments_of_dossier"], dossier)
        return list(map(_row, rows))

    async def documents(self, dossier: str) -> frozenset[str]:
        """Codes of documents of which a dossier or draft has a whole file that is not infected."""
        rows = await self._pool.fetch(self._sql["attached_documents"], dossier)
        return frozenset(row["document_code"] for row in rows)

    async def held(self, dossier: str) -> Held:
        """How much a dossier or draft has."""
        row = await self._pool.fetchrow(self._sql["attachments_held"], dossier)
        return Held(*row)

    async def announce(self, file: Announced, *, patience: timedelta, bounds: Bounds) -> Row | None:
        """The file; None where its id is there already, or as much as may be, and where its
        dossier was erased meanwhile.
        """
        values = (*file, patience, *bounds)
        with suppress(ForeignKeyViolationError):
            row = await self._pool.fetchrow(self._sql["attachment_announce"], *values)
            return _row(row) if row else None
        return None

    async def add_chunk(self, row: Row, number: int, tag: bytes, *, patience: timedelta) -> bool:
        """Whether a chunk is kept as that number; not where another upload was quicker."""
        now = datetime.now(row.created_at.tzinfo)
        return await self._done("attachment_chunk", row.id, number, tag, now, patience)

    async def finish(self, row: Row, tag: bytes, whole: Whole, *, version: int) -> bool:
        """Whether a file is whole by its last chunk; not where another upload was quicker, nor
        where its dossier has more facts than `version`.
        """
        number = row.chunk_count - 1
        return await self._done("attachment_finish", row.id, number, tag, *whole, version)

    async def give_up(self, row: Row) -> bool:
        """Forget a file that is not whole; False where it is by now, or is gone."""
        return await self._done("attachment_give_up", row.id)

    async def remove(self, row: Row, removal: Removal) -> bool:
        """Whether a file was removed; not where it has changed since."""
        return await self._done("attachment_remove", row.id, *removal, row.revision)

    async def take_for_scan(
        self, now: datetime, until: datetime, *, after: str, most: int
    ) -> Row | None:
        """A file whose turn it is, and nobody else's until then, for one of at most so many scans;
        `after`: who attached the last one.
        """
        sql = self._sql["attachment_take_for_scan"]
        taken = await self._pool.fetchval(sql, now, until, after, most)
        return await self.get(taken) if taken else None

    async def scanned(self, row: Row, state: State, *, not_scanned: bool, at: datetime) -> None:
        """It is clean or infected from now on."""
        await self._done("attachment_scanned", row.id, int(state), not_scanned, at)

    async def not_scanned_yet(self, row: Row, at: datetime) -> None:
        """Try again later."""
        await self._pool.execute(self._sql["attachment_not_scanned_yet"], row.id, at)

    async def give_up_scans(self, now: datetime, *, most: int) -> list[str]:
        """Scan no more what so many scans decided nothing about; the names of these files."""
        rows = await self._pool.fetch(self._sql["attachments_scans_given_up"], now, most)
        return [f"{row['owner']}/attachments/{row['attachment']}" for row in rows]

    async def not_scanned(self) -> int:
        """How many files are not scanned any more by themselves."""
        return int(await self._pool.fetchval(self._sql["attachments_not_scanned"]))

    async def scan_again(self, now: datetime) -> int:
        """Scan those once more; how many."""
        return int(await self._pool.fetchval(self._sql["attachments_scan_again"], now))

    async def give_up_unfinished(self, now: datetime) -> None:
        """Forget all uploads that nobody went on with."""
        await self._pool.execute(self._sql["attachments_given_up"], now)

    async def discarded(self) -> list[UUID]:
        """Some files whose objects are to be removed."""
        rows = await self._pool.fetch(self._sql["discarded_files"])
        return [row["attachment"] for row in rows]

    async def forget_discarded(self, id: UUID) -> None:  # noqa: A002 — the field's own name
        """The objects of a file are removed."""
        await self._pool.execute(self._sql["discarded_file_forget"], id)

    async def tags(self, ids: Sequence[UUID]) -> dict[UUID, bytes]:
        """The tags of the chunks of these files, as far as they are there."""
        rows = await self._pool.fetch(self._sql["tags_of_attachments"], ids)
        return {row["attachment"]: row["tags"] for row in rows}

    async def _done(self, statement: str, *values: object) -> bool:
        return await self._pool.fetchval(self._sql[statement], *values) is not None


def _row(found: Any) -> Row:
    values = dict(found)
    return Row(id=values.pop("attachment"), state=State(values.pop("state")), **values)

"""Drafts in their table, and what is sealed of them beside: read, saved, submitted, expired.

Promises that a draft is submitted in one transaction with its dossier's first fact, in the revision
that was looked at, so that no expiry or saving comes between. Must not show anything of what is
sealed to a log.
"""

import asyncio
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from services.chassis import telemetry
from services.chassis.database import Connection, Pool, is_lost, statements
from services.chassis.errors import Refusal
from services.chassis.keyed import keyed_digest
from services.chassis.keys import Keyring
from services.chassis.log import Append, Log, Outcome, Status
from services.chassis.sealing import KEY, Damaged, OwnerKey, Vault
from services.submissions.domain import personal_data
from services.submissions.domain.drafts.draft import Draft, DraftReason
from services.submissions.queries.appending import append_with
from services.submissions.queries.catalogue import SQL, utc_now

EXPIRED_AT_ONCE = 500
INTERVAL = 60.0  # seconds


class Found(NamedTuple):
    """A draft with its key, and what is sealed of it."""

    draft: Draft
    key: OwnerKey
    nonce: bytes
    ciphertext: bytes

    @property
    def content(self) -> bytes:
        """What was sealed; refused where that does not open."""
        try:
            return self.key.opened(personal_data.FIELD, self.nonce, self.ciphertext)
        except Damaged:
            raise Refusal(DraftReason.DRAFT_DAMAGED, field="name") from None


class Saving(NamedTuple):
    """What is to be kept of a draft from now on; `said`: all of the request, for its mark."""

    content: bytes
    sealed: bytes
    request: UUID
    request_content: bytes


class Drafts:
    """The drafts of one database; each portal has at most `most`, of one holder `most_of_holder`,
    each for `kept` after its last saving. The first of `keys` makes the hashes of holders, each is
    compared.
    """

    def __init__(
        self,
        pool: Pool,
        log: Log,
        vault: Vault,
        *,
        keys: Keyring,
        most: int,
        most_of_holder: int,
        kept: timedelta,
    ) -> None:
        self.most, self.most_of_holder = most, most_of_holder
        self._pool, self._log, self._vault = pool, log, vault
        self._kept = kept
        self._keys = keys.derived("holders of drafts")
        self._sql = statements(SQL)
        self.clock = utc_now

    def hashes(self, portal: str, holder: str) -> list[bytes]:
        """By which a holder may be known; none for nobody."""
        owner = f"{portal}\0{holder}".encode()
        return [keyed_digest(key, owner) for key in self._keys.keys.values()] if holder else []

    async def begin(self, id_: UUID, portal: str, holders: Sequence[bytes], saving: Saving) -> bool:
        """A new draft of the holder with these hashes, if any; False where there is one already,
        or none may be added.
        """
        owner, now = f"dossiers/{id_}", self.clock()
        key = OwnerKey(owner, os.urandom(KEY))
        row = (
            *(
                id_,
                owner,
                portal,
                next(iter(holders), None),
                1,
                saving.content,
                now,
                now + self._kept,
            ),
            *(saving.request, key.fingerprint(saving.request_content), *self._vault.wrapped(key)),
            *(personal_data.FIELD, *key.sealed(personal_data.FIELD, saving.sealed), now),
        )
        room = (self.most, holders, self.most_of_holder)
        begun = await self._pool.fetchval(self._sql["draft_begin"], *row, *room)
        return begun is not None

    async def find(self, id_: UUID) -> Found | None:
        """A draft with its key; refused where that does not open."""
        row = await self._pool.fetchrow(
            self._sql["draft_open"], id_, f"dossiers/{id_}", personal_data.FIELD, self.clock()
        )
        if row is None:
            return None
        fields = tuple(row)
        try:
            key = self._vault.unwrapped(*fields[11:15])
        except Damaged:
            raise Refusal(DraftReason.DRAFT_DAMAGED, field="name") from None
        return Found(Draft(*fields[:11]), key, *fields[15:])

    async def why_full(self, portal: str, holders: Sequence[bytes]) -> Refusal | None:
        """Why a portal may have no more of this holder, unless it may."""
        of_portal, of_holder = await self._pool.fetchrow(
            self._sql["draft_counts"], portal, self.most, holders
        )
        if of_portal >= self.most:
            values = {"most": str(self.most)}
            return Refusal(DraftReason.DRAFTS_TOO_MANY, values=values)
        if of_holder < self.most_of_holder:
            return None
        values = {"most": str(self.most_of_holder)}
        return Refusal(DraftReason.HOLDER_DRAFTS_TOO_MANY, field="holder", values=values)

    async def page(
        self,
        portal: str,
        holders: Sequence[bytes] | None,
        after: tuple[datetime, UUID] | None,
        size: int,
    ) -> list[Draft]:
        """Drafts of a portal, of one of these holders (None: of any), after one of them."""
        place = after or (None, None)
        rows = await self._pool.fetch(
            self._sql["drafts_of_portal"], portal, holders, *place, self.clock(), size
        )
        return [Draft(*row) for row in rows]

    async def save(self, seen: Found, saving: Saving) -> bool:
        """The next revision; False where somebody was quicker."""
        draft, now = seen.draft, self.clock()
        saved = await self._pool.fetchval(
            self._sql["draft_save"],
            *(draft.id, draft.dossier, draft.revision, saving.content, now, now + self._kept),
            *(saving.request, seen.key.fingerprint(saving.request_content), personal_data.FIELD),
            *seen.key.sealed(personal_data.FIELD, saving.sealed),
        )
        return saved is not None

    async def delete(self, draft: Draft) -> bool:
        """Without a trace; False where somebody was quicker."""
        return bool(
            await self._pool.fetchval(
                self._sql["draft_delete"], draft.id, draft.dossier, draft.revision
            )
        )

    async def submit(self, seen: Found, append: Append) -> Outcome | None:
        """Append the first facts of its dossier, and let the draft go, both or neither; None:
        neither. Goes on where the caller hangs up.
        """
        draft, sql = seen.draft, self._sql["draft_take"]
        taken = (draft.id, draft.dossier, draft.revision, not seen.content)

        async def take(connection: Connection) -> bool:
            return bool(await connection.fetchval(sql, *taken))

        outcome = await append_with(self._log, append, take)
        return outcome if outcome and outcome.status is Status.APPENDED else None

    async def expire(self) -> int:
        """Delete what has expired, with the keys; how many drafts."""
        found = await self._pool.fetch(self._sql["drafts_expire"], self.clock(), EXPIRED_AT_ONCE)
        return len(found)

    async def run(self) -> None:
        """Let drafts expire, until cancelled; any replica does it."""
        while True:
            try:
                while await self.expire() == EXPIRED_AT_ONCE:
                    pass
            except Exception as error:
                if not is_lost(error):
                    raise
                telemetry.log().warning("drafts.not_expired", error=error)
            await asyncio.sleep(INTERVAL)

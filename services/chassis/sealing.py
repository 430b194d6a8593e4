"""Personal data, sealed apart from the log under a key of its owner (an officer at a unit, a
dossier), which is stored wrapped under a master key. Destroying it erases all that it sealed.

Content opens only as that field of that owner (AES-256-GCM, both as associated data), once it is
recorded who reads it. Nothing of it is ever logged or traced.
"""

import dataclasses
import hmac
import os
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.chassis.database import SQL, Connection, Pool, statements
from services.chassis.keys import Keyring

PURPOSE = "sealing@1"
KEY, NONCE, BLOCK = 32, 12, 64  # bytes; the length of content shows only in steps of blocks


class Damaged(Exception):  # noqa: N818 — said of what is stored
    """What is stored of these owners is not what was sealed, or its master key is not known."""


class Sealing(NamedTuple):
    """What is stored of sealed content; the last three are None where its owner has a key already.
    With an owner alone: that the key is destroyed, and so all that was sealed is erased.
    """

    owner: str
    field: str | None = None
    nonce: bytes | None = None  # never used again with that key
    ciphertext: bytes = b""
    fingerprint: bytes | None = None  # keyed with the owner's key
    master: str | None = None  # the id of the key that the owner's is wrapped under
    key_nonce: bytes | None = None
    wrapped: bytes | None = None


class Reading(NamedTuple):
    """Who asked for what of which owners, when, by a right over which unit, and why."""

    at: datetime
    reader: str
    unit: str
    owners: Sequence[str]
    purpose: str
    number: int = 0  # counts up in the order of record


@dataclasses.dataclass(frozen=True, slots=True)
class OwnerKey:
    """The key of one owner."""

    owner: str
    key: bytes = dataclasses.field(repr=False)

    def sealed(self, field: str, content: bytes) -> tuple[bytes, bytes]:
        """Nonce and ciphertext; the content is padded with 0x80 and zeros (ISO/IEC 7816-4)."""
        padded = (content + b"\x80").ljust(-(-(len(content) + 1) // BLOCK) * BLOCK, b"\0")
        return _encrypted(self.key, padded, "field", self.owner, field)

    def opened(self, field: str, nonce: bytes, ciphertext: bytes) -> bytes:
        """The content that was sealed there."""
        found = _decrypted(self.key, nonce, ciphertext, "field", self.owner, field)
        return found.rstrip(b"\0")[:-1]

    def fingerprint(self, content: bytes) -> bytes:
        """32 bytes, by which nobody can test a guess once the key is gone."""
        return hmac.digest(self.key, b"fingerprint" + content, "sha256")


class Vault:
    """The sealed content of one database. The first master key wraps, each unwraps its own."""

    def __init__(self, pool: Pool, masters: Keyring) -> None:
        self._pool = pool
        self._masters = masters.derived(PURPOSE)
        self._sql = statements(SQL)

    def wrapped(self, key: OwnerKey) -> tuple[str, bytes, bytes]:
        """What to store of a key from now on: the master's id, nonce and ciphertext."""
        name, master = self._masters.current
        return name, *_encrypted(master, key.key, "key", key.owner)

    def unwrapped(self, owner: str, master: str, nonce: bytes, wrapped: bytes) -> OwnerKey:
        """The key of an owner."""
        if master not in self._masters.keys:
            raise Damaged(owner)
        return OwnerKey(owner, _decrypted(self._masters.keys[master], nonce, wrapped, "key", owner))

    def sealing(
        self, owner: str, field: str, content: bytes, key: OwnerKey | None = None
    ) -> Sealing:
        """What to store of content; without a key, of that of a new owner."""
        own = key or OwnerKey(owner, os.urandom(KEY))
        stored = (*own.sealed(field, content), own.fingerprint(content))
        return Sealing(owner, field, *stored, *(() if key else self.wrapped(own)))

    async def key(self, owner: str) -> OwnerKey | None:
        """The key of an owner; None where there is none (any more)."""
        row = await self._pool.fetchrow(self._sql["owner_key"], owner)
        return self.unwrapped(*row) if row else None

    async def repeats(self, command: UUID, content: bytes) -> bool:
        """Whether a command that sealed something sealed this; also where nobody can tell (now)."""
        row = await self._pool.fetchrow(self._sql["sealed_command"], command)
        if row is None:
            return True
        *key, fingerprint = row
        return hmac.compare_digest(self.unwrapped(*key).fingerprint(content), fingerprint)

    async def read(self, asked: Reading, field: str) -> dict[str, bytes]:
        """Record who asks; then open a field of those owners that have it (still)."""
        await self._pool.execute(self._sql["reading_note"], *asked[:5])
        rows = await self._pool.fetch(self._sql["sealed_fields"], asked.owners, field)
        return {row[0]: self.unwrapped(*row[:4]).opened(field, *row[4:]) for row in rows}

    async def readings(
        self, units: Sequence[str] | None, after: int, size: int, owner: str | None = None
    ) -> list[Reading]:
        """Readings by a right over these units, of an owner (None: any), after a number."""
        rows = await self._pool.fetch(self._sql["readings_after"], units, after, size, owner)
        return [Reading(*row) for row in rows]


async def destroy(connection: Connection, owners: Sequence[str]) -> None:
    """Erase all that was ever sealed for these owners."""
    await connection.execute(statements(SQL)["owner_keys_destroy"], owners)


def _encrypted(key: bytes, content: bytes, *bound_to: str) -> tuple[bytes, bytes]:
    nonce = os.urandom(NONCE)
    return nonce, AESGCM(key).encrypt(nonce, content, bound(bound_to))


def _decrypted(key: bytes, nonce: bytes, ciphertext: bytes, *bound_to: str) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, bound(bound_to))
    except (InvalidTag, ValueError):
        raise Damaged(bound_to[1]) from None


def bound(parts: tuple[str, ...]) -> bytes:
    """The associated data; the lengths keep ("ab", "c") from ("a", "bc")."""
    return "".join(f"{len(part)}:{part}" for part in parts).encode()

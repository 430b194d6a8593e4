"""The keys of issuers as they were fetched last, in the service's own database: a process that
starts while an issuer is away goes on with them, for as long as the file lets them count.

Under a MAC, by which nobody who can only write to the database adds a key.
"""

import hmac
import json
import time
from typing import NamedTuple

from services.chassis import telemetry
from services.chassis.database import SQL, Pool, is_lost, statements
from services.chassis.keyed import keyed_digest
from services.chassis.keys import Keyring
from services.chassis.oidc import jwks
from services.chassis.oidc.file import Configured
from services.chassis.oidc.jwks import KeySet

PURPOSE = "issuers.keys"  # what a key is derived for


class Stored(NamedTuple):
    """Keys, and when they were fetched, in seconds since 1970."""

    keys: KeySet
    fetched_at: float


class KeptKeys:
    """Of all issuers of one service. A database that is away loses the keeping alone."""

    def __init__(self, pool: Pool, ring: Keyring) -> None:
        self._pool, self._ring = pool, ring.derived(PURPOSE)

    async def load(self, issuer: Configured) -> Stored | None:
        """Those of an issuer, as far as they are ours and fit its algorithms."""
        try:
            row = await self._pool.fetchrow(statements(SQL)["issuer_keys"], issuer.url)
        except Exception as error:  # noqa: BLE001 — raised unless the database is away
            note(error)
            return None
        if row is None or not self.is_ours(row["mac"], issuer.url, row["fetched_at"], row["keys"]):
            return None
        found = jwks.read(json.loads(row["keys"]), issuer.algorithms)
        return Stored(found, row["fetched_at"])

    async def keep(self, issuer: Configured, found: KeySet) -> None:
        """In place of older ones."""
        at, text = time.time(), json.dumps(jwks.document(found), sort_keys=True)
        mac = keyed_digest(self._ring.current[1], content(issuer.url, at, text))
        try:
            await self._pool.execute(statements(SQL)["issuer_keys_keep"], issuer.url, at, text, mac)
        except Exception as error:  # noqa: BLE001 — raised unless the database is away
            note(error)

    def is_ours(self, mac: bytes, url: str, at: float, text: str) -> bool:
        """Whether a key of the ring made the MAC."""
        covered = content(url, at, text)
        made = [keyed_digest(key, covered) for key in self._ring.keys.values()]
        return any(hmac.compare_digest(mac, each) for each in made)


def content(url: str, at: float, text: str) -> bytes:
    """What a MAC is over."""
    return json.dumps([url, at, text]).encode()


def note(error: Exception) -> None:
    """That the database is away; whatever else it is, is raised."""
    if not is_lost(error):
        raise error
    telemetry.log().warning("issuer.keys_not_kept", error=error)

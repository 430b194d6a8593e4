"""Tokens that whoever had them gave back before their end, such as by signing out.

Rows of each service, which all its processes follow within some seconds. Of a token only a digest
is kept, until it would have ended anyway.
"""

import asyncio
import time
from datetime import UTC, datetime

from services.chassis import telemetry
from services.chassis.access import Token
from services.chassis.database import SQL, Pool, is_lost, statements

EVERY = 2.0  # seconds between two readings
OVERLAP = 300.0  # seconds: how long a row may take from its time to its commit


class RevokedTokens:
    """Of one service; `run` it beside the server. Without a pool, of this process alone."""

    def __init__(self, pool: Pool | None = None) -> None:
        self._pool = pool
        self._until: dict[bytes, float] = {}  # by digest, in seconds since 1970
        self._read_at = float("-inf")

    def includes(self, token: Token) -> bool:
        """Whether a token is no longer believed."""
        return token.digest in self._until

    async def add(self, token: Token) -> None:
        """From now on here, and soon in all processes of the service."""
        if self._pool is not None:
            until = datetime.fromtimestamp(token.expires, UTC)
            await self._pool.execute(statements(SQL)["tokens_revoke"], token.digest, until)
        self._until[token.digest] = token.expires

    async def run(self) -> None:
        """Follow the table, until cancelled; while it is away, what was read goes on counting."""
        while True:
            try:
                await self.read()
            except Exception as error:
                if not is_lost(error):
                    raise
                telemetry.log().warning("revoked_tokens.away", error=error)
            await asyncio.sleep(EVERY)

    async def read(self) -> None:
        """Take in what is new; forget what has ended."""
        if self._pool is None:
            return
        began = time.monotonic()
        whole = began > self._read_at + OVERLAP / 2
        rows = await self._pool.fetch(statements(SQL)["tokens_revoked"], whole, OVERLAP)
        now = time.time()
        self._until = {key: until for key, until in self._until.items() if until > now}
        self._until |= {row["digest"]: row["expires_at"].timestamp() for row in rows}
        self._read_at = began

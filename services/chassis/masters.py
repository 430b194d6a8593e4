"""Under which master keys the keys of owners are wrapped: how many, and how to bring them under
another one, while the service runs.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

from services.chassis.database import SQL, Pool, is_lost, statements
from services.chassis.keys import Keyring
from services.chassis.sealing import Damaged, Vault
from services.chassis.settings import SettingsError

REWRAPPED = 500  # keys in one transaction: a few ms in which their rows are locked
AGAIN = 0.2  # seconds until a database that is away is asked again


class Masters:
    """The master keys of one database's vault."""

    def __init__(self, pool: Pool, ring: Keyring) -> None:
        self._pool, self._ring = pool, ring
        self._vault = Vault(pool, ring)
        self._sql = statements(SQL)

    async def rewrap(self, size: int = REWRAPPED) -> int:
        """Bring every key under the current master key, in transactions of `size` keys; how many
        were under another. Nothing is begun where one of them opens under no key of the ring. Only
        the owner of the tables may; a service may run meanwhile that knows both masters, and what
        is broken off goes on with the next call.
        """
        await self._require_opening(size)
        current, count = self._ring.current[0], 0
        async for rows in self._under_others(size):
            renewed = [self._vault.wrapped(self._vault.unwrapped(*row)) for row in rows]
            stored = zip(*((nonce, wrapped) for _, nonce, wrapped in renewed), strict=True)
            owners, masters = ([row[name] for row in rows] for name in ("owner", "master"))
            words = (owners, current, masters, *map(list, stored))
            await self._pool.execute(self._sql["owner_keys_rewrap"], *words)
            count += len(rows)
        return count

    async def by_master(self) -> dict[str, int]:
        """How many keys are under each master, by its id."""
        return dict(await self._pool.fetch(self._sql["owner_keys_by_master"]))

    async def require_all(self) -> None:
        """SettingsError where the ring lacks a key that something is sealed under; a database that
        is away is waited for.
        """
        while True:
            try:
                lacking = await self._pool.fetchval(
                    self._sql["owner_key_under_unknown"], list(self._ring.keys)
                )
            except Exception as error:
                if not is_lost(error):
                    raise
                await asyncio.sleep(AGAIN)
            else:
                break
        if lacking is not None:
            raise SettingsError(f"settings: MOTCUA_SEALING_KEYS lacks {lacking}, which is in use")

    async def _under_others(self, size: int) -> AsyncIterator[Sequence[Any]]:
        """The keys under other masters, page by page."""
        after, sql = "", self._sql["owner_keys_under_others"]
        while rows := await self._pool.fetch(sql, self._ring.current[0], after, size):
            yield rows
            after = rows[-1]["owner"]

    async def _require_opening(self, size: int) -> None:
        lost = list[str]()
        async for rows in self._under_others(size):
            for row in rows:
                try:
                    self._vault.unwrapped(*row)
                except Damaged:
                    lost.append(row["owner"])
        if lost:
            raise Damaged(", ".join(lost))

"""The keys of one issuer as they were fetched last, and when they are fetched again.

Who asks for an unknown key has them fetched at most once in 10 seconds, whoever and however many
ask; a known key is answered meanwhile. Of an issuer that is away the last keys count for a time,
also in a process that starts meanwhile.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from services.chassis import telemetry
from services.chassis.errors import Refusal
from services.chassis.gauges import counter, gauge
from services.chassis.oidc.fetching import Unfetched
from services.chassis.oidc.file import Configured
from services.chassis.oidc.jwks import KeySet
from services.chassis.oidc.kept import KeptKeys
from services.chassis.reasons import ChassisReason

EVERY = 300.0  # seconds between two fetches that nobody asks for
AGAIN_AFTER = 10.0  # seconds after which an unknown key, or a failure, has them fetched again
MOST_WAITING = 64  # calls; others are refused at once
WAITED_FOR = 6.0  # seconds, a little longer than a fetch may take
NONE = KeySet()

UP = gauge("motcua_issuer_up", "1: its keys were fetched when last tried", ["issuer"])
KEYS = gauge("motcua_issuer_keys", "Keys of an issuer that tokens may be signed with", ["issuer"])
SINCE = gauge(
    "motcua_issuer_fetched_seconds", "When its keys were fetched last, since 1970", ["issuer"]
)
FETCHES = counter("motcua_issuer_fetches", "Fetches of an issuer's keys", ["issuer", "outcome"])


class Fetched(Protocol):
    """Where keys come from."""

    async def keys(self) -> KeySet:
        """Those published now; or Unfetched."""
        ...


class IssuerKeys:
    """`run` fetches them while a service runs; without it there are none."""

    def __init__(
        self,
        issuer: Configured,
        source: Fetched,
        *,
        kept: KeptKeys | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.issuer, self.stored = issuer, kept
        self.name, self.kept, self.source, self.clock = issuer.name, issuer.kept, source, clock
        self.key_set = NONE
        self.fetched_at = self.begun_at = float("-inf")
        self.up = False  # whether the last fetch succeeded
        self.fetching = False
        self.waiting = 0
        self.wanted = asyncio.Event()  # by somebody who shows an unknown key
        self.answered = asyncio.Event()  # of the next fetch; each has its own
        self.missed = False
        self.changed: Callable[[], None] = lambda: None  # called after each fetch
        UP.labels(self.name).set(False)

    @property
    def current(self) -> KeySet:
        """The same object until they change; none once they are too old."""
        return self.key_set if self.clock() <= self.fetched_at + self.kept else NONE

    async def run(self) -> None:
        """Fetch them again and again, until cancelled; at first, take those that were kept."""
        await self.restore()
        while True:
            await self.fetch()
            pause = EVERY if self.up else AGAIN_AFTER
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self.wanted.wait()

    async def restore(self) -> None:
        """What was fetched last before this process began, by whichever."""
        found = await self.stored.load(self.issuer) if self.stored else None
        if found is None or self.key_set is not NONE:
            return
        self.key_set, age = found.keys, max(time.time() - found.fetched_at, 0.0)
        self.fetched_at = self.clock() - age
        telemetry.log().info("issuer.keys_kept", issuer=self.name, age=round(age))

    async def fetch(self) -> None:
        """Once, whatever comes of it."""
        self.wanted.clear()
        self.begun_at, self.fetching = self.clock(), True
        try:
            self.take(found := await self.source.keys())
            if self.stored:
                await self.stored.keep(self.issuer, found)
        except Unfetched as why:
            self.miss(str(why))
        finally:
            self.fetching = False
            UP.labels(self.name).set(self.up)
            FETCHES.labels(self.name, "ok" if self.up else "failed").inc()
            self.answered.set()
            self.answered = asyncio.Event()
            self.changed()

    def take(self, found: KeySet) -> None:
        """What the issuer publishes now. A set without a usable key withdraws the others."""
        if found.keys.keys() != self.key_set.keys.keys():
            kids = sorted(mark.kid for mark in found.keys)
            telemetry.log().info("issuer.keys", issuer=self.name, keys=kids)
            self.key_set = found
        elif self.missed:
            telemetry.log().info("issuer.back", issuer=self.name)
        self.fetched_at, self.up, self.missed = self.clock(), True, False
        KEYS.labels(self.name).set(len(found.keys))
        SINCE.labels(self.name).set_to_current_time()

    def miss(self, why: str) -> None:
        """The issuer is away; what is known goes on counting for a time."""
        if not self.missed:
            telemetry.log().error("issuer.away", issuer=self.name, problem=why)
        self.up, self.missed = False, True

    async def renewed(self) -> bool:
        """Have them fetched for a key that is unknown; whether they were, from now on. A refusal
        says when to come again.
        """
        joins, answered = self.fetching, self.answered
        rests = self.clock() < self.begun_at + AGAIN_AFTER
        if self.waiting >= MOST_WAITING or (rests and not joins):
            raise self.refusal()
        if not joins:  # what is under way ends by itself, and is not followed by another at once
            self.wanted.set()
        self.waiting += 1
        try:
            async with asyncio.timeout(WAITED_FOR):
                await answered.wait()
        except TimeoutError:
            raise self.refusal() from None
        finally:
            self.waiting -= 1
        return self.up and not joins

    def refusal(self) -> Refusal:
        """The token may be good: nobody here can say so yet."""
        left = self.begun_at + AGAIN_AFTER - self.clock()
        return Refusal(
            ChassisReason.TOKEN_KEY_UNKNOWN, retry_after=min(max(left, 1.0), AGAIN_AFTER)
        )

"""The issuers of MOTCUA_ISSUERS as its file says now, and what fetches their keys.

An issuer of which nothing changed stays the same object, and what was believed by it goes on; one
whose rules changed has the same keys. A faulty file leaves what was read last in force, is logged
and raises a gauge.
"""

import asyncio
from collections.abc import Callable, Iterator

from services.chassis import telemetry
from services.chassis.followed import CHECKED_EVERY, READABLE, Text, now
from services.chassis.oidc import file
from services.chassis.oidc.fetching import Source
from services.chassis.oidc.file import Configured
from services.chassis.oidc.issuer import Issuer
from services.chassis.oidc.kept import KeptKeys
from services.chassis.oidc.keys import IssuerKeys
from services.chassis.process import kept_up
from services.chassis.settings import SettingsError

SETTING = "MOTCUA_ISSUERS"


class Issuers:
    """By their addresses. SettingsError names every fault of the first reading. No token lives
    longer than `longest_life` seconds, whatever the file allows.
    """

    def __init__(
        self,
        stated: Text,
        *,
        subject_key: bytes,
        longest_life: float,
        kept: KeptKeys | None = None,
    ) -> None:
        self.stated, self.seen, self.kept = stated, now(stated), kept
        self.subject_key, self.longest_life = subject_key, longest_life
        self.sound = True
        self.changed: Callable[[], None] = lambda: None  # called after each fetch of keys
        self.by_url: dict[str, Issuer] = {}
        self.by_url = self.read(self.seen)

    def __iter__(self) -> Iterator[Issuer]:
        return iter(self.by_url.values())

    def get(self, url: str) -> Issuer | None:
        """The one that has this address."""
        return self.by_url.get(url)

    def read(self, text: str) -> dict[str, Issuer]:
        """What a text says, with what goes on of those that are known."""
        can_name = bool(self.subject_key)
        found = file.read(text, longest_life=self.longest_life, can_name=can_name)
        return {each.url: self.made(each) for each in found}

    def made(self, configured: Configured) -> Issuer:
        """The same where nothing changed; the same keys where they come from the same place."""
        former = self.by_url.get(configured.url)
        if former and former.configured == configured:
            return former
        if former and former.configured.source == configured.source:
            return Issuer(configured, former.keys, self.subject_key)
        keys = IssuerKeys(configured, Source(configured), kept=self.kept)
        keys.changed = self.notify
        return Issuer(configured, keys, self.subject_key)

    def notify(self) -> None:
        """Notify the listener that keys were fetched, or could not be."""
        self.changed()

    def reload(self) -> None:
        """Take over a file that changed."""
        if (text := now(self.stated)) is not self.seen:
            self.seen = text
            try:
                self.by_url, self.sound = self.read(text), True
                telemetry.log().info("issuers.read_again", issuers=[each.name for each in self])
            except SettingsError as problem:
                self.sound = False
                telemetry.log().error("issuers.malformed", problem=str(problem))
        if not isinstance(self.stated, str):
            READABLE.labels(SETTING).set(self.sound)

    async def run(self) -> None:
        """Have the keys of each fetched, and look at the file, until cancelled."""
        running: dict[IssuerKeys, asyncio.Task[None]] = {}
        try:
            while True:
                wanted = {each.keys: each.name for each in self}
                for keys in running.keys() - wanted.keys():
                    running.pop(keys).cancel()
                for keys in wanted.keys() - running.keys():
                    named = f"issuer {wanted[keys]}"
                    running[keys] = asyncio.create_task(kept_up(named, keys.run))
                await asyncio.sleep(CHECKED_EVERY)
                self.reload()
        finally:
            for task in running.values():
                task.cancel()

"""Gets the keys of one issuer: its discovery document, then its key set.

Bounded in time and size, over TLS outside loopback, and nowhere else than where the file and the
document of the issuer say: no redirection is followed, no proxy used.
"""

import asyncio
import ssl
import time
from functools import cache

import httpx

from services.chassis.oidc import jwks
from services.chassis.oidc.discovery import discovered, document
from services.chassis.oidc.file import Configured
from services.chassis.oidc.jwks import KeySet
from services.chassis.tls.client import ClientTls

WITHIN = 5.0  # seconds for all of it
DISCOVERED_FOR = 3600.0  # seconds


class Unfetched(Exception):  # noqa: N818 — what is the case
    """The keys could not be had; the text says why, for operators."""


class Source:
    """Where one issuer's keys are."""

    def __init__(self, issuer: Configured) -> None:
        self.issuer = issuer
        self.uri = issuer.jwks_uri
        self.discovered = float("-inf")

    async def keys(self) -> KeySet:
        """What the issuer publishes now; Unfetched where that cannot be had."""
        try:
            async with (
                asyncio.timeout(WITHIN),
                httpx.AsyncClient(
                    verify=await self.context(), trust_env=False, timeout=WITHIN
                ) as client,
            ):
                known = self.issuer.jwks_uri or time.monotonic() <= self.discovered + DISCOVERED_FOR
                if not known:  # where the keys are has to be asked first
                    await self.discover(client)
                return jwks.read(await document(client, self.uri), self.issuer.algorithms)
        except Exception as problem:  # noqa: BLE001 — whatever it is, it must not end a service
            self.discovered = float("-inf")  # where they are may have changed
            why = f"not within {WITHIN:g} s" if isinstance(problem, TimeoutError) else str(problem)
            raise Unfetched(why or type(problem).__name__) from None

    async def context(self) -> ssl.SSLContext:
        """Whom we believe to be the issuer's server; a file of authorities is read each time."""
        if self.issuer.ca:
            return ClientTls(ca=self.issuer.ca).checked().context()
        return await asyncio.to_thread(of_the_system)

    async def discover(self, client: httpx.AsyncClient) -> None:
        """Learn from the issuer's own document where its keys are."""
        found = await discovered(client, self.issuer.url, at=self.issuer.discovery)
        self.uri, self.discovered = found.endpoint("jwks_uri"), time.monotonic()


@cache
def of_the_system() -> ssl.SSLContext:
    """Loading all its authorities takes 0.2 s."""
    return ClientTls().context()

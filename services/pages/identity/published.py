"""What the city's identity provider publishes of itself: its document and its keys, kept a while.

Promises answers in bounded time, over TLS outside loopback, and that nobody waits for a provider
that others asked in vain a moment ago.
"""

import asyncio
import ssl
import time
from dataclasses import dataclass
from typing import Any

import httpx

from services.chassis.oidc import jwks
from services.chassis.oidc.discovery import Metadata, discovered, document
from services.chassis.oidc.jwks import KeySet
from services.chassis.tls.client import ClientTls

ALGORITHMS = ("RS256", "ES256", "EdDSA")
NEEDED = ("authorization_endpoint", "token_endpoint")
OPTIONAL = ("revocation_endpoint", "end_session_endpoint")
WITHIN = 10.0  # seconds for one answer
KNOWN_FOR = 300.0  # seconds
AGAIN_AFTER = 10.0  # seconds after which an unknown key has them fetched again
MISSED_FOR = 2.0  # seconds in which one that was away is not asked again


class Away(Exception):  # noqa: N818 — what is the case
    """The provider does not answer, or not as a provider does; `again`: as a moment ago."""

    def __init__(self, why: str, *, again: bool = False) -> None:
        super().__init__(why)
        self.again = again


@dataclass(frozen=True)
class Known:
    """The provider's own document, and its keys, when they were fetched."""

    metadata: Metadata
    keys: KeySet
    at: float


class Published:
    """Of one issuer; `ca`: whose certificate its server has, "" for the system's authorities."""

    def __init__(self, issuer: str, *, ca: str = "") -> None:
        self.issuer, self.ca = issuer, ca
        self.known: Known | None = None
        self.missed_at, self.missed = float("-inf"), ""  # when, and why, it was away
        self.tls: ssl.SSLContext | None = None
        self.asking = asyncio.Lock()

    async def current(self) -> Known:
        """Document and keys, asked for again now and then; Away where they cannot be had."""
        async with self.asking:
            known, now = self.known, time.monotonic()
            if known is None or now > known.at + KNOWN_FOR:
                if now < self.missed_at + MISSED_FOR:
                    raise Away(self.missed, again=True)
                known = await self.fetched()
            return known

    async def with_key(self, kid: str | None) -> Known:
        """The same, asked for now where a key is not known and they are not quite new."""
        known = await self.current()
        if known.keys.may_lack(kid) and time.monotonic() > known.at + AGAIN_AFTER:
            known = await self.fetched()
        return known

    async def fetched(self) -> Known:
        """The same, now."""
        try:
            async with (
                asyncio.timeout(WITHIN),
                httpx.AsyncClient(**await self.transport()) as client,
            ):
                metadata = await discovered(client, self.issuer)
                require_complete(metadata)
                published = await document(client, metadata.endpoint("jwks_uri"))
                keys = jwks.read(published, ALGORITHMS)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError, ValueError) as problem:
            self.missed_at, self.missed = time.monotonic(), str(problem) or type(problem).__name__
            raise Away(self.missed) from None
        self.known = Known(metadata, keys, time.monotonic())
        return self.known

    async def transport(self) -> dict[str, Any]:
        """Whom we believe to be the provider. Loading all authorities takes 0.2 s."""
        if self.tls is None:
            self.tls = await asyncio.to_thread(ClientTls(ca=self.ca).context)
        return {"verify": self.tls, "trust_env": False, "timeout": WITHIN}


def require_complete(metadata: Metadata) -> None:
    """Unfit where an endpoint is missing that a sign-in needs, or others could read one."""
    for name in NEEDED:
        metadata.endpoint(name)
    for name in OPTIONAL:
        metadata.offered(name)

"""What a client says to an OpenID Connect issuer: where it answers, and requests for tokens.

Promises TLS outside this machine, and that an error of the issuer is told by its own words. A token
is in no message. Must not read what is in one: it is the services' to believe.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from services.chassis.oidc import discovery
from services.chassis.oidc.discovery import ASKED, OtherIssuer
from services.chassis.oidc.jwks import Unfit
from services.chassis.tls.plaintext import is_loopback, is_safe
from services.console.outcome import Mistake, Unavailable

ANSWERS_WITHIN = 20.0
SAFE = " A web address with https, such as https://id.example.vn, is needed."


@dataclass(frozen=True)
class Issuer:
    """Where it answers; what it does not offer is empty."""

    token: str
    device: str
    revocation: str


class Denied(Exception):  # noqa: N818 — an answer, as RFC 6749 has it
    """The issuer's error code, and its words for developers."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(error)
        self.error, self.description = error, description

    def __str__(self) -> str:
        return f"{self.error}: {self.description}" if self.description else self.error


@asynccontextmanager
async def speaking(issuer: str, *, ca: str = "") -> AsyncIterator[httpx.AsyncClient]:
    """A client for the issuer: it believes the system's authorities, and this one."""
    must_be_safe(issuer)
    here = is_loopback(urlsplit(issuer).hostname or "")
    # Loading all authorities takes longer than any call.
    plain = urlsplit(issuer).scheme == "http"
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if plain else ssl.create_default_context()
    if ca:
        trust.load_verify_locations(cafile=ca)
    async with httpx.AsyncClient(
        verify=trust, timeout=ANSWERS_WITHIN, trust_env=not here
    ) as client:
        yield client


def must_be_safe(url: str) -> None:
    """A Mistake where secrets would go over a network in plain text."""
    if not is_safe(url):
        raise Mistake(f"{url} cannot be used to sign in.{SAFE}")


async def discovered(client: httpx.AsyncClient, issuer: str) -> Issuer:
    """Its endpoints, as it publishes them; a Mistake where nobody can sign in there so."""
    async with bounded(issuer):
        try:
            found = await discovery.discovered(client, issuer)
        except OtherIssuer as other:
            raise Mistake(f"{issuer} calls itself {other.stated}: name it so") from None
    try:
        device = found.offered("device_authorization_endpoint")
        endpoints = Issuer(
            found.endpoint("token_endpoint"), device, found.offered("revocation_endpoint")
        )
    except Unfit as unfit:
        raise Mistake(f"{unfit}.{SAFE}") from None
    if not device:
        raise Mistake(f"{issuer} offers no sign-in by device code (RFC 8628)")
    return endpoints


async def post(client: httpx.AsyncClient, url: str, form: Mapping[str, str]) -> dict[str, Any]:
    """What an endpoint answers, a JSON object; Denied where that is an error of the protocol."""
    sent = {name: value for name, value in form.items() if value}
    async with bounded(url), client.stream("POST", url, data=sent, headers=ASKED) as reply:
        content = await discovery.content(reply)
    return answer(urlsplit(url).netloc, reply, content)


def answer(host: str, reply: httpx.Response, content: bytes) -> dict[str, Any]:
    """What was answered. Who revokes a token need not say anything (RFC 7009, section 2.2)."""
    try:
        found = json.loads(content or b"{}")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Unavailable(f"{host} answers {reply.status_code} with something else")
    if error := found.get("error"):
        raise Denied(str(error), str(found.get("error_description") or ""))
    if not reply.is_success:
        raise Unavailable(f"{host} answers {reply.status_code}")
    return found


@asynccontextmanager
async def bounded(url: str) -> AsyncIterator[None]:
    """One answer in time; Unavailable where there is none, or none that can be used."""
    host = urlsplit(url).netloc
    try:
        async with asyncio.timeout(ANSWERS_WITHIN):
            yield
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as failed:
        raise Unavailable(f"{host} does not answer ({type(failed).__name__})") from None
    except Unfit as unfit:
        raise Unavailable(str(unfit)) from None

"""What an OpenID Connect issuer publishes of itself (OpenID Connect Discovery 1.0, section 4).

Promises that a document is bounded in size and from the address that was asked: no redirection is
followed unless the client is told to. Time and proxies are the client's. Must not believe another
issuer's document, nor send anybody where others could listen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from services.chassis.oidc.jwks import Unfit, decoded
from services.chassis.tls.plaintext import is_safe

LARGEST = 256 * 1024  # bytes of one document
ASKED = {"accept": "application/json", "accept-encoding": "identity"}


class OtherIssuer(Unfit):
    """The document is of another issuer, or of nobody: `stated` is what it says."""

    def __init__(self, at: str, stated: object) -> None:
        super().__init__(f"{at} is the document of another issuer")
        self.stated = stated


@dataclass(frozen=True)
class Metadata:
    """An issuer's document, and where it was fetched."""

    issuer: str
    at: str
    published: Mapping[str, Any]

    def endpoint(self, name: str) -> str:
        """Where it answers; Unfit unless that is over https. Only an issuer on loopback may send us
        to something on loopback without TLS.
        """
        url = self.published.get(name)
        schemes = ("https:", "http:") if self.issuer.startswith("http:") else "https:"
        if not isinstance(url, str) or not is_safe(url) or not url.startswith(schemes):
            raise Unfit(f"{self.at} names no {name} over https")
        return url

    def offered(self, name: str) -> str:
        """The same of what an issuer need not have; "" where it has not."""
        return self.endpoint(name) if self.published.get(name) else ""


def well_known(issuer: str) -> str:
    """Where an issuer's document is."""
    return issuer.removesuffix("/") + "/.well-known/openid-configuration"


async def discovered(client: httpx.AsyncClient, issuer: str, *, at: str = "") -> Metadata:
    """An issuer's own document, which names it to the letter (section 4.3); `at`: not where
    documents usually are.
    """
    at = at or well_known(issuer)
    found = await document(client, at)
    published = found if isinstance(found, dict) else {}
    if published.get("issuer") != issuer:
        raise OtherIssuer(at, published.get("issuer"))
    return Metadata(issuer, at, published)


async def document(client: httpx.AsyncClient, url: str) -> Any:
    """A JSON document that is neither large nor elsewhere."""
    async with client.stream("GET", url, headers=ASKED) as answer:
        if answer.status_code != httpx.codes.OK:
            raise Unfit(f"{url} answers {answer.status_code}")
        return decoded(await content(answer))


async def content(answer: httpx.Response) -> bytes:
    """Of an answer that was asked for by ASKED, as it comes: Unfit once it is too large."""
    found = b""
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise Unfit(f"{answer.url} is compressed, unasked")
    async for part in answer.aiter_raw():
        found += part
        if len(found) > LARGEST:
            raise Unfit(f"{answer.url} is larger than {LARGEST} bytes")
    return found

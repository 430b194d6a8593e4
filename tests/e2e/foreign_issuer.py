"""A city's issuer for the matrix: its keys over loopback, sound tokens of it, and tokens at fault.

Promises that a sound one differs from one at fault in that one thing. May grant every role, within
the district alone. Not a test itself.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import jwt

from tests.chassis import issuing
from tests.chassis.issuing import stated, toml
from tests.e2e.access_matrix import ROLES, UNKNOWN_ROLE
from tests.oidc import Key

Grants = list[dict[str, str]]
DISTRICT = "units/district"
GRANTED = [each for each in ROLES if each not in {UNKNOWN_ROLE, "public"}]


class Foreign:
    """The issuer: what it publishes at its address, and what it signs."""

    def __init__(self) -> None:
        self.key, self.other_key = issuing.key("ES256"), issuing.key("ES256", 1)
        self.url = ""

    def file(self) -> str:
        """What MOTCUA_ISSUERS says of it."""
        rules = [
            {"claim": each, "value": "{unit}", "role": each, "unit": "{unit}"} for each in GRANTED
        ]
        allow = [{"roles": GRANTED, "unit": DISTRICT}]
        return toml(stated(url=self.url, jwks_uri=f"{self.url}/keys", allow=allow, grant=rules))

    def header(
        self, grants: Grants, head: dict[str, Any] | None = None, key: Key | None = None, **of: Any
    ) -> str:
        """The header of a token that grants roles in its claims; None leaves a claim out."""
        claims: dict[str, Any] = {}
        for each in grants:
            claims.setdefault(each["role"], []).append(each["unit"])
        named = {"kid": self.key.kid, **(head or {})}
        stated_claims = {"iss": self.url, "roles": None, "unit_id": None, **claims, **of}
        return issuing.token(key or self.key, named, **stated_claims)

    @asynccontextmanager
    async def published(self) -> AsyncIterator[Foreign]:
        """With its keys at an address."""
        body = json.dumps({"keys": [issuing.public(self.key)]})

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            head = f"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {len(body)}\r\n\r\n"
            writer.write((head + body).encode())
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server:
            yield self


def unsigned(of: Foreign, grants: Grants) -> str:
    """One that says that it has no signature."""
    _, body, _ = of.header(grants).removeprefix("Bearer ").split(".")
    head = base64.urlsafe_b64encode(b'{"alg":"none","typ":"at+jwt"}').decode().rstrip("=")
    return f"Bearer {head}.{body}."


def signed_with_what_is_public(of: Foreign, grants: Grants) -> str:
    """HMAC under the published key."""
    _, body, _ = of.header(grants).removeprefix("Bearer ").split(".")
    payload = base64.urlsafe_b64decode(body + "==")
    secret = "".join(str(issuing.public(of.key)[each]) for each in ("x", "y"))
    head = {"typ": "at+jwt", "kid": of.key.kid}
    return f"Bearer {jwt.PyJWS().encode(payload, secret.encode(), algorithm='HS256', headers=head)}"


Faults = dict[str, Callable[[Foreign, Grants], str]]
NEAR = {"jwk": issuing.public(issuing.key("ES256", 1)), "kid": None}
FAULTS: Faults = {
    "of a city, expired": lambda of, grants: of.header(
        grants, iat=1_700_000_000, exp=1_700_000_600
    ),
    "of a city, forged": lambda of, grants: of.header(grants, key=of.other_key),
    "of a city, by a key it brings": lambda of, grants: of.header(grants, NEAR, of.other_key),
    "of a city, cut": lambda of, grants: of.header(grants)[:-8] + "AAAAAAAA",
    "of a city, an ID token": lambda of, grants: of.header(grants, {"typ": "JWT"}),
    "of a city, with a proof": lambda of, grants: of.header(grants, cnf={"jkt": "x"}),
    "of a city, for a code": lambda of, grants: of.header(grants, at_hash="x"),
    "of a city, critical": lambda of, grants: of.header(grants, {"crit": ["x"], "x": 1}),
    "of a city, for others": lambda of, grants: of.header(grants, aud="somebody-else"),
    "of a city, undated": lambda of, grants: of.header(grants, iat=None),
    "of a city, without an end": lambda of, grants: of.header(grants, exp=None),
    "of a city, not yet": lambda of, grants: of.header(grants, nbf=4_000_000_000),
    "of a city, too long lived": lambda of, grants: of.header(grants, exp=4_000_000_000),
    "of a city, of nobody": lambda of, grants: of.header(grants, sub=None),
    "of a city, unsigned": unsigned,
    "of a city, signed with what is public": signed_with_what_is_public,
    "of a city, as the embedded issuer": lambda of, grants: of.header(grants, iss="motcua"),
    "of a city, as another": lambda of, grants: of.header(grants, iss=f"{of.url}/"),
}

"""Issuers of the tests' own, over keys that are there without a server, and tokens of theirs.

Promises the file of the settings in between: an issuer is what its TOML says.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import jwt

from services.chassis.errors import Refusal
from services.chassis.identity import Identity
from services.chassis.oidc import file, jwks
from services.chassis.oidc.fetching import Unfetched
from services.chassis.oidc.file import Configured
from services.chassis.oidc.issuer import Issuer
from services.chassis.oidc.jwks import KeySet
from services.chassis.oidc.keys import IssuerKeys
from tests.chassis import echo
from tests.oidc import Key, generated

DAY = 86_400.0
URL = "https://id.city.example/realms/city"
SUBJECT_KEY = bytes(range(32))
TABLES = ("required", "allow", "grant")


@cache
def key(algorithm: str = "ES256", number: int = 0) -> Key:
    """A key of the session; making an RSA key takes long."""
    del number
    return generated(algorithm)


def stated(**changes: Any) -> dict[str, Any]:
    """A sound issuer of the file, changed; None leaves a part out."""
    said = {
        "name": "city",
        "url": URL,
        "audiences": ["motcua"],
        "algorithms": ["RS256", "ES256", "EdDSA"],
        "allow": [{"roles": ["officer", "leader"], "unit": "units/city"}],
        "grant": [
            {"claim": "roles", "value": "clerk", "role": "officer", "unit": "units/{unit_id}"},
            {"claim": "roles", "value": "head", "role": "leader", "unit": "units/city"},
        ],
        **changes,
    }
    return {name: each for name, each in said.items() if each is not None}


def toml(*issuers: Mapping[str, Any]) -> str:
    """The file with these issuers: JSON's texts, numbers and lists are TOML's."""
    lines: list[str] = []
    for each in issuers:
        lines.append("[[issuer]]")
        lines += [f"{name} = {json.dumps(v)}" for name, v in each.items() if name not in TABLES]
        if "required" in each:
            lines.append("[issuer.required]")
            lines += [
                f"{json.dumps(name)} = {json.dumps(v)}" for name, v in each["required"].items()
            ]
        for name in TABLES[1:]:
            for row in each.get(name, []):
                lines.append(f"[[issuer.{name}]]")
                lines += [f"{column} = {json.dumps(v)}" for column, v in row.items()]
    return "\n".join(lines)


def configured(**changes: Any) -> Configured:
    """As the settings give it."""
    (found,) = file.read(toml(stated(**changes)), longest_life=DAY)
    return found


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Published:
    """What an issuer publishes, without a server."""

    def __init__(self, *keys: Key, **others: Any) -> None:
        self.listed: list[Any] = [public(each) for each in keys]
        self.fetches, self.away = 0, False

    async def keys(self) -> KeySet:
        self.fetches += 1
        if self.away:
            raise Unfetched("it is away")
        return jwks.read({"keys": self.listed}, ["RS256", "ES256", "EdDSA"])


def public(key: Key, **changes: Any) -> dict[str, Any]:
    """The public half as a JWK."""
    private = {"d", "p", "q", "dp", "dq", "qi"}
    return {name: v for name, v in key.jwk().items() if name not in private} | changes


async def issuer(*keys: Key, clock: Clock | None = None, **changes: Any) -> Issuer:
    """One whose keys were fetched."""
    found = configured(**changes)
    source = Published(*(keys or [key()]))
    made = Issuer(found, IssuerKeys(found, source, clock=clock or Clock()), SUBJECT_KEY)
    await made.keys.fetch()
    return made


def identity(*others: Issuer) -> Identity:
    """Which believes these, and the embedded issuer."""
    return Identity(
        echo.public_pem(echo.PRIVATE), longest_life=DAY, others={each.url: each for each in others}
    )


def claims(**changes: Any) -> dict[str, Any]:
    """Sound ones, changed; None leaves one out."""
    now = int(time.time())
    said = {
        "iss": URL,
        "aud": "motcua",
        "sub": "079012345678",
        "client_id": "pages",
        "iat": now,
        "exp": now + 600,
        "jti": secrets.token_hex(4),
        "roles": ["clerk"],
        "unit_id": "ward",
        **changes,
    }
    return {name: each for name, each in said.items() if each is not None}


def token(of: Key | None = None, header: Mapping[str, Any] | None = None, /, **changes: Any) -> str:
    """A header value; a part of the token's header that is None is left out."""
    of = of or key()
    named = {"kid": of.kid, "typ": "at+jwt", **(header or {})}
    said = {name: each for name, each in named.items() if each is not None}
    payload = json.dumps(claims(**changes)).encode()
    coded = jwt.PyJWS().encode(payload, of.private, algorithm=of.algorithm, headers=said)
    return f"Bearer {coded}"


def answer(of: Identity, authorization: str) -> str:
    """The subject that is believed, or the reason why none is."""
    try:
        return of.caller(authorization).subject
    except Refusal as refusal:
        return refusal.reason.code


async def answers(of: Identity, authorizations: Sequence[str]) -> list[str]:
    """The same of calls that wait for keys."""
    found = []
    for each in authorizations:
        try:
            found.append((await of.identified(each)).subject)
        except Refusal as refusal:
            found.append(refusal.reason.code)
    return found

"""ID tokens, checked as OpenID Connect Core 3.1.3.7 asks.

Must not show or log a token.
"""

import time
import warnings
from dataclasses import dataclass, field
from typing import Any

import jwt
from authlib.deprecate import AuthlibDeprecationWarning
from joserfc.errors import JoseError

from services.chassis.oidc import jwks
from services.pages.identity.published import Published

with warnings.catch_warnings():
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.oidc.core import CodeIDToken

CLOCKS_DIFFER = 60  # seconds


class Unsound(Exception):  # noqa: N818 — what is the case
    """What the provider answered is not for us, or not from it."""


@dataclass(frozen=True)
class Expected:
    """By whom, for whom, for which sign-in, and with which access token."""

    issuer: str
    client_id: str
    nonce: str
    access: str = field(repr=False)


async def check(token: str, expected: Expected, published: Published) -> None:
    """Unsound unless it is an ID token as expected, signed by a key that is published."""
    try:
        header = jwt.get_unverified_header(token)
        payload = await verified(token, header, published)
        options = {
            "iss": {"essential": True, "value": expected.issuer},
            "aud": {"essential": True, "value": expected.client_id},
        }
        params = {
            "nonce": expected.nonce,
            "client_id": expected.client_id,
            "access_token": expected.access,
        }
        claims = CodeIDToken(payload, header, options, params)
        claims.validate(int(time.time()), CLOCKS_DIFFER)
    except (jwt.PyJWTError, JoseError, ValueError, TypeError, KeyError, RecursionError):
        raise Unsound from None


async def verified(token: str, header: dict[str, Any], published: Published) -> Any:
    """What is in a token that one of the keys signed."""
    kid, algorithm = header.get("kid"), header.get("alg", "")
    known = await published.with_key(kid)
    for _, key in known.keys.candidates(kid, algorithm):
        try:
            content = jwt.PyJWS().decode(token, key, algorithms=[algorithm])
        except jwt.InvalidSignatureError:
            continue
        return jwks.decoded(content)
    raise Unsound

"""Signing in, as one function: credentials become an access token, or nothing.

The embedded stack's own way is here: the account is a role, perhaps within a unit, and its operator
has one password for all of them. Another way is another function. Must not be used by a city.
"""

import hmac
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

import jwt

from services.chassis.followed import now
from services.pages.settings import Settings

SignIn: TypeAlias = Callable[[Mapping[str, str]], Awaitable[str]]
ROLES = ("leader", "inspector", "officer", "publisher", "operator")
LASTS = 12 * 3600  # seconds: a working day


def embedded(settings: Settings) -> SignIn | None:
    """Of the embedded stack: `inspector`, or `leader@ward-1` for a role within a unit; None where
    nobody can sign in.
    """
    if not (settings.password and settings.token_key):
        return None

    async def sign_in(credentials: Mapping[str, str]) -> str:
        role, _, unit = credentials.get("account", "").strip().partition("@")
        given = credentials.get("password", "").strip()
        right = hmac.compare_digest(given.encode(), now(settings.password).encode())
        return signed(now(settings.token_key), role, unit) if right and role in ROLES else ""

    return sign_in


def signed(key: str, role: str, unit: str) -> str:
    """A token for a working day."""
    begun = int(time.time())
    grant = {"role": role, "unit": f"units/{unit}" if unit else "*"}
    claims = {
        "sub": f"{role}.embedded",
        "roles": [grant],
        "aud": "motcua",
        "iss": "motcua",
        "iat": begun,
        "exp": begun + LASTS,
    }
    return jwt.encode(claims, key, algorithm="EdDSA")

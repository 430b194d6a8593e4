"""Tokens with a good signature over any claims, and what becomes of whoever calls with one.

Promises nothing of the claims: a test may make them as odd as it likes.
"""

from __future__ import annotations

import base64
import json
import time
from typing import Any

from services.chassis.errors import Refusal
from services.chassis.identity import Identity
from tests.chassis import echo

HOUR = 3600
DAY = 24 * HOUR


def coded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


def signed(payload: bytes, header: bytes = b'{"alg":"EdDSA","typ":"JWT"}') -> str:
    """A token of any bytes, with a good signature."""
    said = f"{coded(header)}.{coded(payload)}"
    return f"Bearer {said}.{coded(echo.PRIVATE.sign(said.encode()))}"


def sound(**changes: Any) -> dict[str, Any]:
    """Claims that are believed, changed; None leaves one out."""
    now = int(time.time())
    said = {
        "iss": "motcua",
        "aud": "motcua",
        "sub": "officers/1",
        "iat": now,
        "exp": now + HOUR,
        "roles": [{"role": "officer", "unit": "units/city"}],
        **changes,
    }
    return {name: value for name, value in said.items() if value is not None}


def identity(**how: Any) -> Identity:
    return Identity(echo.public_pem(echo.PRIVATE), longest_life=float(DAY), **how)


SOUND = identity()


def answer(authorization: str, of: Identity | None = None) -> str:
    """The subject that is believed, or the reason why none is."""
    try:
        return (of or SOUND).caller(authorization).subject
    except Refusal as refusal:
        return refusal.reason.code if "{" not in refusal.message("vi") else "no words"


def token_of(**changes: Any) -> str:
    """A token of sound claims, changed."""
    return signed(json.dumps(sound(**changes)).encode())

"""Whoever calls in the matrix: sound tokens of any grants, and tokens at fault in every way.

Promises that a sound one differs from one at fault in that one thing. Must not call anything.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from deploy.embedded.tokens import OPERATOR, generate, private_key
from tests.e2e import foreign_issuer
from tests.e2e.foreign_issuer import Foreign
from tests.e2e.world import REVOKED

HOUR, DAY = 3600, 86_400
Grants = list[dict[str, str]]


def grant(role: str, unit: str) -> dict[str, str]:
    """One role within one subtree."""
    return {"role": role, "unit": unit}


class Callers:
    """Tokens of one stack, each signed once."""

    def __init__(self, data_dir: Path, foreign: Foreign) -> None:
        self.foreign = foreign
        self.key = private_key(data_dir)
        self.other_key = generate()
        self.signed: dict[str, str] = {}

    def bearer(self, *grants: dict[str, str], subject: str = OPERATOR) -> str:
        """The header of a sound token."""
        known = json.dumps([grants, subject])
        if known not in self.signed:
            self.signed[known] = self.header(list(grants), sub=subject)
        return self.signed[known]

    def header(self, grants: Grants, *, key: str = "", how: str = "EdDSA", **changes: Any) -> str:
        """The header of a token with these claims; None leaves one out."""
        now = int(time.time())
        claims = {
            "sub": OPERATOR, "aud": "motcua", "iss": "motcua", "iat": now, "exp": now + HOUR,
            "roles": grants, **changes,
        }  # fmt: skip
        stated = {name: value for name, value in claims.items() if value is not None}
        return f"Bearer {jwt.encode(stated, key or self.key, algorithm=how)}"


def unsigned(of: Callers, grants: Grants) -> str:
    """One that says that it has no signature."""
    head, body, _ = of.header(grants).removeprefix("Bearer ").split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    assert head != none
    return f"Bearer {none}.{body}."


def signed_with_what_is_public(of: Callers, grants: Grants) -> str:
    """HMAC under the public key, which everybody has."""
    public = load_pem_private_key(of.key.encode(), None).public_key().public_bytes_raw()
    return of.header(grants, key=public.hex(), how="HS256")


NOW = time.time
FAULTS: dict[str, Callable[[Callers, Grants], str]] = {
    "expired": lambda of, grants: of.header(grants, iat=int(NOW()) - DAY, exp=int(NOW()) - HOUR),
    "forged": lambda of, grants: of.header(grants, key=of.other_key),
    "cut": lambda of, grants: of.header(grants)[:-6] + "AAAAAA",
    "revoked": lambda of, grants: of.header(grants, jti=REVOKED),
    "other audience": lambda of, grants: of.header(grants, aud="somebody-else"),
    "no audience": lambda of, grants: of.header(grants, aud=None),
    "other issuer": lambda of, grants: of.header(grants, iss="https://elsewhere.example"),
    "too long lived": lambda of, grants: of.header(grants, exp=int(NOW()) + 30 * DAY),
    "without an end": lambda of, grants: of.header(grants, exp=None),
    "not yet": lambda of, grants: of.header(grants, nbf=int(NOW()) + HOUR),
    "of nobody": lambda of, grants: of.header(grants, sub=None),
    "of the public": lambda of, grants: of.header(grants, sub="public"),
    "of a person": lambda of, grants: of.header(grants, sub="an@example.vn"),
    "unsigned": unsigned,
    "signed with what is public": signed_with_what_is_public,
    "roles that are no list": lambda of, grants: of.header(grants, roles={"role": "editor"}),
    "no token at all": lambda of, grants: "Bearer no token at all",
    "empty": lambda of, grants: "",
    "another scheme": lambda of, grants: of.header(grants).replace("Bearer", "Basic"),
    "as a city's": lambda of, grants: of.header(grants, iss=of.foreign.url),
    **{
        name: lambda of, grants, fault=fault: fault(of.foreign, grants)
        for name, fault in foreign_issuer.FAULTS.items()
    },
}

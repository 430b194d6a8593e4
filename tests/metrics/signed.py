"""Bearer tokens for tests: one key pair for the process, and a token for each role.

Promises tokens that our own key accepts. Must not be used outside of tests.
"""

import time
from functools import cache

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@cache
def private_key() -> Ed25519PrivateKey:
    """Made once."""
    return Ed25519PrivateKey.generate()


def public_key() -> str:
    """As the service's settings take it."""
    return (
        private_key()
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def bearer(role: str, unit: str) -> str:
    """A token for one role within one unit."""
    claims = {
        "sub": f"{role}s/1",
        "roles": [{"role": role, "unit": unit}],
        "aud": "motcua",
        "iss": "motcua",
        "exp": int(time.time()) + 24 * 60 * 60,  # made when tests are collected, used at their end
    }
    return jwt.encode(claims, private_key(), algorithm="EdDSA")

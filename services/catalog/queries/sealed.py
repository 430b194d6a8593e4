"""Sealing of names: what is encrypted under which key, and what it is bound to.

Promises that a name opens only as that of the officer and unit for which it was sealed, and that
without the officer's key nothing but its rough length shows. Must not say what it opened.
"""

import hmac
import os
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSE = b"motcua.catalog officers@1"
KEY, NONCE = 32, 12  # bytes
BLOCK = 64  # bytes: how long a name is shows only in steps of these
FULL_NAME, FINGERPRINT = "full_name", "fingerprint"


class Damaged(Exception):  # noqa: N818 — said of what is stored
    """What is stored is not what was sealed there, or was sealed with another secret."""


class Place(NamedTuple):
    """Whose name, and at which unit."""

    officer: str
    unit: str


class Sealed(NamedTuple):
    """What is stored in place of a text; the nonce is never used again with that key."""

    nonce: bytes
    ciphertext: bytes


class Keys:
    """The keys of officers, wrapped under a key that follows from the service's secret."""

    def __init__(self, secret: bytes) -> None:
        derived = HKDF(algorithm=SHA256(), length=KEY, salt=None, info=PURPOSE).derive(secret)
        self._wrapping = derived

    def made(self, officer: str) -> tuple[bytes, Sealed]:
        """A new random key, and what to store of it."""
        key = os.urandom(KEY)
        return key, self.wrap(officer, key)

    def wrap(self, officer: str, key: bytes) -> Sealed:
        """What to store of a key."""
        return _sealed(self._wrapping, key, "key", officer)

    def of(self, officer: str, wrapped: Sealed) -> bytes:
        """The officer's key."""
        return _opened(self._wrapping, wrapped, "key", officer)


def sealed(key: bytes, place: Place, full_name: str) -> Sealed:
    """A name without U+0000, sealed."""
    said = full_name.encode()
    padded = said.ljust(-(-len(said) // BLOCK) * BLOCK, b"\0")
    return _sealed(key, padded, FULL_NAME, *place)


def opened(key: bytes, place: Place, found: Sealed) -> str:
    """The name that was sealed there."""
    return _opened(key, found, FULL_NAME, *place).rstrip(b"\0").decode()


def mark(key: bytes, fingerprint: bytes) -> bytes:
    """A fingerprint that nobody can test a guess by once the key is gone."""
    return hmac.digest(key, FINGERPRINT.encode() + fingerprint, "sha256")


def _sealed(key: bytes, said: bytes, *bound_to: str) -> Sealed:
    nonce = os.urandom(NONCE)
    return Sealed(nonce, AESGCM(key).encrypt(nonce, said, _bound(bound_to)))


def _opened(key: bytes, found: Sealed, *bound_to: str) -> bytes:
    try:
        return AESGCM(key).decrypt(found.nonce, found.ciphertext, _bound(bound_to))
    except (InvalidTag, ValueError):
        raise Damaged from None


def _bound(parts: tuple[str, ...]) -> bytes:
    """The associated data; the lengths keep ("ab", "c") from ("a", "bc")."""
    return "".join(f"{len(part)}:{part}" for part in parts).encode()

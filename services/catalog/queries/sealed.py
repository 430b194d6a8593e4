"""Sealing of names: what is encrypted under which key, and what it is bound to.

Promises that a name opens only as that of the officer and unit for which it was sealed, and that
without the officer's key nothing but its rough length shows. Must not say what it opened.
"""

import hmac
import os
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.chassis.keys import Keyring

PURPOSE = "motcua.catalog officers@1"
KEY, NONCE = 32, 12  # bytes
BLOCK = 64  # bytes: how long a name is shows only in steps of these
FULL_NAME, FINGERPRINT = "full_name", "fingerprint"


class Damaged(Exception):  # noqa: N818 — said of what is stored
    """What is stored is not what was sealed there, or was sealed under a key that is not known."""


class Place(NamedTuple):
    """Whose name, and at which unit."""

    officer: str
    unit: str


class Sealed(NamedTuple):
    """What is stored in place of a text; the nonce is never used again with that key."""

    nonce: bytes
    ciphertext: bytes


class Wrapped(NamedTuple):
    """What is stored of an officer's key: under which sealing key, by its id, and how."""

    sealing_key: str
    nonce: bytes
    wrapped: bytes


class Keys:
    """The keys of officers, wrapped under keys that follow from the sealing keys."""

    def __init__(self, sealing: Keyring) -> None:
        self._sealing = sealing.derived(PURPOSE)

    @property
    def current(self) -> str:
        """The id of the sealing key that is used from now on."""
        return self._sealing.current[0]

    def made(self, officer: str) -> tuple[bytes, Wrapped]:
        """A new random key, and what to store of it."""
        key = os.urandom(KEY)
        return key, self.wrap(officer, key)

    def wrap(self, officer: str, key: bytes) -> Wrapped:
        """What to store of a key from now on."""
        name, sealing = self._sealing.current
        return Wrapped(name, *_sealed(sealing, key, "key", officer))

    def of(self, officer: str, found: Wrapped) -> bytes:
        """The officer's key."""
        sealing = self._sealing.keys.get(found.sealing_key)
        if sealing is None:
            raise Damaged
        return _opened(sealing, Sealed(found.nonce, found.wrapped), "key", officer)


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

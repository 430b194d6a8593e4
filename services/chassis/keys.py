"""Secret keys that can be exchanged: a ring of them, each with an id.

The first key of a ring is used from now on; the others, retired or not yet used, only verify or
open what was made under them. A key serves one purpose only: `derived` gives a ring for each. A
ring that is followed has other keys once its setting does: ask it each time.
"""

import re
from collections.abc import Callable, Mapping

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.chassis.followed import made_of

LENGTH = 32  # bytes of a derived key
SHORTEST = 16  # bytes of a stated one
ID = re.compile(r"[A-Za-z0-9_-]{1,16}")


class Keyring:
    """Keys by id, in the order of the setting; never empty."""

    __slots__ = ("_read",)

    def __init__(self, keys: Mapping[str, bytes] | Callable[[], Mapping[str, bytes]]) -> None:
        """These keys, or those that a function says."""
        self._read = keys if callable(keys) else lambda: keys

    @property
    def keys(self) -> Mapping[str, bytes]:
        """All of them, as of now; the same object until they change."""
        return self._read()

    @property
    def current(self) -> tuple[str, bytes]:
        """Id and key that are used from now on."""
        return next(iter(self.keys.items()))

    @property
    def retired(self) -> list[bytes]:
        """The keys that only verify."""
        return list(self.keys.values())[1:]

    def derived(self, purpose: str) -> "Keyring":
        """The same ids, each with a key for this purpose alone."""
        return Keyring(
            made_of(
                self._read,
                lambda keys: {name: derive(key, purpose) for name, key in keys.items()},
            )
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keyring) and list(self.keys.items()) == list(other.keys.items())

    def __hash__(self) -> int:
        return hash(Keyring)  # its keys may change


def derive(key: bytes, purpose: str) -> bytes:
    """One key for one purpose (HKDF-SHA-256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=purpose.encode()).derive(key)


def keyring(text: str) -> Keyring:
    """A ring as `keys_of` reads it."""
    return Keyring(keys_of(text))


def keys_of(text: str) -> dict[str, bytes]:
    """`id:hexadecimal,…`, the current one first; ValueError for a short key or a repeated id."""
    pairs = [each.partition(":") for each in text.split(",")]
    keys = {name.strip(): bytes.fromhex(key) for name, _, key in pairs}
    sound = all(map(ID.fullmatch, keys)) and min(map(len, keys.values())) >= SHORTEST
    if len(keys) < len(pairs) or not sound:
        raise ValueError("a ring of keys is written id:hexadecimal,…, each id once")
    return keys

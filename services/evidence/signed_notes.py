"""Checkpoints of a log as signed notes, which other tools of transparency logs read, too
(C2SP tlog-checkpoint and signed-note, Ed25519).

Example: `motcua/catalog`, a size, a root in base64, an empty line, and
`— motcua/catalog/k1 <base64 of four bytes of the key's hash and of the signature>`.
"""

import base64
import binascii
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from services.chassis.keys import Keyring

PURPOSE = "tree heads"  # of the keys that are derived
ED25519 = b"\1"  # the algorithm's number in a key
MARK = "— "  # a signature line begins with it


class Malformed(ValueError):  # noqa: N818 — what is the case, not what went wrong in us
    """A text is no note, or no key, as they are written."""


class Root(NamedTuple):
    """What a note says of a log: the root of the tree over its first `size` events."""

    origin: str
    size: int
    hash: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{_base64(self.hash)}\n"


class Verifier(NamedTuple):
    """A public key and the name it signs under."""

    name: str
    key: bytes

    @property
    def hash(self) -> bytes:
        """Tells keys of one name apart."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.hash.hex()}+{_base64(ED25519 + self.key)}"

    def verifies(self, note: "Note") -> bool:
        """Whether this key signed a note."""
        signature = note.signatures.get((self.name, self.hash))
        if signature is None:
            return False
        try:
            key = Ed25519PublicKey.from_public_bytes(self.key)
            key.verify(signature, note.root.text.encode())
        except InvalidSignature:
            return False
        return True


class Note(NamedTuple):
    """A root, and its signatures by name and hash of the key."""

    root: Root
    signatures: Mapping[tuple[str, bytes], bytes]


class Signer(NamedTuple):
    """A private key."""

    verifier: Verifier
    key: Ed25519PrivateKey

    def note(self, root: Root) -> str:
        """The root, signed; the same text for the same root."""
        signature = self.key.sign(root.text.encode())
        line = f"{MARK}{self.verifier.name} {_base64(self.verifier.hash + signature)}\n"
        return f"{root.text}\n{line}"


def origin(log: str) -> str:
    """How the checkpoints of a service's log name it."""
    return f"motcua/{log}"


def signers(log: str, keys: Keyring) -> list[Signer]:
    """One for each key of a log, the current one first; derived, so that there is no further secret
    to keep.
    """
    return [
        _signer(f"{origin(log)}/{name}", key) for name, key in keys.derived(PURPOSE).keys.items()
    ]


def _signer(name: str, seed: bytes) -> Signer:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return Signer(Verifier(name, key.public_key().public_bytes_raw()), key)


def verifier(text: str) -> Verifier:
    """A public key as `str(Verifier)` writes it; raises Malformed."""
    name, _, rest = text.strip().partition("+")
    stated, _, encoded = rest.partition("+")
    key = _bytes(encoded)
    found = Verifier(name, key[1:])
    if key[:1] != ED25519 or len(key) != 33 or found.hash.hex() != stated:
        raise Malformed("a verifier key is written name+hash+key, with an Ed25519 key")
    return found


def read(text: str) -> Note:
    """A note with the three lines that ours have; raises Malformed."""
    body, _, signed = text.partition("\n\n")
    lines = body.split("\n")
    if len(lines) != 3 or not lines[1].isdecimal() or str(int(lines[1])) != lines[1]:
        raise Malformed("a checkpoint is written as origin, size and root, in three lines")
    root = Root(lines[0], int(lines[1]), _bytes(lines[2]))
    return Note(root, dict(map(_signature, filter(None, signed.split("\n")))))


def _signature(line: str) -> tuple[tuple[str, bytes], bytes]:
    name, _, encoded = line.removeprefix(MARK).partition(" ")
    if not line.startswith(MARK):
        raise Malformed("a signature line begins with a dash")
    content = _bytes(encoded)
    return (name, content[:4]), content[4:]


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("not base64") from error

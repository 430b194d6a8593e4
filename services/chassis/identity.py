"""Who calls: a bearer token (JWT, EdDSA) becomes a caller with roles in unit subtrees.

A token is believed until it expires or is revoked, and remembered in bounded memory. It is never
logged, and a refusal says no more than what a sound token's holder can mend.
"""

import hashlib
import re
import time
from collections.abc import Sequence

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from services.chassis import claims
from services.chassis.access import PUBLIC, Caller
from services.chassis.claims import CLOCKS_DIFFER
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason
from services.chassis.revocations import Revocations

REMEMBERED = 4096
LONGEST_TOKEN = 8192  # characters
PEM = re.compile(r"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)
ALGORITHMS = ("EdDSA",)


class Identity:
    """Believes tokens signed with one of these public keys (PEM, one after another) that live no
    longer than `longest_life` seconds.
    """

    def __init__(
        self, keys: str, *, longest_life: float, revocations: Revocations | None = None
    ) -> None:
        self.keys = public_keys(keys)
        self.longest_life = longest_life
        self.revocations = revocations or Revocations()
        self.believed: dict[bytes, Caller] = {}

    def caller(self, authorization: str | None) -> Caller:
        """The caller behind an `authorization` header; the public without one."""
        if authorization is None:
            return PUBLIC
        digest = hashlib.sha256(authorization.encode()).digest()
        caller = self.believed.get(digest) or self.believe(authorization, digest)
        self.require_current(caller)
        return caller

    def believe(self, authorization: str, digest: bytes) -> Caller:
        """Check a token seen for the first time."""
        payload = verified(bearer(authorization), self.keys)
        caller = claims.read(payload, now=time.time(), longest=self.longest_life)
        while len(self.believed) >= REMEMBERED:
            del self.believed[next(iter(self.believed))]
        self.believed[digest] = caller
        return caller

    def require_current(self, caller: Caller) -> float:
        """Refuse a token that has expired, or was revoked, since it was believed; seconds left."""
        if caller.token is None:
            return float("inf")
        if (left := caller.token.expires + CLOCKS_DIFFER - time.time()) <= 0:
            raise Refusal(ChassisReason.TOKEN_EXPIRED)
        if self.revocations.includes(caller.subject, caller.token):
            raise Refusal(ChassisReason.TOKEN_REVOKED)
        return left


def public_keys(keys: str) -> list[Ed25519PublicKey]:
    """Every Ed25519 key in the text: several, so that a new one can be introduced before use."""
    found = [load_pem_public_key(each.encode()) for each in PEM.findall(keys)]
    if not found or not all(isinstance(each, Ed25519PublicKey) for each in found):
        raise ValueError("MOTCUA_TOKEN_KEYS holds no Ed25519 public key, or another kind of key")
    return [each for each in found if isinstance(each, Ed25519PublicKey)]


def bearer(authorization: str) -> str:
    """The token in the header."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not 0 < len(token) <= LONGEST_TOKEN:
        raise Refusal(ChassisReason.TOKEN_INVALID)
    return token


def verified(token: str, keys: Sequence[Ed25519PublicKey]) -> bytes:
    """The payload of a token that one of the keys signed."""
    for each in keys:
        try:
            found = jwt.PyJWS().decode_complete(token, each, algorithms=ALGORITHMS)
        except jwt.InvalidSignatureError:
            continue
        except (jwt.PyJWTError, ValueError, TypeError):
            break
        if "crit" in found["header"]:  # which names what must be understood, and we know nothing
            break
        return bytes(found["payload"])
    raise Refusal(ChassisReason.TOKEN_INVALID)

"""Who calls: a bearer token (JWT, EdDSA) becomes a caller with roles in unit subtrees.

Promises that only a signature of one of our keys, our issuer and audience, and a time within the
token's life are believed; a believed token is remembered until it expires, in bounded memory. Must
not log a token, nor say which check failed beyond "expired".
"""

import re
import time
from collections.abc import Sequence
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from motcua.chassis.v1 import access_pb2 as declared
from services.chassis.access import PUBLIC, Caller
from services.chassis.errors import Kind, Reason, Refusal

NAME = "motcua"  # as issuer and as audience
CLOCKS_DIFFER = 5.0  # seconds
REMEMBERED = 4096
PEM = re.compile(r"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)

TOKEN_INVALID = Reason(
    "TOKEN_INVALID",
    Kind.UNAUTHENTICATED,
    "Mã truy cập không hợp lệ.",
    "The bearer token is not valid.",
)
TOKEN_EXPIRED = Reason(
    "TOKEN_EXPIRED",
    Kind.UNAUTHENTICATED,
    "Mã truy cập đã hết hạn; hãy lấy mã mới.",
    "The bearer token has expired; get a new one.",
)


class Identity:
    """Believes tokens signed with one of these public keys (PEM, one after another)."""

    def __init__(self, keys: str) -> None:
        self.keys = public_keys(keys)
        self.believed: dict[str, tuple[Caller, float]] = {}

    def caller(self, authorization: str | None) -> Caller:
        """The caller behind an `authorization` header; the public without one."""
        if authorization is None:
            return PUBLIC
        known = self.believed.get(authorization)
        if known is not None and known[1] > time.time():
            return known[0]
        return self.believe(authorization)

    def believe(self, authorization: str) -> Caller:
        """Check a token seen for the first time, or grown old."""
        self.believed.pop(authorization, None)
        claims = verified(bearer(authorization), self.keys)
        caller = Caller(subject_of(claims), grants_of(claims))
        while len(self.believed) >= REMEMBERED:
            del self.believed[next(iter(self.believed))]
        self.believed[authorization] = (caller, float(claims["exp"]))
        return caller


def public_keys(keys: str) -> list[Ed25519PublicKey]:
    """Every Ed25519 key in the text: several, so that a new one can be introduced before use."""
    found = [load_pem_public_key(each.encode()) for each in PEM.findall(keys)]
    if not found or not all(isinstance(each, Ed25519PublicKey) for each in found):
        raise ValueError("MOTCUA_TOKEN_KEYS holds no Ed25519 public key, or another kind of key")
    return [each for each in found if isinstance(each, Ed25519PublicKey)]


def bearer(authorization: str) -> str:
    """The token in the header."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refusal(TOKEN_INVALID)
    return token


def verified(token: str, keys: Sequence[Ed25519PublicKey]) -> dict[str, Any]:
    """The claims of a token that one of the keys signed and that is for us and now."""
    for each in keys:
        try:
            return decoded(token, each)
        except jwt.InvalidSignatureError:
            continue
        except jwt.ExpiredSignatureError:
            raise Refusal(TOKEN_EXPIRED) from None
        except (jwt.PyJWTError, ValueError):
            break
    raise Refusal(TOKEN_INVALID)


def decoded(token: str, key: Ed25519PublicKey) -> dict[str, Any]:
    """One attempt with one key."""
    claims: dict[str, Any] = jwt.decode(
        token,
        key,
        algorithms=["EdDSA"],
        audience=NAME,
        issuer=NAME,
        leeway=CLOCKS_DIFFER,
        options={"require": ["exp", "sub", "aud", "iss"]},
    )
    return claims


def subject_of(claims: dict[str, Any]) -> str:
    """The pseudonym that goes into every event of this caller."""
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 200 or not subject.isprintable():
        raise Refusal(TOKEN_INVALID)
    return subject


def grants_of(claims: dict[str, Any]) -> tuple[tuple[int, str], ...]:
    """Roles in subtrees; a role that we do not know grants nothing."""
    try:
        stated = [(str(each["role"]), str(each["unit"])) for each in claims.get("roles", [])]
    except (TypeError, KeyError):
        raise Refusal(TOKEN_INVALID) from None
    known = declared.Role.items()
    numbers = {name.removeprefix("ROLE_").lower(): number for name, number in known if number}
    return tuple(
        (numbers[role], "" if unit == "*" else unit)
        for role, unit in stated
        if role in numbers and unit
    )

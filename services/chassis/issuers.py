"""Who issues tokens: the embedded issuer, by public keys in the settings, and what every issuer is.

Others than the embedded one are OpenID Connect providers: services/chassis/oidc.
"""

import hashlib
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from services.chassis import claims
from services.chassis.access import Caller, Token
from services.chassis.errors import Refusal
from services.chassis.followed import Text, now
from services.chassis.keys_shown import KEYS
from services.chassis.reasons import ChassisReason

PEM = re.compile(r"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)
ALGORITHMS = ("EdDSA",)
FOREIGN = "oidc."  # with which the subjects of all other issuers begin

K = TypeVar("K")


class Issuer(Protocol):
    """Believes its own tokens. A key is anything by which a token can be known as signed by it."""

    @property
    def url(self) -> str:
        """What its tokens have as `iss`."""
        ...

    @property
    def trust(self) -> object:
        """What its tokens are believed by: another object once its keys change."""
        ...

    def require(self, key: object) -> None:
        """Refuse a token that was believed, where the key that signed it no longer counts."""
        ...

    def verified(self, token: str, header: Mapping[str, Any]) -> object:
        """Which of its keys signed; a refusal where none did."""
        ...

    def caller(self, payload: dict[str, Any], key: object, at: float) -> Caller:
        """Whom the claims of a token that is verified stand for."""
        ...

    async def renewed(self) -> bool:
        """Have its keys looked for again; whether that was done."""
        ...


class KeyUnknown(Refusal):
    """A token may be good: its issuer may have a key that is not known here yet."""

    def __init__(self, issuer: Issuer, refusal: Refusal) -> None:
        super().__init__(refusal.reason, retry_after=refusal.retry_after)
        self.issuer = issuer


class Embedded:
    """Believes tokens signed with one of these public keys (PEM, one after another) that live no
    longer than `longest_life` seconds.
    """

    url = claims.NAME

    def __init__(self, keys: Text, *, longest_life: float) -> None:
        self.stated, self.seen = keys, now(keys)
        self.keys = public_keys(self.seen)
        self.longest_life = longest_life
        KEYS.rings["MOTCUA_TOKEN_KEYS"] = self.key_ids

    @property
    def trust(self) -> tuple[Ed25519PublicKey, ...]:
        """Its keys, taken over from a file that changed."""
        if (text := now(self.stated)) is not self.seen:
            self.seen, self.keys = text, public_keys(text)
        return self.keys

    def key_ids(self) -> list[str]:
        """For the metric that shows which keys are known."""
        return list(map(thumbprint, self.trust))

    def require(self, key: object) -> None:
        """Refuse a token that was believed, where the key that signed it was taken out."""
        if key not in self.trust:
            raise Refusal(ChassisReason.TOKEN_INVALID)

    def verified(self, token: str, header: Mapping[str, Any]) -> object:
        """Which of its keys signed."""
        del header
        return signed_by(token, [(each, each) for each in self.trust], ALGORITHMS)

    def caller(self, payload: dict[str, Any], key: object, at: float) -> Caller:
        """Whom a token stands for that is for us and now."""
        claims.require_audience(payload, {claims.NAME})
        expires, issued = claims.period(payload, now=at, longest=self.longest_life)
        subject = claims.subject_of(payload)
        # Subjects that are others', and tokens that count with a proof only, which nobody asks for.
        if subject.startswith(FOREIGN) or "cnf" in payload:
            raise Refusal(ChassisReason.TOKEN_INVALID)
        token = Token(expires, issued, claims.id_of(payload), self.url, key)
        return Caller(subject, claims.grants_of(payload), token)

    async def renewed(self) -> bool:
        """Its keys are all there."""
        return False


def public_keys(keys: str) -> tuple[Ed25519PublicKey, ...]:
    """Every Ed25519 key in the text: several, so that a new one can be introduced before use."""
    found = [load_pem_public_key(each.encode()) for each in PEM.findall(keys)]
    if not found or not all(isinstance(each, Ed25519PublicKey) for each in found):
        raise ValueError("MOTCUA_TOKEN_KEYS holds no Ed25519 public key, or another kind of key")
    return tuple(each for each in found if isinstance(each, Ed25519PublicKey))


def thumbprint(key: Ed25519PublicKey) -> str:
    """By which a key is known (RFC 7638); the `kid` of what the embedded issuer signs."""
    coordinate = urlsafe_b64encode(key.public_bytes_raw()).decode().rstrip("=")
    canonical = f'{{"crv":"Ed25519","kty":"OKP","x":"{coordinate}"}}'
    return urlsafe_b64encode(hashlib.sha256(canonical.encode()).digest()).decode().rstrip("=")


def opened(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token, of which nothing is believed yet."""
    try:
        found = jwt.PyJWS().decode_complete(token, options={"verify_signature": False})
        header = claims.decoded(jwt.utils.base64url_decode(token.partition(".")[0]))
    except (jwt.PyJWTError, ValueError, TypeError):
        raise Refusal(ChassisReason.TOKEN_INVALID) from None
    if "crit" in header:  # which names what must be understood, and we know nothing
        raise Refusal(ChassisReason.TOKEN_INVALID)
    return header, claims.decoded(bytes(found["payload"]))


def signed_by(token: str, keys: Iterable[tuple[K, Any]], algorithms: Sequence[str]) -> K:
    """Which of the keys signed."""
    for name, each in keys:
        try:
            jwt.PyJWS().decode_complete(token, each, algorithms=algorithms)
        except jwt.InvalidSignatureError:
            continue
        except (jwt.PyJWTError, ValueError, TypeError):
            break
        return name
    raise Refusal(ChassisReason.TOKEN_INVALID)

"""One issuer of the file: whether a token is its access token, and whom it stands for.

By RFC 9068 and RFC 8725: the key is chosen by us and fits the algorithm, the type is that of an
access token, and what a header points to (jku, x5u, jwk) is never looked at. Whom a foreign issuer
calls by a name is a pseudonym here, so that no log names somebody.
"""

import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

from services.chassis import claims
from services.chassis.access import Caller, Token
from services.chassis.errors import Refusal
from services.chassis.issuers import FOREIGN, KeyUnknown, signed_by
from services.chassis.keyed import keyed_digest
from services.chassis.oidc import mapping
from services.chassis.oidc.file import Configured
from services.chassis.oidc.jwks import KeySet, Mark
from services.chassis.oidc.keys import IssuerKeys
from services.chassis.reasons import ChassisReason
from services.chassis.unbelieved import Unbelieved

# Of ID tokens alone; and of access tokens that only count with a proof of their owner's key.
NEVER = ("at_hash", "c_hash", "cnf")
VERSION_AND_VARIANT = (0x8 << 76) | (0x2 << 62)  # RFC 9562: of whoever makes the ids


class Believed(NamedTuple):
    """By which issuer, as the file said then, and by which of its keys."""

    by: "Issuer"
    mark: object


class Issuer:
    """Believes what the file says of it, as long as its keys are known."""

    def __init__(self, configured: Configured, keys: IssuerKeys, subject_key: bytes) -> None:
        self.configured, self.keys, self.subject_key = configured, keys, subject_key
        self.name, self.url = configured.name, configured.url
        self.unbelieved = Unbelieved(self.name)

    @property
    def trust(self) -> KeySet:
        """What tokens are believed by: another object once it changes."""
        return self.keys.current

    def require(self, key: object) -> None:
        """Refuse a token that was believed, where its key was withdrawn, or what the file says of
        the issuer is something else now; or where no key is known any more, which is no fault of
        the token.
        """
        known = self.trust.keys
        if not known:
            raise self.keys.refusal()
        if not isinstance(key, Believed) or key.by is not self or key.mark not in known:
            raise Refusal(ChassisReason.TOKEN_INVALID)

    def verified(self, token: str, header: Mapping[str, Any]) -> Mark:
        """Which of its keys signed; KeyUnknown where it may be one that is not fetched yet."""
        algorithm, kind = header.get("alg"), header.get("typ")
        if algorithm not in self.configured.algorithms:
            raise self.unbelieved.because("`alg` of its header is none of algorithms")
        if not self.is_access_token(kind):
            raise self.unbelieved.because("`typ` of its header is none of token_types")
        kid = header.get("kid")
        found = self.trust.candidates(kid, algorithm)
        if not found and self.trust.may_lack(kid):
            raise KeyUnknown(self, self.keys.refusal())
        with self.unbelieved.because_of("none of the issuer's published keys signed it"):
            return signed_by(token, found, (algorithm,))

    def is_access_token(self, kind: object) -> bool:
        """Whether a header's `typ` is one that this issuer gives its access tokens."""
        named = kind.lower().removeprefix("application/") if isinstance(kind, str) else ""
        return named in self.configured.types

    def caller(self, payload: dict[str, Any], key: object, at: float) -> Caller:
        """Whom the claims of a token that is verified stand for, and what they grant."""
        self.require_own_access_token(payload)
        with self.unbelieved.because_of(
            "`exp`, `iat` or `nbf` is no time, or lies ahead: see clocks"
        ):
            expires, issued = claims.period(
                payload, now=at, longest=self.configured.longest, skew=self.configured.skew
            )
        subject = self.subject_of(payload)
        believed = Believed(self, key)
        token = Token(expires, issued, claims.id_of(payload), self.url, believed)
        return Caller(subject, self.grants_of(payload, subject), token, self.configured.bounds)

    def grants_of(self, payload: dict[str, Any], subject: str) -> tuple[tuple[int, str], ...]:
        """What the rules give, each once; a refusal where that is more than anybody holds."""
        found = dict[tuple[int, str], None]()
        for each in mapping.grants(self.configured.rules, payload, subject):
            found[each] = None
            if len(found) > claims.MOST_GRANTS:
                raise self.unbelieved.because(f"it grants more than {claims.MOST_GRANTS} roles")
        return tuple(found)

    def require_own_access_token(self, payload: dict[str, Any]) -> None:
        """Refuse what is for somebody else, undated, or no access token of a bearer."""
        with self.unbelieved.because_of("`aud` has none of audiences"):
            claims.require_audience(payload, self.configured.audiences)
        for path, wanted in self.configured.required.items():
            if wanted.isdisjoint(mapping.values(payload, path)):
                raise self.unbelieved.because(f"`{'.'.join(path)}` has none of what is required")
        for name in NEVER:
            if name in payload:
                raise self.unbelieved.because(f"it has `{name}`")
        if "iat" not in payload:
            raise self.unbelieved.because("it has no `iat`")

    def subject_of(self, payload: dict[str, Any]) -> str:
        """The pseudonym of whom the issuer names."""
        named = list(mapping.values(payload, self.configured.subject))
        path = ".".join(self.configured.subject)
        why = f"`{path}` is no text of at most {claims.LONGEST} characters"
        with self.unbelieved.because_of(why):
            if len(named) != 1 or not claims.text(named[0]):
                raise Refusal(ChassisReason.TOKEN_INVALID)
        return pseudonym(self.subject_key, self.name, named[0])

    async def renewed(self) -> bool:
        """Have its keys fetched again, for one that is unknown; whether they were."""
        return await self.keys.renewed()


def pseudonym(key: bytes, issuer: str, subject: str) -> str:
    """The same for the same, always; nobody without the key can tell of whom it is, not even by
    trying all numbers of identity cards.
    """
    content = "".join(f"{len(part)}:{part}" for part in (issuer, subject))
    number = int.from_bytes(keyed_digest(key, content.encode())[:16])
    number &= ~((0xF << 76) | (0x3 << 62))
    return f"{FOREIGN}{issuer}.{uuid.UUID(int=number | VERSION_AND_VARIANT)}"

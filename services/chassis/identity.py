"""Who calls: a bearer token (JWT) of one of several issuers becomes a caller with roles in unit
subtrees.

A token is believed until it expires, is revoked or its key is withdrawn, and remembered in bounded
memory. It is never logged, and a refusal says no more than what a sound token's holder can mend.
"""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

from services.chassis import claims
from services.chassis.access import PUBLIC, Caller
from services.chassis.errors import Refusal
from services.chassis.followed import Text
from services.chassis.issuers import Embedded, Issuer, KeyUnknown, opened
from services.chassis.limits.callers import NONE, Limits
from services.chassis.limits.wrong_tokens import Origin, WrongTokens, anywhere
from services.chassis.reasons import ChassisReason
from services.chassis.revocations import Revocations
from services.chassis.revoked_tokens import RevokedTokens
from services.chassis.unbelieved import Unbelieved

REMEMBERED = 4096
LONGEST_TOKEN = 8192  # characters


class Others(Protocol):
    """Other issuers than the embedded one."""

    def get(self, url: str, /) -> Issuer | None:
        """The one that has this address."""
        ...


class Believed(NamedTuple):
    """A caller, and by what keys of his issuer he was believed."""

    caller: Caller
    issuer: Issuer
    trust: object


class Identity:
    """Believes tokens of the embedded issuer, by its public keys (PEM, one after another) if they
    live no longer than `longest_life` seconds, and those of others.
    """

    def __init__(
        self,
        keys: Text,
        *,
        longest_life: float,
        revocations: Revocations | None = None,
        others: Others | None = None,
        wrong: WrongTokens | None = None,
        revoked: RevokedTokens | None = None,
    ) -> None:
        self.embedded = Embedded(keys, longest_life=longest_life)
        self.others: Others = {} if others is None else others
        self.revocations = revocations or Revocations()
        self.revoked = revoked or RevokedTokens()
        self.wrong = wrong or WrongTokens(Limits(NONE))
        self.believed: dict[bytes, Believed] = {}
        self.unbelieved = Unbelieved()

    async def identified(self, authorization: str | None, origin: Origin = anywhere) -> Caller:
        """The caller behind an `authorization` header; an issuer whose key is unknown is asked for
        its keys, which no other call waits for. `origin` counts those that are wrong.
        """
        try:
            return self.caller(authorization, origin)
        except KeyUnknown as unknown:
            fetched = await unknown.issuer.renewed()
        try:
            return self.caller(authorization, origin)
        except KeyUnknown:
            if fetched:
                self.wrong.count(origin())
                raise Refusal(ChassisReason.TOKEN_INVALID) from None
            raise

    def caller(self, authorization: str | None, origin: Origin = anywhere) -> Caller:
        """The same by the keys that are here; the public without a header."""
        if authorization is None:
            return PUBLIC
        digest = hashlib.sha256(authorization.encode()).digest()
        found = self.believed.get(digest)
        if found is None or not self.counts(found):
            found = self.believe(authorization, digest, origin())
        self.require_current(found.caller)
        return found.caller

    def issuer(self, url: str) -> Issuer | None:
        """The one that has this address now."""
        return self.embedded if url == self.embedded.url else self.others.get(url)

    def counts(self, found: Believed) -> bool:
        """Whether a token's issuer and its keys are those by which it was believed."""
        same = self.issuer(found.issuer.url) is found.issuer
        return same and found.issuer.trust is found.trust

    def believe(self, authorization: str, digest: bytes, origin: str) -> Believed:
        """Check a token seen for the first time since its issuer's keys changed."""
        payload: Mapping[str, Any] = {}
        try:
            token = bearer(authorization)
            header, payload = opened(token)
            self.wrong.require_few(origin, payload)
            found = self.verified(token, header, payload)
        except Refusal as refusal:
            if refusal.reason is ChassisReason.TOKEN_INVALID and type(refusal) is Refusal:
                self.wrong.count(origin, payload)
            raise
        self.wrong.believed(origin, payload)
        self.believed.pop(digest, None)
        while len(self.believed) >= REMEMBERED:
            del self.believed[next(iter(self.believed))]
        self.believed[digest] = found
        return found

    def verified(self, token: str, header: Any, payload: Any) -> Believed:
        """Whom a token stands for that its issuer signed."""
        issuer = self.issuer(claims.issuer_of(payload))
        if issuer is None:
            raise self.unbelieved.because("no issuer that is believed has its `iss` as url")
        trust = issuer.trust
        key = issuer.verified(token, header)
        caller = issuer.caller(payload, key, time.time())
        return Believed(known_by(caller, token), issuer, trust)

    def require_current(self, caller: Caller) -> float:
        """Refuse a token that has expired, or was revoked, or whose key was withdrawn, since it was
        believed; seconds left.
        """
        if (token := caller.token) is None:
            return float("inf")
        if (left := token.expires - time.time()) <= 0:
            raise Refusal(ChassisReason.TOKEN_EXPIRED)
        if self.revoked.includes(token) or self.revocations.includes(caller.subject, token):
            raise Refusal(ChassisReason.TOKEN_REVOKED)
        if (issuer := self.issuer(token.issuer)) is None:
            raise Refusal(ChassisReason.TOKEN_INVALID)
        issuer.require(token.key)
        return left


def known_by(caller: Caller, token: str) -> Caller:
    """The caller, whose token is known by what was signed: a signature can be written otherwise."""
    if caller.token is None:
        return caller
    signed = hashlib.sha256(token.rpartition(".")[0].encode()).digest()
    return replace(caller, token=caller.token._replace(digest=signed))


def bearer(authorization: str) -> str:
    """The token in the header."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not 0 < len(token) <= LONGEST_TOKEN:
        raise Refusal(ChassisReason.TOKEN_INVALID)
    return token

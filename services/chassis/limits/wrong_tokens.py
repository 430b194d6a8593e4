"""Tokens that nobody signed: how many an address may show, without anybody else being kept out.

A token that was believed is not looked at again. Beyond the limit only those are verified who were
believed from that address before, each within a limit of his own, so that a portal renews its token
while somebody behind the same address tries made-up ones.
"""

from collections.abc import Callable, Mapping
from typing import Any

from services.chassis.errors import Refusal
from services.chassis.limits.callers import PUBLIC, WRONG_TOKENS, Limits
from services.chassis.limits.rates import Rate
from services.chassis.reasons import ChassisReason

REMEMBERED = 4096  # who was believed from where

Origin = Callable[[], str]  # the address, for whom it is worth finding out


def anywhere() -> str:
    """Where nobody asks from where."""
    return ""


class WrongTokens:
    """Of one process."""

    def __init__(self, limits: Limits) -> None:
        self._rate: Rate | None = limits.of(WRONG_TOKENS, WRONG_TOKENS).rates.get(PUBLIC)
        self._known: dict[tuple[str, str], None] = {}

    def require_few(self, origin: str, claims: Mapping[str, Any]) -> None:
        """Before a token is verified: refuse where too many from there were wrong."""
        if self._rate is None:
            return
        who = named(claims)
        counted = f"{origin}\0{who}" if (origin, who) in self._known else origin
        if wait := self._rate.wait(counted):
            raise Refusal(ChassisReason.TOKENS_TOO_MANY_WRONG, retry_after=wait)

    def believed(self, origin: str, claims: Mapping[str, Any]) -> None:
        """Remember who was believed from there."""
        self._known.pop(place := (origin, named(claims)), None)
        while len(self._known) >= REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[place] = None

    def count(self, origin: str, claims: Mapping[str, Any] | None = None) -> None:
        """One that was wrong; what claims to be somebody known from there counts for him."""
        if self._rate is not None:
            who = named(claims or {})
            self._rate.take(f"{origin}\0{who}" if (origin, who) in self._known else origin)


def named(claims: Mapping[str, Any]) -> str:
    """Whom a token claims to stand for, whoever wrote it."""
    return f"{claims.get('iss')}\0{claims.get('sub')}"[:400]

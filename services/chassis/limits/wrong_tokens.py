"""Tokens that nobody signed: how many an address may show, without anybody else being kept out.

A token that was believed is not looked at again. Beyond the limit only those are verified who were
believed from that address before, so that a portal renews its token while somebody there tries
made-up ones. Whoever tries them in the portal's own name is told, and alarms, as early as others,
but is verified far longer: to keep the portal out takes more than a server answers at all.
"""

from collections.abc import Callable, Mapping
from typing import Any

from services.chassis.errors import Refusal
from services.chassis.limits.callers import PUBLIC, WRONG_TOKENS, Limits
from services.chassis.limits.rates import Bound, Rate
from services.chassis.reasons import ChassisReason

OF_KNOWN = 50  # times the limit: so many are verified that claim to be somebody known there
REMEMBERED = 4096  # who was believed from where

Origin = Callable[[], str]  # the address, for whom it is worth finding out


def anywhere() -> str:
    """Where nobody asks from where."""
    return ""


class WrongTokens:
    """Of one process."""

    def __init__(self, limits: Limits) -> None:
        self._rate: Rate | None = limits.of(WRONG_TOKENS, WRONG_TOKENS).rates.get(PUBLIC)
        few = self._rate.bound if self._rate else None  # for those who were believed more
        self._of_known = Rate(Bound(few.rate * OF_KNOWN, few.burst * OF_KNOWN)) if few else None
        self._known: dict[tuple[str, str], None] = {}

    def require_few(self, origin: str, claims: Mapping[str, Any]) -> None:
        """Before a token is verified: refuse where too many from there were wrong."""
        who = named(claims)
        known = (origin, who) in self._known
        rate, counted = (self._of_known, pair(origin, who)) if known else (self._rate, origin)
        if rate is not None and (wait := rate.wait(counted)):
            raise Refusal(ChassisReason.TOKENS_TOO_MANY_WRONG, retry_after=wait)

    def believed(self, origin: str, claims: Mapping[str, Any]) -> None:
        """Remember who was believed from there."""
        self._known.pop(place := (origin, named(claims)), None)
        while len(self._known) >= REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[place] = None

    def count(self, origin: str, claims: Mapping[str, Any] | None = None) -> None:
        """One that was wrong; what claims to be somebody known from there counts for him, and is
        refused as one too many from where others are.
        """
        if self._rate is None or self._of_known is None:
            return
        who = named(claims or {})
        if (origin, who) not in self._known:
            self._rate.take(origin)
            return
        self._of_known.take(pair(origin, who))
        if wait := self._rate.take(pair(origin, who)):
            raise Refusal(ChassisReason.TOKENS_TOO_MANY_WRONG, retry_after=wait)


def pair(origin: str, who: str) -> str:
    """What is counted of somebody known from an address."""
    return f"{origin}\0{who}"


def named(claims: Mapping[str, Any]) -> str:
    """Whom a token claims to stand for, whoever wrote it."""
    return f"{claims.get('iss')}\0{claims.get('sub')}"[:400]

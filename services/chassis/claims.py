"""The claims of a token whose signature is good: whom it stands for, what it grants, how long.

Every claim has one type and one meaning; a token with another is not believed. Numbers are seconds
since 1970 (RFC 7519).
"""

import json
from collections.abc import Collection
from typing import Any

from motcua.chassis.v1 import access_pb2 as declared
from services.chassis.access import PUBLIC
from services.chassis.errors import Refusal
from services.chassis.ids import names_somebody
from services.chassis.reasons import ChassisReason

NAME = "motcua"  # as issuer and as audience
CLOCKS_DIFFER = 5.0  # seconds
LATEST = 253_402_300_800.0  # the year 10000
LONGEST = 200  # characters of a subject or an id
MOST_GRANTS = 200
ROLES = {
    name.removeprefix("ROLE_").lower(): number for name, number in declared.Role.items() if number
}


def period(
    payload: dict[str, Any], *, now: float, longest: float, skew: float = CLOCKS_DIFFER
) -> tuple[float, float]:
    """Until when a token counts, where clocks may differ by `skew`, and since when (0: it does not
    say); a refusal unless it is for now and lives no longer than `longest` seconds, counted from
    now where it does not say since when.
    """
    expires, issued = number(payload, "exp"), number(payload, "iat", absent=0.0)
    if expires <= now - skew:
        raise Refusal(ChassisReason.TOKEN_EXPIRED)
    if max(issued, number(payload, "nbf", absent=0.0)) > now + skew:
        raise Refusal(ChassisReason.TOKEN_INVALID)
    if expires - (issued or now) > longest + skew:
        raise Refusal(ChassisReason.TOKEN_TOO_LONG_LIVED, values={"hours": f"{longest / 3600:g}"})
    return expires + skew, issued


def decoded(payload: bytes) -> dict[str, Any]:
    """The claims by name, each once."""
    try:
        found = json.loads(payload, object_pairs_hook=each_once, parse_constant=no_number)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refusal(ChassisReason.TOKEN_INVALID)
    return found


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def no_number(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def issuer_of(payload: dict[str, Any]) -> str:
    """Who says to have issued it; "" where nobody."""
    return text(payload.get("iss", ""))


def require_audience(payload: dict[str, Any], names: Collection[str]) -> None:
    """Refuse a token for somebody else."""
    audience = payload.get("aud")
    named = [audience] if isinstance(audience, str) else audience
    is_named = isinstance(named, list) and all(isinstance(each, str) for each in named)
    if not is_named or not any(each in names for each in named or ()):
        raise Refusal(ChassisReason.TOKEN_INVALID)


def number(payload: dict[str, Any], name: str, *, absent: float | None = None) -> float:
    """A time; `absent` where the claim may be missing."""
    value = payload.get(name, absent)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < LATEST:
        raise Refusal(ChassisReason.TOKEN_INVALID)
    return float(value)


def subject_of(payload: dict[str, Any]) -> str:
    """The pseudonym that goes into every event of this caller; that of the public is taken."""
    subject = text(payload.get("sub"))
    if not subject or subject == PUBLIC.subject:
        raise Refusal(ChassisReason.TOKEN_INVALID)
    if names_somebody(subject):
        raise Refusal(ChassisReason.TOKEN_NAMES_SOMEBODY)
    return subject


def id_of(payload: dict[str, Any]) -> str:
    """By which the token can be revoked; "" where it has no id."""
    return text(payload["jti"]) if "jti" in payload else ""


def text(value: Any) -> str:
    """A short text without anything invisible."""
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        raise Refusal(ChassisReason.TOKEN_INVALID)
    return value


def grants_of(payload: dict[str, Any]) -> tuple[tuple[int, str], ...]:
    """Roles in subtrees; a role that we do not know grants nothing."""
    stated = payload.get("roles", [])
    if not isinstance(stated, list) or len(stated) > MOST_GRANTS:
        raise Refusal(ChassisReason.TOKEN_INVALID)
    grants = [grant(each) for each in stated]
    return tuple(
        (ROLES[role], "" if unit == "*" else unit)
        for role, unit in grants
        if role in ROLES and unit
    )


def grant(each: Any) -> tuple[str, str]:
    """One role and its unit, as stated."""
    if not isinstance(each, dict):
        raise Refusal(ChassisReason.TOKEN_INVALID)
    return text(each.get("role")), text(each.get("unit"))

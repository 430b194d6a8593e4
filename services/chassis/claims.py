"""The claims of a token whose signature is good: whom it stands for, what it grants, how long.

Every claim has one type and one meaning; a token with another is not believed. Numbers are seconds
since 1970 (RFC 7519).
"""

import json
from typing import Any

from motcua.chassis.v1 import access_pb2 as declared
from services.chassis.access import PUBLIC, Caller, Token
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


def read(payload: bytes, *, now: float, longest: float) -> Caller:
    """Whom a token stands for that is for us and now, and lives no longer than `longest` seconds;
    where it does not say since when, from now on.
    """
    said = decoded(payload)
    require_for_us(said)
    expires, issued = number(said, "exp"), number(said, "iat", absent=0.0)
    if expires <= now - CLOCKS_DIFFER:
        raise Refusal(ChassisReason.TOKEN_EXPIRED)
    if max(issued, number(said, "nbf", absent=0.0)) > now + CLOCKS_DIFFER:
        raise Refusal(ChassisReason.TOKEN_INVALID)
    if expires - (issued or now) > longest + CLOCKS_DIFFER:
        raise Refusal(ChassisReason.TOKEN_TOO_LONG_LIVED, values={"hours": f"{longest / 3600:g}"})
    return Caller(subject_of(said), grants_of(said), Token(expires, issued, id_of(said)))


def decoded(payload: bytes) -> dict[str, Any]:
    """The claims by name, each once."""
    try:
        said = json.loads(payload, object_pairs_hook=each_once, parse_constant=no_number)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise Refusal(ChassisReason.TOKEN_INVALID)
    return said


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def no_number(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def require_for_us(said: dict[str, Any]) -> None:
    """Refuse a token of another issuer, or for somebody else."""
    audience = said.get("aud")
    named = [audience] if isinstance(audience, str) else audience
    is_named = isinstance(named, list) and all(isinstance(each, str) for each in named)
    if said.get("iss") != NAME or not is_named or NAME not in (named or ()):
        raise Refusal(ChassisReason.TOKEN_INVALID)


def number(said: dict[str, Any], name: str, *, absent: float | None = None) -> float:
    """A time; `absent` where the claim may be missing."""
    value = said.get(name, absent)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < LATEST:
        raise Refusal(ChassisReason.TOKEN_INVALID)
    return float(value)


def subject_of(said: dict[str, Any]) -> str:
    """The pseudonym that goes into every event of this caller; that of the public is taken."""
    subject = text(said.get("sub"))
    if not subject or subject == PUBLIC.subject:
        raise Refusal(ChassisReason.TOKEN_INVALID)
    if names_somebody(subject):
        raise Refusal(ChassisReason.TOKEN_NAMES_SOMEBODY)
    return subject


def id_of(said: dict[str, Any]) -> str:
    """By which the token can be revoked; "" where it has no id."""
    return text(said["jti"]) if "jti" in said else ""


def text(value: Any) -> str:
    """A short text without anything invisible."""
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        raise Refusal(ChassisReason.TOKEN_INVALID)
    return value


def grants_of(said: dict[str, Any]) -> tuple[tuple[int, str], ...]:
    """Roles in subtrees; a role that we do not know grants nothing."""
    stated = said.get("roles", [])
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

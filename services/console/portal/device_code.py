"""Sign-in without a browser (RFC 8628): a person opens an address elsewhere, types a
code and agrees; meanwhile the issuer is asked, no more often than it likes.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx

from services.console.outcome import Refused, Unavailable, spoken
from services.console.portal.issuer import Denied, Issuer, post

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
EVERY, SLOWER = 5.0, 5.0  # seconds, where the issuer states none; and what "slow_down" adds
LASTS = 600.0
LONGEST_CODE = 3600.0
LONGEST = 120.0  # seconds between two requests, however often the issuer is away
Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True)
class Code:
    """What the issuer made for this device, and what a person is to do."""

    device_code: str
    user_code: str
    address: str
    address_with_code: str
    every: float
    lasts: float


async def asked(client: httpx.AsyncClient, issuer: Issuer, form: dict[str, str]) -> Code:
    """A code for this device."""
    found = await post(client, issuer.device, form)
    try:
        return Code(
            device_code=str(found["device_code"]),
            user_code=str(found["user_code"]),
            address=str(found["verification_uri"]),
            address_with_code=str(found.get("verification_uri_complete") or ""),
            every=between(1.0, float(found.get("interval") or EVERY), LONGEST),
            lasts=between(0.0, float(found.get("expires_in") or LASTS), LONGEST_CODE),
        )
    except (KeyError, TypeError, ValueError):
        raise Unavailable("the issuer's answer has no code for this device") from None


def between(least: float, value: float, most: float) -> float:
    """A number that an issuer states, within bounds: what is no number is the least."""
    return min(max(least, value), most)


async def agreed(
    client: httpx.AsyncClient,
    issuer: Issuer,
    code: Code,
    form: dict[str, str],
    *,
    sleep: Sleep = asyncio.sleep,
) -> dict[str, Any]:
    """The issuer's tokens, once somebody agreed; a refusal where he did not, or not in time."""
    waited, pause = 0.0, code.every
    while waited + pause <= code.lasts:
        await sleep(pause)
        waited += pause
        try:
            return await post(
                client, issuer.token, {**form, "grant_type": GRANT, "device_code": code.device_code}
            )
        except Unavailable:  # section 3.5: less often, and not given up
            pause = min(2 * pause, LONGEST)
        except Denied as denied:
            pause += await more(denied)
    raise expired()


async def more(denied: Denied) -> float:
    """How much longer to wait each time; the refusal, where waiting does not help."""
    if denied.error == "authorization_pending":
        return 0.0
    if denied.error == "slow_down":
        return SLOWER
    if denied.error == "expired_token":
        raise expired()
    if denied.error == "access_denied":
        there = spoken("Yêu cầu đăng nhập bị từ chối ở đó.", "The sign-in was refused there.")
        raise refused(there, "ACCESS_DENIED")
    vi = f"Nhà cung cấp danh tính từ chối ({denied})."
    raise refused(spoken(vi, f"The issuer refuses the sign-in ({denied})."), "SIGN_IN_REFUSED")


def expired() -> Refused:
    """Nobody agreed in time."""
    vi = "Đã quá hạn mà chưa ai đồng ý. Hãy đăng nhập lại: ./motcua sign-in"
    en = "Nobody agreed in time. Sign in again: ./motcua sign-in"
    return refused(spoken(vi, en), "CODE_EXPIRED")


def refused(message: str, reason: str) -> Refused:
    """An end with the code of a refusal."""
    return Refused(f"{message} [{reason}]", reason=reason, code="UNAUTHENTICATED")

"""Sign-ins that are kept: the tokens of a context, in a file that their owner alone reads.

A token is renewed before it ends, by one command at a time, since many issuers take a refresh token
once. Kept with the server and issuer it was meant for: another one never gets it.
"""

import asyncio
import fcntl
import json
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from services.console.outcome import Unavailable, spoken
from services.console.portal import private_files
from services.console.portal.bearers import LEFT
from services.console.portal.contexts import Context, required_directory
from services.console.portal.device_code import refused
from services.console.portal.issuer import Denied, discovered, post, speaking

ENDED = (
    "Phiên đăng nhập đã kết thúc. Hãy đăng nhập lại: ./motcua sign-in",
    "Your sign-in has ended. Sign in again: ./motcua sign-in",
)


@dataclass(frozen=True)
class SignIn:
    """What the issuer gave, for whom; `expires` in seconds since 1970, 0 where it did not say."""

    server: str
    issuer: str
    client_id: str
    access_token: str
    refresh_token: str = ""
    expires: float = 0.0

    @classmethod
    def given(cls, context: Context, answer: dict[str, Any], *, before: str = "") -> Self:
        """From an answer of the token endpoint; one without a refresh token leaves that before."""
        token = str(answer.get("access_token") or "")
        if not token or str(answer.get("token_type", "bearer")).lower() != "bearer":
            raise Unavailable("the issuer's answer has no bearer token")
        try:
            lives = float(answer.get("expires_in") or 0)
        except (TypeError, ValueError):
            raise Unavailable("the issuer does not say in seconds how long a token lives") from None
        return cls(
            server=context.server,
            issuer=context.issuer,
            client_id=context.client_id,
            access_token=token,
            refresh_token=str(answer.get("refresh_token") or before),
            expires=time.time() + lives if lives else 0.0,
        )

    @property
    def left(self) -> float:
        """Seconds until it ends."""
        return self.expires - time.time() if self.expires else float("inf")

    def is_for(self, context: Context) -> bool:
        """Whether it was made for this very installation, and not for one of the same name."""
        return (self.server, self.issuer, self.client_id) == context.signs_in_at


def place(context: Context) -> Path:
    """Its file."""
    return required_directory() / "sign-ins" / f"{context.name}.json"


def kept(context: Context) -> SignIn | None:
    """The one of a context, if somebody signed in there."""
    try:
        found = SignIn(**json.loads(private_files.read(place(context)) or "null"))
    except (TypeError, ValueError, RecursionError):
        return None
    return found if found.is_for(context) else None


def keep(context: Context, sign_in: SignIn) -> None:
    """In place of the one before."""
    private_files.write(place(context), json.dumps(asdict(sign_in)))


def forget(context: Context) -> None:
    """Nobody is signed in there any more."""
    place(context).unlink(missing_ok=True)


@asynccontextmanager
async def alone(context: Context) -> AsyncIterator[None]:
    """One command at a time."""
    path = place(context).with_suffix(".lock")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        await asyncio.to_thread(fcntl.flock, descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


async def renewed(context: Context, sign_in: SignIn, lasting: float = LEFT) -> SignIn:
    """One that lives so long yet: this one, that of another command, or a new one."""
    if sign_in.left > lasting:
        return sign_in
    async with alone(context):
        current = kept(context) or sign_in
        if current.left > lasting or (current.left > LEFT and current != sign_in):
            return current
        try:
            found = await asked_again(context, current)
        except Unavailable:
            if current.left > 0:
                return current
            raise
        except Denied as denied:
            if current.left > 0:
                return current
            forget(context)
            raise refused(f"{spoken(*ENDED)} ({denied.error})", "SIGN_IN_ENDED") from None
        keep(context, found)
        return found


async def asked_again(context: Context, sign_in: SignIn) -> SignIn:
    """By the refresh token."""
    if not sign_in.refresh_token:
        raise Denied("expired", "")
    form = {
        "grant_type": "refresh_token",
        "refresh_token": sign_in.refresh_token,
        "client_id": context.client_id,
        "resource": context.resource,
    }
    async with speaking(context.issuer, ca=context.ca) as client:
        issuer = await discovered(client, context.issuer)
        answer = await post(client, issuer.token, form)
    return SignIn.given(context, answer, before=sign_in.refresh_token)


class SignedIn:
    """Who signed in to a context; as `bearers.Bearer`."""

    advice = (
        "Hãy đăng nhập lại bằng ./motcua sign-in.",
        "Sign in again with ./motcua sign-in.",
    )

    def __init__(self, context: Context, sign_in: SignIn) -> None:
        self.context, self.current = context, sign_in

    def token(self, role: str, unit: str, subject: str) -> str:
        """The same, whatever role is asked for."""
        del role, unit, subject
        return self.current.access_token

    async def renew(self, lasting: float = LEFT) -> None:
        """Before it ends."""
        self.current = await renewed(self.context, self.current, lasting)

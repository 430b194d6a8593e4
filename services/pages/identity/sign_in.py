"""A sign-in from its beginning in our cookie to its end at the callback, and its renewals.

Promises that the browser that comes back is the one that left (state), once, before the provider is
asked; that the ID token is of this sign-in (nonce), and that nobody else can use its code (PKCE,
S256). What a token grants is asked of a service: only services know.
"""

import asyncio
import hmac
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from motcua.chassis.v1.identity_pb2 import GetCallerRequest
from services.chassis import telemetry
from services.pages.cookies import Cookies, TooLarge
from services.pages.identity.attempts import Attempts, TooOften
from services.pages.identity.id_tokens import Unsound
from services.pages.identity.provider import Denied, Provider, Tokens
from services.pages.identity.published import MISSED_FOR, Away
from services.pages.refused import Refused
from services.pages.services import Client, Services
from services.pages.sessions import PUBLIC, Sessions, Visitor, grants_of
from services.pages.visit import address_of
from services.pages.words import WORDS

LASTS = 600  # seconds from leaving to coming back
EARLY = 60.0  # seconds before its end a token is renewed, or a fifth of its life
SEE_OTHER = 303
UNDER_WAY = "sign-in-"
MOST_UNDER_WAY = 5  # sign-ins of one browser: a proxy takes headers up to a bound
CODE = re.compile("[a-z_]{1,60}")  # of an error, as providers say it


@dataclass(frozen=True)
class Begun:
    """What we keep of a sign-in that is under way."""

    state: str
    nonce: str
    verifier: str
    language: str
    to: str  # where the visitor wanted to go, an address of ours
    at: float


def refusal(status: HTTPStatus, reason: str, again_in: float = 0.0) -> Refused:
    """With words of ours."""
    key = f"sign_in.{reason.lower().removeprefix('sign_in_')}"
    words = {language: said(key) for language, said in WORDS.items()}
    return Refused(status, reason, words, again_in)


class AtProvider:
    """The sign-in at a provider."""

    def __init__(self, provider: Provider, services: Services, sessions: Sessions) -> None:
        self.provider, self.services, self.sessions = provider, services, sessions
        self.lasts = provider.settings.session_hours * 3600
        self.renewing: dict[bytes, asyncio.Task[Visitor]] = {}
        self.attempts = Attempts()

    @property
    def cookies(self) -> Cookies:
        """Where what is under way is kept: by the browser itself."""
        return self.sessions.cookies

    async def leave(self, request: Request, language: str, to: str) -> Response:
        """Send the browser to the provider. Where it left too often without coming back, it keeps
        the last sign-in alone.
        """
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        begun = Begun(state, nonce, verifier, language, to, time.time())
        try:
            url = await self.provider.begin(
                state=state, nonce=nonce, verifier=verifier, language=language
            )
        except Away as why:
            raise unavailable(why) from None
        answer = RedirectResponse(url, SEE_OTHER, headers={"cache-control": "no-store"})
        if len(former := self.cookies.under(request, UNDER_WAY)) >= MOST_UNDER_WAY:
            for name in former:
                self.cookies.drop(request, answer, name)
        self.cookies.put(answer, cookie(state), vars(begun), LASTS)
        return answer

    def begun(self, request: Request) -> Begun | None:
        """What this browser left with, by the state that it comes back with."""
        state = request.query_params.get("state", "")
        content = self.cookies.content(request, cookie(state)) if state else {}
        try:
            found = Begun(**content)
        except TypeError:
            return None
        same = hmac.compare_digest(found.state.encode(), state.encode())
        return found if same and found.at + LASTS > time.time() else None

    async def come_back(self, request: Request, begun: Begun | None) -> Response:
        """Begin a session, and go where the visitor wanted to; Refused otherwise."""
        if begun is None or self.attempts.knows(begun.state):
            raise refusal(HTTPStatus.BAD_REQUEST, "SIGN_IN_STALE")
        address = address_of(request, self.provider.settings.trusted_proxies)
        try:
            with self.attempts.trying(address):
                self.attempts.remember(begun.state, begun.at + LASTS)
                visitor = await self.visitor(request.query_params, begun)
            answer = RedirectResponse(begun.to or f"/{begun.language}/", SEE_OTHER)
            self.sessions.begin(answer, visitor)
            self.attempts.succeed(address)
        except TooOften as why:
            raise too_often(why) from None
        except Denied as why:
            telemetry.log().info("sign_in.denied", error=str(why)[:100])
            raise refusal(HTTPStatus.FORBIDDEN, "SIGN_IN_DENIED") from None
        except Unsound:
            telemetry.log().warning("sign_in.unsound")
            raise refusal(HTTPStatus.BAD_REQUEST, "SIGN_IN_UNSOUND") from None
        except Away as why:
            self.attempts.forget(begun.state)
            raise unavailable(why) from None
        except TooLarge:
            raise refusal(HTTPStatus.FORBIDDEN, "SIGN_IN_TOO_LARGE") from None
        self.cookies.drop(request, answer, cookie(begun.state))
        answer.headers["cache-control"] = "no-store"
        return answer

    async def visitor(self, parameters: Mapping[str, str], begun: Begun) -> Visitor:
        """Who signed in, by the parameters of the callback."""
        metadata = (await self.provider.published.current()).metadata
        self.provider.require_from_us(metadata, parameters.get("iss"))
        if "error" in parameters:
            code = parameters["error"]
            raise Denied(code if CODE.fullmatch(code) else "unknown")
        code = parameters.get("code", "")
        if not code:
            raise Unsound
        found = await self.provider.exchange(code, verifier=begun.verifier, nonce=begun.nonce)
        try:
            return await self.known(found, ends=time.time() + self.lasts)
        except Refused as refused:
            if refused.status is HTTPStatus.UNAUTHORIZED:
                raise refusal(HTTPStatus.FORBIDDEN, "SIGN_IN_NOT_ACCEPTED") from None
            raise

    async def known(self, found: Tokens, *, ends: float) -> Visitor:
        """What our services believe of a token."""
        asked: Any = self.services.identity.GetCaller
        caller = await Client(self.services, found.access).call(asked, GetCallerRequest())
        expires = caller.expire_time.seconds + caller.expire_time.nanos / 1e9
        lives = min(found.lives, expires - time.time())
        renewed_at = time.time() + lives - min(EARLY, lives / 5)
        return Visitor(
            found.access,
            caller.subject,
            grants_of(caller),
            expires,
            found.refresh,
            renewed_at,
            ends,
        )

    async def current(self, visitor: Visitor) -> Visitor:
        """The visitor with a token that counts; the public where the session cannot go on. All
        requests that come at once renew once: a refresh token counts for one use.
        """
        if not visitor.refresh or time.time() < visitor.renewed_at:
            return visitor
        digest = sha256(visitor.token.encode()).digest()  # the refresh token may stay the same
        if digest not in self.renewing:
            task = self.renewing[digest] = asyncio.create_task(self.renewed(visitor))
            task.add_done_callback(lambda task: self.forget(digest, task, visitor))
        return await asyncio.shield(self.renewing[digest])

    def forget(self, digest: bytes, task: "asyncio.Task[Visitor]", before: Visitor) -> None:
        """Soon, where it was not renewed. Otherwise pages that a browser asked for before it had
        the new cookie still come with the old.
        """
        ended = task.cancelled() or task.exception() is not None
        is_renewed = not ended and task.result().token not in {before.token, PUBLIC.token}
        pause = EARLY if is_renewed else MISSED_FOR
        asyncio.get_running_loop().call_later(pause, self.renewing.pop, digest, None)

    async def renewed(self, visitor: Visitor) -> Visitor:
        """Another token. One that could not be had leaves the former while it counts."""
        try:
            found = await self.provider.renew(visitor.refresh)
            again = await self.known(found, ends=visitor.ends)
            if again.subject == visitor.subject:
                return replace(again, session=visitor.session)
        except (Away, Denied, Refused) as why:
            telemetry.log().info("sign_in.not_renewed", why=str(why)[:100])
        return visitor if visitor.expires > time.time() else PUBLIC


def cookie(state: str) -> str:
    """Of one sign-in: another one, in another tab, goes on beside it."""
    return f"{UNDER_WAY}{sha256(state.encode()).hexdigest()[:12]}"


def too_often(why: TooOften) -> Refused:
    """There were too many tries."""
    return refusal(HTTPStatus.TOO_MANY_REQUESTS, "SIGN_IN_TOO_OFTEN", why.again_in)


def unavailable(why: Away) -> Refused:
    """The provider is away, which is logged once for all who ask in that moment."""
    if not why.again:
        telemetry.log().error("sign_in.provider_away", why=str(why)[:200])
    return refusal(HTTPStatus.SERVICE_UNAVAILABLE, "SIGN_IN_UNAVAILABLE")

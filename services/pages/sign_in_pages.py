"""The pages on which one signs in and out.

A name and a password are posted, or a provider sends the browser back; either becomes a session's
cookie. Where somebody wanted to go is an address of ours, or nothing.
"""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response

from motcua.chassis.v1.identity_pb2 import RevokeTokenRequest
from services.chassis import telemetry
from services.chassis.visitors import Network
from services.pages.forms import fields
from services.pages.identity.attempts import Attempts, TooOften
from services.pages.identity.sign_in import AtProvider, too_often
from services.pages.sessions import Sessions, visitor_of
from services.pages.signing_in import SignIn
from services.pages.visit import Page, Visit, address_of

OURS = re.compile(r"/(?:vi|en)/(?!/)[^\s\\]*")
SEE_OTHER = 303
AT_PROVIDER = "provider"
WITHIN = 3.0  # seconds that a service may take to take a token back


def pages(
    sessions: Sessions,
    sign_in: SignIn | AtProvider | None,
    *,
    proxies: tuple[Network, ...] = (),
) -> dict[str, Any]:
    """By path. `proxies`: who is believed about where a visitor comes from."""
    if isinstance(sign_in, AtProvider):
        return at_provider(sign_in)
    attempts = Attempts()

    async def show(visit: Visit) -> Page | Response:
        if visit.request.method == "POST":
            return await enter(visit)
        return form(visit)

    def form(visit: Visit, *, wrong: bool = False) -> Page:
        values = {"wrong": wrong, "possible": sign_in is not None, "provider": ""}
        status = 403 if wrong else 200
        return Page("sign_in.html", visit.words("sign_in.title"), values, status=status)

    async def enter(visit: Visit) -> Page | Response:
        given = await fields(visit.request)
        address = address_of(visit.request, proxies)
        try:
            with attempts.trying(address):
                token = await sign_in(given) if sign_in else ""
        except TooOften as why:
            raise too_often(why) from None
        if not token:
            attempts.fail(address)
            return form(visit, wrong=True)
        attempts.succeed(address)
        answer = RedirectResponse(wanted(visit) or visit.to("/"), SEE_OTHER)
        sessions.begin(answer, visitor_of(token))
        return answer

    async def leave(visit: Visit) -> Response:
        answer = RedirectResponse(visit.to("/"), SEE_OTHER)
        await sign_out(visit, sessions, answer)
        return answer

    return {"/sign-in": (show, ["GET", "POST"]), "/sign-out": (leave, ["POST"])}


def at_provider(sign_in: AtProvider) -> dict[str, Any]:
    """The same where a provider signs in. The way there is a link, since a policy that lets forms
    go to us alone would not let a form end there.
    """

    async def show(visit: Visit) -> Page:
        go = visit.to("/sign-in/go", **({"next": wanted(visit)} if wanted(visit) else {}))
        host = urlsplit(sign_in.provider.issuer).netloc
        values = {"wrong": False, "possible": True, "provider": go, "host": host}
        return Page("sign_in.html", visit.words("sign_in.title"), values)

    async def go(visit: Visit) -> Response:
        return await sign_in.leave(visit.request, visit.language, wanted(visit))

    async def leave(visit: Visit) -> Response:
        answer = RedirectResponse(visit.to("/signed-out", at=AT_PROVIDER), SEE_OTHER)
        await asyncio.gather(
            sign_out(visit, sign_in.sessions, answer),
            sign_in.provider.revoke(visit.visitor.refresh),
        )
        return answer

    async def left(visit: Visit) -> Page:
        there = visit.parameters.get("at") == AT_PROVIDER
        url = await sign_in.provider.end_session(visit.language) if there else ""
        return Page("signed_out.html", visit.words("sign_in.signed_out"), {"provider": url})

    return {
        "/sign-in": (show, ["GET"]),
        "/sign-in/go": (go, ["GET"]),
        "/sign-out": (leave, ["POST"]),
        "/signed-out": (left, ["GET"]),
    }


async def sign_out(visit: Visit, sessions: Sessions, answer: Response) -> None:
    """End the session: its cookie, copies of it, pages that are open under it, and the tokens in
    them, at every service.
    """
    known = sessions.visitor(visit.request)
    tokens = {visit.visitor.token, known.token} - {""}
    sessions.end(visit.request, answer)
    if known.session:
        visit.hub.let_go(known.session)
    asked = [RevokeTokenRequest(token=each) for each in tokens]
    methods: list[Any] = [each.RevokeToken for each in visit.services.identities]
    calls = [visit.anybody.call(method, each, WITHIN) for method in methods for each in asked]
    for problem in await asyncio.gather(*calls, return_exceptions=True):
        if isinstance(problem, BaseException):
            told = f"{type(problem).__name__} {problem}".strip()[:100]
            telemetry.log().warning("sign_out.not_revoked", problem=told)


def wanted(visit: Visit) -> str:
    """Where the visitor wanted to go, if that is an address of ours."""
    address = visit.parameters.get("next", "")
    return address if OURS.fullmatch(address) and len(address) < 2000 else ""

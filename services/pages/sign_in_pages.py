"""The pages on which one signs in and out.

A name and a password are posted, and become a session's cookie; where somebody wanted to go is an
address of ours, or nothing.
"""

import re
from typing import Any

from starlette.responses import RedirectResponse, Response

from services.pages.forms import fields
from services.pages.sessions import Sessions
from services.pages.signing_in import SignIn
from services.pages.visit import Page, Visit

OURS = re.compile(r"/(?:vi|en)/(?!/)[^\s\\]*")
SEE_OTHER = 303


def pages(sessions: Sessions, sign_in: SignIn | None) -> dict[str, Any]:
    """By path."""

    async def show(visit: Visit) -> Page | Response:
        if visit.request.method == "POST":
            return await enter(visit)
        return form(visit)

    def form(visit: Visit, *, wrong: bool = False) -> Page:
        values = {"wrong": wrong, "possible": sign_in is not None, "next": wanted(visit)}
        status = 403 if wrong else 200
        return Page("sign_in.html", visit.words("sign_in.title"), values, status=status)

    async def enter(visit: Visit) -> Page | Response:
        given = await fields(visit.request)
        token = await sign_in(given) if sign_in else ""
        if not token:
            return form(visit, wrong=True)
        answer = RedirectResponse(wanted(visit) or visit.to("/"), SEE_OTHER)
        sessions.begin(answer, token)
        return answer

    async def leave(visit: Visit) -> Response:
        answer = RedirectResponse(visit.to("/"), SEE_OTHER)
        sessions.end(answer)
        return answer

    return {"/sign-in": (show, ["GET", "POST"]), "/sign-out": (leave, ["POST"])}


def wanted(visit: Visit) -> str:
    """Where the visitor wanted to go, if that is an address of ours."""
    address = visit.parameters.get("next", "")
    return address if OURS.fullmatch(address) else ""

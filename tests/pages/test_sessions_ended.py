"""Sessions that end: signed out, unused, or over; and what a copy of their cookie is worth then.

The services are the tests' own: what they are told is looked at.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, cast

import pytest
from starlette.requests import Request
from starlette.responses import Response
from structlog.testing import capture_logs

from services.chassis.keys import keyring
from services.pages.live import Hub, Reader
from services.pages.services import Services
from services.pages.sessions import PUBLIC, Sessions, Visitor
from services.pages.sign_in_pages import sign_out
from services.pages.visit import Visit
from services.pages.words import WORDS

HOUR = 3600.0
NOW = time.time()  # when tests are collected, long before they are run
LATE, ENDS = NOW + 12 * HOUR, NOW + 24 * HOUR
ANNA = Visitor("token", "anna", (("leader", ""),), LATE, "refresh", LATE - 100, ENDS)


def sessions(*, idle: float = HOUR) -> Sessions:
    return Sessions(keyring(f"1:{'00' * 16}"), behind_tls=False, idle=idle)


def begun(of: Sessions, visitor: Visitor = ANNA) -> Request:
    """A request of a browser with the cookie of this session."""
    of.begin(answer := Response(), visitor)
    sent = "; ".join(each.partition(";")[0] for each in answer.headers.getlist("set-cookie"))
    headers = [(b"cookie", sent.encode())]
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers, "client": None}
    return Request(scope)


class Asked:
    """Services that note which tokens they are to take back; some are away."""

    def __init__(self, *, away: int = 0) -> None:
        self.tokens: list[str] = []
        self.identities = [self] * (3 - away) + [Away()] * away

    async def RevokeToken(self, request: Any, **_: Any) -> None:  # noqa: N802 — of the contract
        self.tokens.append(request.token)


class Away:
    """A service that does not answer."""

    async def RevokeToken(self, *_: Any, **__: Any) -> None:  # noqa: N802 — of the contract
        raise TimeoutError


def visit(request: Request, visitor: Visitor, services: Asked) -> Visit:
    return Visit(request, WORDS["en"], visitor, cast("Services", services), Hub())


async def test_a_copied_cookie_is_worth_nothing_after_the_sign_out() -> None:
    own, asked = sessions(), Asked()
    request = begun(own)
    assert own.visitor(request).subject == "anna"
    renewed = replace(ANNA, token="renewed", session=own.visitor(request).session)
    copy = begun(own, renewed)  # somebody went on with it elsewhere
    await sign_out(visit(request, renewed, asked), own, Response())
    assert own.visitor(request) == own.visitor(copy) == PUBLIC
    assert sorted(asked.tokens) == ["renewed"] * 3 + ["token"] * 3  # at every service


async def test_streams_of_a_session_end_with_it() -> None:
    own = sessions()
    request, there = begun(own), begun(own)
    asked = visit(request, ANNA, Asked())

    async def watch() -> AsyncIterator[tuple[int, str]]:
        yield 0, "a"
        await asyncio.sleep(60)

    def stream(of: Request) -> AsyncIterator[bytes]:
        return asked.hub.read("key", watch, time.time() + 600, Reader(own.visitor(of).session))

    copied, others = stream(request), stream(there)
    for each in (copied, others):
        await anext(each)
    await sign_out(asked, own, Response())
    async with asyncio.timeout(60):
        assert not [each async for each in copied if each.startswith(b"data")]
    assert (await anext(others)).startswith(b"data")


async def test_what_was_not_revoked_is_logged_by_name() -> None:
    own = sessions()
    request = begun(own)
    with capture_logs() as logs:
        await sign_out(visit(request, ANNA, Asked(away=2)), own, Response())
    told = [each["problem"] for each in logs if each["event"] == "sign_out.not_revoked"]
    assert told == ["TimeoutError"] * 2


async def test_two_sessions_of_one_person_end_apart() -> None:
    own = sessions()
    here, there = begun(own), begun(own)
    await sign_out(visit(here, ANNA, Asked()), own, Response())
    assert own.visitor(there).subject == "anna"


async def test_a_session_ends_here_though_services_are_away() -> None:
    own, asked = sessions(), Asked(away=1)
    request = begun(own)
    async with asyncio.timeout(60):
        await sign_out(visit(request, ANNA, asked), own, Response())
    assert own.visitor(request) == PUBLIC
    assert asked.tokens == ["token"] * 2


async def test_who_has_no_session_has_nothing_taken_back() -> None:
    own, asked = sessions(), Asked()
    request = begun(own)
    await sign_out(visit(request, ANNA, asked), own, Response())
    asked.tokens.clear()
    await sign_out(visit(request, PUBLIC, asked), own, Response())
    assert (asked.tokens, len(own.ended)) == ([], 1)


@pytest.mark.parametrize(
    ("unused", "goes_on"), [(-60.0, True), (HOUR - 60, True), (HOUR + 60, False)]
)
def test_one_that_was_not_used_for_long_is_not_renewed(unused: float, goes_on: bool) -> None:
    own = sessions()
    request = begun(own, replace(ANNA, expires=time.time() - unused))
    assert (own.visitor(request) != PUBLIC) is goes_on

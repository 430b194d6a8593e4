"""What visitors without a session can do to those who have one, where a provider signs in.

Promises that a provider that is away costs each visitor no more than one of them, and that no
browser keeps more sign-ins than a request can carry.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any, cast

import pytest
from starlette.requests import Request

from services.chassis.keys import keyring
from services.pages.identity.attempts import (
    MOST_AT_ONCE,
    OF_ADDRESS,
    OF_ALL,
    Attempts,
    TooOften,
)
from services.pages.identity.provider import Provider, Tokens
from services.pages.identity.published import Away
from services.pages.identity.sign_in import MOST_UNDER_WAY, AtProvider, Begun
from services.pages.refused import Refused
from services.pages.sessions import Sessions, Visitor
from services.pages.settings import Settings
from tests.waiting import until

HOUR = 3600.0
SECRET_KEYS, IDLE = f"1:{'00' * 16}", HOUR


def stopped_clock() -> float:
    """What is gone does not come back while a test runs."""
    return 1000.0


@asynccontextmanager
async def provider(*, sound: bool) -> AsyncIterator[tuple[Provider, list[str]]]:
    """One at a server that answers as a provider, or hangs up; and what it was asked for."""
    asked = list[str]()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = (await reader.readuntil(b"\r\n\r\n")).decode().split()
        asked.append(line[1])
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        said = {"issuer": url, "keys": [], "error": "invalid_grant"}
        said["revocation_endpoint"] = f"{url}/revoke"
        body = json.dumps(said | dict.fromkeys(names, f"{url}/x"))
        if sound:
            head = f"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {len(body)}\r\n\r\n"
            writer.write((head + body).encode())
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    stated = {
        "MOTCUA_LISTEN": "127.0.0.1:0",
        "MOTCUA_SECRET_KEYS": SECRET_KEYS,
        "MOTCUA_PAGES_CATALOG": "127.0.0.1:1",
        "MOTCUA_PAGES_SUBMISSIONS": "127.0.0.1:1",
        "MOTCUA_PAGES_METRICS": "127.0.0.1:1",
        "MOTCUA_PAGES_ISSUER": url,
        "MOTCUA_PAGES_CLIENT_ID": "pages",
        "MOTCUA_PAGES_ADDRESS": "http://127.0.0.1",
    }
    async with server:
        yield Provider(Settings.from_environment(stated)), asked


async def test_many_who_want_to_sign_in_ask_a_provider_that_is_away_once() -> None:
    async with provider(sound=False) as (found, asked):
        ends = await asyncio.gather(
            *(found.published.current() for _ in range(20)), return_exceptions=True
        )
        assert {type(each) for each in ends} == {Away}
        assert len(asked) == 1
        # Which is one line in the log: anybody asks as often as he likes.
        assert [isinstance(each, Away) and each.again for each in ends] == [False] + [True] * 19


def request(cookies: dict[str, str]) -> Request:
    """Of a browser that has these."""
    sent = "; ".join(f"{name}={value}" for name, value in cookies.items())
    headers = [(b"cookie", sent.encode())]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": headers})


def kept(cookies: dict[str, str], headers: Any) -> dict[str, str]:
    """What a browser has after an answer."""
    found = dict(cookies)
    for each in headers.getlist("set-cookie"):
        name, _, rest = each.partition("=")
        if "Max-Age=0" in rest:
            found.pop(name, None)
        else:
            found[name] = rest.partition(";")[0]
    return found


async def test_a_browser_that_leaves_again_and_again_keeps_few_sign_ins() -> None:
    sessions = Sessions(keyring(SECRET_KEYS), behind_tls=True, idle=IDLE)
    async with provider(sound=True) as (found, _):
        services: Any = None  # leaving asks none
        sign_in = AtProvider(found, services, sessions)
        cookies = {"__Host-session": "1.x"}
        for _ in range(3 * MOST_UNDER_WAY):
            answer = await sign_in.leave(request(cookies), "en", "/en/" + "x" * 1_000)
            cookies = kept(cookies, answer.headers)
            under_way = [name for name in cookies if name.startswith("__Host-sign-in-")]
            assert 1 <= len(under_way) <= MOST_UNDER_WAY
        assert cookies["__Host-session"] == "1.x"


async def came_back(sign_in: AtProvider, begun: Begun) -> str:
    """Why a callback with a code that somebody made up is refused."""
    coming = request({})
    coming.scope["query_string"] = f"state={begun.state}&code=made-up".encode()
    with pytest.raises(Refused) as refused:
        await sign_in.come_back(coming, begun)
    return refused.value.reason


def left(number: int) -> Begun:
    """A sign-in that is under way."""
    return Begun(f"state {number}", "nonce", "verifier", "en", "/en/", time.time())


async def test_a_sign_in_comes_back_once_and_the_provider_is_asked_once() -> None:
    services: Any = None
    sessions = Sessions(keyring(SECRET_KEYS), behind_tls=True, idle=IDLE)
    async with provider(sound=True) as (found, asked):
        sign_in = AtProvider(found, services, sessions)
        reasons = [await came_back(sign_in, left(1)) for _ in range(4)]
        assert reasons == ["SIGN_IN_DENIED", *["SIGN_IN_STALE"] * 3]
        assert asked.count("/x") == 2  # the keys, and the code


async def test_callbacks_that_nobody_needs_an_account_for_ask_the_provider_seldom() -> None:
    services: Any = None
    sessions = Sessions(keyring(SECRET_KEYS), behind_tls=True, idle=IDLE)
    async with provider(sound=True) as (found, asked):
        sign_in = AtProvider(found, services, sessions)
        sign_in.attempts = Attempts(clock=stopped_clock)
        reasons = [await came_back(sign_in, left(number)) for number in range(100)]
        tried = int(OF_ADDRESS.burst)
        assert reasons == ["SIGN_IN_DENIED"] * tried + ["SIGN_IN_TOO_OFTEN"] * (100 - tried)
        assert asked.count("/x") == tried + 1
        assert len(sign_in.attempts.used) == tried


async def test_an_office_that_comes_by_one_address_signs_in_as_it_likes() -> None:
    attempts = Attempts(clock=stopped_clock)
    for _ in range(10 * int(OF_ADDRESS.burst)):
        with attempts.trying("office"):
            pass
    with ExitStack() as held:
        for _ in range(MOST_AT_ONCE):  # which all wait for the provider
            held.enter_context(attempts.trying("office"))
        with pytest.raises(TooOften), attempts.trying("office"):
            pass
    for _ in range(int(OF_ADDRESS.burst) - 1):
        attempts.fail("elsewhere")
    with attempts.trying("elsewhere"):
        attempts.fail("elsewhere")
    with pytest.raises(TooOften), attempts.trying("elsewhere"):
        pass


async def test_nobody_keeps_those_out_who_signed_in_from_their_address_before() -> None:
    attempts = Attempts(clock=stopped_clock)
    attempts.succeed("office")
    with ExitStack() as held:
        for number in range(MOST_AT_ONCE):
            held.enter_context(attempts.trying(f"of-many-{number}"))
        with pytest.raises(TooOften), attempts.trying("newcomer"):
            pass
        with attempts.trying("office"):
            pass
    for number in range(int(OF_ALL.burst)):
        attempts.fail(f"of-many-{number}")
    with pytest.raises(TooOften), attempts.trying("newcomer"):
        pass
    for _ in range(int(OF_ADDRESS.burst)):
        with attempts.trying("office"):
            attempts.fail("office")
    with pytest.raises(TooOften), attempts.trying("office"):
        pass


async def test_of_addresses_that_are_known_the_last_ones_are_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("services.pages.identity.attempts.MOST_KNOWN", 2)
    attempts = Attempts(clock=stopped_clock)
    for address in ("a", "b", "a", "c"):
        attempts.succeed(address)
    assert list(attempts.known) == ["a", "c"]


async def test_a_process_that_just_began_takes_a_refresh_token_back_at_the_provider() -> None:
    async with provider(sound=True) as (found, asked):
        assert found.published.known is None
        await found.revoke("refresh")
    assert asked.count("/.well-known/openid-configuration") == 1
    assert "/revoke" in asked


async def test_a_token_that_could_not_be_renewed_is_tried_again_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before it ends: the provider is there again, and nobody has to sign in."""
    monkeypatch.setattr("services.pages.identity.sign_in.MISSED_FOR", 0.01)
    services: Any = None
    sessions = Sessions(keyring(SECRET_KEYS), behind_tls=True, idle=IDLE)
    now = time.time()
    former = Visitor("former", "anna", (), now + 600, "refresh", now - 1, now + HOUR, "session")
    answers: list[Any] = [Away("restarts"), Tokens("another", "refresh", 600.0)]

    async def renew(_: str) -> Tokens:
        answer = answers.pop(0)
        if isinstance(answer, Away):
            raise answer
        return cast("Tokens", answer)

    async def known(found: Tokens, *, ends: float) -> Visitor:
        return replace(former, token=found.access, renewed_at=now + 600, ends=ends)

    async with provider(sound=True) as (found, _):
        sign_in = AtProvider(found, services, sessions)
        monkeypatch.setattr(found, "renew", renew)
        monkeypatch.setattr(sign_in, "known", known)
        assert await sign_in.current(former) == former
        await until(lambda: is_renewed(sign_in, former))
        assert (await sign_in.current(former)).token == "another"  # asked for with the old cookie
    assert answers == []


async def is_renewed(sign_in: AtProvider, visitor: Visitor) -> bool:
    return (await sign_in.current(visitor)).token == "another"

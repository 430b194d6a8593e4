"""What a service, or the sign-in, takes no more of is refused with when to ask again.

Given a refusal with RetryInfo, when a page, a form or open data answers, then Retry-After has its
seconds, rounded up; a refusal without has no such header.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from services.chassis.keys import keyring
from services.pages.app import Shared, application
from services.pages.live import Hub
from services.pages.opendata.routes import routes
from services.pages.refused import refused_by
from services.pages.services import Client, Services
from services.pages.sessions import Sessions
from services.pages.settings import Settings
from tests.pages.test_open_data_read import refused
from tests.pages.test_sign_ins_abused import SECRET_KEYS

STATED = {
    "MOTCUA_LISTEN": "127.0.0.1:0",
    "MOTCUA_SECRET_KEYS": SECRET_KEYS,
    "MOTCUA_PAGES_CATALOG": "127.0.0.1:1",
    "MOTCUA_PAGES_SUBMISSIONS": "127.0.0.1:1",
    "MOTCUA_PAGES_METRICS": "127.0.0.1:1",
}
ASKED = [
    ("GET", "/vi/"),
    ("GET", "/en/indicators"),
    ("GET", "/en/league"),
    ("POST", "/vi/track"),
    ("GET", "/data/catalog.jsonld"),
    ("GET", "/data/figures/online_handling.csv"),
]


async def nobody(_: Any) -> str:
    """A sign-in that knows no account."""
    return ""


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    """Of pages whose services are not there."""
    settings = Settings.from_environment(STATED)
    async with Services("127.0.0.1:1", "127.0.0.1:1", "127.0.0.1:1") as services:
        sessions = Sessions(keyring(SECRET_KEYS), behind_tls=False, idle=60)
        sign_in: Any = nobody
        shared = Shared(services, sessions, Hub(), sign_in)
        app = application(shared, behind_tls=False, data=routes(services, settings))
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://pages") as client:
            yield client


@pytest.mark.parametrize(("after", "said"), [(0.05, "1"), (2.0, "2"), (29.2, "30"), (0.0, None)])
@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
async def test_what_a_service_refuses_for_now_says_when_to_ask_again(
    browser: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
    asked: tuple[str, str],
    after: float,
    said: str | None,
) -> None:
    async def call(*_: Any, **__: Any) -> Any:
        raise refused_by(refused("RATE_EXCEEDED", after=after))

    monkeypatch.setattr(Client, "call", call)
    form = {"number": "1", "secret": "2"} if "POST" in asked else None
    answer = await browser.request(*asked, data=form)
    assert answer.status_code == 429
    assert answer.headers.get("retry-after") == said


async def test_a_sign_in_that_failed_too_often_says_when_to_try_again(
    browser: httpx.AsyncClient,
) -> None:
    for _ in range(40):
        answer = await browser.post("/en/sign-in", data={"account": "x", "password": "y"})
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 6

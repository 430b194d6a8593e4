"""Signing in to the pages at a real identity provider: the code flow, its renewals and its ends.

One stack for all tests, whose services believe that provider. Whoever attacks has his own browser,
and may change whatever passes through it.
"""

from __future__ import annotations

import asyncio
import base64
import re
import shutil
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import httpx
import pytest

from deploy.embedded.directory import make_temporary
from services.console.portal.client import Portal
from tests.browser import browser, context_in, faults, needs_chromium
from tests.chassis.issuing import stated, toml
from tests.e2e.office import Office
from tests.oidc import Provider, browsing
from tests.pages.entrance import LOGIN, STAFF, Entrance, SignedIn, configured
from tests.waiting import until

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
async def stack(oidc_running: Provider) -> AsyncIterator[SignedIn]:
    path = make_temporary()
    issuers = toml(
        stated(
            url=oidc_running.url,
            allow=[{"roles": ["inspector"], "unit": "*"}],
            grant=[{"claim": "roles", "value": "inspectors", "role": "inspector", "unit": "*"}],
        )
    )
    made = SignedIn(path, environment={"MOTCUA_ISSUERS": issuers})
    made.provider = oidc_running
    await made.start(pages=True)
    async with Portal(made.describe()) as portal:
        await Office.open(portal)
    yield made
    await made.stop()
    shutil.rmtree(path)


@pytest.fixture
async def entrance(stack: SignedIn, oidc: Provider) -> Entrance:
    found = Entrance(stack, oidc)
    configured(oidc, found.address)
    await oidc.configure()
    return found


async def test_one_comes_back_to_where_one_was_and_signs_out_at_both(entrance: Entrance) -> None:
    async with browsing() as client:
        sent = await entrance.get(client, STAFF)
        assert (sent.status_code, sent.headers["location"]) == (
            303,
            f"/en/sign-in?next={STAFF}",
        )
        offered = await entrance.get(client, sent.headers["location"])
        assert f"Sign in at {urlsplit(entrance.provider.url).netloc}" in offered.text
        url = await entrance.left(client)
        asked = {name: each[0] for name, each in parse_qs(urlsplit(url).query).items()}
        assert asked["redirect_uri"] == f"{entrance.address}/sign-in/callback"
        assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
        assert all(len(asked[each]) >= 43 for each in ("state", "nonce", "code_challenge"))
        answer = await client.get(await entrance.returned(client, url))
        assert (answer.status_code, answer.headers["location"]) == (303, STAFF), answer.text
        assert not [each for each in client.cookies.jar if each.name.startswith("sign-in")]
        page = await entrance.get(client, STAFF)
        assert page.status_code == 200
        assert "oidc" in page.text  # the pseudonym's beginning, beside the way out
        for each in client.cookies.jar:
            if each.name.startswith("session"):
                assert each.has_nonstandard_attr("HttpOnly")
                assert each.get_nonstandard_attr("SameSite") == "lax"
        copied = client.cookies.get("session", domain="127.0.0.1") or ""
        out = await client.post(f"{entrance.address}/en/sign-out")
        left = await entrance.get(client, out.headers["location"])
        [there] = re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', left.text)
        assert not await entrance.is_signed_in(client)
        client.cookies.set("session", copied, domain="127.0.0.1", path="/")
        assert not await entrance.is_signed_in(client)
        ended = await entrance.provider.walked(
            client, there.replace("&amp;", "&"), "", until=f"{entrance.address}/signed-out"
        )
        last = await client.get(ended)
        assert last.headers["location"] == "/en/signed-out"


async def test_who_is_signed_in_there_comes_back_without_typing(entrance: Entrance) -> None:
    async with browsing() as client:
        await entrance.sign_in(client)
        for each in list(client.cookies.jar):
            if each.name.startswith("session"):
                client.cookies.jar.clear(each.domain, each.path, each.name)
        assert not await entrance.is_signed_in(client)
        answer = await client.get(await entrance.left(client))
        while urlsplit(answer.headers["location"]).path != STAFF:
            answer = await client.get(urljoin(str(answer.url), answer.headers["location"]))
        assert await entrance.is_signed_in(client)


def changed(url: str, **parameters: str | None) -> str:
    """A callback's address with other parameters; None leaves one out."""
    parts = urlsplit(url)
    found = {name: each[0] for name, each in parse_qs(parts.query).items()}
    kept = {name: each for name, each in {**found, **parameters}.items() if each is not None}
    return parts._replace(query=urlencode(kept)).geturl()


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"state": "another"}, "SIGN_IN_STALE"),
        ({"state": None}, "SIGN_IN_STALE"),
        ({"iss": "https://elsewhere.example"}, "SIGN_IN_UNSOUND"),
        ({"iss": None}, "SIGN_IN_UNSOUND"),
        ({"code": "guessed"}, "SIGN_IN_DENIED"),
        ({"code": None}, "SIGN_IN_UNSOUND"),
        ({"code": None, "error": "access_denied"}, "SIGN_IN_DENIED"),
    ],
)
async def test_an_answer_that_was_changed_signs_nobody_in(
    entrance: Entrance, parameters: dict[str, str | None], reason: str
) -> None:
    async with browsing() as client:
        back = await entrance.returned(client, await entrance.left(client))
        answer = await client.get(changed(back, **parameters))
        assert answer.status_code in {400, 403}
        assert reason in answer.text
        assert not await entrance.is_signed_in(client)


async def test_an_answer_signs_in_the_browser_that_left_and_no_other_and_once(
    entrance: Entrance,
) -> None:
    async with browsing() as attacker, browsing() as victim:
        back = await entrance.returned(attacker, await entrance.left(attacker))
        answer = await victim.get(back)  # as a link that he was sent
        assert (answer.status_code, "SIGN_IN_STALE" in answer.text) == (400, True)
        own = await entrance.left(victim)
        state = parse_qs(urlsplit(own).query)["state"][0]
        answer = await victim.get(changed(back, state=state))  # another's code, his own state
        assert "SIGN_IN_DENIED" in answer.text  # PKCE: the verifier is another one
        assert not await entrance.is_signed_in(victim)
    async with browsing() as client:
        back = await entrance.returned(client, await entrance.left(client))
        assert (await client.get(back)).status_code == 303
        assert "SIGN_IN_STALE" in (await client.get(back)).text


@pytest.mark.parametrize(
    "to",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "/en//x", "x"],
)
async def test_nobody_is_sent_elsewhere_afterwards(entrance: Entrance, to: str) -> None:
    async with browsing() as client:
        answer = await entrance.sign_in(client, to)
        assert answer.headers["location"] == "/en/"


async def test_a_form_of_another_site_signs_nobody_out(entrance: Entrance) -> None:
    async with browsing() as client:
        await entrance.sign_in(client)
        for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
            answer = await client.post(f"{entrance.address}/en/sign-out", headers=headers)
            assert answer.status_code == 403
        assert await entrance.is_signed_in(client)


async def test_a_token_is_renewed_before_its_end_once_for_all_pages(entrance: Entrance) -> None:
    entrance.provider.lives = 4
    await entrance.provider.configure()
    async with browsing() as client:
        await entrance.sign_in(client)
        # A refresh token that was used twice would end all of them.
        for path, status, lives in (("/en/nowhere", 404, 4), (STAFF, 200, 3600)):
            before = client.cookies["session"]
            entrance.provider.lives = lives  # by the last, services are asked, however slowly
            await entrance.provider.configure()
            await asyncio.sleep(3.5)  # most of the token's life
            answers = await asyncio.gather(*(entrance.get(client, path) for _ in range(5)))
            assert {each.status_code for each in answers} == {status}
            assert client.cookies["session"] != before


async def test_what_cannot_be_renewed_ends_and_one_signs_in_again(entrance: Entrance) -> None:
    entrance.provider.lives, entrance.provider.ttl = 10, {"RefreshToken": 1}
    await entrance.provider.configure()
    async with browsing() as client:
        await entrance.sign_in(client)
        await until(lambda: not_there(entrance, client), every=0.5)
        assert not await entrance.is_signed_in(client)


async def not_there(entrance: Entrance, client: httpx.AsyncClient) -> bool:
    answer = await entrance.get(client, STAFF)
    return answer.status_code == 303 and answer.headers["location"].startswith("/en/sign-in?next=")


async def test_an_account_that_services_know_nothing_of_may_see_what_the_public_may(
    entrance: Entrance,
) -> None:
    async with browsing() as client:
        await entrance.sign_in(client, login="nobody-in-particular")
        answer = await entrance.get(client, STAFF)
        assert answer.status_code == 403


async def test_a_provider_that_is_away_is_said(entrance: Entrance) -> None:
    await entrance.stack.pages.kill()  # which may know its document already
    await entrance.stack.pages.start()
    await entrance.provider.stop()
    async with browsing() as client:
        answer = await entrance.get(client, "/vi/sign-in/go")
        assert (answer.status_code, "SIGN_IN_UNAVAILABLE" in answer.text) == (503, True)
        assert (await entrance.get(client, "/en/indicators")).status_code == 200
        await entrance.provider.start()
        await until(lambda: is_back(entrance, client), every=0.5)


async def is_back(entrance: Entrance, client: httpx.AsyncClient) -> bool:
    return (await entrance.get(client, "/vi/sign-in/go")).status_code == 303


async def test_a_cookie_that_was_changed_or_is_of_something_else_is_none(
    entrance: Entrance,
) -> None:
    async with browsing() as client:
        await entrance.left(client)
        [under_way] = [each for each in client.cookies.jar if each.name.startswith("sign-in")]
        client.cookies.set("session", under_way.value or "")
        assert not await entrance.is_signed_in(client)
        await entrance.sign_in(client)
        good = client.cookies.get("session", domain="127.0.0.1") or ""
        number, key, sealed = good.strip('"').split(".")
        assert number == "1"
        flipped = bytearray(base64.urlsafe_b64decode(sealed))
        flipped[20] ^= 1
        client.cookies.clear()
        client.cookies.set("session", f"1.{key}.{base64.urlsafe_b64encode(flipped).decode()}")
        assert not await entrance.is_signed_in(client)


@needs_chromium
async def test_a_browser_without_script_signs_in_and_out(entrance: Entrance) -> None:
    async with browser() as chromium:
        context = await context_in(chromium, java_script_enabled=False)
        tab: Any = await context.new_page()
        await tab.goto(f"{entrance.address}{STAFF}")
        await tab.get_by_role("link", name="Sign in at").click()
        await tab.locator("input[name=login]").fill(LOGIN)
        await tab.locator("input[name=password]").fill("any")
        await tab.locator("button[type=submit]").click()
        await tab.wait_for_url(f"{entrance.address}{STAFF}")
        await tab.get_by_role("button", name="Sign out").click()
        await tab.wait_for_url(lambda url: url.startswith(entrance.provider.url))
        await tab.locator("button[name=logout]").click()
        await tab.wait_for_url(f"{entrance.address}/en/signed-out")
        await tab.goto(f"{entrance.address}{STAFF}")
        assert "/en/sign-in" in tab.url
        judged = await (await context_in(chromium)).new_page()
        for path in ("/vi/sign-in", "/vi/signed-out", "/sign-in/callback?state=none"):
            await judged.goto(f"{entrance.address}{path}")
            assert await faults(judged) == []

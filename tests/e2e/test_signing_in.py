"""Sign-in by device code: against a real OpenID Connect provider, and against one that answers as
RFC 8628 lets it. Must not need a service: test_console_elsewhere calls one by such a token.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.console.outcome import Mistake, Refused, Unavailable
from services.console.portal import issuer as issuers
from services.console.portal import sign_ins
from services.console.portal.contexts import Context, Contexts
from services.console.portal.device_code import SLOWER, Code, agreed
from services.console.portal.issuer import Issuer, discovered, post, speaking
from services.console.portal.revoking import is_revoked_at_issuer
from services.console.portal.sign_ins import SignedIn
from tests.e2e.commands import environment
from tests.oidc import Provider

ADDRESS = re.compile(r"or open (\S+)")
WAITS = st.sampled_from(["authorization_pending", "slow_down", "away"])
ENDS = {
    "token": "",
    "access_denied": "ACCESS_DENIED",
    "expired_token": "CODE_EXPIRED",
    "invalid_client": "SIGN_IN_REFUSED",
}
CODE = Code("device", "AAAA-BBBB", "http://a", "", every=5.0, lasts=10_000.0)


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, oidc: Provider) -> Iterator[Context]:
    """The one in use of a user who has nothing else."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    found = Context(
        "city", "127.0.0.1:1", issuer=oidc.url, client_id="console",
        scope="openid offline_access motcua",
    )  # fmt: skip
    Contexts().added(found).using("city").keep()
    return found


@pytest.fixture
async def signed_in(context: Context, oidc: Provider) -> Context:
    """As after a sign-in, which one test does by code."""
    answer = await oidc.signed_in("clerk", "console")
    sign_ins.keep(context, sign_ins.SignIn.given(context, answer))
    return context


async def test_somebody_signs_in_by_a_code_and_nothing_secret_is_shown(
    context: Context, oidc: Provider, tmp_path: Path
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "services.console", "sign-in",
        cwd=tmp_path, env={**environment("C.UTF-8"), "XDG_CONFIG_HOME": str(tmp_path)},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr
    said = ""
    while not (found := ADDRESS.search(said)):
        line = await process.stderr.readline()
        assert line, said
        said += line.decode()
    await oidc.approve(found[1], "clerk")
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    kept = sign_ins.kept(context)
    assert kept
    file = tmp_path / "motcua" / "sign-ins" / "city.json"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    shown = said + out.decode() + err.decode()
    assert "Signed in to city, and renewed" in shown
    assert not [each for each in (kept.access_token, kept.refresh_token) if each in shown]


async def test_a_token_that_ends_soon_is_renewed_once_by_many_commands(signed_in: Context) -> None:
    before = sign_ins.kept(signed_in)
    assert before
    assert await sign_ins.renewed(signed_in, before) is before
    sign_ins.keep(signed_in, ending := replace(before, expires=time.time() + 1))
    many = [SignedIn(signed_in, ending) for _ in range(4)]
    await asyncio.gather(*(each.renew() for each in many))
    tokens = {each.token("", "", "") for each in many}
    assert len(tokens) == 1
    assert before.access_token not in tokens
    # The issuer takes a refresh token once; the next one was kept.
    again = sign_ins.kept(signed_in)
    assert again
    sign_ins.keep(signed_in, ended := replace(again, expires=time.time() - 1))
    assert (await sign_ins.renewed(signed_in, ended)).left > sign_ins.LEFT


async def test_a_sign_in_that_ended_says_so_and_is_forgotten(signed_in: Context) -> None:
    before = sign_ins.kept(signed_in)
    assert before
    assert await is_revoked_at_issuer(signed_in, before)
    sign_ins.keep(signed_in, ended := replace(before, expires=time.time() - 1))
    with pytest.raises(Refused, match="Sign in again") as refused:
        await sign_ins.renewed(signed_in, ended)
    assert before.refresh_token not in refused.value.message
    assert sign_ins.kept(signed_in) is None


async def test_a_token_is_used_to_its_end_while_the_issuer_is_away(
    signed_in: Context, oidc: Provider
) -> None:
    before = sign_ins.kept(signed_in)
    assert before
    await oidc.stop()
    ending = replace(before, expires=time.time() + 30)
    sign_ins.keep(signed_in, ending)
    assert await sign_ins.renewed(signed_in, ending) == ending
    ended = replace(before, expires=time.time() - 1)
    sign_ins.keep(signed_in, ended)
    with pytest.raises(Unavailable, match="does not answer"):
        await sign_ins.renewed(signed_in, ended)
    assert sign_ins.kept(signed_in) == ended


async def test_a_sign_in_is_for_the_installation_it_was_made_for(signed_in: Context) -> None:
    assert sign_ins.kept(signed_in)
    for other in ("server", "issuer", "client_id"):
        assert sign_ins.kept(replace(signed_in, **{other: "another"})) is None


@pytest.mark.parametrize(
    ("issuer", "message"),
    [
        ("http://id.example.vn", "https"),
        ("id.example.vn", "https"),
        ("file:///etc/passwd", "https"),
    ],
)
async def test_nobody_signs_in_over_plain_text(issuer: str, message: str) -> None:
    with pytest.raises(Mistake, match=message):
        async with speaking(issuer):
            raise AssertionError


class Scripted:
    """An issuer that answers what it is told to, one after the other."""

    def __init__(self, answers: list[str], **published: str) -> None:
        self.answers, self.pauses, self.forms = answers, [], []
        self.published = {"issuer": "http://127.0.0.1", **published}
        routes = [
            Route("/token", self.token, methods=["POST"]),
            Route("/.well-known/openid-configuration", self.discovery),
        ]
        self.app = Starlette(routes=routes)

    async def discovery(self, _: Request) -> Response:
        return JSONResponse(self.published)

    async def token(self, request: Request) -> Response:
        self.forms.append(dict(parse_qsl((await request.body()).decode())))
        answer = self.answers[len(self.forms) - 1]
        if answer == "away":
            return Response("<html>", status_code=502)
        if answer == "token":
            return JSONResponse({"access_token": "t", "token_type": "Bearer"})
        return JSONResponse({"error": answer, "error_description": "why"}, status_code=400)

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def client(self) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app)
        return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")

    async def agreed(self, code: Code = CODE) -> dict[str, Any]:
        issuer = Issuer("http://127.0.0.1/token", "http://127.0.0.1/device", "")
        form = {"client_id": "console", "resource": ""}
        async with self.client() as client:
            return await agreed(client, issuer, code, form, sleep=self.sleep)


def pauses_of(waits: list[str]) -> list[float]:
    """Section 3.5, naively: five seconds more for each slow_down, twice as long after a failure."""
    found = [CODE.every]
    for each in waits:
        last = found[-1]
        more = {"slow_down": last + SLOWER, "away": min(2 * last, 120.0)}
        found.append(more.get(each, last))
    return found


@settings(max_examples=40)
@given(waits=st.lists(WAITS, max_size=8), end=st.sampled_from(sorted(ENDS)))
async def test_the_issuer_is_asked_no_more_often_than_it_likes(waits: list[str], end: str) -> None:
    issuer = Scripted([*waits, end])
    if ENDS[end]:
        with pytest.raises(Refused) as refused:
            await issuer.agreed()
        assert refused.value.reason == ENDS[end]
    else:
        assert (await issuer.agreed())["access_token"] == "t"
    assert issuer.pauses == pauses_of(waits)
    expected = {"client_id": "console", "device_code": "device"}
    assert all(expected.items() <= form.items() for form in issuer.forms)
    assert not any("resource" in form for form in issuer.forms)


async def test_a_code_that_nobody_uses_ends() -> None:
    issuer = Scripted(["authorization_pending"] * 9)
    with pytest.raises(Refused) as refused:
        await issuer.agreed(replace(CODE, lasts=22.0))
    assert (refused.value.reason, len(issuer.forms)) == ("CODE_EXPIRED", 4)


@pytest.mark.parametrize(
    ("published", "message"),
    [
        ({"issuer": "http://127.0.0.1:2"}, "calls itself"),
        ({"token_endpoint": "http://127.0.0.1/t"}, "offers no sign-in by device code"),
        ({"token_endpoint": "http://id.example.vn/t"}, "https"),
    ],
)
async def test_an_issuer_that_cannot_be_used_is_a_mistake(
    published: dict[str, str], message: str
) -> None:
    async with Scripted([], **published).client() as client:
        with pytest.raises(Mistake, match=message):
            await discovered(client, "http://127.0.0.1")


async def test_what_an_issuer_answers_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    async def large(_: Request) -> Response:
        return Response(b"[" + b" " * 10_000_000)

    async def slow(_: Request) -> Response:
        await asyncio.sleep(30)
        raise AssertionError

    for path, answer, within, why in (
        ("/large", large, 60.0, "larger"),
        ("/slow", slow, 0.5, "does not answer"),
    ):
        monkeypatch.setattr(issuers, "ANSWERS_WITHIN", within)
        known = "/.well-known/openid-configuration"
        app = Starlette(routes=[Route(path + known, answer), Route(path, answer, methods=["POST"])])
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            with pytest.raises(Unavailable, match=why):
                await post(client, f"http://127.0.0.1{path}", {})
            with pytest.raises(Unavailable, match=why):
                await discovered(client, f"http://127.0.0.1{path}")


@pytest.mark.parametrize(
    ("kept", "words", "message"),
    [
        ({}, ("sign-in",), "nobody to sign in to on this machine"),
        ({"city": Context("city", "a")}, ("sign-out",), "does not say where users sign in"),
    ],
)
def test_where_nobody_can_sign_in_is_said_with_what_to_do(
    kept: dict[str, Context],
    words: tuple[str, ...],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from click.testing import CliRunner

    from services.console.__main__ import main

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    Contexts(kept, next(iter(kept), "")).keep()
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, message in done.output, "--issuer" in done.output) == (2, True, True)


async def test_a_person_reads_what_to_do_in_vietnamese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from services.console.commands.sign_in import show

    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    show(replace(CODE, address_with_code="http://a/AAAA-BBBB"))
    assert "Mở http://a trong trình duyệt và nhập AAAA-BBBB" in capsys.readouterr().err

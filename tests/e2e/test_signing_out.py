"""Signing out in a console: the access token ends at every service that can be reached, and whoever
could not be is named. A server of the tests' own stands for a service, with what every one offers.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.console.commands.sign_in import signed_in, signed_out
from services.console.instants import LOCAL
from services.console.outcome import Refused
from services.console.portal import sign_ins
from services.console.portal.contexts import Context, Contexts
from services.console.portal.issuer import Denied
from services.console.portal.revoking import Unrevoked, revoke
from services.console.portal.sign_ins import SignIn
from tests.chassis.echo import Client, Echo, refused, request, running, token
from tests.oidc import Provider

NOBODY = "127.0.0.1:1"
ENDS = time.time() + 24 * 60 * 60  # said when tests are collected, used at their end
UNTIL = f"{datetime.fromtimestamp(ENDS, UTC).astimezone(LOCAL):%Y-%m-%d %H:%M}"


@pytest.fixture
async def service() -> AsyncIterator[Client]:
    async with running(Echo()) as found:
        yield found


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def kept(context: Context, access: str, *, refresh: str = "refresh") -> Context:
    """As after a sign-in."""
    Contexts().added(context).using(context.name).keep()
    who = (context.server, context.issuer, context.client_id)
    sign_ins.keep(context, SignIn(*who, access, refresh, ENDS))
    return context


def at(issuer: str, **services: str) -> Context:
    """An installation with one address of each service; those not named do not answer."""
    addresses = dict.fromkeys(("catalog", "submissions", "metrics"), NOBODY) | services
    server = ",".join(f"{name}={address}" for name, address in addresses.items())
    return Context("city", server, issuer=issuer, client_id="console")


async def is_given_back(service: Client, auth: str) -> bool:
    """Whether the service refuses the token for that."""
    said = await refused(service.call("Ask", request(), auth=auth))
    return bool(said.reason == "TOKEN_REVOKED")


async def console(*words: str) -> str:
    """What a command says on its way, which has to come to its end."""
    command = (sys.executable, "-m", "services.console", *words)
    running = await asyncio.create_subprocess_exec(*command, stderr=subprocess.PIPE)
    _, said = await running.communicate()
    assert running.returncode == 0, said.decode()
    return said.decode()


async def test_everybody_takes_the_tokens_back(
    service: Client, oidc: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, answer = token(), await oidc.signed_in("clerk", "console")
    every = dict.fromkeys(("catalog", "submissions", "metrics"), service.address)
    context = at(oidc.url, **every)
    kept(context, mine.removeprefix("Bearer "), refresh=answer["refresh_token"])
    await service.call("Ask", request(), auth=mine)
    await signed_out(context)
    assert capsys.readouterr().err == "Signed out of city.\n"
    assert await is_given_back(service, mine)
    form = {"grant_type": "refresh_token", "refresh_token": answer["refresh_token"]}
    assert (await oidc.post("token", "console", **form))["error"] == "invalid_grant"
    assert sign_ins.kept(context) is None


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "C.UTF-8",
            [
                "Signed out here, and not everywhere.",
                f"could not be revoked at: submissions, metrics; it is good there until {UNTIL}.",
                f"The sign-in could not be revoked at http://{NOBODY}",
            ],
        ),
        (
            "vi_VN.UTF-8",
            [
                "Đã đăng xuất, nhưng chỉ ở đây.",
                f"mã truy cập ở: submissions, metrics; ở đó mã còn hiệu lực đến {UNTIL}.",
                f"phiên đăng nhập ở http://{NOBODY}",
            ],
        ),
    ],
)
async def test_who_could_not_be_reached_is_named_and_the_others_took_it_back(
    service: Client,
    lang: str,
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LC_ALL", lang)
    mine = token(sub=lang)
    secret = mine.removeprefix("Bearer ")
    context = kept(at(f"http://{NOBODY}", catalog=service.address), secret)
    await signed_out(context)
    shown = capsys.readouterr().err
    assert [each for each in words if each not in shown] == []
    assert secret not in shown
    assert await is_given_back(service, mine)
    assert sign_ins.kept(context) is None


@pytest.mark.parametrize(
    "words",
    [
        ["remove", "city"],
        ["add", "city", "--server", "elsewhere.example.vn"],
        ["add", "city", "--server", "ADDRESS", "--issuer", "https://b", "--client-id", "console"],
    ],
)
async def test_a_context_that_is_given_up_ends_its_sign_in(
    service: Client, words: list[str]
) -> None:
    mine = token(sub=" ".join(words))
    context = at(f"http://{NOBODY}", catalog=service.address)
    kept(context, mine.removeprefix("Bearer "))
    stated = [context.server if each == "ADDRESS" else each for each in words]
    said = await console("context", *stated)
    assert "sign-in to city before was not ended everywhere" in said
    assert "could not be revoked at: submissions, metrics" in said
    assert await is_given_back(service, mine)
    assert sign_ins.kept(context) is None


async def test_a_context_that_is_stated_again_as_it_was_keeps_its_sign_in(service: Client) -> None:
    mine = token(sub="again")
    context = kept(at(f"http://{NOBODY}", catalog=service.address), mine.removeprefix("Bearer "))
    words = ["--server", context.server, "--issuer", context.issuer, "--client-id", "console"]
    await console("context", "add", "city", *words)
    assert sign_ins.kept(context) is not None
    await service.call("Ask", request(), auth=mine)


async def test_who_signs_in_again_ends_the_sign_in_before(
    service: Client, oidc: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, answer = token(sub="before"), await oidc.signed_in("clerk", "console")
    every = dict.fromkeys(("catalog", "submissions", "metrics"), service.address)
    context = at(oidc.url, **every)
    kept(context, mine.removeprefix("Bearer "), refresh=answer["refresh_token"])

    async def denied(*_: object) -> None:
        raise Denied("access_denied", "")

    async def agreed(*_: object) -> dict[str, Any]:
        return await oidc.signed_in("clerk", "console")

    monkeypatch.setattr("services.console.commands.sign_in.agreed", denied)
    with pytest.raises(Refused):
        await signed_in(context)
    await service.call("Ask", request(), auth=mine)  # who gave up stays signed in
    monkeypatch.setattr("services.console.commands.sign_in.agreed", agreed)
    await signed_in(context)
    assert await is_given_back(service, mine)
    form = {"grant_type": "refresh_token", "refresh_token": answer["refresh_token"]}
    assert (await oidc.post("token", "console", **form))["error"] == "invalid_grant"


async def test_a_file_that_is_gone_keeps_nobody_signed_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = str(tmp_path / "ca.pem")
    context = Context("city", "a.example.vn", ca=gone, issuer="https://b", client_id="console")
    kept(context, "token")
    await signed_out(context)
    assert "catalog, submissions, metrics" in capsys.readouterr().err
    assert sign_ins.kept(context) is None


async def test_a_service_that_never_believed_the_token_did_not_revoke_it(service: Client) -> None:
    context = at(f"http://{NOBODY}", catalog=service.address)
    left = await revoke(context, SignIn(context.server, context.issuer, "console", "other"))
    assert left == Unrevoked(("catalog", "submissions", "metrics"), issuer=True)

"""What an issuer publishes of itself, as services, pages and console read it.

Given a document, sound or odd, then its endpoints, or a failure that names which one is not.
"""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as some
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.chassis.oidc import discovery
from services.chassis.oidc.discovery import Metadata, OtherIssuer, discovered, well_known
from services.chassis.oidc.jwks import Unfit

ISSUER = "https://id.city.example/realms/city"
AT = "/realms/city/.well-known/openid-configuration"


def client(body: bytes | str, *, status: int = 200, **headers: str) -> httpx.AsyncClient:
    """Of a server that answers so at the usual place, and another thing elsewhere."""

    async def answer(_: Request) -> Response:
        named = {name.replace("_", "-"): each for name, each in headers.items()}
        return Response(body, status, named)

    app = Starlette(routes=[Route(AT, answer)])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://id.city.example")


async def read(published: Any, **odd: Any) -> Metadata:
    async with client(json.dumps(published), **odd) as asked:
        return await discovered(asked, ISSUER)


def metadata(issuer: str = ISSUER, **published: Any) -> Metadata:
    return Metadata(issuer, well_known(issuer), published)


async def test_an_issuers_own_document_says_where_it_answers() -> None:
    found = await read({"issuer": ISSUER, "token_endpoint": f"{ISSUER}/token"})
    assert found.endpoint("token_endpoint") == f"{ISSUER}/token"
    assert found.offered("revocation_endpoint") == ""
    with pytest.raises(Unfit, match=r"openid-configuration names no jwks_uri over https"):
        found.endpoint("jwks_uri")


@pytest.mark.parametrize(
    "odd",
    [{}, [], "text", None, {"issuer": f"{ISSUER}/"}, {"issuer": ISSUER.upper()}, {"issuer": None}],
    ids=str,
)
async def test_it_is_of_the_issuer_to_the_letter(odd: Any) -> None:
    with pytest.raises(OtherIssuer) as other:
        await read(odd)
    assert other.value.stated == (odd.get("issuer") if isinstance(odd, dict) else None)


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        ({"status": 302, "location": f"https://id.city.example{AT}?again"}, "answers 302"),
        ({"status": 503}, "answers 503"),
        ({"content_encoding": "gzip"}, "compressed"),
    ],
)
async def test_it_is_where_and_how_it_was_asked_for(odd: dict[str, Any], why: str) -> None:
    with pytest.raises(Unfit, match=why):
        await read({"issuer": ISSUER}, **odd)


async def test_it_is_not_large_and_each_name_stands_once() -> None:
    fits = json.dumps({"issuer": ISSUER}).ljust(discovery.LARGEST)
    async with client(fits) as asked:
        assert (await discovered(asked, ISSUER)).issuer == ISSUER
    for body, why in ((f"{fits} ", "larger than"), ('{"issuer": 1, "issuer": 1}', "no JSON")):
        async with client(body) as asked:
            with pytest.raises(Unfit, match=why):
                await discovered(asked, ISSUER)


@pytest.mark.parametrize(
    "url",
    ["http://id.city.example/t", "http://127.0.0.1/t", "file:///t", "https://a@b/", "https://", 7],
)
def test_nobody_is_sent_where_others_listen(url: Any) -> None:
    """Nor from outside onto this machine."""
    found = metadata(token_endpoint=url)
    for asked in (found.endpoint, found.offered):
        with pytest.raises(Unfit, match="token_endpoint"):
            asked("token_endpoint")


def test_an_issuer_on_this_machine_may_do_without_tls() -> None:
    found = metadata("http://127.0.0.1:8080", a="http://localhost/a", b="http://10.0.0.1/b")
    assert found.endpoint("a") == "http://localhost/a"
    with pytest.raises(Unfit, match="names no b"):
        found.endpoint("b")


@given(some.none() | some.booleans() | some.text(max_size=20))
def test_whatever_stands_there_is_a_url_over_tls_or_unfit(odd: Any) -> None:
    found = metadata(revocation_endpoint=odd)
    try:
        assert found.offered("revocation_endpoint").startswith("https:") or not odd
    except Unfit:
        assert odd

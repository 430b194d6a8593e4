"""A server whose callers signed in at a real OpenID Connect provider.

Given the provider, a server and people with claims, when they sign in and call, then they may what
the file says, while keys are exchanged and the provider goes away.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2

from motcua.chassis.v1 import identity_pb2 as api
from motcua.chassis.v1.access_pb2 import Role
from services.chassis import gauges
from services.chassis.oidc import fetching, keys
from services.chassis.oidc.issuer import pseudonym
from tests.chassis.echo import Client, Echo, refused, request, running, settings, token
from tests.chassis.issuing import SUBJECT_KEY, stated, toml
from tests.oidc import Provider
from tests.waiting import until

REACHED = {"roles": ["clerk"], "unit_id": "ward"}
Served = AsyncIterator[Client]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine is no provider that is away."""
    monkeypatch.setattr(fetching, "WITHIN", 60.0)
    monkeypatch.setattr(keys, "WAITED_FOR", 60.0)


@asynccontextmanager
async def served(oidc: Provider, echo: Echo | None = None, **changes: Any) -> Served:
    """The echo service, which believes the provider and the embedded issuer."""
    file = toml(stated(url=oidc.url, name="real", **changes))
    known = settings(issuers=file, subject_key=SUBJECT_KEY)
    async with running(echo or Echo(), settings=known) as client:
        yield client


def bearer(tokens: dict[str, Any], kind: str = "access_token") -> str:
    return f"Bearer {tokens[kind]}"


async def who(client: Client, auth: str | None) -> Any:
    method = client.channel.unary_unary(
        "/motcua.chassis.v1.IdentityService/GetCaller",
        request_serializer=api.GetCallerRequest.SerializeToString,
        response_deserializer=api.Caller.FromString,
    )
    return await method(api.GetCallerRequest(), metadata=(("authorization", auth),) if auth else ())


async def state(client: Client, name: str) -> int:
    method = client.channel.unary_unary(
        "/grpc.health.v1.Health/Check",
        request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
        response_deserializer=health_pb2.HealthCheckResponse.FromString,
    )
    return int((await method(health_pb2.HealthCheckRequest(service=name))).status)


async def test_who_signs_in_may_what_his_claims_give(oidc: Provider) -> None:
    await oidc.account("079012345678", **REACHED)
    tokens = await oidc.signed_in("079012345678", "pages")
    async with served(oidc) as client:
        answer = await client.call("Say", request(), auth=bearer(tokens))
        assert answer.subject == pseudonym(SUBJECT_KEY, "real", "079012345678")
        elsewhere = client.call("Say", request(place={"unit": "units/city"}), auth=bearer(tokens))
        assert (await refused(elsewhere)).reason == "NOT_PERMITTED"
        id_token = client.call("Say", request(), auth=bearer(tokens, "id_token"))
        assert (await refused(id_token)).reason == "TOKEN_INVALID"
        assert (await client.call("Say", request(), auth=token())).subject == "officers/1"
        form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
        newer = bearer(await oidc.post("token", "pages", **form))
        assert (await client.call("Say", request(), auth=newer)).subject == answer.subject
        found = await who(client, newer)
        assert (found.subject, found.issuer) == (answer.subject, oidc.url)
        assert [(each.role, each.unit) for each in found.grants] == [
            (Role.ROLE_OFFICER, "units/ward")
        ]
        assert found.HasField("expire_time")
        assert await who(client, None) == api.Caller(subject="public")


async def test_a_program_and_a_role_beyond_the_bound(oidc: Provider) -> None:
    """The caller learns what is left of a grant: the bound, where that is the lower unit."""
    grant = {"claim": "client_id", "value": "portal", "role": "officer", "unit": "*"}
    program = f"Bearer {await oidc.program()}"
    async with served(oidc, grant=[grant]) as client:
        assert [each.unit for each in (await who(client, program)).grants] == ["units/city"]
        await client.call("Say", request(), auth=program)
        elsewhere = request(place={"unit": "units/elsewhere"})
        assert (
            await refused(client.call("Say", elsewhere, auth=program))
        ).reason == "NOT_PERMITTED"


async def test_keys_are_exchanged_under_load(
    oidc: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has a token under a key that is published is answered, at once or when he repeats."""
    monkeypatch.setattr(keys, "AGAIN_AFTER", 0.3)
    await oidc.account("clerk", **REACHED)
    held, asked, done = [bearer(await oidc.signed_in("clerk"))], 0, asyncio.Event()
    codes = set[grpc.StatusCode]()

    async def calling(client: Client) -> None:
        nonlocal asked
        while not done.is_set():
            for auth in held[-3:]:
                try:
                    await client.call("Say", request(), auth=auth)
                except grpc.aio.AioRpcError as error:
                    codes.add(error.code())
                else:
                    asked += 1
            await asyncio.sleep(0.01)

    async with served(oidc) as client, asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(calling(client))
        for algorithm in ("ES256", "EdDSA", "RS256"):
            await oidc.rotate(algorithm)
            held.append(bearer(await oidc.signed_in("clerk")))
            await until(lambda newest=held[-1]: who_is_answered(client, newest))
        once = asked
        await until(lambda: asked > once + 20)
        done.set()
    assert codes <= {grpc.StatusCode.UNAVAILABLE}


async def who_is_answered(client: Client, auth: str) -> bool:
    try:
        return bool((await who(client, auth)).grants)
    except grpc.aio.AioRpcError:
        return False


async def test_a_key_that_is_withdrawn_ends_what_runs_under_it(
    oidc: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "EVERY", 0.2)
    await oidc.account("clerk", **REACHED)
    auth = bearer(await oidc.signed_in("clerk"))
    echo = Echo()

    async def slowly(asked: Any) -> Any:
        await asyncio.sleep(0.02)
        return await echo.answer(asked)

    echo.act = slowly
    async with served(oidc, echo) as client:
        followed = aiter(client.stream("Follow", request(), shape="unary_stream", auth=auth))
        await anext(followed)
        await oidc.rotate("ES256", keep=False)

        async def to_its_end() -> None:
            async for _ in followed:
                pass

        assert (await refused(to_its_end())).reason == "TOKEN_INVALID"
        assert (await refused(client.call("Say", request(), auth=auth))).reason in {
            "TOKEN_INVALID",
            "TOKEN_KEY_UNKNOWN",
        }


async def test_a_provider_that_is_away_stops_nobody_but_its_new_callers(
    oidc: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "AGAIN_AFTER", 0.2)
    await oidc.account("clerk", **REACHED)
    auth = bearer(await oidc.signed_in("clerk"))
    await oidc.stop()
    serving = health_pb2.HealthCheckResponse.SERVING
    async with served(oidc) as client:
        await client.call("Say", request(), auth=token())
        unknown = await refused(client.call("Say", request(), auth=auth))
        assert (unknown.code, unknown.reason) == (grpc.StatusCode.UNAVAILABLE, "TOKEN_KEY_UNKNOWN")
        assert unknown.retry is not None
        assert await state(client, "issuers") != serving
        assert await state(client, "") == serving
        assert up() == 0
        await oidc.start()
        await oidc.account("clerk", **REACHED)
        await until(lambda: who_is_answered(client, auth))
        assert (await state(client, "issuers"), up()) == (serving, 1)
        await oidc.stop()
        await client.call("Say", request(), auth=auth)  # by what is known


def up() -> float | None:
    return gauges.REGISTRY.get_sample_value("motcua_issuer_up", {"issuer": "real"})

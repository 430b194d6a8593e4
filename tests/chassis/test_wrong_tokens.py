"""Tokens that nobody signed, many from one address: limited, alarmed, and nobody else is kept out.

Promises that who was believed from that address before goes on, with new tokens, too.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import grpc
import pytest

from services.chassis.audit.record import kind_of
from services.chassis.audit.tally import GUESS
from services.chassis.errors import Refusal
from services.chassis.limits.callers import DEFAULTS, NONE, WRONG_TOKENS, Limits
from services.chassis.limits.rates import Bound
from services.chassis.limits.wrong_tokens import OF_KNOWN, WrongTokens
from services.chassis.reasons import ChassisReason
from services.chassis.visitors import networks
from tests.calling import calling
from tests.chassis.echo import (
    FOREIGN,
    Client,
    Echo,
    counted,
    refused,
    request,
    running,
    settings,
    token,
)

FEW = Bound(rate=0.001, burst=5)  # what is gone does not come back while a test runs
TOO_MANY = "TOKENS_TOO_MANY_WRONG"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """Of a server that believes this machine about addresses."""
    few = settings(
        limits={**DEFAULTS, WRONG_TOKENS: {"public": FEW}},
        trusted_proxies=networks("127.0.0.0/8,::1"),
    )
    async with running(Echo(), settings=few) as found:
        yield found


def coming_from(address: str) -> dict[str, Any]:
    return {"metadata": (("x-forwarded-for", address),)}


async def wrong(client: Client, address: str, **claims: Any) -> str:
    """What somebody is told with a token that he signed himself."""
    auth = token(key=FOREIGN, **claims)
    return (await refused(client.call("Say", request(), auth=auth, **coming_from(address)))).reason


async def sound(client: Client, address: str, **claims: Any) -> str:
    answer = await client.call("Say", request(), auth=token(**claims), **coming_from(address))
    return str(answer.subject)


async def test_after_a_few_wrong_tokens_an_address_waits_and_is_alarmed(client: Client) -> None:
    before = counted(TOO_MANY)
    told = [await wrong(client, "203.0.113.5") for _ in range(8)]
    assert told == ["TOKEN_INVALID"] * 5 + [TOO_MANY] * 3
    assert counted(TOO_MANY) == before + 3
    made_up = token(key=FOREIGN)
    said = await refused(client.call("Say", request(), auth=made_up, **coming_from("203.0.113.5")))
    assert (said.code, said.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, TOO_MANY)
    assert said.retry is not None
    with calling() as call:
        assert kind_of(Refusal(ChassisReason.TOKENS_TOO_MANY_WRONG), call) == GUESS


async def test_nobody_is_kept_out_by_it_who_was_known_there_or_comes_from_elsewhere(
    client: Client,
) -> None:
    auth = token(sub="portals/1")
    await client.call("Say", request(), auth=auth, **coming_from("203.0.113.5"))
    for _ in range(20):
        await wrong(client, "203.0.113.5")
    assert await wrong(client, "203.0.113.5") == TOO_MANY
    await client.call("Say", request(), auth=auth, **coming_from("203.0.113.5"))
    assert await sound(client, "203.0.113.5", sub="portals/1", jti="renewed") == "portals/1"
    assert await sound(client, "203.0.113.6", sub="portals/2") == "portals/2"


async def test_who_claims_to_be_somebody_known_there_uses_up_a_count_of_its_own(
    client: Client,
) -> None:
    for subject in ("portals/1", "portals/2"):
        await sound(client, "203.0.113.5", sub=subject)
    told = [await wrong(client, "203.0.113.5", sub="portals/1") for _ in range(8)]
    assert told.count(TOO_MANY) == 3
    assert await sound(client, "203.0.113.5", sub="portals/2", jti="renewed") == "portals/2"
    assert await sound(client, "203.0.113.5", sub="portals/3") == "portals/3"


async def test_who_is_known_there_is_not_kept_out_by_tokens_in_his_name(client: Client) -> None:
    await sound(client, "203.0.113.5", sub="portals/1")
    before = counted(TOO_MANY)
    told = [await wrong(client, "203.0.113.5", sub="portals/1") for _ in range(40)]
    assert told == ["TOKEN_INVALID"] * 5 + [TOO_MANY] * 35  # alarmed as ever
    assert counted(TOO_MANY) == before + 35
    assert await sound(client, "203.0.113.5", sub="portals/1", jti="renewed") == "portals/1"


def test_what_is_verified_in_the_name_of_somebody_known_is_limited_too() -> None:
    wrong, claims = WrongTokens(Limits({WRONG_TOKENS: {"public": FEW}})), {"sub": "portals/1"}
    wrong.believed("203.0.113.5", claims)
    for _ in range(FEW.burst * OF_KNOWN):
        wrong.require_few("203.0.113.5", claims)
        with suppress(Refusal):
            wrong.count("203.0.113.5", claims)
    with pytest.raises(Refusal, match=TOO_MANY):
        wrong.require_few("203.0.113.5", claims)
    wrong.require_few("203.0.113.5", {"sub": "portals/2"})


async def test_expired_tokens_are_no_guesses(client: Client) -> None:
    for _ in range(20):
        said = await refused(
            client.call("Say", request(), auth=token(exp=1), **coming_from("203.0.113.5"))
        )
        assert said.reason == "TOKEN_EXPIRED"


async def test_nothing_is_counted_where_nobody_is_limited() -> None:
    async with running(Echo(), settings=settings(limits=NONE)) as client:
        for _ in range(100):
            assert await wrong(client, "203.0.113.5") == "TOKEN_INVALID"
